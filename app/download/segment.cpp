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

constexpr qint64 readBufferBytes = 1 << 20;
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

Segment::Segment(QNetworkAccessManager &network, Clock &clock, const HubConfig &config, ByteRange range,
                 qint64 fileBytes, bool wholeFile, SegmentPatience patience, QObject *parent)
    : QObject(parent)
    , m_network(network)
    , m_clock(clock)
    , m_config(config)
    , m_range(range)
    , m_fileBytes(fileBytes)
    , m_wholeFile(wholeFile)
    , m_patience(patience)
    , m_position(range.begin)
    , m_progressMark(range.begin + realProgressBytes)
{
}

Segment::~Segment()
{
    drop();
}

void Segment::fetchFrom(const QUrl &location, const Secret &token)
{
    m_location = location;
    m_token = token;
    m_redirects = 0;
    request(location);
}

void Segment::request(const QUrl &url)
{
    drop();
    if (m_wholeFile)
        m_position = m_range.begin; // such a server starts over, and so do we
    const bool ours = isSameOrigin(url, m_config.endpoint);
    QNetworkRequest request = hubNetworkRequest(url, ours ? m_token : Secret(), m_config.userAgent);
    if (!m_wholeFile) {
        request.setRawHeader("Range",
                             "bytes=" + QByteArray::number(m_position) + '-' + QByteArray::number(m_range.end - 1));
    }
    setState(State::Connecting);
    m_lastByte = m_windowStart = m_clock.now();
    m_windowBytes = 0;
    m_reply = m_network.get(request);
    m_reply->setReadBufferSize(readBufferBytes);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Segment::handleMetaData);
    connect(m_reply, &QIODevice::readyRead, this, &Segment::handleReadyRead);
    connect(m_reply, &QNetworkReply::finished, this, &Segment::handleFinished);
    ++m_watch;
    watch();
}

void Segment::stop()
{
    if (m_state == State::Receiving)
        deliver();
    drop();
    if (m_state != State::Done && m_state != State::Failed)
        setState(State::Idle);
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

void Segment::watch()
{
    // Qt has no time-out for a stalled body, and its idle timer lets a drip pass: look at the bytes.
    m_clock.callAfter(std::min<std::chrono::milliseconds>(1s, m_patience.silence), this, [this, mine = m_watch] {
        if (mine != m_watch || !m_reply)
            return;
        const auto now = m_clock.now();
        const bool silent = m_reading && now - m_lastByte > m_patience.silence;
        const bool windowOver = now - m_windowStart > m_patience.window;
        if (silent || (windowOver && m_reading && m_windowBytes < m_patience.leastBytesPerWindow)) {
            if (m_state == State::Receiving)
                deliver();
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
        {m_position, m_range.end}, m_fileBytes, !m_wholeFile, host == m_etagHost ? m_etag : QByteArray()};
    QString why;
    const SegmentVerdict verdict = judge(answer, question, &why);
    if (verdict != SegmentVerdict::Accept)
        return handleVerdict(verdict, why);
    m_etag = answer.etag;
    m_etagHost = host;
    setState(State::Receiving);
}

void Segment::handleVerdict(SegmentVerdict verdict, const QString &why)
{
    switch (verdict) {
    case SegmentVerdict::Accept: return;
    case SegmentVerdict::Redirect: {
        const auto target = redirectTarget(m_reply->url(), m_reply->rawHeader("Location"), m_config.endpoint);
        if (target && ++m_redirects <= maxRedirects)
            return request(*target);
        drop();
        setState(State::Failed);
        return Q_EMIT failed(target ? Error{ErrorKind::HubFailed, u"the Hub redirects in a circle"_s, {}, false, {}}
                                    : target.error());
    }
    case SegmentVerdict::Expired:
        drop();
        if (++m_expiries > maxExpiries) {
            setState(State::Failed);
            return Q_EMIT failed(
                {ErrorKind::Forbidden, why, u"the Hub's signed links do not work from here"_s, true, {}});
        }
        setState(State::Expired);
        return Q_EMIT locationExpired();
    case SegmentVerdict::RangeIgnored:
    case SegmentVerdict::Changed:
        drop();
        setState(State::Idle);
        return Q_EMIT planBroken(verdict);
    case SegmentVerdict::Retry: {
        Error error{ErrorKind::HubFailed, why, u"try again later"_s, true, {}};
        error.retryAfter = requestedWait([this](const char *name) { return m_reply->rawHeader(name); });
        return retryLater(error);
    }
    case SegmentVerdict::Refuse: {
        // Once more, in case a single front of the CDN is broken; then it is the answer.
        const bool again = ++m_refusals < 2;
        return retryLater({ErrorKind::HubFailed, why, u"check the proxy between here and the Hub"_s, again, {}});
    }
    }
}

void Segment::handleReadyRead()
{
    if (m_state != State::Receiving || !m_reading)
        return;
    const bool due = m_clock.now() - m_lastDelivery >= deliveryInterval;
    if (due || m_reply->bytesAvailable() >= deliveryBytes)
        deliver();
}

void Segment::deliver()
{
    m_lastDelivery = m_lastByte = m_clock.now();
    // read() makes room for all that it is asked for, and the rest of a range may be gigabytes.
    const QByteArray bytes = m_reply->read(std::min(m_range.end - m_position, m_reply->bytesAvailable()));
    if (bytes.isEmpty())
        return;
    const qint64 offset = m_position;
    m_position += bytes.size();
    m_windowBytes += bytes.size();
    if (m_position >= m_progressMark) {
        m_progressMark = m_position + realProgressBytes;
        m_attempts = 0;
    }
    Q_EMIT bytesReceived(offset, bytes);
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
        deliver();
        if (m_position == m_range.end) {
            drop();
            setState(State::Done);
            return Q_EMIT finished();
        }
    }
    const bool tls = m_reply->error() == QNetworkReply::SslHandshakeFailedError;
    Error error{tls ? ErrorKind::TlsFailed : ErrorKind::NetworkFailed,
                u"the connection to %1 broke: %2"_s.arg(m_reply->url().host(), m_reply->errorString()),
                u"check the network and the proxy"_s,
                !tls,
                {}};
    if (m_reply->error() == QNetworkReply::NoError)
        error.message = u"%1 ended the transfer early"_s.arg(m_reply->url().host());
    retryLater(std::move(error));
}

void Segment::retryLater(Error error)
{
    drop();
    ++m_attempts;
    if (!error.retryable || m_attempts >= m_patience.attemptsWithoutProgress) {
        setState(State::Failed);
        return Q_EMIT failed(error);
    }
    setState(State::Waiting);
    const auto wait = error.retryAfter ? std::chrono::milliseconds(*error.retryAfter) : backOff(m_attempts);
    qCInfo(logDownload).noquote() << "segment at" << m_position << "goes on in" << wait.count()
                                  << "ms:" << error.message;
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
