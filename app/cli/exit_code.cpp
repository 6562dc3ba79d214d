#include "cli/exit_code.h"

const std::vector<ExitCodeMeaning> &exitCodeTable()
{
    static const std::vector<ExitCodeMeaning> table{
        {ExitCode::Success, "done", "done"},
        {ExitCode::Failed, "failed", "the server, or the Hub behind it, refused or failed"},
        {ExitCode::BadUsage, "wrong usage", "what was typed cannot be right"},
        {ExitCode::Unreachable, "no server", "no server answers there, or the connection broke"},
        {ExitCode::NotFound, "not found", "there is no such model, repo, file or download"},
        {ExitCode::NotAllowed, "not allowed", "a key or token is missing or is not enough, or the repo is gated"},
        {ExitCode::Conflict, "conflict", "somebody else is at it, or it is not in a state for that"},
        {ExitCode::NoRoom, "disk full", "the server's disk has no room"},
        {ExitCode::Damaged, "damaged", "a file's bytes are not what they should be"},
        {ExitCode::TimedOut, "too late", "no answer in time"},
        {ExitCode::Interrupted, "Ctrl-C", "interrupted by Ctrl-C"},
    };
    return table;
}

ExitCode exitCodeOf(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::InvalidArgument: return ExitCode::BadUsage;
    case ErrorKind::NetworkFailed:
    case ErrorKind::TlsFailed: return ExitCode::Unreachable;
    case ErrorKind::ModelNotFound:
    case ErrorKind::AmbiguousModel:
    case ErrorKind::JobNotFound:
    case ErrorKind::RepoNotFound:
    case ErrorKind::FileNotFound:
    case ErrorKind::RevisionNotFound: return ExitCode::NotFound;
    case ErrorKind::Unauthorized:
    case ErrorKind::GatedRepo:
    case ErrorKind::Forbidden:
    case ErrorKind::InvalidApiKey:
    case ErrorKind::InsufficientScope: return ExitCode::NotAllowed;
    case ErrorKind::Busy:
    case ErrorKind::Locked: return ExitCode::Conflict;
    case ErrorKind::DiskFull: return ExitCode::NoRoom;
    case ErrorKind::HashMismatch:
    case ErrorKind::NotGguf: return ExitCode::Damaged;
    case ErrorKind::TimedOut:
    case ErrorKind::Stalled: return ExitCode::TimedOut;
    default: return ExitCode::Failed;
    }
}
