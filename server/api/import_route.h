#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// POST /v1/api/import: takes a file of this machine into the models directory; NDJSON with progress.
void importModel(const ApiContext &context, RoutedRequest request);
