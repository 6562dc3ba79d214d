#pragma once

#include "shimmy/back_off.h"
#include "shimmy/shimmy_process.h"

/// One of the places where a Shimmy serves: keeps one instance there. Lives on the core's thread.
///
///   state       by which event to which state                           its deadline, and what follows
///   ----------  ------------------------------------------------------  --------------------------------------
///   Stopped     start(): Starting
///   Starting    the instance is ready: Ready; it died: BackingOff       the instance's own: it is ended
///   Ready       a generation begins: Busy; abandon(): Replacing;        three heartbeats without an answer: it
///               it died: BackingOff, or Starting when a switch has      is killed
///               the next one on its way already
///   Busy        the generation ends: Ready; else as Ready               the generation's own: abandon(). Its
///                                                                       /health is not asked, which a
///                                                                       generation may block
///   Replacing   the next one is ready, in some 50 ms: Ready;            replacementGrace: Starting
///               it died: BackingOff
///   BackingOff  a switch is asked for: Starting                         BackOff's: Starting. None the first time
///                                                                       and when a prompt was what it died of:
///                                                                       bad prompts must not shut others out
///   Failed      a switch is asked for: Starting
///   Draining    the last instance has ended: Stopped                    stop()'s: all are ended
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
    /// The next one, which is starting or ready to take over; nullptr when there is none.
    ShimmyProcess *candidate() const { return m_candidate; }
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
    /// An instance has ended that should not have.
    void died(const QString &obituary);

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
