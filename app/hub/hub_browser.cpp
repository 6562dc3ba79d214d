#include "hub/hub_browser.h"

#include "base/json.h"
#include "hub/hub_limits.h"
#include "hub/redirect.h"

#include <QUrlQuery>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype maxCursorBytes = 2048;
constexpr qint64 maxReadmeBytes = 64 << 10;

QByteArray orderName(RepoSearch::Order order)
{
    switch (order) {
    case RepoSearch::Order::Downloads: return "downloads";
    case RepoSearch::Order::Likes: return "likes";
    case RepoSearch::Order::LastModified: return "lastModified";
    case RepoSearch::Order::CreatedAt: return "createdAt";
    case RepoSearch::Order::Trending: return "trendingScore";
    }
    Q_UNREACHABLE();
}

/// Only the cursor is taken from the Hub's link: where to ask next is ours to say.
QByteArray cursorOf(const QByteArray &link)
{
    const QUrl url = QUrl::fromEncoded(link, QUrl::StrictMode);
    const QByteArray cursor =
        QUrlQuery(url.query(QUrl::FullyEncoded)).queryItemValue(u"cursor"_s, QUrl::FullyDecoded).toUtf8();
    return cursor.size() <= maxCursorBytes ? cursor : QByteArray();
}

/// Whether a README that fails with \a kind is as good as none: the repo itself was told of.
bool isWithoutReadme(ErrorKind kind)
{
    return kind == ErrorKind::FileNotFound || kind == ErrorKind::GatedRepo || kind == ErrorKind::Unauthorized
        || kind == ErrorKind::Forbidden;
}

} // namespace

/// A listing in progress.
struct HubBrowser::Listed {
    RepoListing listing;
    Secret token;
    QString page;
    int pages = 0;
    std::chrono::milliseconds waited{0};
    QPointer<QObject> context;
    Callback<RepoListing> callback;
};

HubBrowser::HubBrowser(QNetworkAccessManager &network, Clock &clock, HubConfig config)
    : m_network(network)
    , m_clock(clock)
    , m_config(std::move(config))
    , m_cache(clock)
{
}

QUrl HubBrowser::urlFor(const QByteArray &encodedPath, const QByteArray &query) const
{
    return QUrl::fromEncoded(
        QByteArray(m_config.endpoint.toEncoded() + encodedPath + (query.isEmpty() ? "" : "?") + query));
}

QString HubBrowser::pageOf(const RepoId &repo) const
{
    return m_config.endpoint.toString() + u'/' + repo.toString();
}

HubRequest HubBrowser::requestFor(const QUrl &url, const Secret &token, const QString &page) const
{
    HubRequest request{"GET", url, token.isEmpty() ? m_config.token : token, page};
    request.patience = HubPatience::ofPeople();
    return request;
}

void HubBrowser::get(const QUrl &url, const Secret &token, const QString &page, QObject *context,
                     std::function<void(Result<Page>)> callback)
{
    get(requestFor(url, token, page), context, std::move(callback));
}

void HubBrowser::get(HubRequest request, QObject *context, std::function<void(Result<Page>)> callback)
{
    const QUrl url = request.url;
    const auto known = m_cache.find(url, request.token);
    // Being offline is said even where an answer is known: it would be one of before.
    if (known && m_cache.isFresh(url, request.token) && !m_config.offline)
        return callback(Page{*known, 0ms});
    if (known)
        request.knownEtag = known->etag;
    const Secret used = request.token;
    HubCall::start(m_network, m_clock, m_config, std::move(request), context,
                   [this, url, used, known, callback = std::move(callback)](const Result<HubAnswer> &answer) {
                       if (!answer)
                           return callback(failWith(answer));
                       if (answer->status == 304 && known) {
                           m_cache.renew(url, used);
                           return callback(Page{*known, answer->waited});
                       }
                       CachedAnswer fresh{answer->header("ETag"), {}, answer->body};
                       // Perhaps relative to where a moved repo is now.
                       if (const QByteArray next = nextPageOf(answer->header("Link")); !next.isEmpty())
                           fresh.nextPage = answer->url.resolved(QUrl::fromEncoded(next)).toEncoded();
                       m_cache.keep(url, used, fresh);
                       callback(Page{fresh, answer->waited});
                   });
}

void HubBrowser::askFacts(const RepoId &repo, const Revision &revision, const Secret &token, QObject *context,
                          Callback<RepoFacts> callback)
{
    const QUrl url = urlFor(
        "/api/models/" + repo.toString().toUtf8() + "/revision/" + QUrl::toPercentEncoding(revision.toString()), {});
    get(url, token, pageOf(repo), context, [repo, callback = std::move(callback)](const Result<Page> &answer) {
        if (!answer)
            return callback(failWith(answer));
        const auto row = parseJsonObject(answer->answer.body, u"the Hub's answer"_s);
        const auto facts = row ? repoFactsOf(*row) : std::nullopt;
        if (!facts)
            return callback(
                fail(ErrorKind::HubFailed, u"the Hub's answer about %1 is not readable"_s.arg(repo.toString())));
        callback(Browsed<RepoFacts>{*facts, answer->waited});
    });
}

/// What pins the files to what \a facts were told of.
QByteArray HubBrowser::encodedCommit(const RepoFacts &facts, const Revision &revision)
{
    return facts.commit.isEmpty() ? QUrl::toPercentEncoding(revision.toString()) : facts.commit.toLatin1();
}

void HubBrowser::list(const RepoId &repo, const Revision &revision, const Secret &token, QObject *context,
                      Callback<RepoListing> callback)
{
    askFacts(repo, revision, token, context,
             [this, revision, token, page = pageOf(repo), context,
              callback = std::move(callback)](const Result<Browsed<RepoFacts>> &facts) {
                 if (!facts)
                     return callback(failWith(facts));
                 auto listed = std::make_shared<Listed>(
                     Listed{{facts->value, {}}, token, page, 0, facts->waited, context, callback});
                 listPage(urlFor("/api/models/" + facts->value.repo.toString().toUtf8() + "/tree/"
                                     + encodedCommit(facts->value, revision),
                                 "recursive=true"),
                          listed);
             });
}

void HubBrowser::describe(const RepoId &repo, const Revision &revision, const Secret &token, QObject *context,
                          Callback<DescribedRepo> callback)
{
    askFacts(repo, revision, token, context,
             [this, revision, token, context, callback = std::move(callback)](const Result<Browsed<RepoFacts>> &facts) {
                 if (!facts)
                     return callback(failWith(facts));
                 const RepoId &now = facts->value.repo;
                 HubRequest request = requestFor(urlFor('/' + now.toString().toUtf8() + "/resolve/"
                                                            + encodedCommit(facts->value, revision) + "/README.md",
                                                        {}),
                                                 token, pageOf(now));
                 request.enough = maxReadmeBytes;
                 get(request, context, [facts = *facts, callback](const Result<Page> &readme) {
                     if (!readme && !isWithoutReadme(readme.error().kind))
                         return callback(failWith(readme));
                     DescribedRepo described{facts.value, RepoCard::parse(readme ? readme->answer.body : QByteArray())};
                     if (described.card.license.isEmpty())
                         described.card.license = facts.value.license;
                     callback(Browsed<DescribedRepo>{
                         described, facts.waited + (readme ? readme->waited : std::chrono::milliseconds(0))});
                 });
             });
}

void HubBrowser::listPage(const QUrl &url, std::shared_ptr<Listed> listed)
{
    get(url, listed->token, listed->page, listed->context, [this, listed](const Result<Page> &page) {
        if (!page)
            return listed->callback(failWith(page));
        const auto files = filesOfTree(page->answer.body);
        if (!files)
            return listed->callback(failWith(files));
        listed->listing.files += *files;
        listed->waited += page->waited;
        if (page->answer.nextPage.isEmpty())
            return listed->callback(Browsed<RepoListing>{listed->listing, listed->waited});
        const auto next = redirectTarget(m_config.endpoint, page->answer.nextPage, m_config.endpoint);
        if (!next || !isSameOrigin(*next, m_config.endpoint) || ++listed->pages >= maxPages)
            return listed->callback(fail(ErrorKind::HubFailed, u"the Hub's list of files does not end"_s));
        if (listed->context)
            listPage(*next, listed);
    });
}

void HubBrowser::search(const RepoSearch &search, const Secret &token, QObject *context, Callback<RepoPage> callback)
{
    QByteArray query = "filter=gguf&sort=" + orderName(search.order) + "&limit=" + QByteArray::number(search.limit);
    for (const char *field : {"gguf", "downloads", "likes", "lastModified", "gated"})
        query += QByteArray("&expand=") + field;
    if (!search.text.isEmpty())
        query += "&search=" + QUrl::toPercentEncoding(search.text);
    if (!search.author.isEmpty())
        query += "&author=" + QUrl::toPercentEncoding(search.author);
    if (!search.cursor.isEmpty())
        query += "&cursor=" + QUrl::toPercentEncoding(QString::fromUtf8(search.cursor));
    get(urlFor("/api/models", query), token, m_config.endpoint.toString(), context,
        [callback = std::move(callback)](const Result<Page> &page) {
            if (!page)
                return callback(failWith(page));
            const auto repos = reposOfSearch(page->answer.body);
            if (!repos)
                return callback(failWith(repos));
            callback(Browsed<RepoPage>{{*repos, cursorOf(page->answer.nextPage)}, page->waited});
        });
}

void HubBrowser::whoAmI(const Secret &token, QObject *context, Callback<HubUser> callback)
{
    const HubRequest request = requestFor(urlFor("/api/whoami-v2", {}), token, m_config.endpoint.toString());
    HubCall::start(m_network, m_clock, m_config, request, context,
                   [callback = std::move(callback)](const Result<HubAnswer> &answer) {
                       if (!answer)
                           return callback(failWith(answer));
                       const auto user = userOfWhoami(answer->body);
                       if (!user)
                           return callback(failWith(user));
                       callback(Browsed<HubUser>{*user, answer->waited});
                   });
}
