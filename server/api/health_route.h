#pragma once

#include "api/api_context.h"
#include "api/router.h"
#include "shimmy/shimmy_supervisor.h"

/// GET /v1/health: Shimmy's own health with ours added, or 503 when no generation could be served now. Answered
/// from what the supervisor knows: Shimmy itself is silent while it generates.
void getHealth(const ApiContext &context, RoutedRequest request);

/// A state of Shimmy, or of a slot, as clients see it: "stopped", "starting", "ready", "busy", "replacing",
/// "backing_off", "failed", "draining".
QString shimmyStateName(ShimmySlot::State state);

/// The version that Shimmy says it has; null before the first one was ready.
QJsonValue shimmyVersion(const ShimmySupervisor &supervisor);
