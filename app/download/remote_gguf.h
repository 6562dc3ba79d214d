#pragma once

#include "hub/hub_client.h"
#include "store/gguf_header.h"

#include <QObject>

/// What is known of a GGUF on the Hub without pulling it.
struct RemoteGguf {
    RepoId repo; ///< as the Hub spells it now
    RepoPath path; ///< of a split model its first shard
    QString commit;
    qint64 bytes = 0; ///< of all shards as one file; or unknownSize
    std::optional<Sha256> sha256; ///< nothing: split, or the Hub has none
    std::optional<GgufHeader> header; ///< nothing: it has none that can be read
    QString trouble; ///< why it has none
    QString chatTemplate; ///< the first 64 KiB; never to be run
    std::chrono::milliseconds waited{0}; ///< because the Hub had asked for it
};

/// Reads the headers of GGUFs on the Hub: their first MiB, and more only where they are longer; of split models those
/// of all shards. Lives on the core's thread; answers arrive there.
class RemoteGgufs final : public QObject {
    Q_OBJECT

public:
    /// Readings at the same time: each may take the memory of a large header.
    static constexpr int most = 4;

    /// \a hub must outlive this.
    explicit RemoteGgufs(const HubClient &hub, QObject *parent = nullptr);

    /// Reads the header of \a path, or of the split model that it is a shard of. A file that is no model is no error:
    /// RemoteGguf says what is wrong with it. Dropped when \a context dies.
    /// Error: the Hub's, as for HubClient::resolve(); QueueFull when too many are being read.
    void read(const RepoId &repo, const Revision &revision, const RepoPath &path, const Secret &token, QObject *context,
              std::function<void(Result<RemoteGguf>)> callback);

private:
    const HubClient &m_hub;
    int m_running = 0;
};
