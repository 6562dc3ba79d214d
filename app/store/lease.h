#pragma once

#include "base/result.h"

#include <QMutex>
#include <QSet>
#include <QString>

#include <atomic>
#include <chrono>
#include <memory>

/// A process's place among the replicas that share a models directory: a directory of its own, REPLICAS/NAME, with a
/// file "beat" that it rewrites every beatInterval. A replica whose beat has not changed for deadAfter is taken for
/// dead: the one that notices renames its directory away, and from then on isAlive() says so to all of them.
/// The kernel's locks are not used, because a network file system may not pass them on.
class Lease {
public:
    static constexpr std::chrono::seconds beatInterval{10};
    static constexpr std::chrono::seconds deadAfter{30};

    /// Joins the replicas of \a replicasDirectory, which must exist, under a new name. Blocks.
    /// Error: DiskFull, DiskFailed.
    static Result<std::shared_ptr<Lease>> take(const QString &replicasDirectory);

    const QString &replica() const { return m_replica; }
    ~Lease();
    /// Nobody can have taken this replica for dead yet. Any thread.
    bool isHeld() const;
    /// Changes when it comes back after it was: what was begun before is not its own any more. Any thread.
    quint64 life() const { return m_life; }
    /// \a replica is there and not known to be dead. Any thread; asks the disk.
    bool isAlive(const QString &replica) const;

    /// Notes that this process works on \a part; false when it does already. Any thread.
    bool beginWork(const QString &part) const;
    void endWork(const QString &part) const;

    /// Shows that this replica lives. Blocks; one thread at a time. Error: Locked when others have taken it for dead,
    /// DiskFailed.
    Result<void> beat();
    /// Comes back under the same name after others have taken it for dead. Blocks. Error: DiskFull, DiskFailed.
    Result<void> retake();
    /// Lets the others go on at once with what is left of this replica. Blocks.
    void release();

    /// The beat of \a replica as it is now: any change of it is a sign of life. Empty when there is none.
    static QByteArray beatOf(const QString &replicasDirectory, const QString &replica);
    /// \a beat is that of a replica that has left.
    static bool hasLeft(QByteArrayView beat);
    /// Where the process with \a beat runs, for people.
    static QString describe(QByteArrayView beat);

private:
    Lease(QString replicasDirectory, QString replica);
    Result<void> write(const QByteArray &beat, int flags);
    QString directory() const { return m_replicasDirectory + u'/' + m_replica; }

    const QString m_replicasDirectory;
    const QString m_replica;
    quint64 m_beats = 0;
    mutable QMutex m_guard;
    mutable QSet<QString> m_parts; ///< on which this process works; by m_guard
    std::atomic<quint64> m_life = 0;
    std::atomic<qint64> m_heldUntil = 0; ///< nanoseconds of the clock that goes on while the machine sleeps
};
