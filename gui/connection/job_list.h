#pragma once

#include "client/job.h"

#include <QObject>

class ServerConnection;

/// The server's jobs: those that run or wait in the order of their turn, then those that have ended. Kept up to date
/// by the connection's event feed.
class JobList final : public QObject {
    Q_OBJECT

public:
    explicit JobList(ServerConnection &connection);

    const QList<Job> &jobs() const { return m_jobs; }
    /// Null when there is none.
    const Job *find(const QString &id) const;
    /// Whether the server has answered since it was connected to.
    bool isKnown() const { return m_isKnown; }
    /// Bytes per second of all that run.
    qint64 bytesPerSecond() const;

    void clear();
    /// Asks for the whole list: after something that may have changed the order.
    void refresh();
    /// One job as it is now.
    void take(const Job &job);

Q_SIGNALS:
    /// The whole list is another.
    void listed();
    /// This one is new, at the end of the list until it is asked for again.
    void added(const Job &job);
    /// This one has another state or progress; \a former is how it was.
    void changed(const Job &job, const Job &former);
    void failed(const Error &error);

private:
    ServerConnection &m_connection;
    QList<Job> m_jobs;
    bool m_isKnown = false;
    bool m_isAsking = false;
    bool m_mustAskAgain = false;
};
