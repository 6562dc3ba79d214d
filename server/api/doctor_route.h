#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// GET /v1/api/doctor[?generation=false]: what works, what does not, and what to do about it.
void getDoctor(const ApiContext &context, RoutedRequest request);
