#pragma once

#include "hub/hub_cache.h"
#include "hub/hub_call.h"
#include "hub/hub_rows.h"
#include "hub/repo_card.h"
#include "hub/revision.h"

/// A repo as it is at one commit.
struct RepoListing {
    RepoFacts facts;
    QList<RepoFile> files;
};

/// A repo and what it says of itself.
struct DescribedRepo {
    RepoFacts facts;
    RepoCard card; ///< with the Hub's word for the licence when the README has none
};

/// What to look for; everything may be empty.
struct RepoSearch {
    /// Always descending.
    enum class Order { Downloads, Likes, LastModified, CreatedAt, Trending };

    QString text;
    QString author;
    Order order = Order::Downloads;
    int limit = 20; ///< 1 to 100
    QByteArray cursor; ///< of the page before; the Hub's own
};

struct RepoPage {
    QList<RepoFacts> repos;
    QByteArray nextCursor; ///< empty: the last page
};

/// Answers of the Hub, and how long it made us wait for them.
template <class T>
struct Browsed {
    T value;
    std::chrono::milliseconds waited{0};
};

/// Looks around on the Hub for a person who waits for the answer: less patient than HubClient, and content with what
/// the Hub said a minute ago. Lives on the core's thread; answers arrive there.
/// Errors: the Hub's (RateLimited when it asks for more patience than a person has), HubOffline, NetworkFailed,
/// TlsFailed, TimedOut, HubFailed.
class HubBrowser final {
public:
    template <class T>
    using Callback = std::function<void(Result<Browsed<T>>)>;

    /// \a network and \a clock must outlive the browser.
    HubBrowser(QNetworkAccessManager &network, Clock &clock, HubConfig config);

    /// All files of \a repo at \a revision, and what the Hub says of it. \a token replaces the configured one when it
    /// is not empty, here and below.
    void list(const RepoId &repo, const Revision &revision, const Secret &token, QObject *context,
              Callback<RepoListing> callback);
    /// What the Hub and its own README say of \a repo at \a revision. A README that is not there, or may not be read,
    /// says nothing.
    void describe(const RepoId &repo, const Revision &revision, const Secret &token, QObject *context,
                  Callback<DescribedRepo> callback);
    /// A page of repos with GGUF files.
    void search(const RepoSearch &search, const Secret &token, QObject *context, Callback<RepoPage> callback);
    /// Whose token it is; never from the cache. Error: also Unauthorized, when the Hub does not know it.
    void whoAmI(const Secret &token, QObject *context, Callback<HubUser> callback);

private:
    struct Page {
        CachedAnswer answer;
        std::chrono::milliseconds waited{0};
    };
    struct Listed;
    QUrl urlFor(const QByteArray &encodedPath, const QByteArray &query) const;
    QString pageOf(const RepoId &repo) const;
    static QByteArray encodedCommit(const RepoFacts &facts, const Revision &revision);
    HubRequest requestFor(const QUrl &url, const Secret &token, const QString &page) const;
    void get(const QUrl &url, const Secret &token, const QString &page, QObject *context,
             std::function<void(Result<Page>)> callback);
    void get(HubRequest request, QObject *context, std::function<void(Result<Page>)> callback);
    void askFacts(const RepoId &repo, const Revision &revision, const Secret &token, QObject *context,
                  Callback<RepoFacts> callback);
    void listPage(const QUrl &url, std::shared_ptr<Listed> listed);

    QNetworkAccessManager &m_network;
    Clock &m_clock;
    HubConfig m_config;
    HubCache m_cache;
};
