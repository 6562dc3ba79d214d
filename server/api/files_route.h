#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// GET /v1/api/files?model=: the GGUF files of a repo of the Hub, with what a pull would choose among them.
void listFiles(const ApiContext &context, RoutedRequest request);
