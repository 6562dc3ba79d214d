#pragma once

#include "hub/hub_call.h"
#include "hub/repo_file.h"
#include "hub/revision.h"

/// The size of a file that a server does not tell.
constexpr qint64 unknownSize = -1;

/// A file on the Hub, pinned: where its bytes are now and what they must be.
struct RemoteFile {
    RepoId repo; ///< as the Hub spells it now
    RepoPath path;
    Revision revision; ///< as asked for
    QString commit; ///< what the revision was when it was resolved
    qint64 bytes = 0; ///< or unknownSize
    std::optional<Sha256> sha256; ///< of large files only
    QUrl location; ///< may be signed: never stored, never logged
};

/// Asks the Hub about repos and files. Lives on the core's thread; answers arrive there, and before them what \a waits
/// tells of the time until then.
class HubClient final {
public:
    /// \a network and \a clock must outlive the client.
    HubClient(QNetworkAccessManager &network, Clock &clock, HubConfig config, HubPatience patience = {});

    const HubConfig &config() const { return m_config; }

    /// Lists all files of \a repo at \a revision, over as many pages as it takes. \a token replaces the configured
    /// one when it is not empty. Errors: the Hub's, NetworkFailed, TlsFailed, TimedOut, HubFailed.
    void listFiles(const RepoId &repo, const Revision &revision, const Secret &token, QObject *context,
                   std::function<void(Result<QList<RepoFile>>)> callback, const HubWaits &waits = {}) const;

    /// Finds where \a path is and pins its commit, size and hash. Errors as for listFiles().
    void resolve(const RepoId &repo, const Revision &revision, const RepoPath &path, const Secret &token,
                 QObject *context, std::function<void(Result<RemoteFile>)> callback, const HubWaits &waits = {}) const;

    /// Reads the first \a bytes of a file at \a location, as resolve() gave it; fewer when it has fewer. At most 64
    /// MiB. Errors as for listFiles(), and HubFailed when the server sends something else.
    void readStart(const QUrl &location, qint64 bytes, const Secret &token, QObject *context,
                   std::function<void(Result<QByteArray>)> callback, const HubWaits &waits = {}) const;

    /// The token to use for a request to the endpoint: \a token if it is not empty, else the configured one.
    Secret tokenOr(const Secret &token) const { return token.isEmpty() ? m_config.token : token; }
    /// The page of \a repo that a person opens.
    QString pageOf(const RepoId &repo) const;

private:
    QUrl urlFor(const QByteArray &encodedPath, const QByteArray &query = {}) const;
    void sizeFromTree(RemoteFile file, const Secret &token, QObject *context,
                      std::function<void(Result<RemoteFile>)> callback, const HubWaits &waits) const;
    void fetchPage(const QUrl &url, const RepoId &repo, const Secret &token, QList<RepoFile> listed, int page,
                   QObject *context, std::function<void(Result<QList<RepoFile>>)> callback,
                   const HubWaits &waits) const;

    QNetworkAccessManager &m_network;
    Clock &m_clock;
    HubConfig m_config;
    HubPatience m_patience;
};
