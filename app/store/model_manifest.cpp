#include "store/model_manifest.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

QJsonObject headerToJson(const GgufHeader &header)
{
    return {
        {u"architecture"_s, header.architecture},     {u"name"_s, header.name},
        {u"size_label"_s, header.sizeLabel},          {u"context_length"_s, header.contextLength},
        {u"block_count"_s, header.blockCount},        {u"parameter_count"_s, header.parameterCount},
        {u"chat_template"_s, header.hasChatTemplate}, {u"cache_bytes_per_token"_s, header.cacheBytesPerToken},
    };
}

GgufHeader headerFromJson(const QJsonObject &json)
{
    return {json.value("architecture"_L1).toString(), json.value("name"_L1).toString(),
            json.value("size_label"_L1).toString(),   json.value("context_length"_L1).toInteger(),
            json.value("block_count"_L1).toInteger(), json.value("parameter_count"_L1).toInteger(),
            json.value("chat_template"_L1).toBool(),  json.value("cache_bytes_per_token"_L1).toInteger()};
}

QJsonArray hashesToJson(const QList<Sha256> &hashes)
{
    QJsonArray json;
    for (const Sha256 &hash : hashes)
        json += hash.toHex();
    return json;
}

/// All of \a json, or none.
QList<Sha256> hashesFromJson(const QJsonArray &json)
{
    QList<Sha256> hashes;
    for (const auto each : json) {
        const auto hash = Sha256::fromHex(each.toString().toLatin1());
        if (!hash)
            return {};
        hashes += *hash;
    }
    return hashes;
}

std::optional<ModelSource> sourceFromJson(const QJsonObject &json)
{
    const auto repo = RepoId::parse(json.value("repo"_L1).toString());
    const auto path = RepoPath::parseGguf(json.value("path"_L1).toString());
    const auto revision = Revision::parse(json.value("revision"_L1).toString());
    if (!repo || !path || !revision)
        return std::nullopt;
    return ModelSource{*repo, *path, *revision, json.value("commit"_L1).toString()};
}

} // namespace

std::optional<Quantization> ModelManifest::quantization() const
{
    return Quantization::ofFileName(file.section(u'/', -1));
}

QJsonObject ModelManifest::toJson() const
{
    QJsonObject json{
        {u"file"_s, file},
        {u"size"_s, bytes},
        {u"sha256"_s, sha256 ? QJsonValue(sha256->toHex()) : QJsonValue()},
        {u"added_at"_s, addedAt.toString(Qt::ISODateWithMs)},
        {u"gguf"_s, headerToJson(header)},
    };
    if (source) {
        json.insert(u"repo"_s, source->repo.toString());
        json.insert(u"path"_s, source->path.toString());
        json.insert(u"revision"_s, source->revision.toString());
        json.insert(u"commit"_s, source->commit);
    }
    if (!shards.isEmpty())
        json.insert(u"shards"_s, hashesToJson(shards));
    if (!importedFrom.isEmpty())
        json.insert(u"imported_from"_s, importedFrom);
    if (isDamaged)
        json.insert(u"damaged"_s, true);
    return json;
}

Result<ModelManifest> ModelManifest::fromJson(const QJsonObject &json)
{
    ModelManifest manifest;
    manifest.file = json.value("file"_L1).toString();
    manifest.bytes = json.value("size"_L1).toInteger(-1);
    manifest.sha256 = Sha256::fromHex(json.value("sha256"_L1).toString().toLatin1());
    manifest.source = sourceFromJson(json);
    manifest.shards = hashesFromJson(json.value("shards"_L1).toArray());
    manifest.addedAt = QDateTime::fromString(json.value("added_at"_L1).toString(), Qt::ISODateWithMs);
    manifest.importedFrom = json.value("imported_from"_L1).toString();
    manifest.isDamaged = json.value("damaged"_L1).toBool();
    manifest.header = headerFromJson(json.value("gguf"_L1).toObject());
    if (manifest.file.isEmpty() || manifest.bytes < 0 || !manifest.addedAt.isValid())
        return fail(ErrorKind::DiskFailed, u"a model's manifest is not readable"_s);
    return manifest;
}
