#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// GET /: the original service's facts, and a few more.
void getService(const ApiContext &context, RoutedRequest request);

/// GET /ws/generate: 501, because the original's WebSocket is not proxied.
void refuseWebSocket(const ApiContext &context, RoutedRequest request);
