#include "store/trash.h"

#include "base/logging.h"
#include "store/durable_file.h"

#include <QDir>
#include <QFile>
#include <QUuid>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace {

void removeAll(const QString &path)
{
    const QFileInfo file(path);
    const bool removed = file.isDir() && !file.isSymLink() ? QDir(path).removeRecursively() : QFile::remove(path);
    if (!removed && QFileInfo::exists(path))
        qCWarning(logStore).noquote() << "cannot remove" << path;
}

} // namespace

std::optional<QString> buryInTrash(const QString &path, const QString &trashDirectory)
{
    const QString grave = trashDirectory + u'/' + QUuid::createUuid().toString(QUuid::Id128);
    if (::rename(QFile::encodeName(path).constData(), QFile::encodeName(grave).constData()) == 0)
        return grave;
    if (errno != ENOENT || QFileInfo::exists(path))
        qCWarning(logStore).noquote() << "cannot move" << path << "to the trash:" << std::strerror(errno);
    return std::nullopt;
}

void removeFromTrash(const QString &grave)
{
    removeAll(grave);
}

void moveToTrash(const QString &path, const QString &trashDirectory)
{
    const auto grave = buryInTrash(path, trashDirectory);
    if (!grave) {
        if (QFileInfo::exists(path))
            removeAll(path);
        return;
    }
    // Without it a power loss would bring the path back.
    if (const auto synced = syncDirectory(QFileInfo(path).path()); !synced)
        qCWarning(logStore).noquote() << synced.error().message;
    removeFromTrash(*grave);
}

void emptyTrash(const QString &trashDirectory)
{
    const QDir trash(trashDirectory);
    for (const QString &name : trash.entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
        removeAll(trash.filePath(name));
}
