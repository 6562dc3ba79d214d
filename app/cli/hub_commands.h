#pragma once

#include "cli/command_spec.h"

/// search, files, whoami: what the Hub has.
std::vector<CommandSpec> hubSpecs();
