#include "connection/job_list.h"

#include "connection/server_connection.h"

#include <algorithm>

JobList::JobList(ServerConnection &connection)
    : QObject(&connection)
    , m_connection(connection)
{
}

const Job *JobList::find(const QString &id) const
{
    const auto job = std::find_if(m_jobs.begin(), m_jobs.end(), [&](const Job &each) { return each.id == id; });
    return job == m_jobs.end() ? nullptr : &*job;
}

qint64 JobList::bytesPerSecond() const
{
    qint64 sum = 0;
    if (m_connection.state() != ServerConnection::State::Connected)
        return sum;
    for (const Job &job : m_jobs) {
        if (!job.isOver())
            sum += job.bytesPerSecond;
    }
    return sum;
}

void JobList::clear()
{
    m_isAsking = false; // what was asked belongs to the former server and never arrives
    m_mustAskAgain = false;
    m_isKnown = false;
    m_jobs.clear();
    Q_EMIT listed();
}

void JobList::refresh()
{
    if (m_isAsking) {
        m_mustAskAgain = true;
        return;
    }
    m_isAsking = true;
    m_connection.api().call(listJobsCall(), this, [this](const Result<QJsonObject> &answer) {
        m_isAsking = false;
        if (std::exchange(m_mustAskAgain, false))
            return refresh();
        if (!answer) {
            Q_EMIT failed(answer.error());
            return;
        }
        m_isKnown = true;
        m_jobs = Job::listFromJson(*answer);
        Q_EMIT listed();
    });
}

void JobList::take(const Job &job)
{
    if (m_isAsking) // whatever is answered may be older than this
        m_mustAskAgain = m_mustAskAgain || !find(job.id) || find(job.id)->state != job.state;
    const auto known = std::find_if(m_jobs.begin(), m_jobs.end(), [&](const Job &each) { return each.id == job.id; });
    if (known == m_jobs.end()) {
        m_jobs += job;
        Q_EMIT added(job);
        return;
    }
    const Job former = std::exchange(*known, job);
    Q_EMIT changed(job, former);
    if (former.state != job.state)
        refresh(); // its place, and those of others, may be another
}
