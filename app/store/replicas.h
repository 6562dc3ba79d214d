#pragma once

#include "base/clock.h"
#include "store/lease.h"
#include "store/store_layout.h"

#include <QHash>
#include <QObject>
#include <QThreadPool>

/// Keeps this process's lease, and watches the other replicas' for their end. Lives on the core's thread; a thread of
/// its own asks the disk, which may hang.
class Replicas final : public QObject {
    Q_OBJECT

public:
    /// \a clock must outlive it.
    Replicas(StoreLayout layout, std::shared_ptr<Lease> lease, Clock &clock, QObject *parent = nullptr);
    ~Replicas() override;

    /// Begins to beat and to watch.
    void start();
    /// Ends both, and lets the others go on with what is left. Its Shimmy has ended already. Blocks.
    void leave();

    /// The disk was asked for beats and has not answered yet.
    bool isAsking() const { return m_beating || m_looking; }

Q_SIGNALS:
    /// The records of jobs of a replica that is gone are in this one's directory now.
    void adopted();
    /// The others took this replica for dead: its jobs are theirs. It has come back as an empty one.
    void lost();

private:
    struct Seen {
        QByteArray beat;
        std::chrono::steady_clock::time_point since;
    };
    void beat();
    void watch();
    void judge(const QHash<QString, QByteArray> &beats);
    void adopt(const QHash<QString, QByteArray> &dead);
    void comeBack();

    const StoreLayout m_layout;
    const std::shared_ptr<Lease> m_lease;
    Clock &m_clock;
    QThreadPool m_disk;
    QHash<QString, Seen> m_others;
    std::chrono::steady_clock::time_point m_lastLook;
    bool m_beating = false; ///< the disk is asked; it may hang
    bool m_looking = false;
    bool m_comingBack = false;
    bool m_leaving = false;
};
