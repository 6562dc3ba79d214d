#include "fake_shimmy_http.h"

#include "fake_shimmy.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QLocale>
#include <QTcpSocket>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxBodyBytes = 2 << 20;

QByteArray reasonOf(int status)
{
    switch (status) {
    case 200: return "OK";
    case 400: return "Bad Request";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 413: return "Payload Too Large";
    case 415: return "Unsupported Media Type";
    case 422: return "Unprocessable Entity";
    case 500: return "Internal Server Error";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    }
    return "Unknown";
}

/// The value of the field \a lowerName in \a head.
QByteArray fieldOf(const QByteArray &head, const QByteArray &lowerName)
{
    for (const QByteArray &line : head.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).toLower() == lowerName)
            return line.sliced(colon + 1).trimmed();
    }
    return {};
}

} // namespace

QByteArray fakeShimmyHead(int status, const QByteArray &type, const QByteArray &framing,
                          const QByteArray &furtherFields)
{
    const QString date = QLocale::c().toString(QDateTime::currentDateTimeUtc(), u"ddd, dd MMM yyyy hh:mm:ss"_s);
    return "HTTP/1.1 " + QByteArray::number(status) + ' ' + reasonOf(status) + "\r\n"
        + (type.isEmpty() ? QByteArray() : QByteArray("content-type: " + type + "\r\n"))
        + (type == "text/event-stream" ? "cache-control: no-cache\r\n" : "")
        + "access-control-allow-origin: *\r\naccess-control-allow-methods: GET, POST, OPTIONS\r\n"
          "access-control-allow-headers: Content-Type, Authorization\r\naccess-control-max-age: 86400\r\n"
        + furtherFields + framing + "\r\ndate: " + date.toLatin1() + " GMT\r\n\r\n";
}

QByteArray fakeShimmyAnswer(int status, const QByteArray &body, const QByteArray &type, const QByteArray &furtherFields)
{
    return fakeShimmyHead(status, type, "content-length: " + QByteArray::number(body.size()), furtherFields) + body;
}

QByteArray fakeShimmyJson(int status, const QJsonObject &body)
{
    return fakeShimmyAnswer(status, QJsonDocument(body).toJson(QJsonDocument::Compact), "application/json");
}

QByteArray chunked(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size(), 16).toUpper() + "\r\n" + bytes + "\r\n";
}

FakeShimmyConnection::FakeShimmyConnection(QTcpSocket *socket, FakeShimmy &shimmy)
    : QObject(socket)
    , m_socket(socket)
    , m_shimmy(shimmy)
{
    m_socket->setParent(&shimmy);
    m_socket->setReadBufferSize(64LL * 1024);
    connect(m_socket, &QTcpSocket::disconnected, m_socket, &QObject::deleteLater);
    connect(m_socket, &QTcpSocket::readyRead, this, &FakeShimmyConnection::readOn);
}

void FakeShimmyConnection::readOn()
{
    if (m_shimmy.isSilent() || m_isAnswering)
        return;
    m_buffer += m_socket->readAll();
    FakeShimmyRequest request;
    if (!takeRequest(request))
        return;
    m_isAnswering = true;
    m_isHead = request.method == "HEAD";
    m_shimmy.serve(*this, request);
}

bool FakeShimmyConnection::takeRequest(FakeShimmyRequest &request)
{
    const qsizetype end = m_buffer.indexOf("\r\n\r\n");
    if (end < 0)
        return false;
    const QByteArray head = m_buffer.first(end);
    const QList<QByteArray> words = head.left(head.indexOf('\r')).split(' ');
    const qsizetype bodyBytes = fieldOf(head, "content-length").toLongLong();
    const qsizetype received = m_buffer.size() - end - 4;
    m_closes = fieldOf(head, "connection").toLower() == "close";
    request = {words.value(0), words.value(1), fieldOf(head, "content-type").toLower(), {}};
    if (received > maxBodyBytes) {
        m_isAnswering = true;
        closeEarly(fakeShimmyAnswer(413, "Failed to buffer the request body: length limit exceeded",
                                    "text/plain; charset=utf-8"));
        return false;
    }
    if (received < bodyBytes)
        return false;
    request.body = m_buffer.mid(end + 4, bodyBytes);
    m_buffer.remove(0, end + 4 + bodyBytes);
    return true;
}

void FakeShimmyConnection::send(const QByteArray &answer)
{
    sendPart(m_isHead ? answer.first(answer.indexOf("\r\n\r\n") + 4) : answer);
    finishAnswer();
}

void FakeShimmyConnection::sendPart(const QByteArray &bytes)
{
    m_socket->write(bytes);
    m_socket->flush();
}

void FakeShimmyConnection::finishAnswer()
{
    m_isAnswering = m_closes;
    if (m_closes)
        return m_socket->disconnectFromHost();
    QMetaObject::invokeMethod(this, &FakeShimmyConnection::readOn, Qt::QueuedConnection);
}

void FakeShimmyConnection::closeEarly(const QByteArray &answer)
{
    m_socket->write(answer);
    m_socket->disconnectFromHost();
}
