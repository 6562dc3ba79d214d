#pragma once

#include "download/part_writer.h"
#include "download/piece_schedule.h"
#include "download/segment.h"
#include "download/segment_budget.h"

#include <QNetworkAccessManager>

/// How transfers are done; the same for all. What is referred to must outlive them.
struct TransferConfig {
    HubClient &hub;
    Clock &clock;
    RateLimiter &limiter;
    SegmentPatience patience;
    int segments = 4; ///< connections of a download at its start
    int mostSegments = 16; ///< that it may grow to
    std::chrono::milliseconds stallTimeout = std::chrono::minutes(5); ///< without progress, then it fails
};

/// That the Hub, or its file server, has asked to be left alone for a while.
struct HubWait {
    Error why;
    std::chrono::steady_clock::time_point until;
};

/// What one connection of a transfer does now, for people.
struct SegmentReport {
    ByteRange range; ///< of the part
    qint64 position = 0;
    Segment::State state = Segment::State::Idle;
    qint64 bytesPerSecond = 0;
};

/// Fetches the missing bytes of a part over as many connections as help, from wherever its files are, and hands them
/// to the part's writer. Lives on the core's thread.
/// It ends by finished() or failed(), and is then idle; until then it goes on through everything that may pass.
class Transfer final : public QObject {
    Q_OBJECT

public:
    /// \a token replaces the configured one when it is not empty. \a writer holds the part for \a plan.
    Transfer(const TransferConfig &config, PartPlan plan, Secret token, PartWriter &writer, QObject *parent);
    ~Transfer() override;

    /// Fetches \a missing. \a locations are where the plan's sources are now; those that are missing or empty are
    /// asked for.
    void start(const QList<ByteRange> &missing, const QList<QUrl> &locations);
    /// Ends all connections; what they had received is with the writer.
    void stop();

    bool isRunning() const { return m_running; }
    /// True: no further piece is begun; those that are go on.
    void setHeld(bool held);
    /// Where the sources were last, for another transfer.
    QList<QUrl> locations() const;
    /// Connections that were begun anew.
    int attempts() const;
    QList<SegmentReport> segments() const;
    /// What all of it waits for now; nothing when some of it moves.
    std::optional<HubWait> hubWait() const;
    /// Why the last connection broke.
    const std::optional<Error> &lastError() const { return m_lastError; }

Q_SIGNALS:
    /// All bytes of \a range have been handed to the writer.
    void pieceReceived(ByteRange range);
    /// The size of a file that had none in its plan.
    void sizeLearned(qint64 bytes);
    /// One of its connections broke, or was cut, and another follows.
    void connectionRetried(ErrorKind why);
    /// What hubWait() says may have changed.
    void hubWaits();
    void finished();
    /// The Hub has another file at the plan's commit: what is there is worthless. Ends the transfer.
    void planBroken();
    void failed(const Error &error);

private:
    struct Source {
        PartSource file;
        QUrl location;
        QHash<QString, QByteArray> etags;
        bool resolving = false;
        int failures = 0; ///< to resolve it, in a row
        bool complete = false; ///< of a stream
    };
    struct Lane { ///< a segment and the connections that are its own
        std::unique_ptr<QNetworkAccessManager> network;
        std::unique_ptr<Segment> segment;
        int source = 0;
        ByteRange piece; ///< of the part
        qint64 measuredBytes = 0; ///< of the segment when the rate was last taken
        qint64 bytesPerSecond = 0;
        std::chrono::steady_clock::time_point begunAt; ///< the piece, or its last connection
    };

    void fill();
    bool startPiece();
    bool splitSlowest();
    bool startStream();
    Lane &idleLane();
    Lane &addLane();
    Lane *laneOf(const Segment *segment);
    void begin(Lane &lane, ByteRange piece, bool wholeFile);
    int sourceAt(qint64 offset) const;
    void handleBytes(Lane &lane, qint64 fileOffset, const QByteArray &bytes);
    bool countsAllBytes() const;
    void noteProgress(qint64 bytes);
    void handleFinished(Segment *segment);
    void handleRefused(Lane &lane);
    void switchToStreams();
    void needLocation(int source, bool fresh);
    void handleLocated(int source, const Result<RemoteFile> &file);
    void awaitLocation(const Error &why, std::chrono::milliseconds wait);
    void goOn(int source);
    void tick();
    void reconnectLaggards();
    bool hasStalled();
    void setReading();
    void end();
    void fail(const Error &error);

    const TransferConfig m_config;
    const PartPlan m_plan;
    const Secret m_token;
    PartWriter &m_writer;
    SegmentBudget m_budget;
    PieceSchedule m_schedule;
    std::vector<Source> m_sources;
    std::vector<std::unique_ptr<Lane>> m_lanes;
    bool m_running = false;
    bool m_held = false;
    bool m_streams = false; ///< the server knows no ranges: one stream a file
    quint64 m_run = 0; ///< a timer of an earlier one is void
    std::optional<Error> m_lastError;
    std::optional<HubWait> m_locationWait; ///< before it is asked again where a source is
    qint64 m_receivedBytes = 0;
    qint64 m_sinceProgress = 0;
    qint64 m_lastPieceRate = 0; ///< bytes per second of the piece that ended last
    std::chrono::steady_clock::time_point m_lastProgress;
    std::chrono::steady_clock::time_point m_lastTick;
};
