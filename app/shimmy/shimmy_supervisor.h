#pragma once

#include "base/result.h"
#include "shimmy/back_off.h"
#include "shimmy/shimmy_process.h"

#include <memory>

/// Keeps one Shimmy serving. Lives on the core's thread.
///
///   Starting → Ready        an instance answers; new models are switched in beside it without leaving Ready
///   Ready → Replacing       it was ended because nobody wanted its work; the next one is there in some 50 ms
///   Replacing → Ready, or Starting when that takes too long, or BackingOff when the next one dies
///   Ready → BackingOff      it died; the next one starts after a while, the first time at once, and always at once
///                           when a prompt was what it died of: a client's bad prompts must not shut the others out
///   BackingOff → Starting
///   … → Failed              five deaths in a row right after the start; only a switch tries again
///   … → Stopping → Stopped  nothing leads back
class ShimmySupervisor final : public QObject {
    Q_OBJECT

public:
    enum class State { Stopped, Starting, Ready, Replacing, BackingOff, Failed, Stopping };
    Q_ENUM(State)

    struct Config {
        QString program;
        QString servingDirectory;
        QString workingDirectory;
        /// Makes the serving directory show what can be served now, and returns the ids that Shimmy must list.
        /// Called before each start, so that a file which went meanwhile keeps no instance from getting ready.
        std::function<QStringList()> showModels;
        quint16 preferredPort = 8081;
        std::chrono::milliseconds startDeadline = std::chrono::seconds(30);
        std::chrono::milliseconds drainDeadline = std::chrono::minutes(5);
        std::chrono::milliseconds replacementGrace = std::chrono::seconds(5); ///< see health()
        std::chrono::milliseconds heartbeat = std::chrono::seconds(5);
    };

    /// \a network and \a clock must outlive the supervisor.
    ShimmySupervisor(Config config, QNetworkAccessManager &network, Clock &clock, QObject *parent = nullptr);
    ~ShimmySupervisor() override;

    /// Starts the first instance.
    void start();
    /// Starts an instance that lists the models of now beside the running one, moves the traffic to it and drains the
    /// old one. Switches that are asked for meanwhile share one. \a switched is dropped when \a context dies. Error:
    /// ShimmyFailed; the running instance then stays.
    void switchModels(QObject *context, std::function<void(Result<void>)> switched);
    /// Ends \a instance, whose work nobody wants any more, and has another one at once unless this is stopping. \a why
    /// becomes its obituary's reason.
    void abandon(ShimmyProcess *instance, const QString &why = {});
    /// Takes no new work: running generations may end until \a deadline, then all instances go; then calls \a stopped.
    void stop(std::chrono::milliseconds deadline, std::function<void()> stopped);

    State state() const { return m_state; }
    /// The instance for new work; nullptr when there is none now.
    ShimmyProcess *current() const { return m_current; }
    /// Shimmy's own /health while a generation that came now would be served. Also while an abandoned instance is
    /// being replaced, for replacementGrace: such a generation waits a moment. Nothing at all other times.
    std::optional<QJsonObject> health() const;
    /// Generations in flight, over all instances.
    int generations() const;
    /// Why there is no instance, for people.
    QString trouble() const { return m_trouble; }
    int restarts() const { return m_restarts; }
    int switches() const { return m_switches; }

Q_SIGNALS:
    /// Another instance, or none, takes the work.
    void currentChanged();
    void stateChanged();

private:
    struct Waiter {
        QPointer<QObject> context;
        std::function<void(Result<void>)> switched;
    };
    void launch();
    void handleReady(ShimmyProcess *instance);
    void handleExited(ShimmyProcess *instance);
    void handleCandidateDeath(const QString &why);
    void restartLater(bool atOnce);
    void replace();
    void expireGrace(const QPointer<ShimmyProcess> &replacement);
    void makeCurrent(ShimmyProcess *instance);
    void drain(ShimmyProcess *instance);
    void beat();
    void answer(QList<Waiter> &waiters, const Result<void> &result);
    bool setState(State state);

    const Config m_config;
    QNetworkAccessManager &m_network;
    Clock &m_clock;
    BackOff m_backOff;
    State m_state = State::Stopped;
    QList<ShimmyProcess *> m_instances; ///< all that live, children of this object
    ShimmyProcess *m_current = nullptr;
    ShimmyProcess *m_candidate = nullptr;
    QList<Waiter> m_waiters; ///< of the candidate
    QList<Waiter> m_nextWaiters; ///< came while it started: they need another one
    std::function<void()> m_stopped;
    QJsonObject m_health; ///< of the last instance that was ready
    QString m_trouble;
    int m_candidateTries = 0;
    int m_missedBeats = 0;
    int m_restarts = 0;
    int m_switches = 0;
};
