#pragma once

#include "base/clock.h"
#include "shimmy/line_splitter.h"
#include "shimmy/shimmy_launch.h"

#include <QJsonObject>
#include <QPointer>
#include <QProcess>
#include <QSet>

class QNetworkAccessManager;
class QNetworkReply;

/// One instance of Shimmy, from its start to its end. Lives on the core's thread. It dies with this process.
///
///   state     takes work  by which event to which state                   its deadline, and what follows
///   --------  ----------  ----------------------------------------------  ------------------------------
///   Starting  no          /health is Shimmy's, all ids are listed: Ready  startDeadline: Ending
///   Ready     yes         a generation begins: Busy
///   Busy      no          it ends: Ready; drain(): Draining               the generation's own: Ending
///   Draining  no          the last generation ends: Ending                drain()'s: Ending
///   Ending    no          the process has ended: Exited                   2 s after SIGTERM: SIGKILL
///   Exited    no
///
/// stop() and kill() lead from each of them to Ending, the death of the process to Exited.
class ShimmyProcess final : public QObject {
    Q_OBJECT

public:
    enum class State { Starting, Ready, Busy, Draining, Ending, Exited };
    Q_ENUM(State)

    /// \a expectedIds must be in its model list before it counts as ready. \a network must outlive it.
    ShimmyProcess(ShimmyLaunch launch, const QStringList &expectedIds, QNetworkAccessManager &network, Clock &clock,
                  QObject *parent = nullptr);
    ~ShimmyProcess() override;

    void start();
    /// Takes no more work; ends once no generation is in flight, or after \a deadline with \a whyThen as the reason.
    void drain(std::chrono::milliseconds deadline, const QString &whyThen = {});
    /// Ends it: SIGTERM, and SIGKILL two seconds later. \a why, if given, becomes the reason in the obituary.
    void stop(const QString &why = {});
    /// Ends it now.
    void kill(const QString &why = {});

    State state() const { return m_state; }
    quint16 port() const { return m_launch.port; }
    /// 0 when it is not running.
    qint64 processId() const { return m_process.processId(); }
    QDateTime startedAt() const { return m_startedAt; }
    /// What it was started to serve, by Shimmy's ids.
    const QSet<QString> &expectedIds() const { return m_expectedIds; }
    /// The body of its /health, as it was when it became ready.
    const QJsonObject &health() const { return m_health; }
    /// It was started to serve the model that Shimmy calls \a id.
    bool wasShown(const QString &id) const { return m_expectedIds.contains(id); }
    /// Why it ended, and the last lines it printed; when Exited.
    QString obituary() const;
    /// It ended because a prompt had more tokens than its context: llama.cpp asserts instead of refusing.
    bool abortedOnPrompt() const;
    /// The last lines it printed, 50 at most, without secrets.
    const QStringList &lastLines() const { return m_lastLines; }
    /// A generation was in flight when it ended.
    bool diedGenerating() const { return m_diedGenerating; }

    /// Generations in flight; the gate counts them here, so that a switch knows when to let go.
    int generations() const { return m_generations; }
    void beginGeneration();
    void endGeneration();

    /// Asks /health once; \a answered says whether it was a 200 within two seconds.
    void probe(std::function<void(bool healthy)> answered);

Q_SIGNALS:
    void stateChanged();
    /// The last generation in flight has ended.
    void idle();
    void exited();

private:
    bool setState(State state);
    void beginEnding(const QString &why);
    void poll();
    void checkHealth(const QJsonObject &health);
    void checkModels();
    void get(const QString &path, std::function<void(int status, const QByteArray &body)> answered);
    void readOutput(QProcess::ProcessChannel channel);
    void logOutput(QProcess::ProcessChannel channel, const QStringList &lines);
    void handleProcessEnd(const QString &reason);

    const ShimmyLaunch m_launch;
    const QSet<QString> m_expectedIds;
    QNetworkAccessManager &m_network;
    Clock &m_clock;
    QProcess m_process;
    QDateTime m_startedAt;
    State m_state = State::Starting;
    QJsonObject m_health;
    LineSplitter m_stdout;
    LineSplitter m_stderr;
    QStringList m_lastLines;
    QString m_endReason;
    int m_generations = 0;
    bool m_diedGenerating = false;
};
