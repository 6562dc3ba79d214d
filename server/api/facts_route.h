#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// GET /v1/api/files/facts?model=&filename=: what the header of a file on the Hub tells, before it is pulled.
void getFileFacts(const ApiContext &context, RoutedRequest request);
