#include "client/limits.h"

using namespace Qt::StringLiterals;

Limits Limits::fromJson(const QJsonObject &json)
{
    const QJsonValue rate = json.value("bytes_per_second"_L1);
    return {rate.isDouble() ? std::optional(rate.toInteger()) : std::nullopt};
}

ApiCall limitsCall()
{
    return ApiCall::get(u"/v1/api/limits"_s);
}

ApiCall setLimitsCall(const Limits &limits)
{
    const QJsonValue rate = limits.bytesPerSecond ? QJsonValue(*limits.bytesPerSecond) : QJsonValue();
    return ApiCall::post(u"/v1/api/limits"_s, {{u"bytes_per_second"_s, rate}});
}
