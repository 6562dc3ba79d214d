#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// GET /version: of the service, its API, Qt and Shimmy.
void getVersion(const ApiContext &context, RoutedRequest request);
