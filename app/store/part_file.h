#pragma once

#include "store/lease.h"
#include "store/part_journal.h"
#include "store/part_plan.h"

#include <QList>

#include <memory>

/// Where a pull's bytes wait until they are proven: a directory with plan.json, data and journal, and of a split
/// model the shards' heads. Used from one thread at a time (the download's disk thread) but for sync() and read();
/// all calls block. Every offset and length is in bytes from the start of the file.
class PartFile {
public:
    /// Opens, or creates, the part for \a plan below \a partsDirectory, which must exist, and makes it this process's
    /// own until the part is destroyed: by a lock, or with \a lease among the replicas. What the journal of an earlier
    /// process claims is kept.
    /// Error: DiskFull, DiskFailed, Locked (another process has it).
    static Result<std::shared_ptr<PartFile>> open(const PartPlan &plan, const QString &partsDirectory,
                                                  std::shared_ptr<const Lease> lease = {});

    /// Bytes of the disk that the part for \a plan occupies already; 0 if there is none.
    static qint64 allocatedBytes(const PartPlan &plan, const QString &partsDirectory);
    /// Bytes that the journal of the part for \a plan claims; 0 if there is none. Takes no lock.
    static qint64 heldBytes(const PartPlan &plan, const QString &partsDirectory);
    /// Another replica than \a lease's is working on the part for \a plan.
    static bool isHeldElsewhere(const PartPlan &plan, const QString &partsDirectory, const Lease &lease);
    /// Removes the part for \a plan, if there is one and no other replica than \a lease's works on it, with all it
    /// holds.
    static void remove(const PartPlan &plan, const QString &partsDirectory, const QString &trashDirectory,
                       const Lease *lease = nullptr);

    const PartPlan &plan() const { return m_plan; }
    const QString &directory() const { return m_directory; }
    QString dataPath() const;
    int descriptor() const { return m_data.get(); }

    /// What is still to be fetched, by the journal as it was opened and what was written since.
    QList<ByteRange> missing() const { return m_written.missing(m_plan.bytes); }
    qint64 heldBytes() const { return m_written.totalBytes(); }
    /// Everything before this offset is there.
    qint64 prefixBytes() const;

    /// Writes \a bytes at \a offset. Not durable until checkpoint(). Error: DiskFull, DiskFailed, Locked when another
    /// replica may have taken over.
    Result<void> write(qint64 offset, QByteArrayView bytes);
    /// Writes \a bytes at \a offset but for those that are held already.
    Result<void> writeMissing(qint64 offset, QByteArrayView bytes);
    /// Reads \a bytes at \a offset; shorter only at the end of the file. Any thread. Error: DiskFailed.
    Result<QByteArray> read(qint64 offset, qint64 bytes) const;

    // A checkpoint in three steps, so that writing goes on while the disk syncs:
    /// 1. What has been written since the last call, which the next sync() will make durable.
    QList<ByteRange> takeUnrecorded();
    /// 2. Makes everything written so far durable. Any thread.
    Result<void> sync() const;
    /// 3. Records \a ranges, which were taken before a sync() that succeeded. Error also when somebody removed the
    /// file meanwhile.
    Result<void> record(const QList<ByteRange> &ranges);
    /// After a failed sync(): the kernel may have dropped what was written and would report success the next time,
    /// so what is not recorded is missing() again.
    void distrust();

    /// Nobody has removed the file or, of the replicas, taken it over. Error: DiskFailed, Locked.
    Result<void> checkStillOurs() const;

    /// All three steps. Error: DiskFull, DiskFailed.
    Result<void> checkpoint();
    /// Forgets all bytes, because they proved wrong.
    Result<void> reset();

    /// The file, whose size its plan does not tell, has \a bytes.
    Result<void> settleSize(qint64 bytes);

    /// Keeps \a head, the start of shard \a index, durably.
    Result<void> keepHead(int index, QByteArrayView head) const;
    /// The head of shard \a index; empty when there is none.
    QByteArray head(int index) const;

    /// Removes the part with all it holds, by way of \a trashDirectory, unless another replica has taken it over.
    void remove(const QString &trashDirectory);

private:
    PartFile(PartPlan plan, QString directory, FileDescriptor data, PartJournal journal,
             std::shared_ptr<const Lease> lease);
    static Result<std::shared_ptr<PartFile>> openOwn(const PartPlan &plan, const QString &directory,
                                                     std::shared_ptr<const Lease> lease);
    bool isLeaseHeld() const;
    Result<void> prepare();
    Result<void> reserve();

    PartPlan m_plan;
    QString m_directory;
    FileDescriptor m_data;
    PartJournal m_journal;
    std::shared_ptr<const Lease> m_lease; ///< and the claim on the part; nullptr when this process is alone
    const quint64 m_life; ///< of the lease, in which the part was opened
    ByteRanges m_written;
    QList<ByteRange> m_unrecorded;
};
