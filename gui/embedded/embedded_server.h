#pragma once

#include "base/error.h"
#include "base/secret.h"

#include <QObject>
#include <QThread>

#include <atomic>

class LogHistory;
class Service;
struct Settings;

/// The service inside this process, on a thread of its own, so that nothing it does holds the window up. Used from the
/// thread it was made on.
class EmbeddedServer final : public QObject {
    Q_OBJECT

public:
    enum class State { Stopped, Starting, Running, Stopping };
    Q_ENUM(State)

    /// What it is started with; the rest is as shimmyd has it.
    struct Options {
        QString modelsFolder = {}; ///< made when it is missing
        QString shimmy = {}; ///< the program; empty: found as shimmyd finds it
        QString hub = {}; ///< the Hub or a mirror of it; empty: as shimmyd finds it
        quint16 port = 8080; ///< on 127.0.0.1; another one when it is taken
        QString proxy = {}; ///< the way to the Hub; empty: as the environment says
        Secret hubToken = {}; ///< of the keychain; empty: as shimmyd finds one
        Secret apiKey = {}; ///< what every request must have; empty: none is asked for
        int downloads = 1; ///< at the same time
        int connections = 16; ///< of a download at most
        qint64 bytesPerSecond = 0; ///< of all downloads together; 0: no limit
        int instances = 1; ///< of Shimmy
        bool isMirror = false; ///< serves its models as the Hub does, to programs of this machine
    };

    /// \a logs, where the log is kept, must outlive this.
    explicit EmbeddedServer(LogHistory &logs, QObject *parent = nullptr);
    /// Waits until it has stopped.
    ~EmbeddedServer() override;

    State state() const { return m_state; }
    /// While it is Running, else 0.
    quint16 port() const { return m_port; }

    /// How many downloads run or wait for their turn.
    int activeDownloads() const { return m_activeDownloads; }

    /// When it is Stopped. Ends with started() or failed().
    void start(const Options &options);
    /// Lets running generations end for a bounded time and checkpoints downloads; ends with stopped().
    void stop();

Q_SIGNALS:
    void started(quint16 port);
    void failed(const Error &error);
    void stopped();

private:
    void runService(const Settings &settings);
    void takeStarted(quint16 port);
    void takeFailed(const Error &error);
    void takeStopped();

    LogHistory &m_logs;
    QThread m_thread;
    QObject *m_worker; ///< lives in m_thread: what is invoked on it runs there
    Service *m_service = nullptr; ///< lives in m_thread, is touched there only
    State m_state = State::Stopped;
    quint16 m_port = 0;
    std::atomic<int> m_activeDownloads = 0; ///< written on m_thread
};
