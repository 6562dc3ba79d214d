#pragma once

#include "store/gguf_header.h"

#include <optional>

/// Why Shimmy cannot load a model with \a header: a sentence about it; nothing when it should.
std::optional<QString> whyNotLoadable(const GgufHeader &header);
