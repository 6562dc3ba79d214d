#include "downloads/job_actions.h"

#include "downloads/job_state.h"
#include "widgets/icons.h"

#include <QAction>
#include <QWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

JobActions::JobActions(QWidget *view)
    : QObject(view)
    , m_view(view)
    , m_resume(add(u"resumeJobs"_s, tr("&Resume"), u"media-playback-start"_s, {}))
    , m_pause(add(u"pauseJobs"_s, tr("&Pause"), u"media-playback-pause"_s, {}))
    , m_retry(add(u"retryJobs"_s, tr("Try &again"), u"view-refresh"_s, Qt::CTRL | Qt::Key_R))
    , m_cancel(add(u"cancelJobs"_s, tr("&Cancel"), u"edit-delete"_s, QKeySequence::Delete))
    , m_up(add(u"moveJobsUp"_s, tr("Move &up"), u"go-up"_s, Qt::CTRL | Qt::Key_Up))
    , m_down(add(u"moveJobsDown"_s, tr("Move &down"), u"go-down"_s, Qt::CTRL | Qt::Key_Down))
    , m_ask(add(u"askJobModel"_s, tr("&Open in the Playground"), u"dialog-messages"_s, {}))
    , m_toggle(add(u"toggleJobs"_s, tr("Pause or resume"), {}, Qt::Key_Space))
{
    connect(m_pause, &QAction::triggered, this, [this] { Q_EMIT pauseRequested(idsOf(canPause)); });
    connect(m_resume, &QAction::triggered, this, &JobActions::resume);
    connect(m_retry, &QAction::triggered, this, [this] { Q_EMIT retryRequested(idsOf(canRetry)); });
    connect(m_cancel, &QAction::triggered, this, [this] {
        QList<Job> jobs = m_jobs;
        jobs.removeIf([](const Job &job) { return !canCancel(job); });
        Q_EMIT cancelRequested(jobs);
    });
    connect(m_up, &QAction::triggered, this, [this] { Q_EMIT upRequested(idsOf(isQueued)); });
    connect(m_down, &QAction::triggered, this, [this] { Q_EMIT downRequested(idsOf(isQueued)); });
    connect(m_ask, &QAction::triggered, this, &JobActions::ask);
    connect(m_toggle, &QAction::triggered, this, &JobActions::toggle);
    setJobs({});
}

QAction *JobActions::add(const QString &name, const QString &text, const QString &icon, const QKeySequence &key)
{
    auto *action = new QAction(text, this);
    action->setObjectName(name);
    if (!icon.isEmpty())
        action->setIcon(namedIcon(icon));
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_view->addAction(action);
    return action;
}

QStringList JobActions::idsOf(bool (*isMeant)(const Job &)) const
{
    QStringList ids;
    for (const Job &job : m_jobs) {
        if (isMeant(job))
            ids += job.id;
    }
    return ids;
}

void JobActions::setJobs(const QList<Job> &jobs)
{
    m_jobs = jobs;
    const bool resumes = std::any_of(jobs.begin(), jobs.end(), canResume);
    const bool pauses = std::any_of(jobs.begin(), jobs.end(), canPause);
    const bool retries = std::any_of(jobs.begin(), jobs.end(), canRetry);
    m_resume->setEnabled(resumes);
    m_pause->setEnabled(pauses);
    m_retry->setEnabled(retries);
    m_toggle->setEnabled(resumes || pauses || retries);
    m_cancel->setEnabled(std::any_of(jobs.begin(), jobs.end(), canCancel));
    const bool moves = std::any_of(jobs.begin(), jobs.end(), isQueued);
    m_up->setEnabled(moves);
    m_down->setEnabled(moves);
    m_ask->setEnabled(jobs.size() == 1 && !jobs.first().modelId.isEmpty());
}

void JobActions::setTable(QWidget *table)
{
    m_view->removeAction(m_toggle);
    m_toggle->setShortcutContext(Qt::WidgetShortcut);
    table->addAction(m_toggle);
}

QList<QAction *> JobActions::toolBar() const
{
    return {m_resume, m_pause, m_retry, m_cancel, nullptr, m_up, m_down, nullptr, m_ask};
}

QList<QAction *> JobActions::menu() const
{
    return {m_ask, nullptr, m_resume, m_pause, m_retry, m_cancel, nullptr, m_up, m_down};
}

void JobActions::resume()
{
    Q_EMIT resumeRequested(idsOf(canResume));
}

void JobActions::toggle()
{
    if (const QStringList running = idsOf(canPause); !running.isEmpty())
        return Q_EMIT pauseRequested(running);
    Q_EMIT resumeRequested(idsOf(canResume));
    Q_EMIT retryRequested(idsOf(canRetry));
}

void JobActions::ask()
{
    if (m_jobs.size() == 1 && !m_jobs.first().modelId.isEmpty())
        Q_EMIT promptRequested(m_jobs.first().modelId);
}
