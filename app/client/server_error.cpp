#include "client/server_error.h"

#include "base/json.h"

#include <QCoreApplication>
#include <QNetworkReply>

using namespace Qt::StringLiterals;

namespace {

constexpr int ownPort = 8080;

/// What is found out here is read by the user of the window, in its language, as well as by that of the command line.
struct ServerError {
    Q_DECLARE_TR_FUNCTIONS(ServerError)
};

ErrorKind kindOf(const QJsonObject &error, ErrorKind otherwise)
{
    return errorKindOf(error.value("code"_L1).toString()).value_or(otherwise);
}

ErrorKind kindOfStatus(int status)
{
    switch (status) {
    case 401: return ErrorKind::Unauthorized;
    case 403: return ErrorKind::Forbidden;
    case 404: return ErrorKind::ModelNotFound;
    case 409: return ErrorKind::Busy;
    case 504: return ErrorKind::TimedOut;
    case 507: return ErrorKind::DiskFull;
    default: return ErrorKind::Internal;
    }
}

} // namespace

std::optional<Error> errorIn(const QJsonObject &object)
{
    const QJsonValue error = object.value("error"_L1);
    if (error.isObject()) { // {"error":{"message":…,"code":…,"hint":…}}
        const QJsonObject inner = error.toObject();
        return Error{kindOf(inner, ErrorKind::Internal),
                     inner.value("message"_L1).toString(),
                     inner.value("hint"_L1).toString(),
                     false,
                     {}};
    }
    if (error.isString() && !error.toString().isEmpty()) { // {"status":"error","error":…,"code":…,"hint":…}
        return Error{
            kindOf(object, ErrorKind::Internal), error.toString(), object.value("hint"_L1).toString(), false, {}};
    }
    return std::nullopt;
}

Error serverError(int status, const QByteArray &body)
{
    if (const auto object = parseJsonObject(body, u"the answer"_s)) {
        if (auto error = errorIn(*object)) {
            // A code that is not of our own words, such as invalid_api_key: the status still says what kind it is.
            if (error->kind == ErrorKind::Internal)
                error->kind = kindOfStatus(status);
            return *error;
        }
    }
    return {kindOfStatus(status),
            ServerError::tr("the server answered with status %1").arg(status),
            ServerError::tr("is it a shimmyd that listens there?"),
            false,
            {}};
}

QString unreachableHint()
{
    return ServerError::tr("start a shimmyd there, or choose another server");
}

Error connectionError(const QNetworkReply &reply, const QUrl &server)
{
    const QString where = u"%1:%2"_s.arg(server.host()).arg(server.port(server.scheme() == "https"_L1 ? 443 : 80));
    switch (reply.error()) {
    case QNetworkReply::ConnectionRefusedError:
        return {ErrorKind::NetworkFailed,
                ServerError::tr("no shimmyd answers at %1").arg(where),
                unreachableHint(),
                true,
                {}};
    case QNetworkReply::SslHandshakeFailedError:
        return {ErrorKind::TlsFailed,
                ServerError::tr("the certificate of %1 is not trusted: %2").arg(where, reply.errorString()),
                ServerError::tr("name the certificate of its authority, if you trust it"),
                false,
                {}};
    case QNetworkReply::RemoteHostClosedError:
        return {ErrorKind::NetworkFailed, ServerError::tr("the connection to %1 broke").arg(where), {}, true, {}};
    case QNetworkReply::OperationCanceledError:
    case QNetworkReply::TimeoutError:
        return {ErrorKind::TimedOut, ServerError::tr("%1 did not answer in time").arg(where), {}, true, {}};
    default:
        return {ErrorKind::NetworkFailed,
                ServerError::tr("cannot reach %1: %2").arg(where, reply.errorString()),
                unreachableHint(),
                true,
                {}};
    }
}

Error brokenOff(const QUrl &server)
{
    return {ErrorKind::NetworkFailed, ServerError::tr("%1 broke the answer off").arg(server.authority()), {}, true, {}};
}

std::optional<Error> apiError(const QNetworkReply &reply, const QByteArray &body, const QUrl &server)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0)
        return connectionError(reply, server);
    if (status >= 300)
        return serverError(status, body);
    if (reply.error() != QNetworkReply::NoError)
        return brokenOff(server);
    return std::nullopt;
}

Result<QUrl> parseServer(const QString &text)
{
    const bool hasScheme = text.contains("://"_L1);
    QUrl url(hasScheme ? text : QString(u"http://"_s + text), QUrl::StrictMode);
    if (!hasScheme && url.port() < 0)
        url.setPort(ownPort);
    const bool isHttp = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    if (!url.isValid() || !isHttp || url.host().isEmpty() || !url.userInfo().isEmpty() || url.hasQuery()
        || url.hasFragment()) {
        return fail(ErrorKind::InvalidArgument,
                    ServerError::tr("%1 is no address of a shimmyd; use for example http://localhost:8080").arg(text));
    }
    if (url.path() == "/"_L1)
        url.setPath({}); // which is not counted as a slash at the end
    return url.adjusted(QUrl::StripTrailingSlash);
}
