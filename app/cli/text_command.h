#pragma once

#include "cli/command_spec.h"

#include <functional>

/// What the program answers by itself: help, manual, reference, completion scripts.
std::vector<CommandSpec> textSpecs();
