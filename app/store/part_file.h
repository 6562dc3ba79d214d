#pragma once

#include "store/part_journal.h"
#include "store/part_plan.h"

#include <QList>

#include <atomic>
#include <memory>

/// Where a pull's bytes wait until they are proven: a directory with plan.json, data and journal.
/// Not thread-safe: used from one thread at a time (the download's disk thread); all calls block.
/// Every offset and length is in bytes from the start of the file.
class PartFile {
public:
    /// Opens, or creates, the part for \a plan below \a partsDirectory, and takes its lock. What the journal of an
    /// earlier process claims is kept. Error: DiskFull, DiskFailed, Locked (another process has it).
    static Result<std::shared_ptr<PartFile>> open(const PartPlan &plan, const QString &partsDirectory);

    /// Bytes of the disk that the part for \a plan occupies already; 0 if there is none.
    static qint64 allocatedBytes(const PartPlan &plan, const QString &partsDirectory);

    const PartPlan &plan() const { return m_plan; }
    const QString &directory() const { return m_directory; }
    QString dataPath() const;
    int descriptor() const { return m_data.get(); }

    /// What is still to be fetched, by the journal as it was opened and what was written since.
    QList<ByteRange> missing() const { return m_written.missing(m_plan.bytes); }
    qint64 heldBytes() const { return m_written.totalBytes(); }

    /// Writes \a bytes at \a offset. Not durable until checkpoint(). Error: DiskFull, DiskFailed.
    Result<void> write(qint64 offset, QByteArrayView bytes);
    /// Makes what was written durable, then records it. After a failed sync nothing since the last checkpoint is
    /// trusted: those ranges are missing() again. Error: DiskFull, DiskFailed.
    Result<void> checkpoint();
    /// Forgets all bytes, because they proved wrong.
    Result<void> reset();

    /// Reads the whole file and hashes it. \a progress counts bytes; \a cancelled ends it early with Cancelled.
    Result<Sha256> hash(std::atomic<qint64> &progress, const std::atomic<bool> &cancelled) const;

    /// Removes the part with all it holds.
    void remove();

private:
    PartFile(PartPlan plan, QString directory, FileDescriptor data, PartJournal journal);
    Result<void> reserve();

    PartPlan m_plan;
    QString m_directory;
    FileDescriptor m_data;
    PartJournal m_journal;
    ByteRanges m_written;
    QList<ByteRange> m_sinceCheckpoint;
};
