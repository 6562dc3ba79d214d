#pragma once

#include "cli/command_spec.h"

/// Ends with Failed while nothing could be generated.
CommandSpec statusSpec();
