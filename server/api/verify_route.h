#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// POST /v1/api/verify: reads a model again and compares it with what was published; NDJSON with progress.
void verifyModel(const ApiContext &context, RoutedRequest request);
