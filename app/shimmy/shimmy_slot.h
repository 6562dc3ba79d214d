#pragma once

#include "shimmy/back_off.h"
#include "shimmy/shimmy_process.h"

/// One of the places where a Shimmy serves: keeps one instance there. Lives on the core's thread.
///
///   state       goes to, by which event                                                     deadline, and what then
///   Stopped     Starting: start()
///   Starting    Ready: the instance is ready; BackingOff: it died                            the instance's own
///   Ready       Busy: a generation begins; Replacing: abandon(); BackingOff: it died, or     three heartbeats when
///   idle:
///               Starting if a switch has the next one on its way                            it is killed
///   Busy        Ready: the generation ends; else as Ready. Its /health is not asked: a       the generation's own
///               generation may block it until it ends
///   Replacing   Ready: the next instance is ready, in some 50 ms; BackingOff: it died        replacementGrace:
///   Starting BackingOff  Starting: the wait is over, or a switch is asked for                         BackOff's, 0 the
///   first time
///               and whenever a prompt was what it died of: a client's bad prompts must not shut the others out
///   Failed      Starting: a switch is asked for
///   Draining    Stopped: the last instance has ended                                         stop()'s
///
/// Failed follows after five deaths in a row right after the start, and after giveUp(); Draining after stop(). A switch
/// changes no state: prepare() starts an instance beside the current one, adopt() lets it take over.
class ShimmySlot final : public QObject {
    Q_OBJECT

public:
    enum class State { Stopped, Starting, Ready, Busy, Replacing, BackingOff, Failed, Draining };
    Q_ENUM(State)

    /// How far it is with the last prepare().
    enum class Preparation {
        Done, ///< a fresh instance serves, or is ready to take over
        Underway,
        Refused, ///< no fresh instance came up; the old one serves on
        Absent, ///< nothing serves here; what does next will be fresh
    };

    struct Config {
        std::function<ShimmyProcess *(QObject *parent)> makeInstance;
        std::chrono::milliseconds drainDeadline;
        std::chrono::milliseconds replacementGrace;
        std::chrono::milliseconds heartbeat;
    };

    /// \a clock must outlive the slot.
    ShimmySlot(Config config, Clock &clock, QObject *parent);
    ~ShimmySlot() override;

    void start();
    /// Has an instance started that knows the models of now, which are the \a edition th that are shown.
    void prepare(int edition);
    /// Lets the prepared instance take over, if there is one beside the current one; the old one drains.
    bool adopt();
    /// Ends what was prepared; the current instance stays.
    void discard();
    /// Ends \a instance and, if it is the current one, has another at once. False: it is none of this slot's.
    bool abandon(ShimmyProcess *instance, const QString &why);
    /// Starts no more instances before the next prepare(), unless one serves.
    void giveUp(const QString &why);
    void stop(std::chrono::milliseconds deadline);

    State state() const { return m_state; }
    Preparation preparation() const;
    /// The instance that serves here; nullptr when there is none now.
    ShimmyProcess *current() const { return m_current; }
    const QList<ShimmyProcess *> &instances() const { return m_instances; }
    /// Why no instance serves here, and why none could be prepared; for people.
    QString trouble() const { return m_trouble; }
    QString objection() const { return m_objection; }
    /// The last lines of the instance that died last, while none serves.
    QStringList output() const { return m_output; }
    int restarts() const { return m_restarts; }

Q_SIGNALS:
    void stateChanged();
    void currentChanged();
    void preparationChanged();
    void diedAtItsStart();

private:
    void launch();
    void handleInstanceState(ShimmyProcess *instance);
    void handleReady();
    void handleExited(ShimmyProcess *instance);
    void handleCandidateDeath(const ShimmyProcess &candidate);
    void makeCurrent();
    void replace();
    void expireGrace(const QPointer<ShimmyProcess> &replacement);
    void restartLater(bool atOnce);
    void fail();
    void beat();
    bool isCandidateReady() const;
    bool isPrepared() const;
    bool setState(State state);

    const Config m_config;
    Clock &m_clock;
    BackOff m_backOff;
    State m_state = State::Stopped;
    QList<ShimmyProcess *> m_instances; ///< all that live, children of this object
    ShimmyProcess *m_current = nullptr;
    ShimmyProcess *m_candidate = nullptr; ///< the next one
    int m_currentEdition = 0;
    int m_candidateEdition = 0;
    int m_wantedEdition = 0;
    int m_candidateTries = 0;
    int m_missedBeats = 0;
    int m_restarts = 0;
    QString m_trouble;
    QString m_objection;
    QStringList m_output;
};
