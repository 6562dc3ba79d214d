#include "api/metrics_route.h"

#include "metrics/metrics.h"

void getMetrics(const ApiContext &context, RoutedRequest request)
{
    request.exchange->send(200, {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}},
                           context.metrics.exposition());
}
