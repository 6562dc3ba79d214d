#pragma once

#include "base/clock.h"
#include "shimmy/line_splitter.h"
#include "shimmy/shimmy_launch.h"

#include <QJsonObject>
#include <QPointer>
#include <QProcess>

class QNetworkAccessManager;
class QNetworkReply;

/// One instance of Shimmy, from its start to its end. Lives on the core's thread. It dies with this process.
///
///   Starting → Ready → Stopping → Exited        (any state may go to Exited when the process dies, and to Stopping)
class ShimmyProcess final : public QObject {
    Q_OBJECT

public:
    enum class State { Starting, Ready, Stopping, Exited };
    Q_ENUM(State)

    /// \a expectedIds must be in its model list before it counts as ready. \a network must outlive it.
    ShimmyProcess(ShimmyLaunch launch, QStringList expectedIds, QNetworkAccessManager &network, Clock &clock,
                  QObject *parent = nullptr);
    ~ShimmyProcess() override;

    void start();
    /// Ends it: SIGTERM, and SIGKILL two seconds later. \a why, if given, becomes the reason in the obituary.
    void stop(const QString &why = {});
    /// Ends it now.
    void kill(const QString &why = {});

    State state() const { return m_state; }
    quint16 port() const { return m_launch.port; }
    qint64 processId() const { return m_process.processId(); }
    /// The body of its /health, as it was when it became ready.
    const QJsonObject &health() const { return m_health; }
    /// It was started to serve the model that Shimmy calls \a id.
    bool wasShown(const QString &id) const { return m_expectedIds.contains(id); }
    /// Why it ended, and the last lines it printed; when Exited.
    QString obituary() const;

    /// A generation was in flight when it ended.
    bool diedGenerating() const { return m_diedGenerating; }

    /// Generations in flight; the gate counts them here, so that a switch knows when to let go.
    int generations() const { return m_generations; }
    void beginGeneration() { ++m_generations; }
    void endGeneration();

    /// Asks /health once; \a answered says whether it was a 200 within two seconds.
    void probe(std::function<void(bool healthy)> answered);

Q_SIGNALS:
    void ready();
    /// The last generation in flight has ended.
    void idle();
    void exited();

private:
    void setState(State state);
    void beginStopping(const QString &why);
    void poll();
    void checkModels();
    void get(const QString &path, std::function<void(int status, const QByteArray &body)> answered);
    void logOutput(QProcess::ProcessChannel channel, LineSplitter &splitter);
    void handleProcessEnd(const QString &reason);

    const ShimmyLaunch m_launch;
    const QStringList m_expectedIds;
    QNetworkAccessManager &m_network;
    Clock &m_clock;
    QProcess m_process;
    State m_state = State::Starting;
    QJsonObject m_health;
    LineSplitter m_stdout;
    LineSplitter m_stderr;
    QStringList m_lastLines;
    QString m_endReason;
    int m_generations = 0;
    bool m_diedGenerating = false;
};
