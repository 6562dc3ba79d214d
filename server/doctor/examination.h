#pragma once

#include "base/clock.h"
#include "doctor/finding.h"

#include <QNetworkAccessManager>
#include <QObject>

class DiskBudget;
class GenerationGate;
class HubClient;
class ModelStore;
class ShimmyConnections;
class ShimmySupervisor;
class QThreadPool;

/// Everything that a pull and a generation need, looked at once, all at the same time and each for a bounded time.
/// Lives on the core's thread and never blocks it; blocking work is done on another.
class Examination final : public QObject {
    Q_OBJECT

public:
    /// What is examined. All of it must outlive the examination.
    struct Subject {
        HubClient &hub;
        ModelStore &store;
        const DiskBudget &budget;
        ShimmySupervisor &supervisor;
        GenerationGate &gate;
        ShimmyConnections &connections;
        Clock &clock;
    };
    struct Check {
        QString name;
        Finding finding;
        std::chrono::duration<double> took{};
        bool isOver = false;
    };

    /// \a pool: for what blocks on the disk. It must outlive the examination.
    Examination(const Subject &subject, QThreadPool &pool, QObject *parent = nullptr);
    /// Begins; \a generates: also with a generation. finished() follows within half a minute.
    void start(bool generates);
    /// In a fixed order; complete when it has finished.
    const QList<Check> &checks() const { return m_checks; }

Q_SIGNALS:
    void finished();

private:
    Found expect(const QString &name, std::chrono::milliseconds patience);
    void take(qsizetype check, const Finding &finding);

    const Subject m_subject;
    QThreadPool &m_pool;
    QNetworkAccessManager m_network;
    QList<Check> m_checks;
    std::chrono::steady_clock::time_point m_begun;
    qsizetype m_open = 0;
};
