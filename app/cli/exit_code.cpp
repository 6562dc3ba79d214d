#include "cli/exit_code.h"

ExitCode exitCodeOf(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::NetworkFailed: return ExitCode::Unreachable;
    default: return ExitCode::Failed;
    }
}
