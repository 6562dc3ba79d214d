#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// GET /v1/models: the verified models, in OpenAI's shape.
void listModels(const ApiContext &context, RoutedRequest request);
/// GET /v1/models/{id}: one of them, by any name it has.
void getModel(const ApiContext &context, RoutedRequest request);
