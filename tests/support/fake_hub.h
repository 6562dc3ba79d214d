#pragma once

#include "fake_hub_types.h"

#include <QThread>

#include <memory>

class FakeHubState;

/// A stand-in for the HuggingFace Hub on raw sockets, with a thread of its own, so that tests may block.
/// The Hub is http://127.0.0.1:PORT, its file server http://localhost:OTHER: another host name, as the real one's.
/// Each may speak https instead.
/// Every call is thread-safe and takes effect for the next request.
class FakeHub {
public:
    /// Listens on 127.0.0.1; \a port 0 takes any.
    explicit FakeHub(quint16 port = 0);
    explicit FakeHub(const FakeHubOptions &options);
    ~FakeHub();
    FakeHub(const FakeHub &) = delete;
    FakeHub &operator=(const FakeHub &) = delete;

    QString url() const;
    /// Of the file server.
    QString cdnUrl() const;
    bool isListening() const;

    /// Adds a large (LFS) file to the main branch; the repo is made when it is new. Makes a new
    /// commit; the older ones, and the links to their files, stay as they are.
    void addFile(const QString &repo, const QString &path, const QByteArray &bytes);
    /// The same for a file on disk of any size, whose hash the caller knows.
    void addLocalFile(const QString &repo, const QString &path, const QString &localPath, const QByteArray &sha256Hex);
    /// Adds a small file that git itself holds: it has no sha256.
    void addGitFile(const QString &repo, const QString &path, const QByteArray &bytes);
    void setAccess(const QString &repo, HubAccess access);
    void setFacts(const QString &repo, const HubRepoFacts &facts);
    /// \a repo answers 307 to \a newName, which must exist.
    void moveRepo(const QString &repo, const QString &newName);
    /// A token that may see private and gated repos.
    void addToken(const QByteArray &token);
    /// Signed links live this long; 0: they are expired at once.
    void setLinkSeconds(int seconds);
    /// Sends clients to \a url/OWNER/REPO/PATH of another server, which holds the files of the main branch, instead
    /// of the own file server. Empty: to the own again.
    void setCdn(const QString &url);
    /// The file server sends each body this slowly, in bytes a second; 0: as fast as it goes. Drip overrides it.
    void setBytesPerSecond(qint64 rate);
    /// Entries a page of the tree and of the search.
    void setPageSize(int entries);

    void inject(const HubFault &fault);
    void clearFaults();

    QString commitOf(const QString &repo) const;
    QList<HubRequestLog> requests() const;
    /// Requests to the file server; \a method empty: all.
    int cdnRequests(const QByteArray &method = "GET") const;
    /// Body bytes the file server has sent.
    qint64 cdnBytes() const;
    /// The file server has seen an Authorization header: a token leaked.
    bool cdnSawToken() const;

private:
    std::unique_ptr<FakeHubState> m_state;
    QThread m_thread;
    class Listeners;
    Listeners *m_listeners = nullptr; ///< lives in m_thread
    bool m_listening = false;
};
