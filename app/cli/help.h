#pragma once

#include "cli/command_spec.h"

/// All commands in a few words, and what they have in common.
QString helpText();

/// One command: usage, what it does, its parameters, options and examples.
QString helpText(const CommandSpec &command);
