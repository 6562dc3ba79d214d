#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// POST /v1/generate and /api/generate: Shimmy's own shape, `stream` false unless true.
void postGenerate(const ApiContext &context, RoutedRequest request);
