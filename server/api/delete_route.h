#pragma once

#include "api/api_context.h"
#include "api/router.h"

// A model is removed: by the path, or by "model" in the body.

/// POST and DELETE /v1/api/delete.
void deleteNamedModel(const ApiContext &context, RoutedRequest request);
/// DELETE /v1/api/models/{id}.
void deleteModel(const ApiContext &context, RoutedRequest request);
