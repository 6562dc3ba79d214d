#include "http/guarded_socket.h"

#include "http/answer_head.h"
#include "http/qt_front.h"
#include "http/request_id.h"

#include <sys/socket.h>

using namespace Qt::StringLiterals;

namespace {

Refusal tooSlow(const QString &what)
{
    return Refusal{408, u"request_timeout"_s, u"the request's %1 did not arrive in time"_s.arg(what), {}};
}

} // namespace

GuardedSocket::GuardedSocket(const HttpLimits &limits, BodyBudget &bodies, QObject *parent)
    : QTcpSocket(parent)
    , m_limits(limits)
    , m_parser(limits)
    , m_share(bodies)
    , m_deadline(limits.headTime)
    , m_stuck(limits.stuckTime)
{
    // Made before Qt's server sees the socket, so these slots run before its own.
    connect(this, &QIODevice::readyRead, this, &GuardedSocket::onReadyRead);
    connect(this, &QIODevice::bytesWritten, this, &GuardedSocket::onBytesWritten);
    connect(this, &QAbstractSocket::disconnected, this, &GuardedSocket::onDisconnected);
    // No read buffer limit: what comes is read or dropped at once, and on 6.4.2 a full buffer that Qt's server holds in
    // its transaction never wakes again.
}

GuardedSocket::~GuardedSocket()
{
    // Here rather than in the base's destructor, which would call our slots on what is no GuardedSocket any more.
    abort();
}

void GuardedSocket::holdParser(std::shared_ptr<void> pause)
{
    m_parserPause = std::move(pause);
}

void GuardedSocket::sendBytes(QByteArrayView bytes)
{
    if (bytesToWrite() == 0)
        m_stuck.setRemainingTime(m_limits.stuckTime);
    write(bytes.data(), bytes.size());
}

void GuardedSocket::finishAnswer()
{
    if (m_phase != Phase::Answering)
        return;
    // Released last: it may let Qt read on at once.
    const auto pause = std::exchange(m_parserPause, nullptr);
    if (closesAfterAnswer())
        return lingerClose();
    m_phase = Phase::Idle;
    m_parser.reset();
    m_deadline.setRemainingTime(m_limits.keepAliveTime);
}

void GuardedSocket::refuse(const Refusal &refusal)
{
    const QByteArray body = refusal.toJson();
    AnswerHead answer{refusal.status,
                      {{"Content-Type", "application/json"}, {"X-Request-Id", requestId(head().field("x-request-id"))}},
                      AnswerFraming::Length,
                      body.size(),
                      true};
    if (refusal.status == 503)
        answer.fields.emplaceBack("Retry-After", "1");
    sendBytes(answer.toBytes());
    if (head().method != "HEAD")
        sendBytes(body);
    Q_EMIT refused(refusal.status);
    lingerClose();
}

void GuardedSocket::lingerClose()
{
    m_phase = Phase::Closing;
    m_deadline.setRemainingTime(m_limits.lingerTime);
    const auto pause = std::exchange(m_parserPause, nullptr);
    discardInput();
    if (bytesToWrite() == 0)
        halfClose();
}

void GuardedSocket::breakOff()
{
    constexpr linger dropEverything{1, 0};
    ::setsockopt(int(socketDescriptor()), SOL_SOCKET, SO_LINGER, &dropEverything, sizeof dropEverything);
    abort();
}

void GuardedSocket::checkDeadlines()
{
    if (state() != ConnectedState)
        return;
    if (bytesToWrite() > 0) {
        // While the client is reading an answer, it is neither idle nor done.
        if (m_stuck.hasExpired())
            return abort();
        if (m_phase == Phase::Idle)
            return m_deadline.setRemainingTime(m_limits.keepAliveTime);
        if (m_phase == Phase::Closing)
            return m_deadline.setRemainingTime(m_limits.lingerTime);
    } else {
        // Not in sendBytes() alone: Qt 6.8 writes its 100 past it.
        m_stuck.setRemainingTime(m_limits.stuckTime);
    }
    if (m_phase == Phase::Answering || !m_deadline.hasExpired())
        return;
    switch (m_phase) {
    case Phase::Idle: return lingerClose();
    case Phase::Head: return refuse(tooSlow(u"head"_s));
    case Phase::Body: return checkBodyRate();
    case Phase::Answering: return;
    case Phase::Closing: return abort();
    }
}

void GuardedSocket::checkBodyRate()
{
    const qint64 came = m_bodyLeftAtCheck - m_bodyLeft;
    if (came * 1000 < m_limits.bodyBytesPerSecond * m_limits.bodyGrace.count())
        return refuse(tooSlow(u"body"_s));
    m_bodyLeftAtCheck = m_bodyLeft;
    m_deadline.setRemainingTime(m_limits.bodyGrace);
}

void GuardedSocket::onReadyRead()
{
    switch (m_phase) {
    case Phase::Idle:
    case Phase::Head: return readHead();
    case Phase::Body: return countBody();
    case Phase::Answering: return dropPipelined();
    case Phase::Closing: return discardInput();
    }
}

void GuardedSocket::onBytesWritten()
{
    m_stuck.setRemainingTime(m_limits.stuckTime);
    if (m_phase == Phase::Closing && bytesToWrite() == 0)
        halfClose();
}

void GuardedSocket::onDisconnected()
{
    m_phase = Phase::Closing;
    m_parserPause.reset();
    m_share.release();
}

void GuardedSocket::readHead()
{
    // Qt's server also emits readyRead itself, when it thinks that there is more.
    const qint64 available = bytesAvailable();
    if (available <= 0)
        return;
    // A client that sends requests and reads no answers would have them pile up here.
    if (bytesToWrite() > m_limits.maxBacklogBytes) {
        cutQtOff();
        return abort();
    }
    // What came before has been read by Qt's slot, so all that is available is new.
    const HeadParser::Progress progress = m_parser.feed(peek(qMin<qint64>(available, m_limits.maxHeadBytes + 1)));
    switch (progress) {
    case HeadParser::Progress::Refused: return refuse(m_parser.refusal());
    case HeadParser::Progress::Complete: return takeHead();
    case HeadParser::Progress::NeedsMore: break;
    }
    if (m_phase == Phase::Idle && m_parser.hasBegun()) {
        m_phase = Phase::Head;
        m_deadline.setRemainingTime(m_limits.headTime);
    }
}

void GuardedSocket::takeHead()
{
    const HttpHead &head = m_parser.head();
    if (head.contentLength > maxBodyBytes()) {
        return refuse(
            {413,
             u"body_too_large"_s,
             u"the request's body has %1 bytes, %2 are allowed here"_s.arg(head.contentLength).arg(maxBodyBytes()),
             {}});
    }
    // Qt's server would take the connection for a WebSocket of its own.
    if (head.wantsWebSocket)
        return bypassQt();
    const qint64 came = bytesAvailable() - m_parser.taken();
    m_bodyLeft = head.contentLength - came;
    // Who is to be refused must not fill our memory first. What is here already costs nothing more.
    if (m_bodyLeft > 0 && m_limits.wantsBody && !m_limits.wantsBody(head))
        return bypassQt();
    // Qt keeps a body until the connection's next request, which may never come.
    if (head.contentLength > m_limits.smallBodyBytes)
        m_closesAfterAnswer = true;
    if (!affordBody(qMin(came, head.contentLength)))
        return;
    if (m_bodyLeft <= 0)
        m_phase = Phase::Answering;
    else
        awaitBody();
}

void GuardedSocket::bypassQt()
{
    m_phase = Phase::Answering;
    m_closesAfterAnswer = true;
    discardInput();
    Q_EMIT requestBypassedQt();
}

void GuardedSocket::awaitBody()
{
    m_phase = Phase::Body;
    m_bodyLeftAtCheck = m_bodyLeft;
    m_deadline.setRemainingTime(m_limits.bodyGrace);
    if (head().expectsContinue && !qtAnswersExpect)
        sendBytes("HTTP/1.1 100 Continue\r\n\r\n");
}

void GuardedSocket::countBody()
{
    // Qt keeps what it has read in a transaction, to be able to read it again; it never does, and memory would grow.
    if (isTransactionStarted())
        commitTransaction();
    const qint64 came = bytesAvailable();
    if (!affordBody(qMin(came, m_bodyLeft)))
        return;
    m_bodyLeft -= came;
    if (m_bodyLeft <= 0)
        m_phase = Phase::Answering;
}

/// False when \a bytes more of the body are too much for all of us: that has then been answered.
bool GuardedSocket::affordBody(qint64 bytes)
{
    if (head().contentLength <= m_limits.smallBodyBytes || m_share.grow(bytes))
        return true;
    refuse({503, u"too_many_bodies"_s, u"the requests that are being answered take as much memory as they may"_s,
            u"try again later"_s});
    return false;
}

void GuardedSocket::dropPipelined()
{
    if (bytesAvailable() <= 0)
        return;
    // Qt 6.4 would handle the next request while this one is unanswered. RFC 9112, 9.3.2 lets us close instead: the
    // client sees which requests were answered, and repeats the others.
    m_closesAfterAnswer = true;
    discardInput();
}

void GuardedSocket::cutQtOff()
{
    // Also cancels those slots that the emission in progress has not reached yet.
    disconnect(this, &QIODevice::readyRead, nullptr, nullptr);
    connect(this, &QIODevice::readyRead, this, &GuardedSocket::onReadyRead);
}

void GuardedSocket::discardInput()
{
    cutQtOff();
    if (isTransactionStarted())
        commitTransaction();
    if (isOpen())
        skip(bytesAvailable());
}

void GuardedSocket::halfClose()
{
    if (state() == ConnectedState)
        ::shutdown(int(socketDescriptor()), SHUT_WR);
}

qint64 GuardedSocket::maxBodyBytes() const
{
    return m_limits.maxBodyBytes ? m_limits.maxBodyBytes(head().method, head().path) : m_limits.defaultBodyBytes;
}
