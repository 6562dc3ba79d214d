#include "api/update_checks.h"

#include "download/split_resolver.h"
#include "store/model.h"

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace {

/// The shards that \a joined is made of, in their order, among \a files; empty when there is no complete set of them.
QList<RepoFile> shardsOf(const RepoPath &joined, const QList<RepoFile> &files)
{
    std::map<int, QList<RepoFile>> sets; // by how many there are to be
    for (const RepoFile &file : files) {
        if (const auto shard = shardOf(file.path); shard && joinedPath(file.path) == joined)
            sets[shard->count] += file;
    }
    for (auto &[count, set] : sets) {
        if (set.size() != count)
            continue;
        std::sort(set.begin(), set.end(), [](const RepoFile &a, const RepoFile &b) {
            return shardOf(a.path)->number < shardOf(b.path)->number;
        });
        return set;
    }
    return {};
}

bool haveHashes(const QList<RepoFile> &shards, const QList<Sha256> &hashes)
{
    return std::equal(shards.begin(), shards.end(), hashes.begin(), hashes.end(),
                      [](const RepoFile &shard, const Sha256 &hash) { return shard.sha256 == hash; });
}

} // namespace

UpdateChecks::UpdateChecks(HubClient &hub, QObject *parent)
    : QObject(parent)
    , m_hub(hub)
{
}

void UpdateChecks::check(const Model &model, const Secret &token, QObject *context, Checked checked)
{
    const auto &source = model.manifest.source;
    if (!source) {
        return checked(fail(ErrorKind::Unsupported, u"nobody knows which repo %1 comes from"_s.arg(model.id),
                            u"pull it from one to have it checked"_s));
    }
    m_hub.resolve(source->repo, source->revision, source->path, token, context,
                  [this, manifest = model.manifest, token, context,
                   checked = std::move(checked)](const Result<RemoteFile> &latest) {
                      if (!latest && latest.error().kind == ErrorKind::FileNotFound)
                          return checkShards(manifest, token, context, checked, latest.error());
                      if (!latest)
                          return checked(tl::unexpected(latest.error()));
                      // Files that git itself holds have no hash: their size and commit have to do.
                      const bool isSame = latest->sha256 && manifest.sha256
                          ? latest->sha256 == manifest.sha256
                          : latest->bytes == manifest.bytes && latest->commit == manifest.source->commit;
                      conclude(manifest, {!isSame, *latest}, checked);
                  });
}

/// The Hub has no such file: it may have the shards that it was joined from. If it has none, \a missing is the answer.
void UpdateChecks::checkShards(const ModelManifest &manifest, const Secret &token, QObject *context,
                               const Checked &checked, const Error &missing)
{
    const ModelSource &source = *manifest.source;
    m_hub.listFiles(source.repo, source.revision, token, context,
                    [this, manifest, token, context, checked, missing](const Result<QList<RepoFile>> &files) {
                        if (!files)
                            return checked(tl::unexpected(files.error()));
                        const QList<RepoFile> shards = shardsOf(manifest.source->path, *files);
                        if (shards.isEmpty())
                            return checked(tl::unexpected(missing));
                        compareShards(manifest, shards, token, context, checked);
                    });
}

void UpdateChecks::compareShards(const ModelManifest &manifest, const QList<RepoFile> &shards, const Secret &token,
                                 QObject *context, const Checked &checked)
{
    const ModelSource &source = *manifest.source;
    m_hub.resolve(source.repo, source.revision, shards.first().path, token, context,
                  [this, manifest, shards, checked](const Result<RemoteFile> &first) {
                      if (!first)
                          return checked(tl::unexpected(first.error()));
                      RemoteFile latest = *first;
                      latest.path = manifest.source->path;
                      latest.sha256.reset();
                      latest.bytes = 0;
                      for (const RepoFile &shard : shards)
                          latest.bytes += shard.bytes;
                      const bool isSame =
                          latest.commit == manifest.source->commit || haveHashes(shards, manifest.shards);
                      conclude(manifest, {!isSame, latest}, checked);
                  });
}

void UpdateChecks::conclude(const ModelManifest &manifest, const Outcome &outcome, const Checked &checked)
{
    m_answers.insert(manifest.file, {manifest.sha256, outcome.isUpdateAvailable});
    checked(outcome);
}

std::optional<bool> UpdateChecks::isUpdateAvailable(const Model &model) const
{
    const auto answer = m_answers.constFind(model.manifest.file);
    if (answer == m_answers.cend() || answer->installed != model.manifest.sha256)
        return std::nullopt;
    return answer->isUpdateAvailable;
}
