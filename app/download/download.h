#pragma once

#include "download/download_request.h"
#include "download/part_writer.h"
#include "download/progress.h"
#include "download/segment.h"
#include "store/model_store.h"
#include "store/publisher.h"

#include <QNetworkAccessManager>

/// What all downloads share. Everything referred to must outlive them.
struct DownloadContext {
    HubClient &hub;
    ModelStore &store;
    Clock &clock;
    int segments = 4;
    qint64 memoryBytes = 0; ///< for choosing a quantization
    SegmentPatience patience;
    /// Makes a published model usable, then calls back: the last step of a download.
    std::function<void(const Model &model, QObject *context, std::function<void(Result<void>)> loaded)> load;
};

/// The job that fulfils a pull, from the repo's name to a model that answers. Lives on the core's thread.
///
///   Resolving → Queued → Reserving → Fetching → Verifying → Publishing → Loading → Done
///
/// Failed may follow each of them; Stopped is a download that the service's end interrupted.
class Download final : public QObject {
    Q_OBJECT

public:
    enum class State { Resolving, Queued, Reserving, Fetching, Verifying, Publishing, Loading, Done, Failed, Stopped };
    Q_ENUM(State)

    Download(QString id, DownloadRequest request, DownloadContext context, QObject *parent = nullptr);
    ~Download() override;

    /// Asks the Hub. The queue calls it once; resolved() or finished() follows.
    void resolve();
    /// Fetches what was resolved. The queue calls it when it is this download's turn.
    void begin();
    /// Ends the download with \a error; what came stays for the next pull of the same file.
    void giveUp(const Error &error);
    /// Checkpoints what came and calls \a stopped: for the service's end.
    void stop(std::function<void()> stopped);

    const QString &id() const { return m_id; }
    const DownloadRequest &request() const { return m_request; }
    State state() const { return m_state; }
    bool isFinished() const { return m_state == State::Done || m_state == State::Failed || m_state == State::Stopped; }
    /// What the Hub said; from resolved() on.
    const std::optional<PartPlan> &plan() const { return m_plan; }
    /// Bytes this download will still take from the disk.
    qint64 unreservedBytes() const;
    const Progress &progress() const { return m_progress; }
    double verifiedPercent() const;
    std::chrono::steady_clock::time_point startedAt() const { return m_startedAt; }
    /// The model; when Done.
    const std::optional<Model> &model() const { return m_model; }
    /// Why it Failed or Stopped.
    const std::optional<Error> &error() const { return m_error; }

Q_SIGNALS:
    /// The file is known and its size is not yet reserved. Once, before Queued.
    void resolved();
    void stateChanged();
    void progressed();
    /// Done, Failed or Stopped: nothing follows.
    void finished();

private:
    void chooseFrom(const QList<RepoFile> &files);
    void resolveFile(const RepoPath &path);
    void plan(const RemoteFile &file);
    void startSegments();
    void addSegment(ByteRange range, bool wholeFile);
    void resolveAgain(Segment *segment);
    void startOver(SegmentVerdict verdict);
    void handleWritten(qint64 bytes);
    void handleSegmentFinished();
    void verify();
    void handleVerified(const Result<Verified> &verified);
    void publish(const Verified &verified);
    void load(const ModelManifest &manifest);
    void clearSegments();
    void fail(const Error &error);
    void setState(State state);

    const QString m_id;
    const DownloadRequest m_request;
    const DownloadContext m_context;
    State m_state = State::Resolving;
    std::optional<PartPlan> m_plan;
    QUrl m_location;
    Progress m_progress;
    PartWriter m_writer;
    struct Lane { ///< a segment and the connections that are its own
        std::unique_ptr<QNetworkAccessManager> network;
        std::unique_ptr<Segment> segment;
    };
    std::vector<Lane> m_lanes;
    qint64 m_writtenBytes = 0;
    int m_restarts = 0;
    bool m_refetched = false;
    std::shared_ptr<std::atomic<qint64>> m_hashedBytes = std::make_shared<std::atomic<qint64>>(0);
    std::shared_ptr<std::atomic<bool>> m_cancelHash = std::make_shared<std::atomic<bool>>(false);
    std::chrono::steady_clock::time_point m_startedAt;
    std::optional<Model> m_model;
    std::optional<Error> m_error;
};
