#pragma once

#include "api/api_context.h"
#include "api/router.h"

// What is installed, with all that is known of it; to see, to pin, and to look whether the Hub has something newer.

/// GET /v1/api/models.
void listInstalledModels(const ApiContext &context, RoutedRequest request);
/// GET /v1/api/models/{id}.
void getInstalledModel(const ApiContext &context, RoutedRequest request);
/// POST /v1/api/models/{id}/pin and /unpin.
void pinModel(const ApiContext &context, RoutedRequest request);
void unpinModel(const ApiContext &context, RoutedRequest request);
/// POST /v1/api/models/{id}/check.
void checkModel(const ApiContext &context, RoutedRequest request);
