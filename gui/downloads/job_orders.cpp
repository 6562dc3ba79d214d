#include "downloads/job_orders.h"

#include "connection/job_list.h"
#include "connection/server_connection.h"
#include "downloads/job_state.h"

using namespace Qt::StringLiterals;

JobOrders::JobOrders(ServerConnection &connection, QObject *parent)
    : QObject(parent)
    , m_connection(connection)
{
    // What was asked of the former server is never answered.
    connect(&connection, &ServerConnection::serverChanged, this, [this] {
        m_moves.clear();
        m_wanted.clear();
        m_next.clear();
        m_isMoving = false;
        m_isDescribing = false;
        m_toDescribe.clear();
    });
}

void JobOrders::pause(const QStringList &ids)
{
    order(ids, u"pause"_s);
}

void JobOrders::resume(const QStringList &ids)
{
    order(ids, u"resume"_s);
}

void JobOrders::retry(const QStringList &ids)
{
    order(ids, u"retry"_s);
}

void JobOrders::order(const QStringList &ids, const QString &verb)
{
    for (const QString &id : ids)
        send(orderJobCall(id, verb));
}

void JobOrders::cancel(const QStringList &ids, bool keepPart)
{
    for (const QString &id : ids)
        send(cancelJobCall(id, keepPart));
}

void JobOrders::send(const ApiCall &call)
{
    m_connection.api().ask(call, &Job::fromJson, this, [this](const Result<Job> &job) {
        if (job)
            return m_connection.jobs().take(*job);
        Q_EMIT failed(job.error());
    });
}

void JobOrders::reorder(const QStringList &queue, const QStringList &wanted)
{
    if (m_isMoving) {
        m_next = wanted;
        return;
    }
    m_wanted = wanted;
    m_moves = movesFor(queue, wanted);
    moveNext();
}

QStringList JobOrders::orderOf(const QStringList &queue) const
{
    if (!m_isMoving)
        return queue;
    return m_next.isEmpty() ? m_wanted : m_next;
}

void JobOrders::moveNext()
{
    if (m_moves.isEmpty() && !m_next.isEmpty())
        beginNext();
    m_isMoving = !m_moves.isEmpty();
    if (!m_isMoving)
        return;
    const JobMove move = m_moves.takeFirst();
    m_connection.api().ask(moveJobCall(move.id, move.position), &Job::fromJson, this, [this](const Result<Job> &job) {
        if (!job) {
            m_moves.clear();
            m_next.clear();
            Q_EMIT failed(job.error());
        }
        if (m_moves.isEmpty())
            m_connection.jobs().refresh(); // others have other places as well
        moveNext();
    });
}

/// Of the jobs that are still in the queue; what has entered it meanwhile is at its end.
void JobOrders::beginNext()
{
    const auto hasLeft = [this](const QString &id) {
        const Job *const job = m_connection.jobs().find(id);
        return !job || !isQueued(*job);
    };
    QStringList queue = std::exchange(m_wanted, {});
    queue.removeIf(hasLeft);
    QStringList wanted = std::exchange(m_next, {});
    wanted.removeIf([&queue](const QString &id) { return !queue.contains(id); });
    for (const QString &id : std::as_const(queue)) {
        if (!wanted.contains(id))
            wanted += id;
    }
    m_moves = movesFor(queue, wanted);
    m_wanted = wanted;
}

void JobOrders::describe(const QString &id)
{
    m_toDescribe = id;
    if (id.isEmpty() || m_isDescribing)
        return;
    m_isDescribing = true;
    m_toDescribe.clear();
    m_connection.api().ask(getJobCall(id), &Job::fromJson, this, [this](const Result<Job> &job) {
        m_isDescribing = false;
        if (job) // else the list will tell
            Q_EMIT described(*job);
        if (!m_toDescribe.isEmpty())
            describe(m_toDescribe);
    });
}
