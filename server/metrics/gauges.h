#pragma once

#include "metrics/metrics.h"

#include <prometheus/metric_family.h>

#include <vector>

class HttpServer;

/// The metrics that are states of others: read from them now. \a server may be null.
std::vector<prometheus::MetricFamily> readStates(const Metrics::Sources &sources, const HttpServer *server);
