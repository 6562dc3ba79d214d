#include "http/exchange.h"

#include "http/answer_head.h"
#include "http/file_sender.h"
#include "http/guarded_socket.h"
#include "http/http_status.h"
#include "http/refusal.h"
#include "http/request_id.h"

#include <fcntl.h>
#include <unistd.h>

#include <utility>

using namespace Qt::StringLiterals;

namespace {

// Below this, one write of head and body costs less than two.
constexpr qsizetype joinedBytes = 16LL * 1024;

QHostAddress peerOf(const GuardedSocket &socket)
{
    // A client of a dual-stack socket is known as ::ffff:1.2.3.4.
    bool isIpv4 = false;
    const quint32 ipv4 = socket.peerAddress().toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(ipv4) : socket.peerAddress();
}

} // namespace

Exchange::Exchange(GuardedSocket &socket, const QByteArray &body, FileSender &files,
                   std::shared_ptr<const ExchangeObserver> observer)
    : m_socket(&socket)
    , m_files(files)
    , m_observer(std::move(observer))
    , m_minorVersion(socket.head().minorVersion)
{
    const HttpHead &head = socket.head();
    m_request = {
        head.method, head.path, head.query, head.fields, body, peerOf(socket), requestId(head.field("x-request-id"))};
    connect(&socket, &QAbstractSocket::disconnected, this, &Exchange::onClientGone);
    connect(&socket, &QIODevice::bytesWritten, this, &Exchange::onBytesWritten);
}

Exchange::~Exchange()
{
    if (m_state == State::Unanswered) {
        send(500, {}, Refusal{500, u"internal"_s, u"the request was not answered"_s, {}}.toJson());
    } else if (m_state == State::Begun) {
        abort();
    }
}

const HttpRequest &Exchange::request() const
{
    return m_request;
}

bool Exchange::isOpen() const
{
    return m_state != State::Done && m_socket && m_socket->state() == QAbstractSocket::ConnectedState;
}

void Exchange::setField(QByteArray name, QByteArray value)
{
    m_fields.emplaceBack(std::move(name), std::move(value));
}

void Exchange::send(int status, HttpFields fields, QByteArrayView body)
{
    if (m_state != State::Unanswered || !isOpen())
        return;
    m_status = status;
    AnswerHead head = answerHead(status, std::move(fields));
    const bool isSent = !isBodiless(status);
    if (isSent) {
        head.framing = AnswerFraming::Length;
        head.bodyBytes = body.size();
        if (!body.isEmpty() && !head.has("content-type"))
            head.fields.emplaceBack("Content-Type", "application/json");
    }
    QByteArray bytes = head.toBytes();
    const bool hasBody = isSent && m_request.method != "HEAD";
    m_bodyBytes = hasBody ? body.size() : 0;
    if (hasBody && body.size() <= joinedBytes)
        bytes += body;
    m_socket->sendBytes(bytes);
    if (hasBody && body.size() > joinedBytes)
        m_socket->sendBytes(body);
    finish();
}

void Exchange::sendFile(int status, HttpFields fields, int file, qint64 offset, qint64 bytes)
{
    if (m_state != State::Unanswered || !isOpen())
        return;
    m_status = status;
    AnswerHead head = answerHead(status, std::move(fields));
    head.framing = AnswerFraming::Length;
    head.bodyBytes = bytes;
    m_socket->sendBytes(head.toBytes());
    if (m_request.method == "HEAD" || bytes == 0)
        return finish();
    m_bodyBytes = bytes;
    m_state = State::SendingFile;
    const int copy = ::fcntl(file, F_DUPFD_CLOEXEC, 0);
    // Who asked may let go of the exchange now; it holds itself until the file is sent or the client has gone.
    m_whenFlushed = [this, self = shared_from_this(),
                     copy = std::shared_ptr<const int>(new int(copy),
                                                       [](const int *descriptor) {
                                                           ::close(*descriptor);
                                                           delete descriptor;
                                                       }),
                     offset, bytes] {
        m_files.send(*copy, offset, bytes, static_cast<int>(m_socket->socketDescriptor()), m_socket,
                     [self](FileSender::End how) {
                         if (how == FileSender::End::Broken)
                             return self->abort();
                         if (self->isOpen())
                             self->finish();
                     });
    };
    m_socket->flush();
    passFile();
}

/// Nobody else may write from now on, so all that is Qt's must have left.
void Exchange::passFile()
{
    if (m_whenFlushed && m_socket && m_socket->bytesToWrite() == 0)
        std::exchange(m_whenFlushed, {})();
}

void Exchange::begin(int status, HttpFields fields)
{
    if (m_state != State::Unanswered || !isOpen())
        return;
    m_state = State::Begun;
    m_status = status;
    if (m_minorVersion == 0)
        m_socket->closeAfterAnswer();
    AnswerHead head = answerHead(status, std::move(fields));
    if (!isBodiless(status))
        head.framing = m_minorVersion == 0 ? AnswerFraming::Close : AnswerFraming::Chunked;
    m_socket->sendBytes(head.toBytes());
    // What is complete on the wire must be complete here: the client may send its next request at once, long before
    // the producer comes to end().
    if (m_request.method == "HEAD" || isBodiless(status))
        finish();
}

bool Exchange::write(QByteArrayView bytes)
{
    if (m_state != State::Begun || !isOpen())
        return false;
    if (bytes.isEmpty())
        return !m_isFull;
    if (backlog() > m_socket->limits().maxBacklogBytes) {
        m_socket->abort();
        return false;
    }
    if (m_minorVersion == 0) {
        m_socket->sendBytes(bytes);
    } else {
        m_socket->sendBytes(QByteArray(QByteArray::number(bytes.size(), 16) + "\r\n"));
        m_socket->sendBytes(bytes);
        m_socket->sendBytes("\r\n");
    }
    m_bodyBytes += bytes.size();
    m_isFull = backlog() > m_socket->limits().highWaterBytes;
    return !m_isFull;
}

void Exchange::end()
{
    if (m_state != State::Begun || !isOpen())
        return;
    if (m_minorVersion > 0)
        m_socket->sendBytes("0\r\n\r\n");
    finish();
}

void Exchange::abort()
{
    if (!isOpen())
        return;
    const bool isChunked = m_state == State::Begun && m_minorVersion > 0;
    const QPointer<GuardedSocket> socket = m_socket;
    close(true);
    if (!socket)
        return;
    // A chunked answer without its last chunk is visibly incomplete, one that is ended by the close only if that is
    // a reset.
    if (isChunked)
        socket->lingerClose();
    else
        socket->breakOff();
}

qint64 Exchange::backlog() const
{
    return m_socket ? m_socket->bytesToWrite() : 0;
}

AnswerHead Exchange::answerHead(int status, HttpFields &&fields) const
{
    AnswerHead head;
    head.status = status;
    head.fields = m_fields + std::move(fields);
    if (!head.has("x-request-id"))
        head.fields.emplaceBack("X-Request-Id", m_request.id);
    head.closes = m_socket->closesAfterAnswer();
    head.minorVersion = m_minorVersion;
    return head;
}

void Exchange::finish()
{
    const QPointer<GuardedSocket> socket = m_socket; // who listens for the end may let go of us
    close(false);
    if (socket)
        socket->finishAnswer();
    if (socket)
        socket->flush(); // else the loop would have to come round for it
}

void Exchange::close(bool cutOff)
{
    m_state = State::Done;
    m_wasCutOff = cutOff;
    if (m_observer)
        (*m_observer)(*this);
    Q_EMIT ended();
}

void Exchange::onClientGone()
{
    if (m_state == State::Done)
        return;
    // This may hold us, and so may those who listen.
    const auto whenFlushed = std::exchange(m_whenFlushed, {});
    const QPointer<Exchange> alive(this);
    close(true);
    if (alive)
        Q_EMIT aborted();
}

void Exchange::onBytesWritten()
{
    if (m_state == State::SendingFile)
        return passFile();
    if (!m_isFull || !isOpen() || backlog() >= m_socket->limits().highWaterBytes / 2)
        return;
    m_isFull = false;
    Q_EMIT drained();
}
