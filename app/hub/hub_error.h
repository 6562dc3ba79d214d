#pragma once

#include "base/result.h"

#include <QByteArray>

#include <chrono>
#include <functional>
#include <optional>

/// Looks a header of an answer up by name.
using HeaderLookup = std::function<QByteArray(const char *name)>;

/// What an answer of the Hub with a status of 400 or more means. The message keeps the words of the original
/// service ("HuggingFace error: 404 Not Found"), the hint says what to do. \a endpointPage is the page of the repo.
Error hubError(int status, const HeaderLookup &header, const QString &endpointPage);

/// How long an answer of 429 or 503 asks to wait: RateLimit with r=0, else Retry-After in seconds; at most 5 minutes.
std::optional<std::chrono::seconds> requestedWait(const HeaderLookup &header);

/// 408, 425, 429, 500, 502, 503 and 504: worth the same request once more.
bool isRetryableStatus(int status);
