#pragma once

#include "download/job_record.h"
#include "download/progress.h"
#include "download/split_resolver.h"
#include "download/verification.h"
#include "store/disk_budget.h"
#include "store/model_store.h"

/// What all downloads share. Everything referred to must outlive them.
struct DownloadContext {
    ModelStore &store;
    TransferConfig transfer;
    qint64 memoryBytes = 0; ///< for choosing a quantization
    /// Makes a published model usable, then calls back: the last step of a download.
    std::function<void(const Model &model, QObject *context, std::function<void(Result<void>)> loaded)> load;
    /// Whether that has been done for an installed model.
    std::function<bool(const Model &model)> isLoaded;
    const DiskBudget &budget;
    /// Removes models, but none of the files \a spared, until so many further bytes are available, or none that may go
    /// would help, then calls back. Empty: none may be removed.
    std::function<void(qint64 bytes, const QSet<QString> &spared, QObject *context, std::function<void()> done)>
        makeRoom;
};

/// The job that fulfils a pull, from the repo's name to a model that answers. Lives on the core's thread.
///
///   Resolving → Queued → Reserving → Fetching → Verifying → Publishing → Loading → Done
///
/// Until Publishing it may be Paused, by a wish, or WaitingForSpace, by a full disk, and goes on as Queued; it may
/// fail, be retried, or be cancelled. Stopped is a download that the service's end interrupted; its record brings it
/// back.
class Download final : public QObject {
    Q_OBJECT

public:
    enum class State {
        Resolving,
        Queued,
        Reserving,
        Fetching,
        Verifying,
        Publishing,
        Loading,
        Paused,
        WaitingForSpace,
        Done,
        Failed,
        Cancelled,
        Stopped,
    };
    Q_ENUM(State)

    /// A new job by \a record, or one that a restart brings back: then with what was known of it.
    Download(JobRecord record, DownloadContext context, QObject *parent = nullptr);
    ~Download() override;

    /// Goes on from the record: asks the Hub, or waits for its turn. The queue calls it once.
    void launch();
    /// Fetches what was resolved. The queue calls it when it is this download's turn.
    void begin();
    /// Shows the progress of another replica that fetches the same file. The queue calls it while this one waits for
    /// that.
    void follow();
    /// Ends the download with \a error; what came stays for a retry.
    void giveUp(const Error &error);
    /// Checkpoints what came and calls \a stopped: for the service's end.
    void stop(std::function<void()> stopped);

    // What people ask for. Error: Busy when the state does not allow it (any more), InvalidArgument when it makes no
    // sense.
    Result<void> pause();
    Result<void> resume();
    /// After a failure. \a token replaces the one of the request if it is not empty.
    Result<void> retry(const Secret &token);
    /// Ends the download for good. What came is removed, but with \a keepPart.
    Result<void> cancel(bool keepPart);
    void setPriority(int priority) { m_record.request.priority = priority; }
    void setOrder(qint64 order) { m_record.order = order; }

    const QString &id() const { return m_record.id; }
    const DownloadRequest &request() const { return m_record.request; }
    const JobRecord &record() const { return m_record; }
    State state() const { return m_state; }
    /// Takes one of the places for downloads that run at the same time.
    bool isRunning() const { return m_state >= State::Reserving && m_state <= State::Loading; }
    /// Asks, waits for its turn or runs: not paused, not waiting for space, not at an end.
    bool isActive() const { return m_state <= State::Loading; }
    /// Nothing follows, but for a Failed one's retry.
    bool isFinished() const { return m_state >= State::Done; }
    /// What the Hub said; from resolved() on.
    const std::optional<PartPlan> &plan() const { return m_record.plan; }
    /// Bytes this download will still take from the disk, and has not reserved.
    qint64 unreservedBytes() const;
    const Progress &progress() const { return m_progress; }
    double verifiedPercent() const;
    std::chrono::steady_clock::time_point startedAt() const { return m_startedAt; }
    /// It has found another replica at work on its file, and should not look again before.
    std::chrono::steady_clock::time_point restsUntil() const { return m_restsUntil; }
    /// That it is idle because the Hub has asked for it.
    struct HubPause {
        Error why;
        std::chrono::seconds left;
    };
    /// Nothing: it moves, or waits for something else.
    std::optional<HubPause> hubPause() const;
    /// Connections that were begun anew.
    int attempts() const;
    QList<SegmentReport> segments() const;
    /// The model; when Done.
    const std::optional<Model> &model() const { return m_model; }
    /// Why it Failed, was Cancelled or Stopped, or waits for space.
    const std::optional<Error> &error() const { return m_error; }
    /// The last trouble that did not end it; nothing when there was none.
    std::optional<Error> lastTrouble() const;

    /// Clients that watch. A pull of the same file joins a job that nobody watches.
    int watchers() const { return m_watchers; }
    void addWatcher() { ++m_watchers; }
    void removeWatcher() { --m_watchers; }

Q_SIGNALS:
    /// The file is known and its size is not yet reserved. Once, before Queued.
    void resolved();
    void stateChanged();
    /// It has moved, or waits for the Hub.
    void progressed();
    /// What must survive a restart has changed.
    void recordChanged();
    void connectionRetried(ErrorKind why);

private:
    void resolve();
    HubWaits hubWaits();
    void chooseFrom(const QList<RepoFile> &files);
    void resolveFile(const RepoPath &path);
    void resolveShards(const RepoPath &shard);
    void prepareSplit(std::function<void()> prepared);
    void plan(const PartPlan &plan, const QList<QUrl> &locations);
    void planAnew();
    bool joinInstalled();
    void handleOpened(const Result<void> &opened);
    void handleSizeLearned(qint64 bytes);
    void startTransfer();
    void handleWritten(qint64 bytes);
    void verify();
    void publish(const Verified &verified);
    void publishCopyOf(const Model &model);
    void handlePublished(const Result<ModelManifest> &manifest);
    void load();
    void handleTrouble(const Error &error);
    bool placeWasTaken(const Error &error);
    void yieldToReplica(const Error &error);
    void letGo();
    void removePart() const;
    void waitForSpace(const Error &error);
    void pollSpace(std::chrono::milliseconds interval);
    bool hasSpace();
    void halt(State state, bool keepPart);
    void fail(const Error &error);
    void setState(State state);
    Publication publication() const;

    const DownloadContext m_context;
    JobRecord m_record;
    State m_state = State::Resolving;
    std::unique_ptr<SplitResolver> m_splitResolver;
    QList<QByteArray> m_shardHeads; ///< of a split model that was just resolved; later they are in the part
    QByteArray m_joinedHeader;
    QList<QUrl> m_locations; ///< of the plan's sources, if they are known; signed, so in memory only
    Progress m_progress;
    PartWriter m_writer;
    std::unique_ptr<Transfer> m_transfer;
    std::unique_ptr<Verification> m_verification;
    qint64 m_heldBytes = 0;
    int m_plans = 0;
    int m_spaceFailures = 0;
    int m_publications = 0; ///< that found their place taken
    int m_attemptsBefore = 0; ///< of transfers that are over
    int m_watchers = 0;
    bool m_changing = false; ///< pausing or ending: the last checkpoint runs
    quint64 m_run = 0; ///< what an earlier run still answers is void
    std::optional<HubWait> m_hubWait; ///< while it resolves
    std::chrono::steady_clock::time_point m_startedAt;
    std::chrono::steady_clock::time_point m_restsUntil;
    std::optional<Model> m_model;
    std::optional<Error> m_error;
    std::optional<Error> m_trouble;
};
