#pragma once

#include "crash_plan.h"
#include "doomed_service.h"
#include "fake_hub.h"
#include "models_on_disk.h"
#include "power_disk.h"
#include "tally.h"
#include "ware.h"

#include <QJsonObject>

#include <memory>
#include <optional>

/// One pull through as many deaths of shimmyd as are wanted, on a models directory where another model stands already.
/// Whatever is not as it must be goes to the tally's violations.
class ChaosRun {
public:
    enum class Kind {
        Fresh, ///< a file that was never there
        NewerOfSameSize, ///< a newer version of a model that is there, just as large
        NewerAndLarger,
        Twin, ///< bytes that are there already under another name
    };

    /// Pulls \a bytes. Without \a disk on a temporary directory; \a disk must outlive the run.
    ChaosRun(Kind kind, qint64 bytes, quint32 seed, Tally &tally, PowerDisk *disk = nullptr);

    /// What the Hub does wrong until finish(): some of cuts, resets, 503s, a slow drip, a stall.
    void addFaults(bool withStall);
    /// Lives until \a strike, then looks at what is left. The first life, and each one until the pull is accepted, has
    /// a client. False: the job ended before, and what came instead was a plain kill.
    bool dieBy(const Strike &strike);
    /// Bytes that the journal held after the last death.
    qint64 heldBytes() const { return m_heldBytes; }
    /// What the last life did, of each kind of call.
    std::array<quint32, diskCalls> callsMade() const;
    bool isDone() const { return m_jobEnded; }
    /// Lives once more, without faults and without anybody asking, and proves that all is well in the end.
    void finish();

private:
    struct Start { ///< of a life
        QList<Claim> claims;
        qint64 sentBytes = 0;
        qsizetype requests = 0;
    };
    void prepare();
    QJsonObject pullBody(const Ware &ware) const;
    Start start() const;
    void arm(const Strike &strike);
    void awaitStrike(const Strike &strike, const Start &start, DoomedService &service);
    bool hasEnded(const DoomedService &service) const;
    void readClient(const QList<QJsonObject> &lines);
    void inspect(const Start &start, qint64 reportedBytes);
    void inspectFiles();
    void inspectTraffic(const Start &start);
    void inspectEnd(DoomedService &service);
    void awaitJobs(DoomedService &service);
    QStringList leftovers() const;
    void violate(const QString &what, const QByteArray &log = {});

    const Kind m_kind;
    const quint32 m_seed;
    Tally &m_tally;
    PowerDisk *const m_disk;
    QRandomGenerator m_random;
    QTemporaryDir m_directory;
    ModelsOnDisk m_models;
    FakeHub m_hub;
    std::optional<Ware> m_before; ///< what was there, for all kinds but Fresh
    Ware m_wanted;
    QByteArray m_bystander; ///< the other model's hash
    QStringList m_story; ///< the strikes so far
    QByteArray m_log; ///< of the last life
    QString m_id; ///< of the accepted job
    bool m_accepted = false;
    bool m_completeRead = false;
    bool m_jobEnded = false;
    qint64 m_heldBytes = 0;
};
