#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// POST /v1/api/pull: fetches a model and tells how far it is, line by line, or answers once at the end.
void postPull(const ApiContext &context, RoutedRequest request);
