#pragma once

#include "cli/command_spec.h"

/// show, verify, import, pin, unpin and check: what can be done with installed models.
std::vector<CommandSpec> modelSpecs();
