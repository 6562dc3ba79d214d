#pragma once

#include "fake_shimmy.h"

/// POST /api/generate, /v1/chat/completions and /v1/messages: refuses, or generates until the last token, whether
/// or not anybody still listens.
void serveGeneration(FakeShimmy &shimmy, FakeShimmyConnection &connection, const FakeShimmyRequest &request);
