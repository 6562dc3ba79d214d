#include "hub/hub_client.h"

#include "hub/hub_limits.h"
#include "hub/hub_rows.h"
#include "hub/redirect.h"

using namespace Qt::StringLiterals;

namespace {

/// A byte count that came from outside: digits only, and nothing absurd.
std::optional<qint64> parseByteCount(const QByteArray &text)
{
    bool ok = false;
    const qint64 bytes = text.toLongLong(&ok);
    const bool digitsOnly = !text.isEmpty() && text.front() != '+' && text.front() != '-';
    return ok && digitsOnly && bytes >= 0 && bytes <= maxFileBytes ? std::optional(bytes) : std::nullopt;
}

/// "/owner/name/resolve/…" of the URL that answered: the repo's present name after a move.
std::optional<RepoId> repoOfResolveUrl(const QUrl &url, const QUrl &endpoint)
{
    const QString path = url.path().mid(endpoint.path().size());
    const qsizetype at = path.indexOf("/resolve/"_L1);
    if (at <= 1)
        return std::nullopt;
    const auto repo = RepoId::parse(path.mid(1, at - 1));
    return repo ? std::optional(*repo) : std::nullopt;
}

Result<RemoteFile> remoteFile(const HubAnswer &answer, const RepoId &repo, const Revision &revision,
                              const RepoPath &path, const HubConfig &config)
{
    const QString commit = QString::fromLatin1(answer.header("X-Repo-Commit"));
    const auto pinned = Revision::parse(commit);
    if (!pinned || !pinned->isCommit())
        return fail(ErrorKind::HubFailed, u"%1 did not say which commit it serves"_s.arg(config.endpoint.host()),
                    u"check that --hub names a HuggingFace Hub or a mirror of it"_s);
    const QByteArray linkedSize = answer.header("X-Linked-Size");
    const bool redirected = !answer.location.isEmpty();
    const auto bytes =
        parseByteCount(linkedSize.isEmpty() && !redirected ? answer.header("Content-Length") : linkedSize);
    const bool untold = linkedSize.isEmpty() && (redirected || answer.header("Content-Length").isEmpty());
    if (!bytes && !untold)
        return fail(ErrorKind::HubFailed, u"the Hub gave no usable size for %1"_s.arg(path.toString()));
    // Only a linked (large) file's etag is a sha256; a small git file's is a sha1 of something else.
    QByteArray etag = answer.header("X-Linked-Etag");
    etag.replace('"', QByteArray());
    return RemoteFile{repoOfResolveUrl(answer.url, config.endpoint).value_or(repo),
                      path,
                      revision,
                      commit,
                      bytes.value_or(unknownSize),
                      Sha256::fromHex(etag),
                      redirected ? answer.location : answer.url};
}

} // namespace

HubClient::HubClient(QNetworkAccessManager &network, Clock &clock, HubConfig config, HubPatience patience)
    : m_network(network)
    , m_clock(clock)
    , m_config(std::move(config))
    , m_patience(patience)
{
}

QString HubClient::pageOf(const RepoId &repo) const
{
    return m_config.endpoint.toString() + u'/' + repo.toString();
}

QUrl HubClient::urlFor(const QByteArray &encodedPath, const QByteArray &query) const
{
    QByteArray url = m_config.endpoint.toEncoded() + encodedPath;
    if (!query.isEmpty())
        url += '?' + query;
    return QUrl::fromEncoded(url);
}

void HubClient::listFiles(const RepoId &repo, const Revision &revision, const Secret &token, QObject *context,
                          std::function<void(Result<QList<RepoFile>>)> callback, const HubWaits &waits) const
{
    const QUrl url =
        urlFor("/api/models/" + repo.toString().toUtf8() + "/tree/" + QUrl::toPercentEncoding(revision.toString()),
               "recursive=true");
    fetchPage(url, repo, token, {}, 1, context, std::move(callback), waits);
}

void HubClient::fetchPage(const QUrl &url, const RepoId &repo, const Secret &token, QList<RepoFile> listed, int page,
                          QObject *context, std::function<void(Result<QList<RepoFile>>)> callback,
                          const HubWaits &waits) const
{
    HubRequest request{"GET", url, tokenOr(token), pageOf(repo), false};
    request.patience = m_patience;
    request.waits = waits;
    HubCall::start(m_network, m_clock, m_config, request, context, [=, this](const Result<HubAnswer> &answer) mutable {
        if (!answer)
            return callback(failWith(answer));
        const auto files = filesOfTree(answer->body);
        if (!files)
            return callback(failWith(files));
        listed += *files;
        const QByteArray link = nextPageOf(answer->header("Link"));
        if (link.isEmpty())
            return callback(listed);
        const auto next = redirectTarget(answer->url, link, m_config.endpoint);
        if (!next || !isSameOrigin(*next, answer->url) || page >= maxPages)
            return callback(fail(ErrorKind::HubFailed, u"the Hub's list of files does not end"_s));
        fetchPage(*next, repo, token, listed, page + 1, context, callback, waits);
    });
}

void HubClient::resolve(const RepoId &repo, const Revision &revision, const RepoPath &path, const Secret &token,
                        QObject *context, std::function<void(Result<RemoteFile>)> callback, const HubWaits &waits) const
{
    const QUrl url = urlFor('/' + repo.toString().toUtf8() + "/resolve/" + QUrl::toPercentEncoding(revision.toString())
                            + '/' + QUrl::toPercentEncoding(path.toString(), "/"));
    HubRequest request{"HEAD", url, tokenOr(token), pageOf(repo), true};
    request.patience = m_patience;
    request.waits = waits;
    HubCall::start(m_network, m_clock, m_config, request, context,
                   [=, this, callback = std::move(callback)](const Result<HubAnswer> &answer) {
                       if (!answer)
                           return callback(failWith(answer));
                       auto file = remoteFile(*answer, repo, revision, path, m_config);
                       if (file && file->bytes == unknownSize)
                           return sizeFromTree(*std::move(file), token, context, callback, waits);
                       callback(std::move(file));
                   });
}

/// Some mirrors tell no size where the file is, but list it; if they do not, it stays unknown.
void HubClient::sizeFromTree(RemoteFile file, const Secret &token, QObject *context,
                             std::function<void(Result<RemoteFile>)> callback, const HubWaits &waits) const
{
    const RepoId repo = file.repo; // the callback takes the file along, perhaps before the other arguments are read
    const Revision commit = *Revision::parse(file.commit);
    listFiles(
        repo, commit, token, context,
        [file = std::move(file), callback = std::move(callback)](const Result<QList<RepoFile>> &files) mutable {
            for (const RepoFile &listed : files.value_or(QList<RepoFile>())) {
                if (listed.path == file.path) {
                    file.bytes = listed.bytes;
                    file.sha256 = listed.sha256;
                }
            }
            callback(std::move(file));
        },
        waits);
}

void HubClient::readStart(const QUrl &location, qint64 bytes, const Secret &token, QObject *context,
                          std::function<void(Result<QByteArray>)> callback, const HubWaits &waits) const
{
    HubRequest request{"GET", location, tokenOr(token), {}, false, "bytes=0-" + QByteArray::number(bytes - 1)};
    request.patience = m_patience;
    request.waits = waits;
    HubCall::start(m_network, m_clock, m_config, request, context,
                   [bytes, callback = std::move(callback)](const Result<HubAnswer> &answer) {
                       if (!answer)
                           return callback(failWith(answer));
                       const bool isStart =
                           answer->status == 200 || answer->header("Content-Range").startsWith("bytes 0-");
                       if (!isStart || !answer->header("Content-Encoding").isEmpty()) {
                           return callback(fail(ErrorKind::HubFailed,
                                                u"the Hub's file server sent something else than "
                                                "the start of the file"_s));
                       }
                       callback(answer->body.first(std::min<qsizetype>(answer->body.size(), bytes)));
                   });
}
