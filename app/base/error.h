#pragma once

#include <QString>

#include <chrono>
#include <optional>

/// What went wrong, for callers that decide. Each kind has one stable code that clients see (errorCode()).
enum class ErrorKind {
    InvalidArgument, ///< the caller's input cannot be right
    ModelNotFound, ///< no installed model answers to the name
    AmbiguousModel, ///< several installed models answer to the name
    JobNotFound, ///< no download has the id
    RepoNotFound,
    FileNotFound,
    RevisionNotFound,
    Unauthorized, ///< the Hub wants a (better) token
    GatedRepo, ///< access must be asked for on the Hub's page
    Forbidden,
    RateLimited,
    HubOffline, ///< we were told not to ask the Hub
    HubFailed, ///< the Hub answered 5xx, or something that is not its protocol
    NetworkFailed, ///< no connection, or it broke
    TlsFailed,
    TimedOut,
    Stalled, ///< a transfer that stopped moving
    HashMismatch,
    NotGguf,
    Unsupported, ///< valid, but Shimmy cannot serve it
    DiskFull,
    DiskFailed,
    Locked, ///< another process holds it
    Busy, ///< a download is in progress
    QueueFull,
    ContextLengthExceeded, ///< a prompt of more tokens than a model can see
    TooLarge, ///< more than the one who would have to read it takes
    Cancelled,
    ShimmyUnavailable, ///< no instance is ready
    ShimmyFailed, ///< an instance answered wrongly or died
    ShuttingDown,
    InvalidApiKey, ///< this service wants a (better) key
    InsufficientScope, ///< the key is valid, but for something else
    Internal,
};

/// An error as a value: what happened, to what, and what to do about it.
struct Error {
    ErrorKind kind = ErrorKind::Internal;
    QString message; ///< one sentence for a person; never contains a secret
    QString hint; ///< what to do; may be empty
    bool retryable = false; ///< the same call may succeed later
    std::optional<std::chrono::seconds> retryAfter; ///< when the other side said so
    QString parameter = {}; ///< the member of the request that is wrong, if it is one
};

/// The stable, snake_case code of \a kind, as in {"error":{"code":…}}.
QString errorCode(ErrorKind kind);

/// The kind that \a code names, if it is one of ours.
std::optional<ErrorKind> errorKindOf(QStringView code);
