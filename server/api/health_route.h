#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// GET /v1/health: Shimmy's own health with ours added, or 503 when no generation could be served now. Answered
/// from what the supervisor knows: Shimmy itself is silent while it generates.
void getHealth(const ApiContext &context, RoutedRequest request);

/// The state of the supervisor as clients see it: "ready", "replacing", "starting", "backing_off", "failed",
/// "stopping".
QString shimmyState(const ShimmySupervisor &supervisor);
