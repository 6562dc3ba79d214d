#include "store/model_store.h"

#include "base/json.h"
#include "base/logging.h"
#include "store/adoption.h"
#include "store/manifest_settling.h"
#include "store/model_removal.h"
#include "store/part_claim.h"
#include "store/serving_directory.h"
#include "store/store_lock.h"
#include "store/trash.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

#include <sys/stat.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr int maxFolderDepth = 8;

std::optional<struct stat> regularFile(const QString &path)
{
    struct stat status { };
    if (::lstat(QFile::encodeName(path).constData(), &status) != 0 || !S_ISREG(status.st_mode))
        return std::nullopt;
    return status;
}

bool isSameFile(const Model &a, const Model &b)
{
    return a.manifest.file == b.manifest.file;
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

/// Changes whenever a manifest in \a directory comes, goes or is replaced.
QByteArray signatureOf(const QString &directory)
{
    QByteArray signature;
    for (const QFileInfo &file : QDir(directory).entryInfoList({u"*.json"_s}, QDir::Files, QDir::Name)) {
        signature += file.fileName().toUtf8() + ' ' + QByteArray::number(file.lastModified().toMSecsSinceEpoch()) + ' '
            + QByteArray::number(file.size()) + '\n';
    }
    return signature;
}

/// What writeDurably() had not renamed when a crash came.
void removeTemporaries(const QDir &directory)
{
    for (const QString &name : directory.entryList({u"*.new"_s}, QDir::Files | QDir::Hidden))
        QFile::remove(directory.filePath(name));
}

} // namespace

ModelStore::ModelStore(StoreLayout layout, FileDescriptor lock, std::shared_ptr<Lease> lease)
    : m_layout(std::move(layout))
    , m_lock(std::move(lock))
    , m_lease(std::move(lease))
{
}

Result<std::unique_ptr<ModelStore>> ModelStore::open(const QString &modelsDirectory, Sharing sharing)
{
    const bool shared = sharing == Sharing::WithReplicas;
    StoreLayout layout(QDir::cleanPath(QDir(modelsDirectory).absolutePath()));
    for (const QString &directory :
         {layout.own(), layout.replicas(), layout.parts(), layout.manifests(), layout.trash(), layout.run()}) {
        if (const auto made = makeDirectory(directory); !made)
            return failWith(made);
    }
    auto lock = lockModels(layout, shared);
    if (!lock)
        return failWith(lock);
    std::shared_ptr<Lease> lease;
    if (shared) {
        auto taken = Lease::take(layout.replicas());
        if (!taken)
            return failWith(taken);
        lease = std::move(*taken);
        layout = StoreLayout(layout.models(), lease->replica());
    }
    for (const QString &directory : {layout.jobs(), layout.adopted(), layout.serving()}) {
        if (const auto made = makeDirectory(directory); !made)
            return failWith(made);
    }
    std::unique_ptr<ModelStore> store(new ModelStore(std::move(layout), std::move(*lock), std::move(lease)));
    store->tidyUp();
    store->scan();
    return store;
}

/// Removes what a crash left, and takes over what nobody else will go on with.
void ModelStore::tidyUp() const
{
    emptyTrash(m_layout.trash());
    removeTemporaries(m_layout.jobs());
    if (m_lease) {
        adoptJobs(StoreLayout(m_layout.models()), m_layout); // it was alone: its lock is ours now
        adoptAbandoned(m_layout, Lease::hasLeft);
    } else {
        removeTemporaries(m_layout.manifests());
        adoptAbandoned(m_layout, [](QByteArrayView) { return true; });
    }
    removeServingDirectories(m_layout, m_lease.get());
    settle();
}

void ModelStore::settle() const
{
    settleManifests(m_layout, m_lease.get());
    finishRemovals(m_layout, m_lease.get());
}

void ModelStore::scan()
{
    QStringList files;
    collectFiles(QDir(m_layout.models()), {}, 0, files);
    for (const QString &relative : std::as_const(files)) {
        auto model = known(relative);
        if (!model)
            model = adopt(relative);
        if (model)
            m_models += *std::move(model);
    }
    assignIds(m_models);
    m_manifestsSeen = signatureOf(m_layout.manifests());
}

/// The model at \a relative by its manifest; nothing when there is none for this file.
std::optional<Model> ModelStore::known(const QString &relative) const
{
    const auto status = regularFile(m_layout.pathOf(relative));
    if (!status)
        return std::nullopt;
    QStringList candidates;
    if (m_lease) {
        // Another replica's file may have come a moment before its manifest, which waits under the file's number.
        const QFileInfo waiting(StoreLayout(m_layout.models()).nextManifestOf(relative, status->st_ino));
        for (const QString &name : waiting.dir().entryList({waiting.fileName() + u".*"}, QDir::Files)) {
            if (!name.endsWith(".new"_L1))
                candidates += waiting.dir().filePath(name);
        }
    }
    candidates += m_layout.manifestOf(relative);
    for (const QString &candidate : std::as_const(candidates)) {
        QFile file(candidate);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const auto json = parseJsonObject(file.read(1 << 20), u"the manifest"_s);
        const auto manifest = json ? ModelManifest::fromJson(*json) : failWith(json);
        if (manifest && manifest->file == relative && manifest->bytes == status->st_size)
            return modelOf(*manifest);
    }
    return std::nullopt;
}

/// A file that was put there by hand, or by the service that this one replaces.
std::optional<Model> ModelStore::adopt(const QString &relative)
{
    const QString path = m_layout.pathOf(relative);
    const auto status = regularFile(path);
    if (!status || (m_lease && isBeingRemoved(m_layout, relative, status->st_ino)))
        return std::nullopt;
    const bool hadManifest = QFile::exists(m_layout.manifestOf(relative)); // of another file
    const auto header = readGgufHeader(path);
    if (!header || header->architecture.isEmpty()) {
        qCWarning(logStore).noquote() << "not serving" << path << "—"
                                      << (header ? u"a format that Shimmy cannot load"_s : header.error().hint);
        return std::nullopt;
    }
    ModelManifest manifest;
    manifest.file = relative;
    manifest.bytes = status->st_size;
    manifest.addedAt = QFileInfo(path).lastModified().toUTC();
    manifest.header = *header;
    // Another replica may have brought this file just now, and know better where it comes from.
    if (auto brought = m_lease ? known(relative) : std::nullopt)
        return brought;
    const QString manifestPath = m_layout.manifestOf(relative);
    const QByteArray json = toJson(manifest.toJson());
    const bool mayReplace = !m_lease || hadManifest;
    if (const auto kept = mayReplace ? writeDurably(manifestPath, json) : createDurably(manifestPath, json); !kept)
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
    const auto status = regularFile(model.path);
    return status && status->st_size == model.manifest.bytes;
}

bool ModelStore::isWithdrawn(const QString &relative) const
{
    return std::any_of(m_withdrawn.begin(), m_withdrawn.end(),
                       [&relative](const Model &model) { return model.manifest.file == relative; });
}

bool ModelStore::isServed(const QString &servingName) const
{
    return std::any_of(m_models.begin(), m_models.end(), [&servingName](const Model &model) {
        return model.servingName == servingName && model.isServable();
    });
}

void ModelStore::withdraw(const Model &model)
{
    m_models.removeIf([&model](const Model &each) { return isSameFile(each, model); });
    m_withdrawn += model;
    assignIds(m_models);
    Q_EMIT modelsChanged();
}

void ModelStore::reinstate(const Model &model)
{
    forget(model);
    add(model.manifest);
}

void ModelStore::forget(const Model &model)
{
    m_withdrawn.removeIf([&model](const Model &each) { return isSameFile(each, model); });
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

void ModelStore::refresh()
{
    const QByteArray seen = signatureOf(m_layout.manifests());
    if (seen == m_manifestsSeen && std::all_of(m_models.begin(), m_models.end(), isThere))
        return;
    m_manifestsSeen = seen;
    QStringList files;
    collectFiles(QDir(m_layout.models()), {}, 0, files);
    QList<Model> models;
    for (const QString &relative : std::as_const(files)) {
        if (isWithdrawn(relative))
            continue;
        if (auto model = known(relative)) // a file without a manifest may get it this very moment
            models += *std::move(model);
    }
    assignIds(models);
    const auto same = [](const Model &a, const Model &b) {
        return a.id == b.id && a.path == b.path && a.manifest.toJson() == b.manifest.toJson();
    };
    if (std::equal(models.begin(), models.end(), m_models.begin(), m_models.end(), same))
        return;
    qCInfo(logStore) << "another replica has changed the models:" << models.size() << "now," << m_models.size()
                     << "before";
    m_models = models;
    Q_EMIT changedElsewhere();
}

bool ModelStore::isHeldElsewhere(const PartPlan &plan) const
{
    return m_lease && (!m_lease->isHeld() || PartFile::isHeldElsewhere(plan, m_layout.parts(), *m_lease));
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
        const bool stale = (data.exists() ? data : part).lastModified().toUTC() < oldest;
        // Among replicas one that is not resumable yet may just be made by another one: a week is enough for that.
        const bool worthless = m_lease ? stale && !resumable : !resumable;
        const QString copyOf = part.fileName().section(u".copy"_s, 1); // the replica that makes it
        if (!part.isDir() && !copyOf.isEmpty()) {
            if (!m_lease || !m_lease->isAlive(copyOf))
                moveToTrash(part.filePath(), m_layout.trash());
            continue;
        }
        if (!worthless && (!stale || wanted.contains(part.fileName())))
            continue;
        if (!m_lease || claimPart(part.filePath(), *m_lease))
            moveToTrash(part.filePath(), m_layout.trash());
    }
}
