#pragma once

#include "base/clock.h"
#include "download/segment_answer.h"
#include "hub/hub_client.h"

#include <QPointer>

/// What a segment may do while nothing comes.
struct SegmentPatience {
    std::chrono::milliseconds silence = std::chrono::seconds(15); ///< then the connection is cut and tried again
    qint64 leastBytesPerWindow = 64 * 1024; ///< fewer in the window below: cut as well
    std::chrono::milliseconds window = std::chrono::seconds(60);
    int attemptsWithoutProgress = 7; ///< then it fails; any real progress starts the count anew
};

/// Fetches one byte range of a file, over as many connections as it takes. Lives on the core's thread.
/// Redirects, stalls, wrong ranges and retries are its business; what needs another location or plan it reports.
class Segment final : public QObject {
    Q_OBJECT

public:
    enum class State { Idle, Connecting, Receiving, Waiting, Expired, Done, Failed };

    /// \a network is used by this segment alone. \a wholeFile asks without a Range, for servers that ignore it.
    Segment(QNetworkAccessManager &network, Clock &clock, const HubConfig &config, ByteRange range, qint64 fileBytes,
            bool wholeFile, SegmentPatience patience, QObject *parent);
    ~Segment() override;

    /// Begins, or goes on after locationExpired(), at \a location. \a token goes to the endpoint's origin only.
    void fetchFrom(const QUrl &location, const Secret &token);
    /// Ends the transfer; what came is kept. It can be started again.
    void stop();
    /// False: leaves further bytes to the network's buffer, because the disk is behind.
    void setReading(bool reading);

    State state() const { return m_state; }
    ByteRange range() const { return m_range; }
    qint64 receivedBytes() const { return m_position - m_range.begin; }

Q_SIGNALS:
    void bytesReceived(qint64 offset, const QByteArray &bytes);
    void locationExpired();
    /// The server sent the whole file, or another version of it: the plan must change.
    void planBroken(SegmentVerdict verdict);
    void finished();
    void failed(const Error &error);

private:
    void request(const QUrl &url);
    void handleMetaData();
    void handleReadyRead();
    void handleFinished();
    void deliver();
    void handleVerdict(SegmentVerdict verdict, const QString &why);
    void retryLater(Error error);
    void watch();
    void drop();
    void setState(State state) { m_state = state; }

    QNetworkAccessManager &m_network;
    Clock &m_clock;
    const HubConfig &m_config;
    const ByteRange m_range;
    const qint64 m_fileBytes;
    const bool m_wholeFile;
    const SegmentPatience m_patience;

    State m_state = State::Idle;
    QPointer<QNetworkReply> m_reply;
    QUrl m_location;
    Secret m_token;
    QByteArray m_etag;
    QString m_etagHost;
    qint64 m_position;
    bool m_reading = true;
    int m_redirects = 0;
    int m_attempts = 0;
    int m_expiries = 0;
    int m_refusals = 0;
    qint64 m_progressMark = 0; ///< position after which progress counts as real
    quint64 m_watch = 0; ///< the current connection; a watch of an older one is void
    std::chrono::steady_clock::time_point m_lastByte;
    std::chrono::steady_clock::time_point m_windowStart;
    std::chrono::steady_clock::time_point m_lastDelivery;
    qint64 m_windowBytes = 0;
};
