#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// GET /metrics, in Prometheus' text format.
void getMetrics(const ApiContext &context, RoutedRequest request);
