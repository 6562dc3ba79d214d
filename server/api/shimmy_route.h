#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// GET /v1/api/shimmy: every instance, what happened to them, and who waits for one.
void getShimmy(const ApiContext &context, RoutedRequest request);

/// POST /v1/api/shimmy/restart: fresh instances take over from the present ones. Answered when they have.
void restartShimmy(const ApiContext &context, RoutedRequest request);
