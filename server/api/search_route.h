#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// GET /v1/api/search: repos of the Hub with GGUF files.
void searchRepos(const ApiContext &context, RoutedRequest request);
