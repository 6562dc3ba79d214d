#include "hub/hub_error.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds longestWait{300};

/// The standard's phrase: what the other side wrote there is not ours to repeat.
QString reasonPhrase(int status)
{
    static const QHash<int, QString> phrases{
        {400, u"Bad Request"_s},
        {401, u"Unauthorized"_s},
        {403, u"Forbidden"_s},
        {404, u"Not Found"_s},
        {408, u"Request Timeout"_s},
        {410, u"Gone"_s},
        {416, u"Range Not Satisfiable"_s},
        {425, u"Too Early"_s},
        {429, u"Too Many Requests"_s},
        {451, u"Unavailable For Legal Reasons"_s},
        {500, u"Internal Server Error"_s},
        {502, u"Bad Gateway"_s},
        {503, u"Service Unavailable"_s},
        {504, u"Gateway Timeout"_s},
    };
    return phrases.value(status);
}

ErrorKind kindOf(int status, const QByteArray &code)
{
    if (code == "GatedRepo")
        return ErrorKind::GatedRepo;
    if (status == 401)
        return ErrorKind::Unauthorized; // also what a missing repo answers to the anonymous
    if (code == "RepoNotFound")
        return ErrorKind::RepoNotFound;
    if (code == "EntryNotFound")
        return ErrorKind::FileNotFound;
    if (code == "RevisionNotFound")
        return ErrorKind::RevisionNotFound;
    if (status == 403)
        return ErrorKind::Forbidden;
    if (status == 404 || status == 410)
        return ErrorKind::RepoNotFound;
    if (status == 429)
        return ErrorKind::RateLimited;
    if (status == 408 || status == 504)
        return ErrorKind::TimedOut;
    return ErrorKind::HubFailed;
}

QString hintFor(ErrorKind kind, const QString &page)
{
    switch (kind) {
    case ErrorKind::GatedRepo: return u"ask for access at %1 and set HF_TOKEN"_s.arg(page);
    case ErrorKind::Unauthorized: return u"the repo does not exist or is private: check its name, or set HF_TOKEN"_s;
    case ErrorKind::RepoNotFound: return u"check the repo's name"_s;
    case ErrorKind::FileNotFound: return u"check the file's name on %1"_s.arg(page);
    case ErrorKind::RevisionNotFound: return u"check the revision on %1"_s.arg(page);
    case ErrorKind::Forbidden: return u"see %1"_s.arg(page);
    case ErrorKind::RateLimited: return u"wait, or set HF_TOKEN for a higher limit"_s;
    default: return u"try again later"_s;
    }
}

} // namespace

std::optional<std::chrono::seconds> requestedWait(const HeaderLookup &header)
{
    static const QRegularExpression exhausted(u";r=0;t=(\\d{1,6})\\b"_s);
    std::optional<qint64> seconds;
    const auto match = exhausted.match(QString::fromLatin1(header("RateLimit")).remove(u' '));
    bool ok = false;
    const qint64 retryAfter = header("Retry-After").trimmed().toLongLong(&ok);
    if (match.hasMatch())
        seconds = match.captured(1).toLongLong() + 1;
    else if (ok && retryAfter >= 0)
        seconds = retryAfter;
    if (!seconds)
        return std::nullopt;
    return std::min(std::chrono::seconds(*seconds), longestWait);
}

bool isRetryableStatus(int status)
{
    return status == 408 || status == 425 || status == 429 || status == 500 || status == 502 || status == 503
        || status == 504;
}

Error hubError(int status, const HeaderLookup &header, const QString &endpointPage)
{
    const ErrorKind kind = kindOf(status, header("X-Error-Code"));
    const QString phrase = reasonPhrase(status);
    Error error;
    error.kind = kind;
    error.message = u"HuggingFace error: %1"_s.arg(status) + (phrase.isEmpty() ? QString() : u' ' + phrase);
    error.hint = hintFor(kind, endpointPage);
    error.retryable = isRetryableStatus(status);
    error.retryAfter = requestedWait(header);
    return error;
}
