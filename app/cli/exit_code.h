#pragma once

#include "base/error.h"

/// How shimmyctl ends, for scripts; documented in its help.
enum class ExitCode {
    Success = 0,
    Failed = 1, ///< the server, or the Hub behind it, said no
    BadUsage = 2,
    Unreachable = 3, ///< no shimmyd answers
    Interrupted = 130, ///< by Ctrl-C, as shells count it
};

ExitCode exitCodeOf(const Error &error);
