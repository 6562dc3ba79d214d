#pragma once

#include "download/download.h"

/// Which downloads there are and whose turn it is. Lives on the core's thread.
class DownloadQueue final : public QObject {
    Q_OBJECT

public:
    /// At most \a parallel downloads fetch at the same time; the rest waits.
    DownloadQueue(DownloadContext context, int parallel, QObject *parent = nullptr);
    ~DownloadQueue() override;

    /// Starts a download, or joins the one that fetches the same file. It is kept alive by the queue until it has
    /// finished and by whoever holds the pointer. Error: QueueFull, ShuttingDown.
    Result<std::shared_ptr<Download>> add(const DownloadRequest &request);
    /// The download that fetches what \a request wants; nothing when none does.
    std::shared_ptr<Download> find(const DownloadRequest &request) const;
    /// All that are not finished, in the order they came.
    const QList<std::shared_ptr<Download>> &active() const { return m_downloads; }
    /// Downloads before \a download in its wait, from 1; 0 when it does not wait.
    int positionOf(const Download &download) const;

    /// Takes no more, checkpoints what runs, then calls \a stopped.
    void stop(std::function<void()> stopped);

Q_SIGNALS:
    /// Something about who waits for whom has changed.
    void positionsChanged();

private:
    void handleState(Download *download);
    void advance();
    void checkSpace(Download *download);
    QList<std::shared_ptr<Download>> waiting() const;

    const DownloadContext m_context;
    const int m_parallel;
    QList<std::shared_ptr<Download>> m_downloads;
    bool m_stopping = false;
};
