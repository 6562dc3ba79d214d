#include "base/error.h"

using namespace Qt::StringLiterals;

QString errorCode(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::InvalidArgument: return u"invalid_argument"_s;
    case ErrorKind::ModelNotFound: return u"model_not_found"_s;
    case ErrorKind::AmbiguousModel: return u"ambiguous_model"_s;
    case ErrorKind::JobNotFound: return u"job_not_found"_s;
    case ErrorKind::RepoNotFound: return u"repo_not_found"_s;
    case ErrorKind::FileNotFound: return u"file_not_found"_s;
    case ErrorKind::RevisionNotFound: return u"revision_not_found"_s;
    case ErrorKind::Unauthorized: return u"unauthorized"_s;
    case ErrorKind::GatedRepo: return u"gated_repo"_s;
    case ErrorKind::Forbidden: return u"forbidden"_s;
    case ErrorKind::RateLimited: return u"rate_limited"_s;
    case ErrorKind::HubOffline: return u"hub_offline"_s;
    case ErrorKind::HubFailed: return u"hub_failed"_s;
    case ErrorKind::NetworkFailed: return u"network_failed"_s;
    case ErrorKind::TlsFailed: return u"tls_failed"_s;
    case ErrorKind::TimedOut: return u"timed_out"_s;
    case ErrorKind::Stalled: return u"stalled"_s;
    case ErrorKind::HashMismatch: return u"hash_mismatch"_s;
    case ErrorKind::NotGguf: return u"not_gguf"_s;
    case ErrorKind::Unsupported: return u"unsupported"_s;
    case ErrorKind::DiskFull: return u"disk_full"_s;
    case ErrorKind::DiskFailed: return u"disk_failed"_s;
    case ErrorKind::Locked: return u"locked"_s;
    case ErrorKind::Busy: return u"busy"_s;
    case ErrorKind::QueueFull: return u"queue_full"_s;
    case ErrorKind::ContextLengthExceeded: return u"context_length_exceeded"_s;
    case ErrorKind::TooLarge: return u"body_too_large"_s;
    case ErrorKind::Cancelled: return u"cancelled"_s;
    case ErrorKind::ShimmyUnavailable: return u"shimmy_unavailable"_s;
    case ErrorKind::ShimmyFailed: return u"shimmy_failed"_s;
    case ErrorKind::ShuttingDown: return u"shutting_down"_s;
    case ErrorKind::InvalidApiKey: return u"invalid_api_key"_s;
    case ErrorKind::InsufficientScope: return u"insufficient_scope"_s;
    case ErrorKind::Internal: return u"internal"_s;
    }
    Q_UNREACHABLE();
}

std::optional<ErrorKind> errorKindOf(QStringView code)
{
    for (int number = 0; number <= static_cast<int>(ErrorKind::Internal); ++number) {
        const auto kind = static_cast<ErrorKind>(number);
        if (errorCode(kind) == code)
            return kind;
    }
    return std::nullopt;
}
