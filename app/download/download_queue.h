#pragma once

#include "download/download.h"
#include "download/job_store.h"

/// Which downloads there are and whose turn it is, also after a restart. Lives on the core's thread.
class DownloadQueue final : public QObject {
    Q_OBJECT

public:
    /// At most \a parallel downloads fetch at the same time; the rest waits.
    DownloadQueue(DownloadContext context, int parallel, QObject *parent = nullptr);
    ~DownloadQueue() override;

    /// Brings back what was accepted before a restart, or by a replica that is gone, and goes on with it. At the start,
    /// and whenever records have come.
    void restore();
    /// Other replicas have taken this one for dead and go on with its jobs: ends them here.
    void surrender();

    /// Accepts a pull: when \a accepted is called, its record is durable and it will be done. Joins the job that
    /// fetches the same file, and revives one that failed or was paused. The queue keeps it alive while it may go on;
    /// so does whoever holds the pointer. Error: QueueFull, ShuttingDown, DiskFull, DiskFailed.
    void add(const DownloadRequest &request, QObject *context,
             std::function<void(Result<std::shared_ptr<Download>>)> accepted);
    /// The download that fetches what \a request wants and has not ended; nothing when none does.
    std::shared_ptr<Download> find(const DownloadRequest &request) const;
    /// The job with \a id, recent ones included; nothing when there is none.
    std::shared_ptr<Download> job(const QString &id) const;

    /// Those that ask the Hub, wait for their turn or run, in the order they came.
    QList<std::shared_ptr<Download>> active() const;
    /// All that may go on (active, paused, waiting for space, failed), in the order of their turn, then the recent
    /// ones that have ended, the last first.
    QList<std::shared_ptr<Download>> all() const;
    /// Downloads before \a download in its wait, from 1; 0 when it does not wait.
    int positionOf(const Download &download) const;
    /// Makes \a download the one at \a position of those that wait, from 0; further than the end is the end.
    /// Error: Busy when it does not wait.
    Result<void> move(Download &download, int position);

    /// Takes no more, checkpoints what runs, then calls \a stopped.
    void stop(std::function<void()> stopped);

Q_SIGNALS:
    /// Something about who waits for whom has changed.
    void positionsChanged();
    /// \a download is new, or in another state.
    void jobChanged(Download *download);
    void jobProgressed(Download *download);
    /// A connection of some download broke, or was cut, and another follows.
    void connectionRetried(ErrorKind why);

private:
    std::shared_ptr<Download> make(JobRecord record);
    bool admit(const std::shared_ptr<Download> &download);
    void revive(const std::shared_ptr<Download> &download, const DownloadRequest &request);
    void handleState(Download *download);
    void retire(Download *download);
    void save(const Download &download);
    void advance();
    QSet<QString> placesToFill() const;
    void checkSpace(Download *download);
    Result<qint64> availableFor(const Download &download) const;
    bool hasRoom(Download *download);
    void lookAgainLater();
    QSet<QString> wantedParts() const;
    QList<std::shared_ptr<Download>> waiting() const;

    const DownloadContext m_context;
    const int m_parallel;
    JobStore m_records;
    QList<std::shared_ptr<Download>> m_downloads; ///< that may go on
    QList<std::shared_ptr<Download>> m_recent; ///< that have ended, the last first
    QSet<QString> m_awaitingRoom; ///< ids of those for which models are being removed
    qint64 m_lastOrder = 0;
    bool m_stopping = false;
    bool m_looksAgain = false; ///< for what another replica works on
};
