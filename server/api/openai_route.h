#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// POST /v1/chat/completions in OpenAI's shape, stream and not.
void postChat(const ApiContext &context, RoutedRequest request);
/// POST /v1/completions in OpenAI's shape, stream and not: a plain prompt, one choice.
void postCompletions(const ApiContext &context, RoutedRequest request);
