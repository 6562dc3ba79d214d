#include "client/shimmy_status.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

QDateTime timeOf(const QJsonValue &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs).toUTC();
}

std::optional<qint64> numberIn(const QJsonValue &value)
{
    return value.isDouble() ? std::optional(value.toInteger()) : std::nullopt;
}

QStringList stringsIn(const QJsonValue &value)
{
    QStringList strings;
    for (const auto each : value.toArray())
        strings += each.toString();
    return strings;
}

ShimmyInstance instanceFrom(const QJsonObject &json)
{
    ShimmyInstance instance;
    instance.slot = json.value("slot"_L1).toInt();
    instance.role = json.value("role"_L1).toString();
    instance.state = json.value("state"_L1).toString();
    instance.processId = numberIn(json.value("pid"_L1));
    instance.port = json.value("port"_L1).toInt();
    instance.generations = json.value("generations"_L1).toInt();
    instance.residentBytes = numberIn(json.value("resident_bytes"_L1));
    instance.startedAt = timeOf(json.value("started_at"_L1));
    instance.models = stringsIn(json.value("models"_L1));
    instance.lastLines = stringsIn(json.value("last_lines"_L1));
    return instance;
}

ShimmySwitch switchFrom(const QJsonObject &json)
{
    const QJsonObject error = json.value("error"_L1).toObject();
    return {timeOf(json.value("at"_L1)), json.value("seconds"_L1).toDouble(), error.value("message"_L1).toString(),
            error.value("hint"_L1).toString()};
}

GenerationQueue queueFrom(const QJsonObject &json)
{
    GenerationQueue queue;
    queue.waiting = json.value("waiting"_L1).toInt();
    queue.limit = json.value("limit"_L1).toInt();
    queue.running = json.value("generations"_L1).toInt();
    queue.waitSeconds = json.value("wait_seconds"_L1).toInteger();
    queue.admitted = json.value("admitted"_L1).toInteger();
    queue.refused = json.value("refused"_L1).toInteger();
    queue.displaced = json.value("displaced"_L1).toInteger();
    queue.expired = json.value("expired"_L1).toInteger();
    queue.left = json.value("left"_L1).toInteger();
    for (const auto each : json.value("clients"_L1).toArray())
        queue.clients += {each["client"_L1].toString(), each["waiting"_L1].toInt()};
    return queue;
}

} // namespace

ShimmyStatus ShimmyStatus::fromJson(const QJsonObject &json)
{
    ShimmyStatus status;
    status.state = json.value("state"_L1).toString();
    status.trouble = json.value("trouble"_L1).toString();
    status.program = json.value("program"_L1).toString();
    status.version = json.value("version"_L1).toString();
    status.restarts = json.value("restarts"_L1).toInt();
    status.switches = json.value("switches"_L1).toInt();
    for (const auto each : json.value("instances"_L1).toArray())
        status.instances += instanceFrom(each.toObject());
    for (const auto each : json.value("recent_switches"_L1).toArray())
        status.recentSwitches += switchFrom(each.toObject());
    for (const auto each : json.value("recent_deaths"_L1).toArray())
        status.recentDeaths +=
            ShimmyDeath{timeOf(each["at"_L1]), each["slot"_L1].toInt(), each["reason"_L1].toString()};
    status.queue = queueFrom(json.value("queue"_L1).toObject());
    return status;
}

ShimmyRestart ShimmyRestart::fromJson(const QJsonObject &json)
{
    return {json.value("seconds"_L1).toDouble()};
}

ApiCall shimmyStatusCall()
{
    return ApiCall::get(u"/v1/api/shimmy"_s);
}

ApiCall restartShimmyCall()
{
    ApiCall call = ApiCall::post(u"/v1/api/shimmy/restart"_s);
    call.patience = std::chrono::minutes(5); // new instances are started beside the old ones, with all models
    return call;
}
