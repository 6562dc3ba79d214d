#include "client/server_log.h"

#include <array>

using namespace Qt::StringLiterals;

std::optional<LogLevel> logLevelOf(QStringView name)
{
    for (const LogLevel level : {LogLevel::Debug, LogLevel::Info, LogLevel::Warning, LogLevel::Error}) {
        if (name == levelName(level))
            return level;
    }
    return std::nullopt;
}

LogLine logLineFrom(const QJsonObject &json)
{
    return {QDateTime::fromString(json.value("time"_L1).toString(), Qt::ISODateWithMs).toUTC(),
            logLevelOf(json.value("level"_L1).toString()).value_or(LogLevel::Info),
            json.value("category"_L1).toString(), json.value("message"_L1).toString(),
            json.value("request"_L1).toString().toLatin1()};
}

ApiCall followLogCall(int past)
{
    QUrlQuery query;
    query.addQueryItem(u"follow"_s, u"true"_s);
    query.addQueryItem(u"limit"_s, QString::number(past));
    return ApiCall::get(u"/v1/api/logs"_s, query);
}
