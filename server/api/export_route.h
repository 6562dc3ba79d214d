#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// GET /v1/api/export?model=: a model and its manifest as a tar, for a place without a network.
void exportModel(const ApiContext &context, RoutedRequest request);
