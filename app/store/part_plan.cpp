#include "store/part_plan.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxShards = 1000;

QJsonValue hashToJson(const std::optional<Sha256> &sha256)
{
    return sha256 ? QJsonValue(sha256->toHex()) : QJsonValue();
}

std::optional<Sha256> hashFromJson(const QJsonValue &json)
{
    return Sha256::fromHex(json.toString().toLatin1());
}

tl::unexpected<Error> unreadable()
{
    return fail(ErrorKind::DiskFailed, u"the plan of a part file is not readable"_s);
}

QJsonObject shardToJson(const PartSource &shard)
{
    return {{u"path"_s, shard.path.toString()}, {u"size"_s, shard.bytes},     {u"sha256"_s, hashToJson(shard.sha256)},
            {u"head"_s, shard.headBytes},       {u"data"_s, shard.dataBytes}, {u"begin"_s, shard.begin}};
}

std::optional<PartSource> shardFromJson(const QJsonObject &json, qint64 wholeBytes)
{
    const auto path = RepoPath::parseGguf(json.value("path"_L1).toString());
    if (!path)
        return std::nullopt;
    const PartSource shard{*path,
                           json.value("size"_L1).toInteger(-1),
                           hashFromJson(json.value("sha256"_L1)),
                           json.value("head"_L1).toInteger(-1),
                           json.value("data"_L1).toInteger(-1),
                           json.value("begin"_L1).toInteger(-1)};
    const bool sound = shard.headBytes >= 0 && shard.dataBytes >= 0 && shard.begin >= 0 && shard.begin <= wholeBytes
        && shard.dataBytes <= wholeBytes - shard.begin && shard.headBytes <= shard.bytes - shard.dataBytes;
    return sound ? std::optional(shard) : std::nullopt;
}

} // namespace

QList<PartSource> PartPlan::sources() const
{
    return isSplit() ? shards : QList<PartSource>{{path, bytes, sha256, 0, bytes, 0}};
}

QString PartPlan::id() const
{
    return sha256Of(QString(repo.toString() + u'\n' + commit + u'\n' + path.toString()).toUtf8()).toHex().left(32);
}

QJsonObject PartPlan::toJson() const
{
    QJsonObject json{
        {u"repo"_s, repo.toString()}, {u"path"_s, path.toString()}, {u"revision"_s, revision.toString()},
        {u"commit"_s, commit},        {u"size"_s, bytes},           {u"sha256"_s, hashToJson(sha256)},
    };
    if (isSplit()) {
        QJsonArray list;
        for (const PartSource &shard : shards)
            list += shardToJson(shard);
        json.insert(u"shards"_s, list);
    }
    return json;
}

Result<PartPlan> PartPlan::fromJson(const QJsonObject &json)
{
    const auto repo = RepoId::parse(json.value("repo"_L1).toString());
    const auto path = RepoPath::parseGguf(json.value("path"_L1).toString());
    const auto revision = Revision::parse(json.value("revision"_L1).toString());
    const auto commit = Revision::parse(json.value("commit"_L1).toString());
    const qint64 bytes = json.value("size"_L1).toInteger(-1);
    const QJsonArray list = json.value("shards"_L1).toArray();
    if (!repo || !path || !revision || !commit || !commit->isCommit() || bytes < -1 || list.size() > maxShards)
        return unreadable();
    PartPlan plan{*repo, *path, *revision, commit->toString(), bytes, hashFromJson(json.value("sha256"_L1))};
    for (const auto &entry : list) {
        const auto shard = shardFromJson(entry.toObject(), bytes);
        if (!shard)
            return unreadable();
        plan.shards += *shard;
    }
    return plan;
}
