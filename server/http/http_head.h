#pragma once

#include "http/http_request.h"

/// The head of a request, after every check that framing depends on.
struct HttpHead {
    QByteArray method;
    QByteArray path; ///< as sent, percent-encoded, without the query; "*" only for OPTIONS
    QByteArray query; ///< as sent, without '?'
    HttpFields fields; ///< names in lower case; for an absolute target, host is the target's
    int minorVersion = 1; ///< of HTTP/1
    qint64 contentLength = 0; ///< bytes
    bool keepAlive = true;
    bool expectsContinue = false;
    bool wantsWebSocket = false;

    /// The value of the first field \a lowerName; empty when there is none.
    QByteArray field(QByteArrayView lowerName) const;
};
