#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// GET /v1/api/card?model=: what a repo of the Hub says of itself, in plain text.
void getCard(const ApiContext &context, RoutedRequest request);
