#pragma once

#include "client/api_call.h"

/// The bandwidth that all downloads share: GET /v1/api/limits.
struct Limits {
    std::optional<qint64> bytesPerSecond; ///< nothing: no limit

    static Limits fromJson(const QJsonObject &json);
};

ApiCall limitsCall();
/// Changes it at once, until the next start of the server; answered with what holds now.
ApiCall setLimitsCall(const Limits &limits);
