#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QList>

#include <utility>

/// Header fields in the order they came or will be sent.
using HttpFields = QList<std::pair<QByteArray, QByteArray>>;

/// A request whose framing has been checked.
struct HttpRequest {
    QByteArray method;
    QByteArray path; ///< as sent, still percent-encoded, without the query
    QByteArray query; ///< as sent, without '?'
    HttpFields fields; ///< names in lower case
    QByteArray body;
    QHostAddress peer;
    QByteArray id; ///< the request id: from X-Request-Id if it is harmless, else made by us

    /// The value of the first field \a lowerName; empty when there is none.
    QByteArray field(QByteArrayView lowerName) const;
};
