#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>

#include <chrono>
#include <functional>
#include <optional>

/// What a server answered.
struct HttpAnswer {
    int status = 0; ///< 0: the connection broke before a status line
    QList<std::pair<QByteArray, QByteArray>> fields; ///< names in lower case
    QByteArray body; ///< without chunk framing
    bool complete = false; ///< the body ended as its framing said

    QByteArray field(const QByteArray &lowerName) const;
    QJsonObject json() const;
    /// The objects of an NDJSON body.
    QList<QJsonObject> lines() const;
    /// The data of the events of an event stream.
    QList<QByteArray> events() const;
};

/// A plain HTTP/1.1 client on a blocking socket, with nothing of Qt's network between the test and the wire.
class BlockingHttp {
public:
    explicit BlockingHttp(quint16 port, std::chrono::milliseconds timeout = std::chrono::seconds(60));
    ~BlockingHttp();
    BlockingHttp(const BlockingHttp &) = delete;
    BlockingHttp &operator=(const BlockingHttp &) = delete;

    bool isConnected() const { return m_socket >= 0; }
    bool send(const QByteArray &bytes);
    /// Reads one answer. \a onBody, if given, sees each piece of the body; false from it ends the reading.
    HttpAnswer read(bool head = false, const std::function<bool(const QByteArray &)> &onBody = {});
    /// Everything until the server closes or the time is over.
    QByteArray readAll();
    void close(bool reset = false);

private:
    bool fill();
    std::optional<QByteArray> line();
    bool take(qint64 bytes, QByteArray &into);

    int m_socket = -1;
    QByteArray m_buffer;
};

/// One request on a connection of its own.
HttpAnswer httpRequest(quint16 port, const QByteArray &method, const QByteArray &path, const QByteArray &body = {},
                       QList<std::pair<QByteArray, QByteArray>> fields = {});
inline HttpAnswer httpGet(quint16 port, const QByteArray &path)
{
    return httpRequest(port, "GET", path);
}
/// POSTs \a body as application/json.
HttpAnswer httpPost(quint16 port, const QByteArray &path, const QJsonObject &body,
                    QList<std::pair<QByteArray, QByteArray>> fields = {});
/// The bytes of a request as httpRequest() would send them.
QByteArray httpRequestBytes(const QByteArray &method, const QByteArray &path, const QByteArray &body,
                            const QList<std::pair<QByteArray, QByteArray>> &fields);
