#include "blocking_http.h"

#include <QJsonDocument>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

QByteArray HttpAnswer::field(const QByteArray &lowerName) const
{
    for (const auto &[name, value] : fields) {
        if (name == lowerName)
            return value;
    }
    return {};
}

QJsonObject HttpAnswer::json() const
{
    return QJsonDocument::fromJson(body).object();
}

QList<QJsonObject> HttpAnswer::lines() const
{
    QList<QJsonObject> objects;
    for (const QByteArray &line : body.split('\n')) {
        if (!line.isEmpty())
            objects += QJsonDocument::fromJson(line).object();
    }
    return objects;
}

QList<QByteArray> HttpAnswer::events() const
{
    QList<QByteArray> events;
    QByteArray text = body;
    while (true) {
        const qsizetype end = text.indexOf("\n\n");
        if (end < 0)
            return events;
        QList<QByteArray> data;
        for (const QByteArray &line : text.first(end).split('\n')) {
            if (line.startsWith("data: "))
                data += line.sliced(6);
        }
        events += data.join('\n');
        text.remove(0, end + 2);
    }
}

BlockingHttp::BlockingHttp(quint16 port, std::chrono::milliseconds timeout)
{
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    timeval limit{};
    limit.tv_sec = timeout.count() / 1000;
    limit.tv_usec = timeout.count() % 1000 * 1000;
    ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(m_socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        close();
}

BlockingHttp::~BlockingHttp()
{
    close();
}

void BlockingHttp::close(bool reset)
{
    if (m_socket < 0)
        return;
    if (reset) {
        const linger now{1, 0};
        ::setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    }
    ::close(m_socket);
    m_socket = -1;
}

bool BlockingHttp::send(const QByteArray &bytes)
{
    qsizetype sent = 0;
    while (sent < bytes.size()) {
        const ssize_t n =
            ::send(m_socket, bytes.constData() + sent, static_cast<size_t>(bytes.size() - sent), MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        sent += n;
    }
    return true;
}

bool BlockingHttp::fill()
{
    char piece[65536];
    ssize_t n = 0;
    do {
        n = ::recv(m_socket, piece, sizeof piece, 0);
    } while (n < 0 && errno == EINTR);
    if (n <= 0)
        return false;
    m_buffer.append(piece, n);
    return true;
}

std::optional<QByteArray> BlockingHttp::line()
{
    qsizetype end = -1;
    while ((end = m_buffer.indexOf("\r\n")) < 0) {
        if (!fill())
            return std::nullopt;
    }
    const QByteArray text = m_buffer.first(end);
    m_buffer.remove(0, end + 2);
    return text;
}

bool BlockingHttp::take(qint64 bytes, QByteArray &into)
{
    while (m_buffer.size() < bytes) {
        if (!fill())
            return false;
    }
    into = m_buffer.first(bytes);
    m_buffer.remove(0, bytes);
    return true;
}

HttpAnswer BlockingHttp::read(bool head, const std::function<bool(const QByteArray &)> &onBody)
{
    HttpAnswer answer;
    do { // 100 Continue comes before the answer
        const auto status = line();
        if (!status)
            return answer;
        answer.status = status->mid(9, 3).toInt();
        answer.fields.clear();
        for (auto field = line(); field && !field->isEmpty(); field = line()) {
            const qsizetype colon = field->indexOf(':');
            answer.fields.emplaceBack(field->first(colon).toLower(), field->sliced(colon + 1).trimmed());
        }
    } while (answer.status == 100);

    const auto deliver = [&](const QByteArray &piece) {
        answer.body += piece;
        return !onBody || onBody(piece);
    };
    if (head || answer.status == 204 || answer.status == 304) {
        answer.complete = true;
    } else if (answer.field("transfer-encoding") == "chunked") {
        for (auto size = line(); size; size = line()) {
            QByteArray piece;
            const qint64 bytes = size->toLongLong(nullptr, 16);
            if (!take(bytes + 2, piece))
                return answer;
            if (bytes == 0) {
                answer.complete = true;
                return answer;
            }
            if (!deliver(piece.chopped(2)))
                return answer;
        }
    } else if (!answer.field("content-length").isEmpty()) {
        QByteArray piece;
        answer.complete = take(answer.field("content-length").toLongLong(), piece);
        deliver(answer.complete ? piece : m_buffer);
    } else {
        deliver(readAll());
        answer.complete = true;
    }
    return answer;
}

QByteArray BlockingHttp::readAll()
{
    while (fill()) { }
    return std::exchange(m_buffer, {});
}

QByteArray httpRequestBytes(const QByteArray &method, const QByteArray &path, const QByteArray &body,
                            const QList<std::pair<QByteArray, QByteArray>> &fields)
{
    QByteArray request = method + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    for (const auto &[name, value] : fields)
        request += name + ": " + value + "\r\n";
    if (!body.isEmpty() || method == "POST")
        request += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return request + "\r\n" + body;
}

HttpAnswer httpRequest(quint16 port, const QByteArray &method, const QByteArray &path, const QByteArray &body,
                       QList<std::pair<QByteArray, QByteArray>> fields)
{
    BlockingHttp connection(port);
    fields.emplaceBack("Connection", "close");
    if (!connection.isConnected() || !connection.send(httpRequestBytes(method, path, body, fields)))
        return {};
    return connection.read(method == "HEAD");
}

HttpAnswer httpPost(quint16 port, const QByteArray &path, const QJsonObject &body,
                    QList<std::pair<QByteArray, QByteArray>> fields)
{
    fields.emplaceBack("Content-Type", "application/json");
    return httpRequest(port, "POST", path, QJsonDocument(body).toJson(QJsonDocument::Compact), fields);
}
