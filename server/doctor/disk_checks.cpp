#include "doctor/disk_checks.h"

#include "base/byte_count.h"
#include "store/disk_budget.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QSet>
#include <QStorageInfo>
#include <QTemporaryFile>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

using Status = Finding::Status;

constexpr qint64 littleSpace = 2'000'000'000; // not even a small model
constexpr int mostFiles = 10'000;
constexpr qsizetype mostNamed = 5;

/// Why no file can be written to \a directory; empty when one can.
QString writingTrouble(const QString &directory)
{
    QTemporaryFile file(directory + u"/doctor-XXXXXX"_s);
    if (!file.open() || file.write(QByteArray(4096, 'x')) != 4096 || !file.flush() || ::fsync(file.handle()) != 0)
        return file.errorString();
    return {};
}

QString named(const QStringList &all)
{
    QString text = all.mid(0, mostNamed).join(u", "_s);
    if (all.size() > mostNamed)
        text += u" and %1 more"_s.arg(all.size() - mostNamed);
    return text;
}

} // namespace

Finding checkDisk(const StoreLayout &layout)
{
    QElapsedTimer clock;
    clock.start();
    if (const QString trouble = writingTrouble(layout.own()); !trouble.isEmpty()) {
        return {Status::Fail, u"nothing can be written to %1: %2"_s.arg(layout.own(), trouble),
                u"free space, or check the owner and the mount of %1"_s.arg(layout.models())};
    }
    const qint64 milliseconds = clock.elapsed();
    const QStorageInfo disk(layout.models());
    const QString seen = u"%1 of %2 are free in %3, and a file was written in %4 ms"_s.arg(
        formatByteCount(disk.bytesAvailable()), formatByteCount(disk.bytesTotal()), layout.models(),
        QString::number(milliseconds));
    if (disk.bytesAvailable() < littleSpace)
        return {Status::Warn, seen, u"free space or enlarge the volume: most models need 1 to 10 GB"_s};
    return {Status::Ok, seen};
}

Finding checkQuota(const StoreLayout &layout, qint64 quotaBytes, qint64 modelBytes)
{
    if (quotaBytes == 0)
        return {Status::Skipped, u"no quota is set"_s};
    const qint64 used = modelBytes + DiskBudget::partBytes(layout.parts());
    const QString seen = u"%1 of the quota of %2 are used"_s.arg(formatByteCount(used), formatByteCount(quotaBytes));
    const QString remedy =
        u"delete models, raise --disk-quota, or let --evict remove those that were not used lately"_s;
    if (used > quotaBytes)
        return {Status::Fail, seen, remedy};
    return quotaBytes - used < littleSpace ? Finding{Status::Warn, seen, remedy} : Finding{Status::Ok, seen};
}

Finding checkModels(const StoreLayout &layout, const QStringList &known)
{
    const QSet<QString> ours(known.begin(), known.end());
    QStringList foreign;
    QStringList unreadable;
    int seenFiles = 0;
    QDirIterator files(layout.models(), QDir::Files | QDir::System, QDirIterator::Subdirectories);
    while (files.hasNext() && seenFiles < mostFiles) { // hidden directories, and so ours, are left out
        const QString path = files.next();
        ++seenFiles;
        const QString name = QDir(layout.models()).relativeFilePath(path);
        if (!ours.contains(path))
            foreign += name;
        else if (!files.fileInfo().isReadable())
            unreadable += name;
    }
    QStringList missing;
    for (const QString &path : known) {
        if (!QFileInfo::exists(path))
            missing += QDir(layout.models()).relativeFilePath(path);
    }
    const auto parts = QDir(layout.parts()).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size();
    if (!unreadable.isEmpty())
        return {Status::Fail, u"these models cannot be read: %1"_s.arg(named(unreadable)),
                u"give them back to the user of shimmyd"_s};
    if (!missing.isEmpty())
        return {Status::Warn, u"these models have gone from the disk: %1"_s.arg(named(missing)),
                u"pull them again, or restart Shimmy to forget them"_s};
    if (!foreign.isEmpty()) {
        return {Status::Warn, u"these files are none of shimmyd's models: %1"_s.arg(named(foreign)),
                u"complete GGUF files are adopted at the next start; remove the others"_s};
    }
    return {Status::Ok, u"%1 models and %2 unfinished downloads, and nothing else"_s.arg(known.size()).arg(parts)};
}
