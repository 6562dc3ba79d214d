#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// GET /openapi.json
void getOpenApi(const ApiContext &context, RoutedRequest request);

/// GET /docs
void getDocs(const ApiContext &context, RoutedRequest request);
