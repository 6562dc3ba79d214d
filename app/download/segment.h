#pragma once

#include "base/clock.h"
#include "download/rate_limiter.h"
#include "download/segment_answer.h"
#include "hub/hub_client.h"

#include <QHash>
#include <QPointer>

/// What a segment may do while nothing comes.
struct SegmentPatience {
    std::chrono::milliseconds silence = std::chrono::seconds(10); ///< then the connection is cut and tried again
    qint64 leastBytesPerWindow = 64 * 1024; ///< fewer in the window below: cut as well
    std::chrono::milliseconds window = std::chrono::seconds(60);
};

/// What a segment is to fetch.
struct SegmentOrder {
    qint64 fileBytes = 0; ///< unknownSize: until the server ends it
    ByteRange range; ///< of the file
    bool wholeFile = false; ///< ask without a Range, for servers that ignore it
    QHash<QString, QByteArray> *etags = nullptr; ///< by host; shared by the file's segments, which must outlive this
};

/// Fetches one byte range of a file after the other, each over as many connections as it takes, one at a time. Lives on
/// the core's thread. Redirects, stalls, wrong ranges and retries are its business; what needs another location or plan
/// it reports. It never gives up on what may pass: whoever owns it sees that nothing comes, and decides.
class Segment final : public QObject {
    Q_OBJECT

public:
    enum class State {
        Idle,
        Expired, ///< waits for goOnAt()
        Connecting,
        Receiving,
        Waiting, ///< to try again
        Done,
        Failed,
    };

    /// \a network is used by this segment alone.
    Segment(QNetworkAccessManager &network, Clock &clock, const HubConfig &config, RateLimiter &limiter,
            SegmentPatience patience, QObject *parent);
    ~Segment() override;

    /// Takes the next range; it begins when goOnAt() says where.
    void await(const SegmentOrder &order);
    /// Begins, or goes on after locationExpired() or fileChanged(), at \a location. \a token goes to the endpoint's
    /// origin only.
    void goOnAt(const QUrl &location, const Secret &token);
    /// The range ends at \a end, which must not be behind position(): somebody else fetches the rest.
    void shorten(qint64 end);
    /// Cuts the connection, because it is too slow, and goes on over another.
    void reconnect();
    /// Ends the transfer; what came is delivered. await() can begin again.
    void stop();
    /// False: leaves further bytes to the network's buffer, because the disk is behind.
    void setReading(bool reading);

    State state() const { return m_state; }
    bool isBusy() const { return m_state != State::Idle && m_state != State::Done && m_state != State::Failed; }
    ByteRange range() const { return m_order.range; }
    qint64 position() const { return m_position; }
    qint64 remainingBytes() const { return m_order.range.end - m_position; }
    /// Bytes of all ranges so far.
    qint64 totalBytes() const { return m_totalBytes; }
    int attempts() const { return m_totalAttempts; }
    /// Until when the server asked to be left alone; in the past: it did not.
    std::chrono::steady_clock::time_point quietUntil() const { return m_quietUntil; }
    /// Why the last connection ended early.
    const std::optional<Error> &lastError() const { return m_lastError; }

Q_SIGNALS:
    void bytesReceived(qint64 offset, const QByteArray &bytes);
    void locationExpired();
    /// The server may hold another version of the file now.
    void fileChanged();
    /// The server sent the whole file although a range was asked for.
    void rangeIgnored();
    /// The server, or something between, has too much of us (403, 429, 503, a reset).
    void refused();
    /// A connection broke, or was cut, and another follows.
    void retried(ErrorKind why);
    void finished();
    void failed(const Error &error);

private:
    void request(const QUrl &url);
    void handleMetaData();
    void handleReadyRead();
    void handleFinished();
    void deliver();
    void handleVerdict(SegmentVerdict verdict, const QString &why);
    void followRedirect();
    void retryLater(Error error);
    void watch();
    void drop();
    void finish();
    void giveUp(const Error &error);

    QNetworkAccessManager &m_network;
    Clock &m_clock;
    const HubConfig &m_config;
    RateLimiter &m_limiter;
    const SegmentPatience m_patience;

    State m_state = State::Idle;
    SegmentOrder m_order;
    QPointer<QNetworkReply> m_reply;
    QUrl m_location;
    Secret m_token;
    qint64 m_requestedEnd = 0; ///< of the range that the present connection was asked for
    qint64 m_position = 0;
    qint64 m_totalBytes = 0;
    bool m_reading = true;
    bool m_throttled = false; ///< the limiter gave nothing: what is here waits for its refill
    int m_redirects = 0;
    int m_attempts = 0; ///< since the last real progress
    int m_totalAttempts = 0;
    int m_expiries = 0;
    int m_refusals = 0;
    int m_ignoredRanges = 0;
    qint64 m_progressMark = 0; ///< position after which progress counts as real
    quint64 m_watch = 0; ///< the current connection; a watch of an older one is void
    std::optional<Error> m_lastError;
    std::chrono::steady_clock::time_point m_quietUntil;
    std::chrono::steady_clock::time_point m_lastWatch;
    std::chrono::steady_clock::time_point m_lastByte;
    std::chrono::steady_clock::time_point m_windowStart;
    std::chrono::steady_clock::time_point m_lastDelivery;
    qint64 m_windowBytes = 0;
};
