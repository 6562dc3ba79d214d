#pragma once

#include "api/api_context.h"
#include "api/router.h"

/// GET /v1/api/logs?follow=&level=&limit=: the log as NDJSON.
void getLogs(const ApiContext &context, RoutedRequest request);
