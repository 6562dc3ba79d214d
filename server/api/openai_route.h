#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// POST /v1/chat/completions
void postChat(const ApiContext &context, RoutedRequest request);
/// POST /v1/completions
void postCompletions(const ApiContext &context, RoutedRequest request);
