#include "api/mirror_repo.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

/// Proven when it was published, not found damaged since, and known where it comes from.
bool isMirrored(const Model &model)
{
    return model.manifest.source && model.manifest.sha256 && !model.manifest.isDamaged;
}

QString plainRevision(const QString &revision)
{
    const QLatin1StringView heads("refs/heads/");
    return revision.startsWith(heads) ? revision.sliced(heads.size()) : revision;
}

bool isCommit(const QString &revision)
{
    const auto parsed = Revision::parse(revision);
    return parsed && parsed->isCommit();
}

} // namespace

std::optional<MirrorRepo> MirrorRepo::find(const ModelStore &store, const QString &name)
{
    std::optional<MirrorRepo> repo;
    for (const Model &model : store.models()) {
        if (!isMirrored(model) || model.manifest.source->repo.toString().compare(name, Qt::CaseInsensitive) != 0)
            continue;
        if (!repo)
            repo = MirrorRepo(model.manifest.source->repo.toString());
        repo->m_files += model;
    }
    return repo;
}

QList<MirrorRepo> MirrorRepo::all(const ModelStore &store)
{
    QMap<QString, MirrorRepo> repos;
    for (const Model &model : store.models()) {
        if (!isMirrored(model))
            continue;
        const QString name = model.manifest.source->repo.toString();
        auto repo = repos.find(name.toLower());
        if (repo == repos.end())
            repo = repos.insert(name.toLower(), MirrorRepo(name));
        repo->m_files += model;
    }
    return repos.values();
}

QStringList MirrorRepo::revisions() const
{
    QStringList names;
    for (const Model &model : m_files) {
        const Revision &revision = model.manifest.source->revision;
        if (!revision.isCommit())
            names += plainRevision(revision.toString());
    }
    names.sort();
    names.removeDuplicates();
    return names;
}

QString MirrorRepo::commitOf(const QString &revision) const
{
    const QList<Model> files = filesAt(revision);
    if (files.isEmpty())
        return {};
    return isCommit(revision) ? revision : files.last().manifest.source->commit;
}

QList<Model> MirrorRepo::filesAt(const QString &revision) const
{
    QStringList named{plainRevision(revision)};
    if (isCommit(revision)) {
        for (const Model &model : m_files) {
            if (model.manifest.source->commit == revision)
                named += plainRevision(model.manifest.source->revision.toString());
        }
    }
    QList<Model> files;
    std::copy_if(m_files.begin(), m_files.end(), std::back_inserter(files), [&](const Model &model) {
        return model.manifest.source->commit == revision
            || named.contains(plainRevision(model.manifest.source->revision.toString()));
    });
    return files;
}

std::optional<Model> MirrorRepo::fileAt(const QString &revision, const QString &path) const
{
    for (const Model &model : filesAt(revision)) {
        if (model.manifest.source->path.toString() == path)
            return model;
    }
    return std::nullopt;
}
