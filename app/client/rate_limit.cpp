#include "client/rate_limit.h"

using namespace Qt::StringLiterals;

RateLimit RateLimit::fromJson(const QJsonObject &json)
{
    return {json.value("bytes_per_second"_L1).toInteger()};
}

ApiCall getRateLimitCall()
{
    return ApiCall::get(u"/v1/api/limits"_s);
}

ApiCall setRateLimitCall(const RateLimit &limit)
{
    const QJsonValue rate = limit.bytesPerSecond > 0 ? QJsonValue(limit.bytesPerSecond) : QJsonValue();
    return ApiCall::post(u"/v1/api/limits"_s, {{u"bytes_per_second"_s, rate}});
}
