#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// POST /v1/messages, as Anthropic documents it
void postMessages(const ApiContext &context, RoutedRequest request);
/// POST /v1/messages/count_tokens
void countMessages(const ApiContext &context, RoutedRequest request);
