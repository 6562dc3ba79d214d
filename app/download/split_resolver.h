#pragma once

#include "hub/hub_client.h"
#include "store/gguf_join.h"
#include "store/part_plan.h"

#include <QObject>

/// A split model as one file: what its part file is to be, and what has to be written into it before the shards' data.
struct SplitPlan {
    PartPlan plan;
    QList<QUrl> locations; ///< of the shards
    QList<QByteArray> heads; ///< of the shards, which are not in the joined file as they are
    QByteArray header; ///< of the joined file
};

/// Finds all shards of a split model on the Hub and plans how they become one GGUF file, because Shimmy cannot load
/// several. The shards' heads are fetched for it; their data then goes straight to its place.
/// Lives on the core's thread; for one model.
class SplitResolver final : public QObject {
    Q_OBJECT

public:
    /// \a shard is any of the model's, as in "name-00001-of-00003.gguf"; \a hub must outlive this.
    SplitResolver(const HubClient &hub, RepoId repo, Revision revision, RepoPath shard, Secret token,
                  QObject *parent = nullptr);

    void start();

Q_SIGNALS:
    void resolved(const SplitPlan &plan);
    /// The Hub's errors; NotGguf and Unsupported when the shards do not make a model.
    void failed(const Error &error);
    /// The Hub asks to be left alone for \a wait.
    void waiting(const Error &why, std::chrono::milliseconds wait);

private:
    HubWaits waits();
    void resolveNext();
    void handleFile(const Result<RemoteFile> &file);
    void readHead(qint64 bytes);
    void handleHead(const QByteArray &prefix, qint64 asked);
    void join();

    const HubClient &m_hub;
    const RepoId m_repo;
    Revision m_revision;
    const RepoPath m_shard;
    const Secret m_token;
    QList<RemoteFile> m_files;
    QList<GgufShardHead> m_heads;
    QList<QByteArray> m_headBytes;
    qint64 m_tensors = 0;
};

/// What the file of a split model is called when it is one: the path of any shard without its number.
RepoPath joinedPath(const RepoPath &shard);
