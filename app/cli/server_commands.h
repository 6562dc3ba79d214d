#pragma once

#include "cli/command_spec.h"

/// events, logs, doctor: what a server says about itself.
std::vector<CommandSpec> serverSpecs();
