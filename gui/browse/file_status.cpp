#include "browse/file_status.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include <cmath>

using namespace Qt::StringLiterals;

namespace {

QString translated(const char *source)
{
    return QCoreApplication::translate("FileStatus", source);
}

FileStatus underway(const Job &job)
{
    FileStatus status{FileStatus::Kind::Underway, {}, u"download"_s, job.error, {}};
    const int percent = static_cast<int>(std::floor(job.percent));
    if (job.state == "downloading"_L1) {
        status.percent = percent;
        status.text = translated(QT_TRANSLATE_NOOP("FileStatus", "%1 %")).arg(QLocale().toString(percent));
    } else if (job.state == "paused"_L1) {
        status.icon = u"media-playback-pause"_s;
        status.text = translated(QT_TRANSLATE_NOOP("FileStatus", "Paused at %1 %")).arg(QLocale().toString(percent));
    } else if (job.state == "queued"_L1) {
        status.text = job.position > 0
            ? translated(QT_TRANSLATE_NOOP("FileStatus", "Queued, place %1")).arg(QLocale().toString(job.position))
            : translated(QT_TRANSLATE_NOOP("FileStatus", "Queued"));
    } else if (job.state == "waiting_for_space"_L1) {
        status.icon = u"emblem-warning"_s;
        status.text = translated(QT_TRANSLATE_NOOP("FileStatus", "Waits for space"));
    } else if (job.state == "verifying"_L1) {
        status.text = translated(QT_TRANSLATE_NOOP("FileStatus", "Verifying"));
    } else if (job.state == "publishing"_L1 || job.state == "loading"_L1) {
        status.text = translated(QT_TRANSLATE_NOOP("FileStatus", "Loading"));
    } else {
        status.text = translated(QT_TRANSLATE_NOOP("FileStatus", "Starting"));
    }
    return status;
}

FileStatus installed(const OfferedFile &file)
{
    const QString detail = translated(QT_TRANSLATE_NOOP("FileStatus", "Installed as %1")).arg(file.installedAs);
    if (file.installedIsCurrent == false)
        return {FileStatus::Kind::Outdated,
                translated(QT_TRANSLATE_NOOP("FileStatus", "Update available")),
                u"view-refresh"_s,
                detail,
                {}};
    return {FileStatus::Kind::Installed,
            translated(QT_TRANSLATE_NOOP("FileStatus", "Installed")),
            u"dialog-ok"_s,
            detail,
            {}};
}

} // namespace

FileStatus fileStatus(const OfferedFile &file, const Job *job)
{
    if (job && !job->isOver())
        return underway(*job);
    if (!file.installedAs.isEmpty())
        return installed(file);
    if (job && job->state == "failed"_L1)
        return {FileStatus::Kind::Failed,
                translated(QT_TRANSLATE_NOOP("FileStatus", "Failed")),
                u"emblem-error"_s,
                job->error,
                {}};
    if (!file.isComplete) {
        return {FileStatus::Kind::Incomplete,
                translated(QT_TRANSLATE_NOOP("FileStatus", "Incomplete")),
                u"emblem-warning"_s,
                translated(QT_TRANSLATE_NOOP("FileStatus", "The repo lacks parts of this file: it cannot be pulled")),
                {}};
    }
    return {};
}

bool concerns(const Job &job, const QString &repo, const OfferedFile &file)
{
    if (job.repo != repo)
        return false;
    if (job.filename == file.filename)
        return true;
    static const QRegularExpression part(u"-\\d{5}-of-\\d{5}(?=\\.gguf\\z)"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    return file.shards > 1 && job.filename == QString(file.filename).remove(part);
}
