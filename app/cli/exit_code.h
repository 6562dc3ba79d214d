#pragma once

#include "base/error.h"

#include <vector>

/// How shimmyctl ends, for scripts. exitCodeTable() says what each means.
enum class ExitCode {
    Success = 0,
    Failed = 1,
    BadUsage = 2,
    Unreachable = 3,
    NotFound = 4,
    NotAllowed = 5,
    Conflict = 6,
    NoRoom = 7,
    Damaged = 8,
    TimedOut = 9,
    Interrupted = 130, ///< as shells count it
};

struct ExitCodeMeaning {
    ExitCode code;
    const char *word; ///< for a list of all on two lines
    const char *meaning;
};

/// The one place that says what the codes mean: for the help, the manual and the reference.
const std::vector<ExitCodeMeaning> &exitCodeTable();

ExitCode exitCodeOf(const Error &error);
