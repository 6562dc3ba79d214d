#pragma once

#include <QProcess>
#include <QString>

#include <functional>

/// A shimmyd that is there to be killed: one life of it. Its log is read as it comes, so that a moment can be chosen by
/// it.
class DoomedService {
public:
    struct Setup {
        QString hub;
        QString models;
        QString board; ///< a StrikeBoard's file; empty: nothing counts its calls
    };
    explicit DoomedService(const Setup &setup);
    ~DoomedService();

    bool isAlive() const { return m_process.state() == QProcess::Running; }
    quint16 port() const { return m_port; }
    const QByteArray &log() const { return m_log; }
    /// A download has entered \a state in this life.
    bool hasSeen(const QByteArray &state) const
    {
        return m_log.contains(QByteArray("Download::State::" + state + '\n'));
    }
    /// A download has entered some state in this life.
    bool hasJob() const { return m_log.contains("Download::State::"); }

    /// Waits until it answers on its port. False: it died, or did not in half a minute.
    bool awaitAnswer();
    /// Waits until it says that it is healthy. False as above.
    bool awaitHealth();
    /// Waits until \a condition, which is asked about every millisecond. False: it died, or the time is over.
    bool await(const std::function<bool()> &condition, int milliseconds = 120'000);
    /// Waits until it is dead. False: it lives on.
    bool awaitDeath(int milliseconds);
    /// It died as it should, not by itself.
    bool wasKilled() const;
    void kill();
    /// Sends SIGTERM. False: it did not end properly in 30 s.
    bool terminate();

private:
    void readLog();
    bool awaitStatus(const std::function<bool(int)> &good);

    QProcess m_process;
    QByteArray m_log;
    quint16 m_port = 0;
};
