#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// GET /v1/api/whoami: whose token is used at the Hub, or that none is.
void getWhoami(const ApiContext &context, RoutedRequest request);
