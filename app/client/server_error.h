#pragma once

#include "base/result.h"

#include <QJsonObject>

class QNetworkReply;
class QUrl;

/// The error that a body of ours describes, in whichever of the API's shapes; \a status decides when it has none.
Error serverError(int status, const QByteArray &body);

/// The same for an object of a stream. Nothing if \a object is no error.
std::optional<Error> errorIn(const QJsonObject &object);

/// The hint of an error whose server cannot be reached. A program may know better how its user chooses another one.
QString unreachableHint();

/// Why \a reply, which has no status, could not be had from \a server.
Error connectionError(const QNetworkReply &reply, const QUrl &server);

/// That \a server ended an answer before it was whole.
Error brokenOff(const QUrl &server);

/// Why \a reply, whose \a body is read, brought no answer from \a server; nothing if it did.
std::optional<Error> apiError(const QNetworkReply &reply, const QByteArray &body, const QUrl &server);

/// \a text as the address of a shimmyd: an http(s) URL, or HOST[:PORT] (port 8080).
/// Error: InvalidArgument.
Result<QUrl> parseServer(const QString &text);
