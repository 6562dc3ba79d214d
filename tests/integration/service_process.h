#pragma once

#include <QHash>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

/// A real shimmyd, as a process, on a free port, with a models directory of its own.
class ServiceProcess {
public:
    struct Setup {
        QString hub = {}; ///< --hub; empty: an address where nobody answers
        QString shimmy = {}; ///< --shimmy; empty: SHIMMY_BIN of the environment
        QString models = {}; ///< empty: a temporary directory
        QString address = QStringLiteral("127.0.0.1"); ///< of --listen
        quint16 port = 0; ///< of --listen; 0: a free one
        quint16 shimmyPort = 0; ///< --shimmy-port
        QStringList arguments = {}; ///< further ones
        QProcessEnvironment environment = {}; ///< instead of a clean one, if not empty
        QHash<QString, QString> variables = {}; ///< besides it
        bool waitUntilHealthy = true;
    };
    explicit ServiceProcess(const Setup &setup);
    ~ServiceProcess();

    /// False, with the log on the test's output, when it did not come up.
    bool isUp() const { return m_up; }
    quint16 port() const { return m_port; }
    qint64 processId() const { return m_process.processId(); }
    QString models() const { return m_models; }
    /// What it has written to stderr so far.
    QByteArray log();
    /// Sends SIGTERM and waits; the exit code, or -1 when it was killed or did not end in a minute.
    int terminate();
    /// As terminate(), for one that has got its signal: a second one would make it end at once.
    int ended();
    void killNow();
    /// Milliseconds from the start to the first 200 on /v1/health.
    qint64 millisecondsToHealthy() const { return m_millisecondsToHealthy; }
    /// Resident memory now, in bytes.
    qint64 residentBytes() const;
    /// The most resident memory it ever had, in bytes.
    qint64 peakResidentBytes() const { return statusBytes("VmHWM:"); }
    /// The largest address space it ever had, in bytes.
    qint64 peakVirtualBytes() const { return statusBytes("VmPeak:"); }
    /// Process ids of its children.
    QList<qint64> children() const;

private:
    qint64 statusBytes(const QByteArray &name) const;

    QTemporaryDir m_directory;
    QString m_models;
    QProcess m_process;
    QByteArray m_log;
    quint16 m_port = 0;
    bool m_up = false;
    qint64 m_millisecondsToHealthy = -1;
};

/// The real Shimmy's path from the environment ("SHIMMY_BIN" or "SHIMMY_STOCK_BIN"); fails the test when unset.
QString realShimmy(const char *variable = "SHIMMY_BIN");

/// A port on 127.0.0.1 that nobody listens on now.
quint16 unusedPort();
