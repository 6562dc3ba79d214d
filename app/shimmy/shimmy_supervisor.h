#pragma once

#include "base/result.h"
#include "shimmy/shimmy_slot.h"

/// Keeps so many Shimmys serving, each in a slot of its own. Lives on the core's thread.
///
/// Its state is the best of what its slots have, each of which is described there: Ready while one of them is Ready or
/// Busy, else Replacing, Starting, BackingOff, and Failed when all are given up; Draining from stop() until all have
/// ended, then Stopped. It is never Busy itself.
class ShimmySupervisor final : public QObject {
    Q_OBJECT

public:
    using State = ShimmySlot::State;

    struct Config {
        QString program;
        QString servingDirectory;
        QString workingDirectory;
        /// Makes the serving directory show what can be served now, and returns the ids that Shimmy must list.
        /// Called before each start, so that a file which went meanwhile keeps no instance from getting ready.
        std::function<QStringList()> showModels;
        quint16 preferredPort = 8081; ///< and upward; 0: any
        int instances = 1;
        qint64 memoryBytes = 0; ///< what each instance may allocate, see confineChild(); 0: no limit
        std::chrono::milliseconds startDeadline = std::chrono::seconds(30);
        std::chrono::milliseconds drainDeadline = std::chrono::minutes(5);
        std::chrono::milliseconds replacementGrace = std::chrono::seconds(5); ///< see health()
        std::chrono::milliseconds heartbeat = std::chrono::seconds(5);
    };

    /// \a network and \a clock must outlive the supervisor.
    ShimmySupervisor(Config config, QNetworkAccessManager &network, Clock &clock, QObject *parent = nullptr);

    /// Starts the first instances.
    void start();
    /// Starts instances that list the models of now beside the running ones, moves the traffic to them once all are
    /// ready, and drains the old ones. Also the way to restart Shimmy by wish, and to try again what was given up.
    /// Switches that are asked for meanwhile share one. A slot where nothing serves keeps no switch from succeeding
    /// while others serve. \a switched is dropped when \a context dies. Error: ShimmyFailed; the running instances,
    /// all of them, then stay.
    void switchModels(QObject *context, std::function<void(Result<void>)> switched);
    /// Ends \a instance, whose work nobody wants any more, and has another one at once unless this is stopping. \a why
    /// becomes its obituary's reason.
    void abandon(ShimmyProcess *instance, const QString &why = {});
    /// Takes no new work: running generations may end until \a deadline, then all instances go; then calls \a stopped.
    void stop(std::chrono::milliseconds deadline, std::function<void()> stopped);

    State state() const { return m_state; }
    const QList<ShimmySlot *> &shimmySlots() const { return m_slots; }
    /// An instance that takes a generation now; nullptr when all are busy or there is none.
    ShimmyProcess *idle() const;
    /// idle(), or else a busy one; nullptr when there is none now.
    ShimmyProcess *current() const;
    /// Every instance that serves now was shown the model that Shimmy calls \a id.
    bool isShown(const QString &id) const;
    /// Shimmy's own /health while a generation that came now would be served. Also while an abandoned instance is
    /// being replaced, for replacementGrace: such a generation waits a moment. Nothing at all other times.
    std::optional<QJsonObject> health() const;
    /// What Shimmy says is its version; empty before the first one was ready.
    QString version() const { return m_version; }
    /// Generations in flight, over all instances.
    int generations() const;
    /// Why there is no instance, for people; empty while there is one.
    QString trouble() const;
    /// While Failed: the last lines of Shimmy's output, 50 at most.
    QStringList output() const;
    int restarts() const;
    int switches() const { return m_switches; }
    const QString &program() const { return m_config.program; }
    struct Switch {
        QDateTime at; ///< when it was over; UTC
        std::chrono::milliseconds took{};
        std::optional<Error> error; ///< nothing: it succeeded
    };
    struct Death {
        QDateTime at; ///< UTC
        int slot = 0;
        QString reason;
    };
    /// The last 20 of each, the newest first.
    const QList<Switch> &recentSwitches() const { return m_recentSwitches; }
    const QList<Death> &recentDeaths() const { return m_recentDeaths; }

Q_SIGNALS:
    /// Another instance, or none, takes the work.
    void currentChanged();
    void stateChanged();
    /// A switch is over; recentSwitches() says how it went.
    void switched();

private:
    struct Waiter {
        QPointer<QObject> context;
        std::function<void(Result<void>)> switched;
    };
    ShimmyProcess *makeInstance(QObject *parent);
    void handleSlotState();
    void handleCurrent(const ShimmySlot *slot);
    void noteDeath(int slot, const QString &reason);
    void examine();
    State bestState() const;
    const ShimmySlot *slotInState() const;
    void beginSwitch();
    void advanceSwitch();
    void endSwitch(const Result<void> &result);
    void answer(const QList<Waiter> &waiters, const Result<void> &result);

    const Config m_config;
    QNetworkAccessManager &m_network;
    Clock &m_clock;
    QList<ShimmySlot *> m_slots; ///< children of this object
    State m_state = State::Stopped;
    QList<Waiter> m_waiters; ///< of the switch that is under way
    QList<Waiter> m_nextWaiters; ///< came since it began: they need another one
    std::function<void()> m_stopped;
    QJsonObject m_health; ///< of the last instance that was ready
    QString m_version;
    QList<Switch> m_recentSwitches;
    QList<Death> m_recentDeaths;
    std::chrono::steady_clock::time_point m_switchBegan;
    int m_edition = 0; ///< counts switches
    int m_switches = 0; ///< that moved traffic
    bool m_isSwitching = false;
    bool m_isStopping = false;
    bool m_isExamined = false; ///< asked what the program is, because it never served
};
