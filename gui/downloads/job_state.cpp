#include "downloads/job_state.h"

#include <QCoreApplication>
#include <QHash>

using namespace Qt::StringLiterals;

namespace {

/// One state of the API.
struct Entry {
    const char *text;
    QLatin1StringView icon;
    std::optional<JobGroup> group;
};

const Entry &entryOf(const QString &state)
{
    static const QHash<QString, Entry> entries{
        {u"resolving"_s, {QT_TRANSLATE_NOOP("Downloads", "Asking the Hub"), "zoom"_L1, JobGroup::Active}},
        {u"queued"_s, {QT_TRANSLATE_NOOP("Downloads", "Queued"), "chronometer"_L1, JobGroup::Queued}},
        {u"reserving"_s, {QT_TRANSLATE_NOOP("Downloads", "Reserving space"), "state-download"_L1, JobGroup::Active}},
        {u"downloading"_s, {QT_TRANSLATE_NOOP("Downloads", "Downloading"), "state-download"_L1, JobGroup::Active}},
        {u"verifying"_s, {QT_TRANSLATE_NOOP("Downloads", "Verifying"), "security-high"_L1, JobGroup::Active}},
        {u"publishing"_s, {QT_TRANSLATE_NOOP("Downloads", "Adding to the models"), "list-add"_L1, JobGroup::Active}},
        {u"loading"_s, {QT_TRANSLATE_NOOP("Downloads", "Making it ready"), "system-run"_L1, JobGroup::Active}},
        {u"paused"_s, {QT_TRANSLATE_NOOP("Downloads", "Paused"), "media-playback-pause"_L1, JobGroup::Paused}},
        {u"waiting_for_space"_s,
         {QT_TRANSLATE_NOOP("Downloads", "Waiting for disk space"), "state-warning"_L1, JobGroup::Queued}},
        {u"complete"_s, {QT_TRANSLATE_NOOP("Downloads", "Complete"), "state-ok"_L1, JobGroup::Completed}},
        {u"failed"_s, {QT_TRANSLATE_NOOP("Downloads", "Failed"), "state-error"_L1, JobGroup::Failed}},
        {u"cancelled"_s, {QT_TRANSLATE_NOOP("Downloads", "Cancelled"), "dialog-cancel"_L1, std::nullopt}},
        {u"stopped"_s, {QT_TRANSLATE_NOOP("Downloads", "Stopped with the service"), "process-stop"_L1, std::nullopt}},
    };
    static const Entry unknown{nullptr, "dialog-information"_L1, std::nullopt}; // of a newer server
    const auto entry = entries.constFind(state);
    return entry == entries.constEnd() ? unknown : *entry;
}

} // namespace

std::optional<JobGroup> groupOf(const Job &job)
{
    return entryOf(job.state).group;
}

QString groupTitle(JobGroup group)
{
    switch (group) {
    case JobGroup::All: return QCoreApplication::translate("Downloads", "All");
    case JobGroup::Active: return QCoreApplication::translate("Downloads", "Active");
    case JobGroup::Queued: return QCoreApplication::translate("Downloads", "Queued");
    case JobGroup::Paused: return QCoreApplication::translate("Downloads", "Paused");
    case JobGroup::Failed: return QCoreApplication::translate("Downloads", "Failed");
    case JobGroup::Completed: return QCoreApplication::translate("Downloads", "Completed");
    }
    Q_UNREACHABLE();
}

QString stateText(const Job &job)
{
    const char *const text = entryOf(job.state).text;
    return text ? QCoreApplication::translate("Downloads", text) : job.state;
}

QString stateIcon(const Job &job)
{
    return entryOf(job.state).icon;
}

QString titleOf(const Job &job)
{
    if (!job.filename.isEmpty())
        return job.filename.section(u'/', -1);
    return job.quantization.isEmpty() ? job.repo : QString(job.repo + u':' + job.quantization);
}

bool isQueued(const Job &job)
{
    return job.state == "queued"_L1;
}

bool canPause(const Job &job)
{
    return !job.isOver() && job.state != "paused"_L1 && job.state != "publishing"_L1 && job.state != "loading"_L1
        && job.state != "stopped"_L1;
}

bool canResume(const Job &job)
{
    return job.state == "paused"_L1 || job.state == "waiting_for_space"_L1;
}

bool canRetry(const Job &job)
{
    return job.state == "failed"_L1;
}

bool canCancel(const Job &job)
{
    return canPause(job) || canResume(job) || canRetry(job);
}
