#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// Everything that changes, as server-sent events; Last-Event-ID goes on where a client was cut off.
void getEvents(const ApiContext &context, RoutedRequest request);
