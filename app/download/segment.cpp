#include "download/segment.h"

#include "base/logging.h"
#include "hub/hub_error.h"
#include "hub/redirect.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRandomGenerator>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 readBufferBytes = 512 * 1024;
constexpr qint64 deliveryBytes = 256 * 1024;
constexpr auto deliveryInterval = 200ms;
constexpr qint64 realProgressBytes = 64 * 1024;
constexpr int maxExpiries = 8;

std::chrono::milliseconds backOff(int attempt)
{
    const int base = 250 << std::min(attempt, 6); // 0.5 s to 16 s, and up to half as long again
    return std::chrono::milliseconds(base + QRandomGenerator::global()->bounded(base / 2));
}

} // namespace

Segment::Segment(QNetworkAccessManager &network, Clock &clock, const HubConfig &config, RateLimiter &limiter,
                 SegmentPatience patience, QObject *parent)
    : QObject(parent)
    , m_network(network)
    , m_clock(clock)
    , m_config(config)
    , m_limiter(limiter)
    , m_patience(patience)
{
    connect(&m_limiter, &RateLimiter::refilled, this, [this] {
        if (!std::exchange(m_throttled, false) || m_state != State::Receiving)
            return;
        if (m_reply->isFinished())
            return handleFinished();
        if (m_reading)
            deliver(); // however little it is: Qt may have told of it already, and reads no more before it is taken
    });
}

Segment::~Segment()
{
    drop();
}

void Segment::await(const SegmentOrder &order)
{
    m_order = order;
    m_position = order.range.begin;
    m_progressMark = m_position + realProgressBytes;
    m_state = State::Expired;
}

void Segment::goOnAt(const QUrl &location, const Secret &token)
{
    m_location = location;
    m_token = token;
    m_redirects = 0;
    request(location);
}

void Segment::request(const QUrl &url)
{
    drop();
    if (m_order.wholeFile)
        m_position = m_order.range.begin; // such a server starts over, and so do we
    QNetworkRequest request = hubNetworkRequest(url, m_token, m_config);
    if (!m_order.wholeFile) {
        request.setRawHeader(
            "Range", "bytes=" + QByteArray::number(m_position) + '-' + QByteArray::number(m_order.range.end - 1));
    }
    m_requestedEnd = m_order.range.end;
    m_state = State::Connecting;
    m_lastByte = m_windowStart = m_lastWatch = m_clock.now();
    m_windowBytes = 0;
    m_throttled = false;
    m_reply = m_network.get(request);
    m_reply->setReadBufferSize(readBufferBytes);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Segment::handleMetaData);
    connect(m_reply, &QIODevice::readyRead, this, &Segment::handleReadyRead);
    connect(m_reply, &QNetworkReply::finished, this, &Segment::handleFinished);
    watch();
}

void Segment::shorten(qint64 end)
{
    m_order.range.end = end;
    if (m_position >= end && isBusy())
        finish();
}

void Segment::reconnect()
{
    if (m_state == State::Receiving || m_state == State::Connecting)
        retryLater({ErrorKind::Stalled, u"the connection was much slower than the others"_s, {}, true, {}});
}

void Segment::stop()
{
    if (m_state == State::Receiving && m_reply->bytesAvailable() > 0) {
        m_throttled = false;
        deliver();
    }
    drop();
    m_state = State::Idle;
}

void Segment::drop()
{
    ++m_watch;
    if (!m_reply)
        return;
    disconnect(m_reply, nullptr, this, nullptr);
    m_reply->abort();
    m_reply->deleteLater();
    m_reply = nullptr;
}

void Segment::finish()
{
    drop();
    m_state = State::Done;
    Q_EMIT finished();
}

void Segment::giveUp(const Error &error)
{
    drop();
    m_lastError = error;
    m_state = State::Failed;
    Q_EMIT failed(error);
}

void Segment::watch()
{
    // Qt has no time-out for a stalled body, and its idle timer lets a drip pass: look at the bytes.
    m_clock.callAfter(std::min<std::chrono::milliseconds>(1s, m_patience.silence), this, [this, mine = m_watch] {
        if (mine != m_watch || !m_reply)
            return;
        const auto now = m_clock.now();
        const bool slept = now - std::exchange(m_lastWatch, now) > 5s; // the process was stopped, or the machine
        if (slept || !m_reading || m_throttled) {
            m_lastByte = m_windowStart = now; // it is us who wait
            m_windowBytes = 0;
        }
        const bool silent = now - m_lastByte > m_patience.silence;
        const bool windowOver = now - m_windowStart > m_patience.window;
        if (silent || (windowOver && m_windowBytes < m_patience.leastBytesPerWindow)) {
            if (m_state == State::Receiving)
                deliver();
            if (mine != m_watch)
                return; // that was all
            return retryLater({ErrorKind::Stalled, u"the transfer stalled"_s, u"check the network"_s, true, {}});
        }
        if (windowOver) {
            m_windowStart = now;
            m_windowBytes = 0;
        }
        watch();
    });
}

void Segment::handleMetaData()
{
    if (m_state != State::Connecting)
        return;
    m_lastByte = m_clock.now();
    const SegmentAnswer answer = SegmentAnswer::of(*m_reply);
    const QString host = m_reply->url().host();
    const SegmentQuestion question{
        {m_position, m_requestedEnd}, m_order.fileBytes, !m_order.wholeFile, m_order.etags->value(host)};
    QString why;
    const SegmentVerdict verdict = judge(answer, question, &why);
    if (verdict != SegmentVerdict::Accept)
        return handleVerdict(verdict, why);
    if (!answer.etag.isEmpty())
        m_order.etags->insert(host, answer.etag);
    m_state = State::Receiving;
}

void Segment::handleVerdict(SegmentVerdict verdict, const QString &why)
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const Error error{ErrorKind::HubFailed, why, u"try again later"_s, true, {}};
    switch (verdict) {
    case SegmentVerdict::Accept: return;
    case SegmentVerdict::Redirect: return followRedirect();
    case SegmentVerdict::Expired:
        if (++m_expiries > maxExpiries)
            return giveUp({ErrorKind::Forbidden, why, u"the Hub's signed links do not work from here"_s, true, {}});
        drop();
        m_lastError = error;
        if (m_expiries == 1) {
            m_state = State::Expired;
            return Q_EMIT locationExpired();
        }
        // A fresh link does not help: some fronts say so to too many connections, and to ask on and on is no help.
        m_state = State::Waiting;
        Q_EMIT retried(error.kind);
        m_clock.callAfter(backOff(m_expiries - 1), this, [this, mine = m_watch] {
            if (mine != m_watch || m_state != State::Waiting)
                return;
            m_state = State::Expired;
            Q_EMIT locationExpired();
        });
        if (status == 403)
            Q_EMIT refused();
        return;
    case SegmentVerdict::RangeIgnored:
        // Once may be a single bad front of the CDN.
        if (++m_ignoredRanges < 2)
            return retryLater(error);
        drop();
        m_lastError = error;
        m_state = State::Idle;
        return Q_EMIT rangeIgnored();
    case SegmentVerdict::Changed:
        if (++m_expiries > maxExpiries)
            return giveUp({ErrorKind::HubFailed, why, u"check the proxy between here and the Hub"_s, true, {}});
        drop();
        m_lastError = error;
        m_state = State::Expired;
        return Q_EMIT fileChanged();
    case SegmentVerdict::Retry: {
        Error later = error;
        if (status == 429)
            later.kind = ErrorKind::RateLimited;
        later.retryAfter = requestedWait([this](const char *name) { return m_reply->rawHeader(name); });
        retryLater(later);
        if (status == 429 || status == 503)
            Q_EMIT refused();
        return;
    }
    case SegmentVerdict::Refuse: {
        // Once more, in case a single front of the CDN is broken; then it is the answer.
        const bool again = ++m_refusals < 2;
        return retryLater({ErrorKind::HubFailed, why, u"check the proxy between here and the Hub"_s, again, {}});
    }
    }
}

void Segment::followRedirect()
{
    const auto target = redirectTarget(m_reply->url(), m_reply->rawHeader("Location"), m_config.endpoint);
    if (!target)
        return giveUp(target.error());
    if (++m_redirects > maxRedirects)
        return giveUp({ErrorKind::HubFailed, u"the Hub redirects in a circle"_s, {}, false, {}});
    request(*target);
}

void Segment::handleReadyRead()
{
    if (m_state != State::Receiving || !m_reading || m_throttled)
        return;
    const bool due = m_clock.now() - m_lastDelivery >= deliveryInterval;
    const bool last = m_reply->bytesAvailable() >= remainingBytes();
    if (due || last || m_reply->bytesAvailable() >= deliveryBytes)
        deliver();
}

void Segment::deliver()
{
    // read() makes room for all that it is asked for, and the rest of a range may be gigabytes.
    const qint64 here = std::min(remainingBytes(), m_reply->bytesAvailable());
    if (here <= 0)
        return;
    m_lastDelivery = m_lastByte = m_clock.now();
    const qint64 granted = m_limiter.take(here);
    m_throttled = granted < here;
    if (granted == 0)
        return;
    const QByteArray bytes = m_reply->read(granted);
    const qint64 offset = m_position;
    m_position += bytes.size();
    m_totalBytes += bytes.size();
    m_windowBytes += bytes.size();
    if (m_position >= m_progressMark) {
        m_progressMark = m_position + realProgressBytes;
        m_attempts = m_expiries = m_refusals = 0;
    }
    Q_EMIT bytesReceived(offset, bytes);
    // A shortened range ends in the middle of an answer; any other one with it, which keeps the connection.
    if (m_state == State::Receiving && remainingBytes() == 0 && m_position < m_requestedEnd)
        finish();
}

void Segment::handleFinished()
{
    const bool answered = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid();
    if (m_state == State::Connecting && answered)
        handleMetaData(); // an empty body comes without metaDataChanged in between
    if (!m_reply || (m_state != State::Receiving && m_state != State::Connecting))
        return;
    if (m_state == State::Receiving) {
        // What the buffer still holds was received in full; take it however slow the disk is.
        while (m_state == State::Receiving && m_reply->bytesAvailable() > 0 && remainingBytes() > 0) {
            deliver();
            if (m_throttled)
                return; // refilled() comes back here
        }
        if (m_state != State::Receiving)
            return;
        const bool ended = m_order.fileBytes == unknownSize && m_reply->error() == QNetworkReply::NoError;
        if (ended)
            m_order.range.end = m_position;
        if (remainingBytes() == 0)
            return finish();
    }
    const bool tls = m_reply->error() == QNetworkReply::SslHandshakeFailedError;
    const bool reset = m_state == State::Receiving && m_reply->error() == QNetworkReply::RemoteHostClosedError;
    Error error{tls ? ErrorKind::TlsFailed : ErrorKind::NetworkFailed,
                u"the connection to %1 broke: %2"_s.arg(m_reply->url().host(), m_reply->errorString()),
                u"check the network and the proxy"_s,
                !tls,
                {}};
    if (m_reply->error() == QNetworkReply::NoError)
        error.message = u"%1 ended the transfer early"_s.arg(m_reply->url().host());
    retryLater(std::move(error));
    if (reset)
        Q_EMIT refused();
}

void Segment::retryLater(Error error)
{
    // Nothing is left to ask for, however the connection ended: an empty range would be answered 416.
    if (m_state == State::Receiving && remainingBytes() == 0)
        return finish();
    drop();
    ++m_attempts;
    ++m_totalAttempts;
    if (!error.retryable)
        return giveUp(error);
    m_state = State::Waiting;
    Q_EMIT retried(error.kind);
    const auto wait = error.retryAfter ? std::chrono::milliseconds(*error.retryAfter) : backOff(m_attempts);
    if (error.retryAfter)
        m_quietUntil = m_clock.now() + wait;
    qCInfo(logDownload).noquote() << "segment at" << m_position << "goes on in" << wait.count()
                                  << "ms:" << error.message;
    m_lastError = std::move(error);
    m_redirects = 0;
    m_clock.callAfter(wait, this, [this, mine = m_watch] {
        if (mine == m_watch && m_state == State::Waiting)
            request(m_location);
    });
}

void Segment::setReading(bool reading)
{
    if (m_reading == reading)
        return;
    m_reading = reading;
    m_lastByte = m_windowStart = m_clock.now();
    m_windowBytes = 0;
    if (reading && m_state == State::Receiving && m_reply->bytesAvailable() > 0)
        deliver();
}
