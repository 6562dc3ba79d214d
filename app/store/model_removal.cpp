#include "store/model_removal.h"

#include "base/json.h"
#include "base/logging.h"
#include "store/durable_file.h"
#include "store/trash.h"

#include <QDir>
#include <QFile>

#include <sys/stat.h>
#include <unistd.h>

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

int renameFile(const QString &from, const QString &to)
{
    return ::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) == 0 ? 0 : errno;
}

void warnOf(const Result<void> &result)
{
    if (!result)
        qCWarning(logStore).noquote() << result.error().message;
}

std::optional<ModelManifest> readManifest(const QString &path)
{
    QFile file(path);
    const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.read(1 << 20) : QByteArray();
    const auto json = parseJsonObject(bytes, u"the manifest"_s);
    const auto manifest = json ? ModelManifest::fromJson(*json) : failWith(json);
    return manifest ? std::optional(*manifest) : std::nullopt;
}

QString commitOf(const ModelManifest &manifest)
{
    return manifest.source ? manifest.source->commit : QString();
}

/// A newer version than \a manifest has its place: its own manifest is there, or waits for the file with \a inode,
/// which has come. Whoever publishes does not wait for those who remove.
bool isReplaced(const StoreLayout &layout, const ModelManifest &manifest, quint64 inode)
{
    const QFileInfo next(StoreLayout(layout.models()).nextManifestOf(manifest.file, inode));
    if (next.exists() || !next.dir().entryList({next.fileName() + u".*"_s}, QDir::Files).isEmpty())
        return true;
    const auto current = readManifest(layout.manifestOf(manifest.file));
    return current
        && (current->sha256 != manifest.sha256 || commitOf(*current) != commitOf(manifest)
            || current->addedAt != manifest.addedAt);
}

/// Step 2: the path in the trash, or nothing when the file had gone before. What the trash does not take, on another
/// file system or a full one, is removed at once.
Result<std::optional<QString>> bury(const StoreLayout &layout, const QString &relative, quint64 inode)
{
    const QString path = layout.pathOf(relative);
    const auto file = fileAt(layout, relative);
    std::optional<QString> grave;
    if (file && file->st_ino == inode) {
        grave = buryInTrash(path, layout.trash());
        if (!grave && ::unlink(QFile::encodeName(path).constData()) != 0 && errno != ENOENT)
            return tl::unexpected(diskError(errno, u"remove"_s, path));
    }
    const QString folder = QFileInfo(path).path();
    if (const auto synced = QFileInfo::exists(folder) ? syncDirectory(folder) : Result<void>(); !synced)
        return failWith(synced);
    return grave;
}

/// Removes the folders that \a relative was in, as far as they are empty now.
void removeEmptyFolders(const StoreLayout &layout, const QString &relative)
{
    for (QString folder = relative.section(u'/', 0, -2); !folder.isEmpty(); folder = folder.section(u'/', 0, -2)) {
        if (::rmdir(QFile::encodeName(layout.pathOf(folder)).constData()) != 0)
            return;
    }
}

/// Steps 2 to 4 for the file that \a lastManifest is about.
Result<void> finish(const StoreLayout &layout, const QString &relative, quint64 inode, const QString &lastManifest)
{
    const auto grave = bury(layout, relative, inode);
    if (!grave)
        return failWith(grave);
    QFile::remove(lastManifest);
    warnOf(syncDirectory(layout.manifests()));
    removeEmptyFolders(layout, relative);
    if (*grave)
        removeFromTrash(**grave);
    return {};
}

} // namespace

Result<quint64> beginRemoval(const StoreLayout &layout, const ModelManifest &manifest)
{
    const QString current = layout.manifestOf(manifest.file);
    const auto file = fileAt(layout, manifest.file);
    if (isReplaced(layout, manifest, file ? file->st_ino : 0))
        return quint64(0);
    if (!file || file->st_size != manifest.bytes) {
        QFile::remove(current); // should it come back, it is still not about this file
        warnOf(syncDirectory(layout.manifests()));
        return quint64(0);
    }
    const quint64 inode = file->st_ino;
    const QString last = layout.lastManifestOf(manifest.file, inode);
    const int error = renameFile(current, last);
    if (error == ENOENT) {
        // It was adopted on a disk too full for a manifest. If it still is, a crash in the next moments brings it back.
        warnOf(writeDurably(last, toJson(manifest.toJson())));
        return inode;
    }
    if (error != 0)
        return tl::unexpected(diskError(error, u"rename"_s, current));
    const auto noted = syncDirectory(layout.manifests());
    // Else the next start would go on with what was answered to have failed.
    if (!noted && renameFile(last, current) == 0)
        return failWith(noted);
    warnOf(noted);
    return inode;
}

Result<void> finishRemoval(const StoreLayout &layout, const QString &relative, quint64 inode)
{
    return inode != 0 ? finish(layout, relative, inode, layout.lastManifestOf(relative, inode)) : Result<void>();
}

void finishRemovals(const StoreLayout &layout, const Lease *lease)
{
    const QDir directory(layout.manifests());
    for (const QString &name : directory.entryList({u"*.json.of-*"_s}, QDir::Files)) {
        const quint64 inode = name.section(u".of-"_s, 1).section(u'.', 0, 0).toULongLong();
        const QString writer = name.section(u".of-"_s, 1).section(u'.', 1);
        if (name.endsWith(".new"_L1) || (lease && !writer.isEmpty() && lease->isAlive(writer)))
            continue;
        const QString last = directory.filePath(name);
        const auto manifest = readManifest(last);
        // One with a manifest of its own is a newer one, although it may have got the number of the old one.
        if (manifest && !QFile::exists(layout.manifestOf(manifest->file)))
            warnOf(finish(layout, manifest->file, inode, last));
        else
            QFile::remove(last);
    }
}

RemovalNotes::RemovalNotes(const StoreLayout &layout)
    : m_layout(layout)
{
    if (layout.isShared())
        return;
    const QDir manifests(layout.manifests());
    for (const QString &name : manifests.entryList({u"*.json.of-*"_s}, QDir::Files)) {
        const QString writer = name.section(u".of-"_s, 1).section(u'.', 1); // of a former life among replicas
        m_files += writer.isEmpty() ? name : name.chopped(writer.size() + 1);
    }
}

bool RemovalNotes::has(const QString &relative, quint64 inode) const
{
    const QFileInfo last(StoreLayout(m_layout.models()).lastManifestOf(relative, inode));
    if (!m_layout.isShared())
        return m_files.contains(last.fileName());
    return last.exists() || !last.dir().entryList({last.fileName() + u".*"_s}, QDir::Files).isEmpty();
}
