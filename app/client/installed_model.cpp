#include "client/installed_model.h"

#include <QJsonArray>
#include <QTimeZone>

using namespace Qt::StringLiterals;

InstalledModel InstalledModel::fromJson(const QJsonObject &json)
{
    InstalledModel model;
    model.id = json.value("id"_L1).toString();
    model.file = json.value("filename"_L1).toString();
    model.repo = json.value("repo"_L1).toString();
    model.quantization = json.value("quantization"_L1).toString();
    model.architecture = json.value("architecture"_L1).toString();
    model.bytes = json.value("size"_L1).toInteger();
    model.contextLength = json.value("context_length"_L1).toInteger();
    model.addedAt = QDateTime::fromSecsSinceEpoch(json.value("created"_L1).toInteger(), QTimeZone::utc());
    return model;
}

QList<InstalledModel> InstalledModel::listFromJson(const QJsonObject &answer)
{
    QList<InstalledModel> models;
    for (const auto each : answer.value("data"_L1).toArray())
        models += fromJson(each.toObject());
    return models;
}
