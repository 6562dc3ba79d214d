#include "store/adoption.h"

#include "base/logging.h"
#include "store/durable_file.h"
#include "store/trash.h"

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>

#include <cerrno>
#include <cstdio>
#include <cstring>

using namespace Qt::StringLiterals;

namespace {

bool renamed(const QString &from, const QString &to)
{
    return ::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) == 0;
}

/// False when some could not be moved.
bool moveJobs(const QString &from, const StoreLayout &layout)
{
    const QStringList names = QDir(from).entryList({u"*.json"_s}, QDir::Files);
    bool all = true;
    for (const QString &name : names) {
        const QString record = from + u'/' + name;
        const int error = renameWithoutReplacing(record, layout.jobs() + u'/' + name);
        if (error == EEXIST) // ours is the newer one: it was taken over before
            QFile::remove(record);
        else if (error != 0 && QFile::exists(record)) { // or another replica was quicker
            qCWarning(logStore).noquote() << "cannot take over" << record << "—" << std::strerror(error);
            all = false;
        }
    }
    if (names.isEmpty())
        return all;
    for (const QString &directory : {layout.jobs(), from}) {
        if (const auto synced = syncDirectory(directory); !synced)
            qCWarning(logStore).noquote() << synced.error().message;
    }
    return all;
}

/// Of the replicas that stand in \a adopted, with those they had adopted themselves.
void takeJobs(const QString &adopted, const StoreLayout &layout)
{
    for (const QString &name : QDir(adopted).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString directory = adopted + u'/' + name;
        QStringList jobs;
        for (QDirIterator each(directory, {u"jobs"_s}, QDir::Dirs, QDirIterator::Subdirectories); each.hasNext();)
            jobs += each.next();
        bool all = true;
        for (const QString &from : std::as_const(jobs))
            all = moveJobs(from, layout) && all;
        if (all)
            moveToTrash(directory, layout.trash());
    }
}

} // namespace

void adoptJobs(const StoreLayout &left, const StoreLayout &layout)
{
    moveJobs(left.jobs(), layout);
    takeJobs(left.adopted(), layout);
}

bool adoptReplica(const StoreLayout &layout, const QString &replica, const QByteArray &lastBeat)
{
    const QString directory = layout.replicas() + u'/' + replica;
    const QByteArray beat = Lease::beatOf(layout.replicas(), replica);
    if (beat != lastBeat) // it was only late, or what had been read of it was
        return false;
    const QString was = Lease::describe(beat);
    if (!renamed(directory, layout.adopted() + u'/' + replica)) {
        if (errno != ENOENT)
            qCWarning(logStore).noquote() << "cannot take over" << directory << "—" << std::strerror(errno);
        return false;
    }
    for (const QString &changed : {layout.adopted(), layout.replicas()}) {
        if (const auto synced = syncDirectory(changed); !synced)
            qCWarning(logStore).noquote() << synced.error().message;
    }
    qCInfo(logStore).noquote() << "replica" << replica << "(" << was << ") is gone: its jobs are ours now";
    takeJobs(layout.adopted(), layout);
    return true;
}

void adoptAbandoned(const StoreLayout &layout, const std::function<bool(QByteArrayView beat)> &isAbandoned)
{
    takeJobs(layout.adopted(), layout);
    for (const QString &replica : QDir(layout.replicas()).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QByteArray beat = Lease::beatOf(layout.replicas(), replica);
        if (replica != layout.replica() && isAbandoned(beat))
            adoptReplica(layout, replica, beat);
    }
}

void removeServingDirectories(const StoreLayout &layout, const Lease *lease)
{
    constexpr qint64 staleDays = 7;
    const QDateTime oldest = QDateTime::currentDateTimeUtc().addDays(-staleDays);
    for (const QFileInfo &directory : QDir(layout.own()).entryInfoList({u"serving.*"_s}, QDir::Dirs)) {
        const QString replica = directory.fileName().section(u'.', 1);
        if (!lease || (!lease->isAlive(replica) && directory.lastModified().toUTC() < oldest))
            moveToTrash(directory.filePath(), layout.trash());
    }
}
