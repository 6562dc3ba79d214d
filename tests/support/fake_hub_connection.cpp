#include "fake_hub_connection.h"

namespace {

constexpr qint64 pieceBytes = 256 * 1024;
constexpr qint64 highWaterBytes = 1 << 20;
constexpr int dripsPerSecond = 10;

QByteArray reasonOf(int status)
{
    switch (status) {
    case 200: return "OK";
    case 206: return "Partial Content";
    case 302: return "Found";
    case 307: return "Temporary Redirect";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 416: return "Range Not Satisfiable";
    case 429: return "Too Many Requests";
    default: return status >= 500 ? "Server Error" : "Answer";
    }
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
    connect(m_socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
    connect(&m_drip, &QTimer::timeout, this, &FakeHubConnection::dripBody);
}

void FakeHubConnection::readRequest()
{
    m_input += m_socket->readAll();
    if (m_busy || m_dead)
        return;
    const qsizetype end = m_input.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    HubRequest request;
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

void FakeHubConnection::start(const HubRequest &request, HubReply reply)
{
    m_reply = std::move(reply);
    m_close = request.header("connection").toLower() == "close";
    if (m_reply.fault && m_reply.fault->kind == HubFault::Kind::NoHeaders) {
        m_dead = true;
        return;
    }
    if (!m_reply.file) {
        m_bodyBytes = m_reply.body.size();
        m_reply.offset = 0;
    } else {
        m_bodyBytes = m_reply.length;
        if (!m_reply.file->localPath.isEmpty()) {
            m_file.close();
            m_file.setFileName(m_reply.file->localPath);
            if (!m_file.open(QIODevice::ReadOnly) || !m_file.seek(m_reply.offset))
                qFatal("the stand-in cannot read %s", qPrintable(m_reply.file->localPath));
        }
    }
    QByteArray head = "HTTP/1.1 " + QByteArray::number(m_reply.status) + ' ' + reasonOf(m_reply.status) + "\r\n";
    bool lengthGiven = false;
    for (const auto &[name, value] : m_reply.headers) {
        head += name + ": " + value + "\r\n";
        lengthGiven = lengthGiven || name.compare("Content-Length", Qt::CaseInsensitive) == 0;
    }
    if (!m_reply.announceLength)
        m_close = true;
    else if (!lengthGiven)
        head += "Content-Length: " + QByteArray::number(m_bodyBytes) + "\r\n";
    if (m_close)
        head += "Connection: close\r\n";
    m_sent = 0;
    if (request.method == "HEAD")
        m_bodyBytes = 0;
    m_socket->write(head + "\r\n");
    if (m_reply.fault && m_reply.fault->kind == HubFault::Kind::Drip && m_bodyBytes > 0)
        m_drip.start(1000 / dripsPerSecond);
    else
        sendBody();
}

QByteArray FakeHubConnection::nextBytes(qint64 most)
{
    most = qMin(most, m_bodyBytes - m_sent);
    const bool isLocal = m_reply.file && !m_reply.file->localPath.isEmpty();
    QByteArray bytes;
    if (isLocal)
        bytes = m_file.read(most);
    else if (m_reply.file)
        bytes = m_reply.file->bytes.mid(m_reply.offset + m_sent, most);
    else
        bytes = m_reply.body.mid(m_sent, most);
    if (m_reply.fault && m_reply.fault->kind == HubFault::Kind::FlipByte) {
        const qint64 at = m_reply.fault->at - (m_reply.offset + m_sent);
        if (at >= 0 && at < bytes.size())
            bytes[at] = static_cast<char>(~bytes.at(at));
    }
    return bytes;
}

/// Whether a fault ends the body at \a offset of the file; if so, does it.
bool FakeHubConnection::stopsHere(qint64 offset)
{
    if (!m_reply.fault || offset < m_reply.fault->at)
        return false;
    switch (m_reply.fault->kind) {
    case HubFault::Kind::Cut: m_socket->disconnectFromHost(); return true;
    case HubFault::Kind::Reset:
        m_socket->setSocketOption(QAbstractSocket::KeepAliveOption, 0);
        m_socket->abort();
        return true;
    case HubFault::Kind::Stall: m_dead = true; return true;
    default: return false;
    }
}

void FakeHubConnection::sendBody()
{
    if (!m_busy || m_dead || m_drip.isActive() || m_socket->state() != QAbstractSocket::ConnectedState)
        return;
    const bool stops = m_reply.fault
        && (m_reply.fault->kind == HubFault::Kind::Cut || m_reply.fault->kind == HubFault::Kind::Reset
            || m_reply.fault->kind == HubFault::Kind::Stall);
    while (m_sent < m_bodyBytes && m_socket->bytesToWrite() < highWaterBytes) {
        const qint64 offset = m_reply.offset + m_sent;
        if (stopsHere(offset))
            return;
        const qint64 most = stops ? qMin(pieceBytes, m_reply.fault->at - offset) : pieceBytes;
        const QByteArray bytes = nextBytes(most);
        if (bytes.isEmpty())
            return m_socket->abort();
        m_sent += bytes.size();
        countCdnBytes(bytes.size());
        m_socket->write(bytes);
    }
    if (m_sent >= m_bodyBytes && !(stops && stopsHere(m_reply.offset + m_sent)))
        finish();
}

void FakeHubConnection::countCdnBytes(qint64 bytes)
{
    if (!m_cdn)
        return;
    const QMutexLocker lock(&m_state.mutex);
    m_state.cdnBytes += bytes;
}

void FakeHubConnection::dripBody()
{
    const QByteArray bytes = nextBytes(qMax<qint64>(1, m_reply.fault->rate / dripsPerSecond));
    m_sent += bytes.size();
    countCdnBytes(bytes.size());
    m_socket->write(bytes);
    if (m_sent >= m_bodyBytes) {
        m_drip.stop();
        finish();
    }
}

void FakeHubConnection::finish()
{
    m_busy = false;
    if (m_close)
        return m_socket->disconnectFromHost();
    if (!m_input.isEmpty())
        QMetaObject::invokeMethod(this, &FakeHubConnection::readRequest, Qt::QueuedConnection);
}
