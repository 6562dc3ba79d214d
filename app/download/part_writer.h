#pragma once

#include "base/background.h"
#include "base/clock.h"
#include "store/part_hasher.h"

#include <QMutex>
#include <QObject>
#include <QThreadPool>

#include <atomic>

/// Writes and hashes a part file from the core's thread without ever blocking it: one thread writes, in order, one
/// syncs, one hashes what stands in a row from the start. Lives on the core's thread.
class PartWriter final : public QObject {
    Q_OBJECT

public:
    /// What happens to bytes that are there already.
    enum class Overwrite {
        Always, ///< every byte is new
        Never, ///< the old ones stay: a server that knows no ranges sends everything again
        IfDifferent, ///< the new ones win, and differed() says so
    };

    PartWriter(Clock &clock, QObject *parent);
    ~PartWriter() override;

    /// Opens the part on the disk thread, as PartFile::open() does, and calls \a opened.
    void open(const PartPlan &plan, const QString &partsDirectory, std::shared_ptr<const Lease> lease,
              std::function<void(Result<void>)> opened);
    bool isOpen() const { return m_part != nullptr; }
    /// Lets the part, and its lock, go; what is still to be done on it is done first.
    void close();

    Overwrite overwrite() const { return m_overwrite; }
    void setOverwrite(Overwrite overwrite) { m_overwrite = overwrite; }
    /// Takes \a bytes. written() or failed() follows. Checkpoints come by themselves.
    void write(qint64 offset, const QByteArray &bytes);
    /// The part has \a bytes, which nobody knew until now, and all of them have been taken.
    void settleSize(qint64 bytes);
    /// Too much was taken that is not yet written, or not yet durable: stop reading, go on at readyForMore().
    bool isBehind() const { return m_pendingBytes > highWaterBytes || m_unrecordedBytes > mostUnrecordedBytes; }

    /// Calls \a done when everything that was taken so far is durable and recorded, or cannot be.
    void checkpoint(std::function<void(Result<void>)> done);
    /// Hashes the rest and calls \a done, once all bytes are there.
    void finishHash(std::function<void(Result<PartDigests>)> done);
    /// Forgets what was hashed: the next finishHash() reads the file from its start again, from the disk if possible.
    void restartHash();
    /// Ends hashing; the next finishHash() needs a restartHash() before it.
    void cancelHash();
    qint64 hashedBytes() const { return m_hasher ? m_hasher->position() : 0; }

    /// Runs \a work on the disk thread after everything before it, then \a done here.
    template <class Work, class Done>
    void run(Work work, Done done)
    {
        runInBackground(
            m_disk, this, [part = m_part, work = std::move(work)]() mutable { return work(*part); }, std::move(done));
    }
    /// The part while no work runs on it: after open() and before the first write.
    PartFile &part() { return *m_part; }

    /// The same for what needs no open part.
    template <class Work, class Done>
    void runClosed(Work work, Done done)
    {
        runInBackground(m_disk, this, std::move(work), std::move(done));
    }

Q_SIGNALS:
    /// \a bytes more of the part are there.
    void written(qint64 bytes);
    /// Bytes of \a range were others than before (with IfDifferent).
    void differed(ByteRange range);
    void readyForMore();
    /// Writing or syncing failed; nothing is written any more until the part is opened again.
    void failed(const Error &error);

private:
    // Two intervals may be on their way, one that is synced and one that is filled, and each of 16 connections may
    // still hand over a megabyte: 64 MiB at the most have to be fetched again after a crash.
    static constexpr qint64 checkpointBytes = 24 << 20;
    static constexpr qint64 mostUnrecordedBytes = 2 * checkpointBytes;
    static constexpr qint64 highWaterBytes = 8 << 20;

    struct Written {
        Result<void> result;
        qint64 newBytes = 0;
        qint64 prefixBytes = 0;
        bool differs = false;
    };
    /// Hands a part from the disk's thread to this one's, or lets it go when nobody wants it any more.
    struct Opening {
        QMutex mutex;
        std::shared_ptr<PartFile> part;
        bool isWanted = true;
    };
    void dropOpening();

    static Written writeTo(PartFile &part, qint64 offset, const QByteArray &bytes, Overwrite overwrite);
    void handleWritten(const Written &outcome, ByteRange range);
    void checkpointIfDue();
    void beginCheckpoint();
    void syncAndRecord(const QList<ByteRange> &ranges, qint64 takenBytes);
    void endCheckpoint(const Result<void> &result, qint64 recordedBytes);
    void tellIfReady();
    void giveUp(const Error &error);
    void advanceHash();

    Clock &m_clock;
    QThreadPool m_disk;
    QThreadPool m_sync;
    QThreadPool m_hash;
    std::shared_ptr<PartFile> m_part;
    std::shared_ptr<Opening> m_opening; ///< null: none
    std::shared_ptr<PartHasher> m_hasher;
    Overwrite m_overwrite = Overwrite::Always;
    std::atomic<quint64> m_generation = 0; ///< of the open part; answers about an earlier one are void
    qint64 m_pendingBytes = 0;
    qint64 m_unrecordedBytes = 0;
    qint64 m_prefixBytes = 0;
    bool m_wasBehind = false;
    bool m_checkpointing = false;
    bool m_checkpointPlanned = false; ///< a timer runs
    bool m_hashing = false;
    std::chrono::steady_clock::time_point m_lastCheckpoint;
    std::vector<std::function<void(Result<void>)>> m_checkpointed;
    std::function<void(Result<PartDigests>)> m_hashed;
    std::optional<Error> m_hashError;
    std::optional<Error> m_error;
};
