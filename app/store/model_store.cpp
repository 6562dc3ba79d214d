#include "store/model_store.h"

#include "base/json.h"
#include "base/logging.h"
#include "store/serving_directory.h"
#include "store/trash.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QThread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

constexpr int maxFolderDepth = 8;

/// A shimmyd that was killed while it started a Shimmy leaves a child that has the lock too, until it execs or finds
/// its parent gone: milliseconds later.
int lockPatiently(int descriptor, struct flock &lock)
{
    constexpr int attempts = 50;
    for (int attempt = 1;; ++attempt) {
        const int locked = ::fcntl(descriptor, F_OFD_SETLK, &lock);
        if (locked == 0 || attempt == attempts || (errno != EAGAIN && errno != EACCES))
            return locked;
        QThread::msleep(20);
    }
}

Result<FileDescriptor> takeLock(const QString &path)
{
    auto file = openFile(path, O_RDWR | O_CREAT);
    if (!file)
        return file;
    struct flock whole { };
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    if (lockPatiently(file->get(), whole) != 0) {
        if (errno != EAGAIN && errno != EACCES)
            return tl::unexpected(diskError(errno, u"lock"_s, path));
        QFile holder(path);
        const QByteArray pid = holder.open(QIODevice::ReadOnly) ? holder.read(32).trimmed() : QByteArray();
        return fail(ErrorKind::Locked,
                    u"another shimmyd (process %1) uses this models directory"_s.arg(QString::fromLatin1(pid)),
                    u"stop it, or choose another --models directory"_s);
    }
    const QByteArray pid = QByteArray::number(::getpid()) + '\n';
    if (::ftruncate(file->get(), 0) != 0)
        return tl::unexpected(diskError(errno, u"write"_s, path));
    if (const auto written = writeAt(file->get(), 0, pid, path); !written)
        return failWith(written);
    return file;
}

std::optional<qint64> regularFileSize(const QString &path)
{
    struct stat status { };
    if (::lstat(QFile::encodeName(path).constData(), &status) != 0 || !S_ISREG(status.st_mode))
        return std::nullopt;
    return status.st_size;
}

/// All *.gguf files below \a root, relative to it, without our own and other hidden folders.
void collectFiles(const QDir &root, const QString &prefix, int depth, QStringList &files)
{
    const QDir folder(root.filePath(prefix));
    for (const QFileInfo &entry : folder.entryInfoList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        const QString relative = prefix.isEmpty() ? entry.fileName() : QString(prefix + u'/' + entry.fileName());
        if (entry.isSymLink())
            continue; // where it leads may change under a running Shimmy
        if (entry.isDir() && depth < maxFolderDepth)
            collectFiles(root, relative, depth + 1, files);
        else if (entry.isFile() && entry.fileName().endsWith(".gguf"_L1, Qt::CaseInsensitive))
            files += relative;
    }
}

/// What writeDurably() had not renamed when a crash came.
void removeTemporaries(const QDir &directory)
{
    for (const QString &name : directory.entryList({u"*.new"_s}, QDir::Files | QDir::Hidden))
        QFile::remove(directory.filePath(name));
}

} // namespace

ModelStore::ModelStore(StoreLayout layout, FileDescriptor lock)
    : m_layout(std::move(layout))
    , m_lock(std::move(lock))
{
}

Result<std::unique_ptr<ModelStore>> ModelStore::open(const QString &modelsDirectory)
{
    StoreLayout layout(QDir::cleanPath(QDir(modelsDirectory).absolutePath()));
    for (const QString &directory : {layout.own(), layout.jobs(), layout.parts(), layout.manifests(), layout.serving(),
                                     layout.trash(), layout.run()}) {
        if (const auto made = makeDirectory(directory); !made)
            return failWith(made);
    }
    auto lock = takeLock(layout.lock());
    if (!lock)
        return failWith(lock);
    std::unique_ptr<ModelStore> store(new ModelStore(std::move(layout), std::move(*lock)));
    emptyTrash(store->m_layout.trash());
    removeTemporaries(store->m_layout.jobs());
    removeTemporaries(store->m_layout.manifests());
    store->settleManifests();
    store->scan();
    return store;
}

/// Of models that were being replaced when a crash came: the new manifest holds if its file has come, else the old one.
void ModelStore::settleManifests() const
{
    const QDir directory(m_layout.manifests());
    const QStringList waiting = directory.entryList({u"*.json.for-*"_s}, QDir::Files);
    for (const QString &name : waiting) {
        QFile file(directory.filePath(name));
        const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.read(1 << 20) : QByteArray();
        const auto json = parseJsonObject(bytes, u"the manifest"_s);
        const auto manifest = json ? ModelManifest::fromJson(*json) : failWith(json);
        struct stat status { };
        const bool hasCome = manifest
            && ::lstat(QFile::encodeName(m_layout.pathOf(manifest->file)).constData(), &status) == 0
            && file.fileName() == m_layout.nextManifestOf(manifest->file, status.st_ino);
        if (hasCome)
            ::rename(QFile::encodeName(file.fileName()).constData(),
                     QFile::encodeName(m_layout.manifestOf(manifest->file)).constData());
        else
            file.remove();
    }
    if (waiting.isEmpty())
        return;
    if (const auto synced = syncDirectory(m_layout.manifests()); !synced)
        qCWarning(logStore).noquote() << synced.error().message;
}

void ModelStore::scan()
{
    QStringList files;
    collectFiles(QDir(m_layout.models()), {}, 0, files);
    for (const QString &relative : std::as_const(files)) {
        if (auto model = read(relative))
            m_models += *std::move(model);
    }
    assignIds(m_models);
}

std::optional<Model> ModelStore::read(const QString &relative)
{
    const QString path = m_layout.pathOf(relative);
    const auto bytes = regularFileSize(path);
    if (!bytes)
        return std::nullopt;
    QFile file(m_layout.manifestOf(relative));
    if (file.open(QIODevice::ReadOnly)) {
        const auto json = parseJsonObject(file.read(1 << 20), u"the manifest"_s);
        const auto manifest = json ? ModelManifest::fromJson(*json) : failWith(json);
        if (manifest && manifest->file == relative && manifest->bytes == *bytes)
            return modelOf(*manifest);
    }
    // Put there by hand, or by the service that this one replaces.
    const auto header = readGgufHeader(path);
    if (!header || header->architecture.isEmpty()) {
        qCWarning(logStore).noquote() << "not serving" << path << "—"
                                      << (header ? u"a format that Shimmy cannot load"_s : header.error().hint);
        return std::nullopt;
    }
    ModelManifest manifest;
    manifest.file = relative;
    manifest.bytes = *bytes;
    manifest.addedAt = QFileInfo(path).lastModified().toUTC();
    manifest.header = *header;
    if (const auto kept = writeDurably(m_layout.manifestOf(relative), toJson(manifest.toJson())); !kept)
        qCWarning(logStore).noquote() << kept.error().message;
    qCInfo(logStore).noquote() << "adopted" << path;
    return modelOf(manifest);
}

Model ModelStore::modelOf(const ModelManifest &manifest) const
{
    return Model{{}, m_layout.pathOf(manifest.file), servingNameOf(manifest.file), manifest};
}

std::optional<Model> ModelStore::installed(const RepoId &repo, const RepoPath &path) const
{
    for (const Model &model : m_models) {
        const auto &source = model.manifest.source;
        if (source && source->repo == repo && source->path == path && isThere(model))
            return model;
    }
    return std::nullopt;
}

std::optional<Model> ModelStore::withContent(const Sha256 &sha256) const
{
    for (const Model &model : m_models) {
        if (model.manifest.sha256 == sha256 && isThere(model))
            return model;
    }
    return std::nullopt;
}

QString ModelStore::placeFor(const RepoId &repo, const RepoPath &path) const
{
    for (const Model &model : m_models) {
        const auto &source = model.manifest.source;
        if (source && source->repo == repo && source->path == path)
            return model.manifest.file; // a newer version takes the older one's place
    }
    struct stat status { };
    const QString plain = path.fileName();
    if (::lstat(QFile::encodeName(m_layout.pathOf(plain)).constData(), &status) != 0)
        return plain;
    return repo.toString() + u'/' + path.toString();
}

Model ModelStore::add(const ModelManifest &manifest)
{
    m_models.removeIf([&manifest](const Model &model) { return model.manifest.file == manifest.file; });
    m_models += modelOf(manifest);
    assignIds(m_models);
    Q_EMIT modelsChanged();
    for (const Model &model : std::as_const(m_models)) {
        if (model.manifest.file == manifest.file)
            return model;
    }
    Q_UNREACHABLE();
}

bool ModelStore::isThere(const Model &model)
{
    return regularFileSize(model.path) == model.manifest.bytes;
}

Result<Model> ModelStore::find(const QString &name) const
{
    auto model = findModel(servable(), name);
    if (!model || isThere(*model))
        return model;
    return fail(ErrorKind::ModelNotFound, u"the file of %1 was removed or replaced by hand"_s.arg(model->id),
                u"pull it again"_s);
}

QList<Model> ModelStore::servable() const
{
    QList<Model> models;
    std::copy_if(m_models.begin(), m_models.end(), std::back_inserter(models),
                 [](const Model &model) { return model.isServable(); });
    return models;
}

void ModelStore::dropMissing()
{
    const auto dropped = m_models.removeIf([](const Model &model) {
        const bool gone = !isThere(model);
        if (gone)
            qCWarning(logStore).noquote()
                << "no longer serving" << model.path << "— it was removed or replaced by hand";
        return gone;
    });
    if (dropped == 0)
        return;
    assignIds(m_models);
    Q_EMIT modelsChanged();
}

Result<void> ModelStore::updateServingDirectory() const
{
    return showModels(m_layout.serving(), servable());
}

void ModelStore::collectParts(const QSet<QString> &wanted) const
{
    constexpr qint64 staleDays = 7;
    const QDir parts(m_layout.parts());
    const QDateTime oldest = QDateTime::currentDateTimeUtc().addDays(-staleDays);
    for (const QFileInfo &part :
         parts.entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
        const QFileInfo data(part.filePath() + u"/data"_s);
        QFile plan(part.filePath() + u"/plan.json"_s);
        const bool planned =
            plan.open(QIODevice::ReadOnly) && parseJsonObject(plan.read(1 << 20), part.fileName()).has_value();
        // A part whose data was already renamed away has nothing left to resume.
        const bool resumable = planned && data.exists();
        if (!resumable || (!wanted.contains(part.fileName()) && data.lastModified().toUTC() < oldest))
            moveToTrash(part.filePath(), m_layout.trash());
    }
}
