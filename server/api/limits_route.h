#pragma once

#include "api/api_context.h"
#include "api/router.h"

class RateLimiter;

/// {"bytes_per_second": N or null}: what all downloads together may take.
QJsonObject limitsJson(const RateLimiter &limiter);

/// Answers with limitsJson().
void getLimits(const ApiContext &context, RoutedRequest request);
/// The same shape; takes effect at once, also for downloads that run, until the next start of the service.
void setLimits(const ApiContext &context, RoutedRequest request);
