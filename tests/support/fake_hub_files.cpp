// The part of the stand-in that hands out bytes: resolve on the Hub, and the file server.
#include "fake_hub_state.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QMessageAuthenticationCode>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace {

const QByteArray signingKey = "a key that only this stand-in knows";

QByteArray signatureOf(const QByteArray &path, const QByteArray &expires)
{
    return QMessageAuthenticationCode::hash(QByteArray(path + '\n' + expires), signingKey, QCryptographicHash::Sha256)
        .toHex()
        .left(32);
}

struct Range {
    qint64 begin = 0;
    qint64 end = 0; ///< exclusive
};

std::optional<Range> parseRange(QByteArray text, qint64 size)
{
    if (!text.startsWith("bytes=") || text.contains(','))
        return std::nullopt;
    const QList<QByteArray> ends = text.sliced(6).split('-');
    if (ends.size() != 2)
        return std::nullopt;
    if (ends[0].isEmpty())
        return Range{qMax<qint64>(0, size - ends[1].toLongLong()), size};
    return Range{ends[0].toLongLong(), ends[1].isEmpty() ? size : qMin(size, ends[1].toLongLong() + 1)};
}

} // namespace

QByteArray FakeHubState::link(const QString &repo, const HubCommit &commit, const QString &path) const
{
    const QByteArray repoPart = QUrl::toPercentEncoding(repo, "/");
    const QByteArray pathPart = QUrl::toPercentEncoding(path, "/");
    if (!otherCdnUrl.isEmpty())
        return otherCdnUrl + '/' + repoPart + '/' + pathPart;
    const QByteArray target = "/repos/" + repoPart + '/' + commit.id + '/' + pathPart;
    const QByteArray expires = QByteArray::number(QDateTime::currentSecsSinceEpoch() + linkSeconds);
    return cdnUrl + target + "?X-Amz-Expires=3600&Expires=" + expires + "&Signature=" + signatureOf(target, expires);
}

HubReply FakeHubState::resolve(const FakeHubRequest &request)
{
    const QByteArray path = request.path;
    const qsizetype at = path.indexOf("/resolve/");
    const QString name = QString::fromUtf8(path.mid(1, at - 1));
    QList<QByteArray> rest = path.mid(at + 9).split('/');
    const QString revision = QUrl::fromPercentEncoding(rest.takeFirst());
    const QString file = QUrl::fromPercentEncoding(rest.join('/'));
    if (const auto refused = refusal(request, name, true))
        return *refused;
    const HubRepo &repo = repos[name];
    if (!repo.movedTo.isEmpty()) {
        HubReply reply = hubErrorReply(307, {}, "Temporary Redirect");
        reply.setHeader("Location", '/' + repo.movedTo.toUtf8() + path.mid(at));
        return reply;
    }
    HubReply reply;
    const HubCommit *commit = repo.commitAt(revision);
    const HubFile *found = commit ? commit->file(file) : nullptr;
    if (!commit)
        reply = hubErrorReply(404, "RevisionNotFound", "Invalid rev id: " + revision.toUtf8());
    else if (!found)
        reply = hubErrorReply(404, "EntryNotFound", "Entry not found");
    else if (found->sha256.isEmpty()) {
        reply.status = 307;
        reply.body = "Temporary Redirect";
        reply.setHeader("Location",
                        "/api/resolve-cache/models/" + name.toUtf8() + '/' + commit->id + '/' + rest.join('%'));
    } else {
        reply.status = 302;
        reply.body = "Found. Redirecting";
        reply.setHeader("Location", link(name, *commit, file));
        reply.setHeader("X-Linked-Size", QByteArray::number(found->size));
        reply.setHeader("X-Linked-Etag", '"' + found->sha256 + '"');
        reply.setHeader("ETag", '"' + found->sha256 + '"');
    }
    reply.setHeader("X-Repo-Commit", commit ? commit->id : repo.head().id);
    reply.setHeader("Accept-Ranges", "bytes");
    return reply;
}

HubReply FakeHubState::resolveCache(const FakeHubRequest &request)
{
    QList<QByteArray> parts = request.path.split('/').mid(4); // after /api/resolve-cache/models
    if (parts.size() < 4)
        return hubErrorReply(404, "EntryNotFound", "Entry not found");
    const QString name = QString::fromUtf8(parts[0] + '/' + parts[1]);
    const QString path = QString::fromUtf8(parts.mid(3).join('/')).replace(u'%', u'/');
    const HubCommit *commit = repos[name].commitAt(QString::fromLatin1(parts[2]));
    const HubFile *file = commit ? commit->file(path) : nullptr;
    if (!file)
        return hubErrorReply(404, "EntryNotFound", "Entry not found");
    HubReply reply = serve(request, *file, '"' + file->gitOid + '"');
    reply.setHeader("X-Repo-Commit", commit->id);
    return reply;
}

HubReply FakeHubState::answerCdn(const FakeHubRequest &request)
{
    const QByteArray expires = request.queryValue("Expires");
    if (request.queryValue("Signature") != signatureOf(request.path, expires))
        return hubErrorReply(403, {}, "SignatureDoesNotMatch");
    if (expires.toLongLong() <= QDateTime::currentSecsSinceEpoch())
        return hubErrorReply(403, {}, "Request has expired");
    const QString target = QUrl::fromPercentEncoding(request.path).mid(7);
    const QString name = target.section(u'/', 0, 1);
    const auto repo = repos.constFind(name);
    const HubCommit *commit = repo == repos.constEnd() ? nullptr : repo->commitAt(target.section(u'/', 2, 2));
    const HubFile *found = commit ? commit->file(target.section(u'/', 3)) : nullptr;
    if (!found)
        return hubErrorReply(404, {}, "NoSuchKey");
    const HubFile &file = *found;
    // The file server's etag is its own, never the sha256.
    const QByteArray version = file.sha256 + QByteArray::number(etagGeneration);
    const QByteArray etag = '"' + QCryptographicHash::hash(version, QCryptographicHash::Md5).toHex() + '"';
    return serve(request, file, etag);
}

HubReply FakeHubState::serve(const FakeHubRequest &request, const HubFile &file, const QByteArray &etag)
{
    HubReply reply;
    reply.file = file;
    reply.length = file.size;
    reply.setHeader("ETag", etag);
    reply.setHeader("Accept-Ranges", "bytes");
    reply.setHeader("Content-Type", "application/octet-stream");
    const QByteArray range = request.header("range");
    const QByteArray condition = request.header("if-range");
    if (range.isEmpty() || (!condition.isEmpty() && condition != etag))
        return reply;
    const auto wanted = parseRange(range, file.size);
    if (!wanted)
        return reply;
    if (wanted->begin >= file.size || wanted->begin >= wanted->end) {
        HubReply refused = hubErrorReply(416, {}, "InvalidRange");
        refused.setHeader("Content-Range", "bytes */" + QByteArray::number(file.size));
        return refused;
    }
    reply.status = 206;
    reply.offset = wanted->begin;
    reply.length = wanted->end - wanted->begin;
    reply.setHeader("Content-Range",
                    "bytes " + QByteArray::number(wanted->begin) + '-' + QByteArray::number(wanted->end - 1) + '/'
                        + QByteArray::number(file.size));
    return reply;
}
