#include "fake_hub_connection.h"

#include <QSslSocket>

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>

namespace {

constexpr qint64 pieceBytes = 256 * 1024;
constexpr qint64 highWaterBytes = 1 << 20;

QByteArray reasonOf(int status)
{
    switch (status) {
    case 200: return "OK";
    case 206: return "Partial Content";
    case 302: return "Found";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 408: return "Request Timeout";
    case 416: return "Range Not Satisfiable";
    case 425: return "Too Early";
    case 429: return "Too Many Requests";
    default: return status >= 500 ? "Server Error" : "Answer";
    }
}

/// The peer has everything that was sent; a reset throws the rest away.
bool hasDelivered(const QTcpSocket &socket)
{
    int waiting = 0;
    const auto descriptor = static_cast<int>(socket.socketDescriptor());
    return socket.bytesToWrite() == 0 && ::ioctl(descriptor, SIOCOUTQ, &waiting) == 0 && waiting == 0;
}

/// Closes so that the peer sees a reset: QAbstractSocket::abort() alone ends an idle connection in good order.
void reset(QTcpSocket &socket)
{
    const linger now{1, 0};
    ::setsockopt(static_cast<int>(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    socket.abort();
}

} // namespace

FakeHubConnection::FakeHubConnection(QTcpSocket *socket, bool cdn, FakeHubState &state, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_cdn(cdn)
    , m_state(state)
{
    m_socket->setParent(this);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_socket, &QTcpSocket::readyRead, this, &FakeHubConnection::readRequest);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &FakeHubConnection::sendBody);
    if (auto *encrypted = qobject_cast<QSslSocket *>(m_socket))
        connect(encrypted, &QSslSocket::encryptedBytesWritten, this, &FakeHubConnection::sendBody);
    connect(m_socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
    connect(&m_pace, &QTimer::timeout, this, &FakeHubConnection::sendBody);
    if (m_socket->bytesAvailable() > 0) // came along with the end of the TLS handshake
        QMetaObject::invokeMethod(this, &FakeHubConnection::readRequest, Qt::QueuedConnection);
}

FakeHubConnection::~FakeHubConnection()
{
    if (m_busy && m_cdn)
        m_state.cdnAnswerEnded();
}

void FakeHubConnection::readRequest()
{
    m_input += m_socket->readAll();
    if (m_busy || m_dead)
        return;
    const qsizetype end = m_input.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    FakeHubRequest request;
    request.cdn = m_cdn;
    const QList<QByteArray> lines = m_input.first(end).split('\n');
    const QList<QByteArray> first = lines.first().trimmed().split(' ');
    request.method = first.value(0);
    request.target = first.value(1);
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.emplaceBack(line.first(qMax<qsizetype>(0, colon)).toLower(), line.mid(colon + 1).trimmed());
    }
    const qsizetype bodyBytes = request.header("content-length").toLongLong();
    if (m_input.size() < end + 4 + bodyBytes)
        return;
    request.body = m_input.mid(end + 4, bodyBytes);
    m_input.remove(0, end + 4 + bodyBytes);
    const qsizetype question = request.target.indexOf('?');
    request.path = request.target.left(question < 0 ? request.target.size() : question);
    request.query = question < 0 ? QByteArray() : request.target.mid(question + 1);
    m_busy = true;
    start(request, m_state.answer(request));
}

void FakeHubConnection::start(const FakeHubRequest &request, HubReply reply)
{
    m_reply = std::move(reply);
    if (m_reply.hasFault(HubFault::Kind::NoHeaders)) {
        m_dead = true;
        return;
    }
    m_close = request.header("connection").toLower() == "close" || m_reply.framing == HubReply::Framing::Close;
    m_file.close();
    if (m_reply.file) {
        m_bodyBytes = m_reply.length;
        openFile();
    } else {
        m_bodyBytes = m_reply.body.size();
        m_reply.offset = 0;
    }
    m_socket->write(head());
    m_sent = 0;
    if (request.method == "HEAD") {
        m_bodyBytes = 0;
        m_reply.framing = HubReply::Framing::Length; // no last chunk
    }
    if (m_reply.bytesPerSecond > 0 && m_bodyBytes > 0) {
        m_bodyClock.start();
        m_pace.start(static_cast<int>(std::clamp<qint64>(1000 / m_reply.bytesPerSecond, 20, 1000)));
    } else {
        m_reply.bytesPerSecond = 0;
        sendBody();
    }
}

QByteArray FakeHubConnection::head() const
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(m_reply.status) + ' ' + reasonOf(m_reply.status) + "\r\n";
    bool lengthGiven = m_reply.framing != HubReply::Framing::Length;
    for (const auto &[name, value] : m_reply.headers) {
        head += name + ": " + value + "\r\n";
        lengthGiven = lengthGiven || name.compare("Content-Length", Qt::CaseInsensitive) == 0;
    }
    if (m_reply.framing == HubReply::Framing::Chunks)
        head += "Transfer-Encoding: chunked\r\n";
    if (!lengthGiven)
        head += "Content-Length: " + QByteArray::number(m_bodyBytes) + "\r\n";
    if (m_close)
        head += "Connection: close\r\n";
    return head + "\r\n";
}

void FakeHubConnection::openFile()
{
    if (m_reply.file->localPath.isEmpty())
        return;
    m_file.setFileName(m_reply.file->localPath);
    if (!m_file.open(QIODevice::ReadOnly) || !m_file.seek(m_reply.offset))
        qFatal("the stand-in cannot read %s", qPrintable(m_reply.file->localPath));
}

QByteArray FakeHubConnection::nextBytes(qint64 most)
{
    QByteArray bytes;
    if (m_file.isOpen())
        bytes = m_file.read(most);
    else if (m_reply.file)
        bytes = m_reply.file->bytes.mid(m_reply.offset + m_sent, most);
    else
        bytes = m_reply.body.mid(m_sent, most);
    if (m_reply.hasFault(HubFault::Kind::FlipByte)) {
        const qint64 at = m_reply.fault->at - (m_reply.offset + m_sent);
        if (at >= 0 && at < bytes.size())
            bytes[at] = static_cast<char>(~bytes.at(at));
    }
    return bytes;
}

/// The fault ends the body before its end.
bool FakeHubConnection::breaksOff() const
{
    return m_reply.hasFault(HubFault::Kind::Cut) || m_reply.hasFault(HubFault::Kind::Reset)
        || m_reply.hasFault(HubFault::Kind::Stall);
}

void FakeHubConnection::breakOff()
{
    if (m_reply.hasFault(HubFault::Kind::Reset) && !hasDelivered(*m_socket)) {
        m_pace.start(5);
        return;
    }
    m_pace.stop();
    m_dead = true;
    if (m_reply.hasFault(HubFault::Kind::Cut))
        m_socket->disconnectFromHost();
    else if (m_reply.hasFault(HubFault::Kind::Reset))
        reset(*m_socket);
}

/// Bytes of the body that may be handed to the socket now.
qint64 FakeHubConnection::room() const
{
    qint64 waiting = m_socket->bytesToWrite();
    if (const auto *encrypted = qobject_cast<const QSslSocket *>(m_socket))
        waiting += encrypted->encryptedBytesToWrite();
    qint64 bytes = waiting < highWaterBytes ? qMin(pieceBytes, m_bodyBytes - m_sent) : 0;
    if (m_reply.bytesPerSecond > 0) {
        const qint64 due = m_reply.bytesPerSecond * m_bodyClock.elapsed() / 1000;
        bytes = qBound<qint64>(0, due - m_sent, bytes);
    }
    if (breaksOff())
        bytes = qMin(bytes, m_reply.fault->at - (m_reply.offset + m_sent));
    return bytes;
}

void FakeHubConnection::sendBody()
{
    if (!m_busy || m_dead || m_socket->state() != QAbstractSocket::ConnectedState)
        return;
    for (qint64 most = room(); most > 0; most = room()) {
        const QByteArray bytes = nextBytes(most);
        if (bytes.isEmpty())
            return m_socket->abort();
        m_sent += bytes.size();
        if (m_cdn)
            m_state.countCdnBytes(bytes.size());
        if (m_reply.framing == HubReply::Framing::Chunks)
            m_socket->write(QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n");
        else
            m_socket->write(bytes);
    }
    if (breaksOff() && m_reply.offset + m_sent >= m_reply.fault->at)
        breakOff();
    else if (m_sent >= m_bodyBytes)
        finish();
}

void FakeHubConnection::finish()
{
    m_pace.stop();
    m_busy = false;
    if (m_cdn)
        m_state.cdnAnswerEnded();
    if (m_reply.framing == HubReply::Framing::Chunks)
        m_socket->write("0\r\n\r\n");
    if (m_close)
        return m_socket->disconnectFromHost();
    if (!m_input.isEmpty())
        QMetaObject::invokeMethod(this, &FakeHubConnection::readRequest, Qt::QueuedConnection);
}
