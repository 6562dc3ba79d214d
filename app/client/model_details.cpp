#include "client/model_details.h"

#include <QHash>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

QString modelPath(const QString &model)
{
    return u"/v1/api/models/"_s + pathSegment(model);
}

QDateTime timeOf(const QJsonValue &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
}

} // namespace

ModelDetails ModelDetails::fromJson(const QJsonObject &json)
{
    const QJsonObject source = json.value("source"_L1).toObject();
    const QJsonObject gguf = json.value("gguf"_L1).toObject();
    const QJsonObject memory = json.value("memory"_L1).toObject();
    ModelDetails model;
    model.id = json.value("id"_L1).toString();
    model.filename = json.value("filename"_L1).toString();
    model.path = json.value("path"_L1).toString();
    model.bytes = json.value("size"_L1).toInteger();
    model.sha256 = json.value("sha256"_L1).toString();
    model.addedAt = timeOf(json.value("added_at"_L1));
    model.lastUsed = timeOf(json.value("last_used"_L1));
    model.pinned = json.value("pinned"_L1).toBool();
    model.state = json.value("state"_L1).toString();
    model.origin = json.value("origin"_L1).toString();
    model.importedFrom = json.value("imported_from"_L1).toString();
    model.repo = source.value("repo"_L1).toString();
    model.repoPath = source.value("path"_L1).toString();
    model.revision = source.value("revision"_L1).toString();
    model.commit = source.value("commit"_L1).toString();
    model.architecture = gguf.value("architecture"_L1).toString();
    model.name = gguf.value("name"_L1).toString();
    model.sizeLabel = gguf.value("size_label"_L1).toString();
    model.contextLength = gguf.value("context_length"_L1).toInteger();
    model.parameters = gguf.value("parameters"_L1).toInteger();
    model.quantization = gguf.value("quantization"_L1).toString();
    model.bitsPerWeight = gguf.value("bits_per_weight"_L1).toDouble();
    model.hasChatTemplate = gguf.value("chat_template"_L1).toBool();
    model.weightsMemory = memory.value("weights"_L1).toInteger();
    model.contextMemory = memory.value("context"_L1).toInteger();
    model.neededMemory = memory.value("total"_L1).toInteger();
    model.availableMemory = memory.value("available"_L1).toInteger();
    model.fits = memory.value("fits"_L1).toBool(true);
    if (const QJsonValue update = json.value("update_available"_L1); update.isBool())
        model.updateAvailable = update.toBool();
    return model;
}

QList<ModelDetails> ModelDetails::listFromJson(const QJsonObject &answer)
{
    QList<ModelDetails> models;
    for (const auto each : answer.value("models"_L1).toArray())
        models += fromJson(each.toObject());
    return models;
}

UpdateCheck UpdateCheck::fromJson(const QJsonObject &json)
{
    UpdateCheck check;
    check.isAvailable = json.value("update_available"_L1).toBool();
    check.latestCommit = json.value("latest_commit"_L1).toString();
    check.latestBytes = json.value("latest_size"_L1).toInteger();
    return check;
}

ModelDeletion ModelDeletion::fromJson(const QJsonObject &json)
{
    return {json.value("freed"_L1).toBool(true)};
}

ModelProgress ModelProgress::fromJson(const QJsonObject &json)
{
    static const QHash<QString, Status> statuses{
        {u"starting"_s, Status::Starting}, {u"verifying"_s, Status::Verifying}, {u"importing"_s, Status::Importing},
        {u"loading"_s, Status::Loading},   {u"complete"_s, Status::Complete},   {u"ok"_s, Status::Complete},
    };
    ModelProgress progress;
    progress.status = statuses.value(json.value("status"_L1).toString(), Status::Unknown);
    progress.completedBytes = json.value("completed"_L1).toInteger();
    progress.totalBytes = json.value("total"_L1).toInteger();
    progress.percent = json.value("percent"_L1).toDouble();
    progress.modelId = json.value("model_id"_L1).toString();
    progress.wasRecorded = json.value("recorded"_L1).toBool(true);
    return progress;
}

ApiCall listModelDetailsCall()
{
    return ApiCall::get(u"/v1/api/models"_s);
}

ApiCall getModelDetailsCall(const QString &model)
{
    return ApiCall::get(modelPath(model));
}

ApiCall deleteModelCall(const QString &model)
{
    return ApiCall::remove(modelPath(model));
}

ApiCall orderModelCall(const QString &model, const QString &verb)
{
    return ApiCall::post(modelPath(model) + u'/' + verb);
}

ApiCall verifyModelCall(const QString &model)
{
    return ApiCall::post(u"/v1/api/verify"_s, {{u"model"_s, model}});
}

ApiCall importModelCall(const QString &path, const QString &mode, const QString &filename)
{
    QJsonObject body{{u"path"_s, path}};
    if (!mode.isEmpty())
        body.insert(u"mode"_s, mode);
    if (!filename.isEmpty())
        body.insert(u"filename"_s, filename);
    return ApiCall::post(u"/v1/api/import"_s, body);
}

ApiCall exportModelCall(const QString &model)
{
    QUrlQuery query;
    addQueryItem(query, u"model"_s, model);
    return ApiCall::get(u"/v1/api/export"_s, query);
}
