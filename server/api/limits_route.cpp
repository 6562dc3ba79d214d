#include "api/limits_route.h"

#include "download/rate_limiter.h"

using namespace Qt::StringLiterals;

QJsonObject limitsJson(const RateLimiter &limiter)
{
    const qint64 rate = limiter.bytesPerSecond();
    return {{u"bytes_per_second"_s, rate > 0 ? QJsonValue(rate) : QJsonValue()}};
}

void getLimits(const ApiContext &context, RoutedRequest request)
{
    sendJson(*request.exchange, 200, limitsJson(context.limiter));
}

void setLimits(const ApiContext &context, RoutedRequest request)
{
    const QJsonValue rate = request.body.value("bytes_per_second"_L1);
    const qint64 bytes = rate.toInteger(-1);
    if (!rate.isNull() && bytes <= 0) {
        return sendError(*request.exchange,
                         {ErrorKind::InvalidArgument,
                          u"\"bytes_per_second\" must be a positive whole number, or null for no limit"_s,
                          {},
                          false,
                          {}},
                         ErrorStyle::Plain);
    }
    context.limiter.setBytesPerSecond(rate.isNull() ? 0 : bytes);
    getLimits(context, std::move(request));
}
