#include "api/error_answer.h"

#include "base/json.h"

using namespace Qt::StringLiterals;

int statusOf(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::InvalidArgument:
    case ErrorKind::ContextLengthExceeded: return 400;
    case ErrorKind::Unauthorized:
    case ErrorKind::InvalidApiKey: return 401;
    case ErrorKind::GatedRepo:
    case ErrorKind::Forbidden:
    case ErrorKind::InsufficientScope: return 403;
    case ErrorKind::ModelNotFound:
    case ErrorKind::AmbiguousModel:
    case ErrorKind::JobNotFound:
    case ErrorKind::RepoNotFound:
    case ErrorKind::FileNotFound:
    case ErrorKind::RevisionNotFound: return 404;
    case ErrorKind::Busy:
    case ErrorKind::Locked:
    case ErrorKind::Cancelled: return 409;
    case ErrorKind::TooLarge: return 413;
    case ErrorKind::NotGguf:
    case ErrorKind::Unsupported: return 422;
    case ErrorKind::RateLimited:
    case ErrorKind::QueueFull: return 429;
    case ErrorKind::HubFailed:
    case ErrorKind::NetworkFailed:
    case ErrorKind::TlsFailed:
    case ErrorKind::HashMismatch:
    case ErrorKind::ShimmyFailed: return 502;
    case ErrorKind::HubOffline:
    case ErrorKind::ShimmyUnavailable:
    case ErrorKind::ShuttingDown: return 503;
    case ErrorKind::TimedOut:
    case ErrorKind::Stalled: return 504;
    case ErrorKind::DiskFull: return 507;
    case ErrorKind::DiskFailed:
    case ErrorKind::Internal: return 500;
    }
    Q_UNREACHABLE();
}

QJsonObject errorBody(const Error &error, ErrorStyle style)
{
    const QString code = errorCode(error.kind);
    const QString hinted = error.hint.isEmpty() ? error.message : QString(error.message + u"; "_s + error.hint);
    const int status = statusOf(error);
    switch (style) {
    case ErrorStyle::Plain: break;
    case ErrorStyle::OpenAi: {
        const QString type = status >= 500 ? u"server_error"_s : u"invalid_request_error"_s;
        const bool aboutModel = error.kind == ErrorKind::ModelNotFound || error.kind == ErrorKind::AmbiguousModel;
        const QString parameter = aboutModel ? u"model"_s : error.parameter;
        return {{u"error"_s,
                 QJsonObject{{u"message"_s, hinted},
                             {u"type"_s, type},
                             {u"param"_s, parameter.isEmpty() ? QJsonValue() : QJsonValue(parameter)},
                             {u"code"_s, code}}}};
    }
    case ErrorStyle::Anthropic: {
        const QString type = status == 401 ? u"authentication_error"_s
            : status == 403                ? u"permission_error"_s
            : status == 404                ? u"not_found_error"_s
            : status == 413                ? u"request_too_large"_s
            : status == 429                ? u"rate_limit_error"_s
            : status == 503                ? u"overloaded_error"_s
            : status == 504                ? u"timeout_error"_s
            : status >= 500                ? u"api_error"_s
                                           : u"invalid_request_error"_s;
        return {{u"type"_s, u"error"_s}, {u"error"_s, QJsonObject{{u"type"_s, type}, {u"message"_s, hinted}}}};
    }
    case ErrorStyle::Pull:
        return {{u"status"_s, u"error"_s}, {u"error"_s, error.message}, {u"code"_s, code}, {u"hint"_s, error.hint}};
    }
    return {{u"error"_s, QJsonObject{{u"code"_s, code}, {u"message"_s, error.message}, {u"hint"_s, error.hint}}}};
}

void sendError(Exchange &exchange, const Error &error, ErrorStyle style)
{
    HttpFields fields;
    if (error.retryAfter)
        fields.emplaceBack("Retry-After", QByteArray::number(qint64(error.retryAfter->count())));
    if (error.kind == ErrorKind::InvalidApiKey)
        fields.emplaceBack("WWW-Authenticate", "Bearer realm=\"shimmyd\"");
    if (error.kind == ErrorKind::InsufficientScope)
        fields.emplaceBack("WWW-Authenticate", "Bearer realm=\"shimmyd\", error=\"insufficient_scope\"");
    sendJson(exchange, statusOf(error), errorBody(error, style), std::move(fields));
}

void sendJson(Exchange &exchange, int status, const QJsonObject &body, HttpFields fields)
{
    fields.emplaceBack("Content-Type", "application/json");
    exchange.send(status, std::move(fields), toJson(body));
}
