#include "store/model_store.h"

#include "base/json.h"
#include "base/logging.h"
#include "store/adoption.h"
#include "store/manifest_settling.h"
#include "store/model_removal.h"
#include "store/model_scan.h"
#include "store/part_claim.h"
#include "store/serving_directory.h"
#include "store/store_lock.h"
#include "store/trash.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

bool isSameFile(const Model &a, const Model &b)
{
    return a.manifest.file == b.manifest.file;
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
    for (const QString &directory : {layout.own(), layout.replicas(), layout.parts(), layout.manifests(),
                                     layout.usage(), layout.trash(), layout.run()}) {
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
    const RemovalNotes removals(m_layout);
    const QStringList files = modelFilesIn(m_layout);
    std::vector<std::optional<ModelManifest>> manifests = knownModels(m_layout, files);
    for (qsizetype file = 0; file < files.size(); ++file) {
        auto &manifest = manifests[static_cast<std::size_t>(file)];
        if (!manifest)
            manifest = adoptModel(m_layout, removals, files[file]);
        if (manifest)
            m_models += modelOf(*manifest);
    }
    relist();
    m_manifestsSeen = signatureOfManifests(m_layout);
}

/// After any change of the list.
void ModelStore::relist()
{
    assignIds(m_models);
    for (Model &model : m_models) {
        if (model.version == 0)
            model.version = ++m_lastVersion;
    }
    m_servable.clear();
    std::copy_if(m_models.begin(), m_models.end(), std::back_inserter(m_servable),
                 [](const Model &model) { return model.isServable(); });
}

Model ModelStore::modelOf(const ModelManifest &manifest) const
{
    return Model{{}, m_layout.pathOf(manifest.file), servingNameOf(manifest.file), manifest, {}, 0};
}

std::optional<Model> ModelStore::installed(const RepoId &repo, const RepoPath &path) const
{
    for (const Model &model : m_models) {
        const auto &source = model.manifest.source;
        if (source && source->repo == repo && source->path == path && !model.manifest.isDamaged && isThere(model))
            return model;
    }
    return std::nullopt;
}

bool ModelStore::hasPlaceOf(const RepoId &repo, const RepoPath &path) const
{
    return std::any_of(m_models.begin(), m_models.end(), [&](const Model &model) {
        const auto &source = model.manifest.source;
        return source && source->repo == repo && source->path == path && isThere(model);
    });
}

std::optional<Model> ModelStore::withContent(const Sha256 &sha256) const
{
    for (const Model &model : m_models) {
        if (model.manifest.sha256 == sha256 && !model.manifest.isDamaged && isThere(model))
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
    relist();
    Q_EMIT modelsChanged();
    return *findFile(manifest.file);
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

std::optional<Model> ModelStore::findFile(const QString &file) const
{
    const auto found = std::find_if(m_models.begin(), m_models.end(),
                                    [&file](const Model &model) { return model.manifest.file == file; });
    return found == m_models.end() ? std::nullopt : std::optional(*found);
}

std::optional<Model> ModelStore::servedAs(const QString &servingName) const
{
    const auto found = std::find_if(m_servable.begin(), m_servable.end(),
                                    [&servingName](const Model &model) { return model.servingName == servingName; });
    return found == m_servable.end() ? std::nullopt : std::optional(*found);
}

void ModelStore::withdraw(const Model &model)
{
    m_models.removeIf([&model](const Model &each) { return isSameFile(each, model); });
    m_withdrawn += model;
    relist();
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
    Q_EMIT forgotten();
}

Result<Model> ModelStore::find(const QString &name) const
{
    auto model = findModel(m_servable, name);
    if (model && isThere(*model))
        return model;
    if (!model) {
        const auto kept = findModel(m_models, name);
        if (!kept || !kept->manifest.isDamaged)
            return model;
        return fail(ErrorKind::ModelNotFound, u"%1 is damaged and out of service"_s.arg(kept->id),
                    u"pull it again, or delete it"_s);
    }
    return fail(ErrorKind::ModelNotFound, u"the file of %1 was removed or replaced by hand"_s.arg(model->id),
                u"pull it again"_s);
}

void ModelStore::refresh()
{
    const QByteArray seen = signatureOfManifests(m_layout);
    if (seen == m_manifestsSeen && std::all_of(m_models.begin(), m_models.end(), isThere))
        return;
    m_manifestsSeen = seen;
    QList<Model> models;
    for (const QString &relative : modelFilesIn(m_layout)) {
        if (isWithdrawn(relative))
            continue;
        if (const auto manifest = knownModel(m_layout, relative)) // one without may get it this very moment
            models += modelOf(*manifest);
    }
    keepKnown(models);
    assignIds(models);
    const auto same = [](const Model &a, const Model &b) { return a.version != 0 && a.version == b.version; };
    if (std::equal(models.begin(), models.end(), m_models.begin(), m_models.end(), same))
        return;
    qCInfo(logStore) << "another replica has changed the models:" << models.size() << "now," << m_models.size()
                     << "before";
    m_models = models;
    relist();
    Q_EMIT changedElsewhere();
}

/// Of \a models, which were just read, those that are as they were keep their versions.
void ModelStore::keepKnown(QList<Model> &models) const
{
    QHash<QString, const Model *> known;
    for (const Model &model : m_models)
        known.insert(model.manifest.file, &model);
    for (Model &model : models) {
        const Model *before = known.value(model.manifest.file);
        if (before && before->manifest.toJson() == model.manifest.toJson())
            model = *before;
    }
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
    relist();
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
