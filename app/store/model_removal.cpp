#include "store/model_removal.h"

#include "base/json.h"
#include "base/logging.h"
#include "store/durable_file.h"
#include "store/trash.h"

#include <QDir>
#include <QFile>

#include <sys/stat.h>

#include <cerrno>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

/// The regular file at \a relative; nothing when there is none.
std::optional<struct stat> fileAt(const StoreLayout &layout, const QString &relative)
{
    struct stat status { };
    if (::lstat(QFile::encodeName(layout.pathOf(relative)).constData(), &status) != 0 || !S_ISREG(status.st_mode))
        return std::nullopt;
    return status;
}

/// Steps 2 to 4 for the file that \a lastManifest is about.
void finish(const StoreLayout &layout, const QString &relative, quint64 inode, const QString &lastManifest)
{
    const auto file = fileAt(layout, relative);
    const auto grave =
        file && file->st_ino == inode ? buryInTrash(layout.pathOf(relative), layout.trash()) : std::nullopt;
    QFile::remove(lastManifest);
    if (const auto synced = syncDirectory(layout.manifests()); !synced)
        qCWarning(logStore).noquote() << synced.error().message;
    if (grave)
        removeFromTrash(*grave);
}

} // namespace

Result<quint64> beginRemoval(const StoreLayout &layout, const ModelManifest &manifest)
{
    const QString current = layout.manifestOf(manifest.file);
    const auto file = fileAt(layout, manifest.file);
    if (!file || file->st_size != manifest.bytes) {
        QFile::remove(current);
        return syncDirectory(layout.manifests()).map([] { return quint64(0); });
    }
    const QString last = layout.lastManifestOf(manifest.file, file->st_ino);
    if (::rename(QFile::encodeName(current).constData(), QFile::encodeName(last).constData()) == 0)
        return syncDirectory(layout.manifests()).map([&file] { return quint64(file->st_ino); });
    if (errno != ENOENT)
        return tl::unexpected(diskError(errno, u"rename"_s, current));
    // It was adopted on a disk too full for a manifest. If it still is, a crash in the next moments brings it back.
    if (const auto written = writeDurably(last, toJson(manifest.toJson())); !written)
        qCWarning(logStore).noquote() << written.error().message;
    return file->st_ino;
}

void finishRemoval(const StoreLayout &layout, const QString &relative, quint64 inode)
{
    if (inode != 0)
        finish(layout, relative, inode, layout.lastManifestOf(relative, inode));
}

void finishRemovals(const StoreLayout &layout, const Lease *lease)
{
    const QDir directory(layout.manifests());
    for (const QString &name : directory.entryList({u"*.json.of-*"_s}, QDir::Files)) {
        const quint64 inode = name.section(u".of-"_s, 1).section(u'.', 0, 0).toULongLong();
        const QString writer = name.section(u".of-"_s, 1).section(u'.', 1);
        if (name.endsWith(".new"_L1) || (lease && !writer.isEmpty() && lease->isAlive(writer)))
            continue;
        QFile file(directory.filePath(name));
        const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.read(1 << 20) : QByteArray();
        const auto json = parseJsonObject(bytes, u"the manifest"_s);
        const auto manifest = json ? ModelManifest::fromJson(*json) : failWith(json);
        // One with a manifest of its own is a newer one, although it may have got the number of the old one.
        if (manifest && !QFile::exists(layout.manifestOf(manifest->file)))
            finish(layout, manifest->file, inode, file.fileName());
        else
            file.remove();
    }
}

bool isBeingRemoved(const StoreLayout &layout, const QString &relative, quint64 inode)
{
    const QFileInfo last(StoreLayout(layout.models()).lastManifestOf(relative, inode));
    return last.exists() || !last.dir().entryList({last.fileName() + u".*"_s}, QDir::Files).isEmpty();
}
