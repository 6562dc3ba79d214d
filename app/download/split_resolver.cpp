#include "download/split_resolver.h"

#include "hub/repo_file.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 firstHeadBytes = 1 << 20;
constexpr int maxShards = 500;

RepoPath shardPath(const Shard &shard, int number)
{
    return *RepoPath::parseGguf(
        u"%1-%2-of-%3.gguf"_s.arg(shard.stem).arg(number, 5, 10, '0'_L1).arg(shard.count, 5, 10, '0'_L1));
}

} // namespace

RepoPath joinedPath(const RepoPath &shard)
{
    return *RepoPath::parseGguf(QString(shardOf(shard)->stem + u".gguf"));
}

SplitResolver::SplitResolver(const HubClient &hub, RepoId repo, Revision revision, RepoPath shard, Secret token,
                             QObject *parent)
    : QObject(parent)
    , m_hub(hub)
    , m_repo(std::move(repo))
    , m_revision(std::move(revision))
    , m_shard(std::move(shard))
    , m_token(std::move(token))
{
}

HubWaits SplitResolver::waits()
{
    return [this](const Error &why, std::chrono::milliseconds wait) { Q_EMIT waiting(why, wait); };
}

void SplitResolver::start()
{
    const Shard shard = *shardOf(m_shard);
    if (shard.stem.section(u'/', -1).isEmpty() || shard.count < 1 || shard.count > maxShards || shard.number < 1
        || shard.number > shard.count) {
        return Q_EMIT failed({ErrorKind::InvalidArgument,
                              u"%1 is not the name of a part of a split model"_s.arg(m_shard.toString()),
                              u"name one of its files, as in model-00001-of-00003.gguf"_s,
                              false,
                              {}});
    }
    resolveNext();
}

void SplitResolver::resolveNext()
{
    const Shard shard = *shardOf(m_shard);
    if (m_files.size() == shard.count)
        return join();
    m_hub.resolve(
        m_repo, m_revision, shardPath(shard, static_cast<int>(m_files.size()) + 1), m_token, this,
        [this](const Result<RemoteFile> &file) { handleFile(file); }, waits());
}

void SplitResolver::handleFile(const Result<RemoteFile> &file)
{
    if (!file)
        return Q_EMIT failed(file.error());
    if (file->bytes == unknownSize) {
        return Q_EMIT failed(
            {ErrorKind::HubFailed, u"the Hub gave no usable size for %1"_s.arg(file->path.toString()), {}, false, {}});
    }
    m_files += *file;
    // All shards are of the commit that the first one is of.
    if (m_files.size() == 1)
        m_revision = *Revision::parse(file->commit);
    readHead(std::min(firstHeadBytes, file->bytes));
}

void SplitResolver::readHead(qint64 bytes)
{
    m_hub.readStart(
        m_files.last().location, bytes, m_token, this,
        [this, bytes](const Result<QByteArray> &prefix) {
            if (!prefix)
                return Q_EMIT failed(prefix.error());
            handleHead(*prefix, bytes);
        },
        waits());
}

void SplitResolver::handleHead(const QByteArray &prefix, qint64 asked)
{
    const qint64 fileBytes = m_files.last().bytes;
    const auto head = readShardHead(prefix, fileBytes);
    if (!head)
        return Q_EMIT failed(head.error());
    if (*head) {
        m_tensors += (*head)->tensors.size();
        if (m_tensors > static_cast<qint64>(maxGgufTensors)) {
            return Q_EMIT failed({ErrorKind::Unsupported,
                                  u"the split model %1 has too many tensors"_s.arg(m_shard.toString()),
                                  u"choose another quantization"_s,
                                  false,
                                  {}});
        }
        m_heads += **head;
        m_headBytes += prefix.first((*head)->dataBegin);
        return resolveNext();
    }
    const qint64 longer = std::min({asked * 2, maxGgufShardHeadBytes, fileBytes});
    if (longer <= asked) {
        return Q_EMIT failed({ErrorKind::NotGguf,
                              u"Downloaded file is not a valid GGUF/GGML model"_s,
                              u"the head of %1 does not end"_s.arg(m_files.last().path.toString()),
                              false,
                              {}});
    }
    readHead(longer);
}

void SplitResolver::join()
{
    const auto joined = joinShards(m_heads);
    if (!joined)
        return Q_EMIT failed(joined.error());
    const RemoteFile &first = m_files.first();
    SplitPlan split{{first.repo, joinedPath(m_shard), first.revision, first.commit, joined->bytes, {}, {}},
                    {},
                    m_headBytes,
                    joined->header};
    for (qsizetype i = 0; i < m_files.size(); ++i) {
        const RemoteFile &file = m_files[i];
        const GgufPlacement &placement = joined->placements[i];
        // All of the file behind its head belongs to its hash; what pads the last tensor has room before the next
        // shard.
        const qint64 dataBytes = file.bytes - placement.sourceBegin;
        const qint64 end = i + 1 < m_files.size() ? joined->placements[i + 1].begin : joined->bytes;
        if (placement.begin + dataBytes > end) {
            return Q_EMIT failed({ErrorKind::Unsupported,
                                  u"%1 has bytes behind its last tensor"_s.arg(file.path.toString()),
                                  u"choose a quantization that comes as one file"_s,
                                  false,
                                  {}});
        }
        split.plan.shards +=
            PartSource{file.path, file.bytes, file.sha256, placement.sourceBegin, dataBytes, placement.begin};
        split.locations += file.location;
    }
    Q_EMIT resolved(split);
}
