#pragma once

#include "cli/command_spec.h"

/// All commands of shimmyctl, in the order in which they are explained. The only list of them.
const std::vector<CommandSpec> &commandTable();

/// The command called \a name; null if there is none.
const CommandSpec *findCommand(const QString &name);
