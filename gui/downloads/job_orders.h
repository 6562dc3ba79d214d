#pragma once

#include "client/job.h"
#include "downloads/job_moves.h"

#include <QObject>

class ServerConnection;

/// Tells the server what is to become of its jobs. What it answers is in the connection's list before anything is said
/// here.
class JobOrders final : public QObject {
    Q_OBJECT

public:
    /// \a connection must outlive it.
    JobOrders(ServerConnection &connection, QObject *parent);

    void pause(const QStringList &ids);
    void resume(const QStringList &ids);
    void retry(const QStringList &ids);
    /// What came is lost, but with \a keepPart, when the next pull of the file goes on with it.
    void cancel(const QStringList &ids, bool keepPart);
    /// The order that \a queue will have when what was asked for is done.
    QStringList orderOf(const QStringList &queue) const;
    /// Makes the queue \a wanted of \a queue, move by move; of further wishes meanwhile, the last after that.
    void reorder(const QStringList &queue, const QStringList &wanted);
    /// Asks for \a id with its connections; described() follows. While an answer is due, it asks once more after it.
    void describe(const QString &id);

Q_SIGNALS:
    void described(const Job &job);
    void failed(const Error &error);

private:
    void order(const QStringList &ids, const QString &verb);
    void send(const ApiCall &call);
    void moveNext();
    void beginNext();

    ServerConnection &m_connection;
    QList<JobMove> m_moves;
    QStringList m_wanted; ///< what they come to
    QStringList m_next; ///< what is wanted after them; empty: nothing
    bool m_isMoving = false;
    bool m_isDescribing = false;
    QString m_toDescribe;
};
