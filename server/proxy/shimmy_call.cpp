#include "proxy/shimmy_call.h"

#include "proxy/shimmy_connections.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QTcpSocket>

namespace {

constexpr qint64 readBufferBytes = 64LL * 1024;
constexpr qsizetype maxHeadBytes = 64LL * 1024;
constexpr qsizetype maxLineBytes = 1024; // a chunk's size, with extensions

QByteArray requestOf(quint16 port, const QByteArray &path, const QByteArray &body)
{
    return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port)
        + "\r\nContent-Type: application/json\r\nAccept-Encoding: identity\r\nContent-Length: "
        + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

/// The value of the field \a lowerName in \a head; empty when there is none.
QByteArray fieldOf(const QByteArray &head, const QByteArray &lowerName)
{
    for (const QByteArray &line : head.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon == lowerName.size() && line.first(colon).toLower() == lowerName)
            return line.sliced(colon + 1).trimmed();
    }
    return {};
}

/// 0 when \a head does not begin as an answer's does.
int statusOf(const QByteArray &head)
{
    if (!head.startsWith("HTTP/1.") || head.size() < 12 || head[8] != ' ')
        return 0;
    bool isNumber = false;
    const int status = head.sliced(9, 3).toInt(&isNumber);
    return isNumber && status >= 100 && status <= 599 ? status : 0;
}

} // namespace

ShimmyCall::ShimmyCall(ShimmyConnections &connections, quint16 port, const QByteArray &path, const QByteArray &body,
                       QObject *parent)
    : QObject(parent)
    , m_connections(connections)
    , m_port(port)
    , m_socket(connections.take(port))
{
    const QByteArray request = requestOf(port, path, body);
    const bool isConnected = m_socket;
    if (!isConnected) {
        m_socket = new QTcpSocket;
        m_socket->setProxy(QNetworkProxy::NoProxy);
        m_socket->setReadBufferSize(readBufferBytes);
        connect(m_socket, &QAbstractSocket::connected, this, [this, request] {
            m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            send(request);
        });
    }
    m_socket->setParent(this);
    connect(m_socket, &QIODevice::readyRead, this, &ShimmyCall::pump);
    // Later, because a refused connection fails before anybody listens to us.
    connect(m_socket, &QAbstractSocket::errorOccurred, this, &ShimmyCall::pump, Qt::QueuedConnection);
    connect(m_socket, &QAbstractSocket::disconnected, this, &ShimmyCall::pump, Qt::QueuedConnection);
    if (isConnected)
        send(request);
    else
        m_socket->connectToHost(QHostAddress(QHostAddress::LocalHost), port);
}

ShimmyCall::~ShimmyCall()
{
    if (!m_socket)
        return;
    // Later: it may be the socket that is telling us of bytes.
    disconnect(m_socket, nullptr, this, nullptr);
    m_socket->setParent(nullptr);
    m_socket->abort();
    m_socket->deleteLater();
}

void ShimmyCall::send(const QByteArray &request)
{
    m_socket->write(request);
    m_socket->flush();
}

void ShimmyCall::setPaused(bool paused)
{
    m_paused = paused;
    if (!paused)
        pump();
}

void ShimmyCall::abort()
{
    if (m_socket)
        m_socket->abort();
    pump();
}

void ShimmyCall::pump()
{
    const QPointer<ShimmyCall> alive(this);
    const qsizetype before = m_body.size();
    if (!m_paused && m_state != State::Finished) {
        const bool isClosed = m_socket->state() == QAbstractSocket::UnconnectedState;
        if (m_socket->isOpen())
            m_raw += m_socket->readAll();
        decode();
        if (isClosed)
            m_state = State::Finished;
        if (m_isReusable && !isClosed)
            giveBack();
        if (m_body.size() > before)
            Q_EMIT readyRead();
    }
    // Whoever reads may pause us, abort us, which comes back here, or have no more use for us.
    if (!alive || m_paused || m_state != State::Finished || std::exchange(m_saidFinished, true))
        return;
    Q_EMIT finished();
}

void ShimmyCall::decode()
{
    while (m_state != State::Finished && decodeOne()) { }
    m_raw.remove(0, m_at);
    m_at = 0;
}

/// False when it needs more bytes than have come.
bool ShimmyCall::decodeOne()
{
    switch (m_state) {
    case State::Head: return takeHead();
    case State::Size: return takeSize();
    case State::Chunk: return takeBytes(State::ChunkEnd);
    case State::ChunkEnd: {
        QByteArray line;
        if (!takeLine(line))
            return false;
        m_state = State::Size;
        return line.isEmpty() || end();
    }
    case State::Counted: return takeBytes(State::Finished);
    case State::UntilClosed: m_left = m_raw.size() - m_at; return m_left > 0 && takeBytes(State::UntilClosed);
    case State::Finished: break;
    }
    return false;
}

/// What comes is no answer, or its end has come: there is no more to be had of this connection.
bool ShimmyCall::end()
{
    m_state = State::Finished;
    return true;
}

void ShimmyCall::giveBack()
{
    disconnect(m_socket, nullptr, this, nullptr);
    m_connections.keep(m_port, m_socket);
    m_socket = nullptr;
}

bool ShimmyCall::takeHead()
{
    const qsizetype length = m_raw.indexOf("\r\n\r\n", m_at) - m_at;
    if (length < 0)
        return m_raw.size() - m_at > maxHeadBytes && end();
    const QByteArray head = m_raw.sliced(m_at, length);
    m_at += length + 4;
    const int status = statusOf(head);
    if (status == 0)
        return end();
    if (status < 200)
        return true; // 100 Continue, say: the answer follows
    m_status = status;
    if (fieldOf(head, "transfer-encoding").toLower() == "chunked") {
        m_state = State::Size;
    } else if (const QByteArray count = fieldOf(head, "content-length"); !count.isEmpty()) {
        bool isNumber = false;
        m_left = count.toLongLong(&isNumber);
        m_state = isNumber && m_left > 0 ? State::Counted : State::Finished;
    } else {
        m_state = State::UntilClosed;
    }
    return true;
}

bool ShimmyCall::takeLine(QByteArray &line)
{
    const qsizetype length = m_raw.indexOf("\r\n", m_at) - m_at;
    if (length < 0) {
        if (m_raw.size() - m_at > maxLineBytes)
            end();
        return false;
    }
    line = m_raw.sliced(m_at, length);
    m_at += length + 2;
    return true;
}

bool ShimmyCall::takeSize()
{
    QByteArray line;
    if (!takeLine(line))
        return false;
    bool isNumber = false;
    m_left = line.split(';').first().trimmed().toLongLong(&isNumber, 16);
    if (!isNumber || m_left <= 0) {
        // The last chunk. Trailers say nothing here, and who sends some has to connect again.
        m_isReusable = isNumber && m_left == 0 && QByteArrayView(m_raw).sliced(m_at) == "\r\n";
        return end();
    }
    m_state = State::Chunk;
    return true;
}

bool ShimmyCall::takeBytes(State next)
{
    const qsizetype count = qMin(m_left, m_raw.size() - m_at);
    if (count <= 0)
        return false;
    m_body += QByteArrayView(m_raw).sliced(m_at, count);
    m_at += count;
    m_left -= count;
    if (m_left == 0)
        m_state = next;
    return true;
}
