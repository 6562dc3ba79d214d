#pragma once

#include "api/api_context.h"
#include "api/router.h"

// With --mirror: the installed, verified models in the Hub's own protocol, for HF_ENDPOINT=http://host:8080/hub.

/// GET /hub/…: files by resolve, and what the API tells of repos.
void getMirrored(const ApiContext &context, RoutedRequest request);
/// POST /hub/api/models/{repo}/paths-info/{rev}
void postMirrored(const ApiContext &context, RoutedRequest request);
