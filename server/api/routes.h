#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// All routes of the service: the one table.
std::vector<Route> makeRoutes(const ApiContext &context);
