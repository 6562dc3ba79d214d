#pragma once

#include "client/api_call.h"

/// The bandwidth that all downloads of a server share: GET and POST /v1/api/limits.
struct RateLimit {
    qint64 bytesPerSecond = 0; ///< 0: no limit

    static RateLimit fromJson(const QJsonObject &json);
    friend bool operator==(const RateLimit &, const RateLimit &) = default;
};

ApiCall getRateLimitCall();
/// Holds at once, until the server's next start.
ApiCall setRateLimitCall(const RateLimit &limit);
