#include "api/mirror_route.h"

#include "api/mirror_file.h"
#include "api/mirror_json.h"
#include "api/mirror_path.h"
#include "api/tagged_answer.h"
#include "base/json.h"

#include <QJsonDocument>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr int maxRows = 1000;
constexpr int maxPaths = 1000;

QByteArray toJson(const QJsonArray &array)
{
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

QString queryValue(const Exchange &exchange, const QString &name)
{
    const QByteArray query = QByteArray(exchange.request().query).replace('+', "%20");
    return QUrlQuery(QString::fromLatin1(query)).queryItemValue(name, QUrl::FullyDecoded);
}

bool queryFlag(const Exchange &exchange, const QString &name)
{
    const QString value = queryValue(exchange, name).toLower();
    return value == "true"_L1 || value == "1"_L1;
}

/// A key of the service's is known to be good by the time that a request comes here; whose it is, is not said.
void sendWhoami(Exchange &exchange)
{
    if (exchange.request().field("authorization").isEmpty())
        return sendMirrorError(exchange, 401, {}, u"Invalid username or password."_s);
    const QJsonObject token{{u"displayName"_s, u"shimmyd"_s}, {u"role"_s, u"read"_s}};
    sendTagged(exchange,
               QJsonObject{{u"type"_s, u"user"_s},
                           {u"id"_s, u"shimmyd"_s},
                           {u"name"_s, u"shimmyd"_s},
                           {u"fullname"_s, u"A mirror that keeps no accounts"_s},
                           {u"email"_s, QJsonValue()},
                           {u"isPro"_s, false},
                           {u"orgs"_s, QJsonArray()},
                           {u"auth"_s, QJsonObject{{u"type"_s, u"access_token"_s}, {u"accessToken"_s, token}}}});
}

void sendRows(const ApiContext &context, Exchange &exchange)
{
    const QString wanted = queryValue(exchange, u"search"_s);
    const QString author = queryValue(exchange, u"author"_s);
    const int limit = std::clamp(queryValue(exchange, u"limit"_s).toInt(), 0, maxRows);
    QJsonArray rows;
    for (const MirrorRepo &repo : MirrorRepo::all(context.store)) {
        const bool matches = repo.name().contains(wanted, Qt::CaseInsensitive)
            && (author.isEmpty() || repo.name().startsWith(QString(author + u'/')));
        if (matches && rows.size() < (limit == 0 ? maxRows : limit))
            rows.append(mirrorRowJson(repo));
    }
    sendTagged(exchange, toJson(rows));
}

void sendTree(Exchange &exchange, const MirrorRepo &repo, const MirrorPath &path)
{
    const QJsonArray tree = mirrorTreeJson(repo.filesAt(path.revision), path.file, queryFlag(exchange, u"recursive"_s));
    if (tree.isEmpty() && !path.file.isEmpty())
        return sendMirrorError(exchange, 404, "EntryNotFound", u"Entry not found"_s);
    sendTagged(exchange, toJson(tree));
}

void sendPointer(Exchange &exchange, const MirrorRepo &repo, const MirrorPath &path)
{
    const auto model = repo.fileAt(path.revision, path.file);
    const QString commit = repo.commitOf(path.revision);
    if (!model)
        return sendMirrorError(exchange, 404, "EntryNotFound", u"Entry not found"_s, commit);
    exchange.send(200, {{"Content-Type", "text/plain; charset=utf-8"}, {"X-Repo-Commit", commit.toLatin1()}},
                  mirrorPointer(*model));
}

/// The repo of \a path at its revision; answers itself when there is none.
std::optional<MirrorRepo> repoOf(const ApiContext &context, Exchange &exchange, const MirrorPath &path)
{
    const auto repo = MirrorRepo::find(context.store, path.repo);
    if (!repo) {
        sendMirrorError(exchange, 404, "RepoNotFound",
                        u"This mirror has no verified file of %1: pull one there first."_s.arg(path.repo.left(200)));
        return std::nullopt;
    }
    if (repo->name() != path.repo) {
        const QByteArray moved = "/hub" + path.before + QUrl::toPercentEncoding(repo->name(), "/") + path.after;
        const QByteArray &query = exchange.request().query;
        exchange.send(307,
                      {{"Location", query.isEmpty() ? moved : moved + '?' + query}, {"Content-Type", "text/plain"}},
                      "Temporary Redirect");
        return std::nullopt;
    }
    if (!path.revision.isEmpty() && repo->commitOf(path.revision).isEmpty()) {
        sendMirrorError(exchange, 404, "RevisionNotFound", u"Invalid rev id: %1"_s.arg(path.revision.left(200)),
                        repo->files().last().manifest.source->commit);
        return std::nullopt;
    }
    return repo;
}

/// The paths that a form or a JSON body names.
QStringList pathsIn(const HttpRequest &request)
{
    QStringList paths;
    if (request.field("content-type").startsWith("application/json")) {
        const auto body = parseJsonObject(request.body, u"the request body"_s);
        for (const auto path : body ? body->value("paths"_L1).toArray() : QJsonArray())
            paths += path.toString();
    } else {
        const QByteArray form = QByteArray(request.body).replace('+', "%20");
        paths = QUrlQuery(QString::fromLatin1(form)).allQueryItemValues(u"paths"_s, QUrl::FullyDecoded);
    }
    return paths.mid(0, maxPaths);
}

/// The mirrored path that is asked for; answers itself when this is no mirror or there is no such path.
std::optional<MirrorPath> mirrorPathOf(const ApiContext &context, Exchange &exchange)
{
    if (!context.mirror) {
        const Error error{
            ErrorKind::FileNotFound, u"this service is no mirror"_s, u"start shimmyd with --mirror"_s, false, {}};
        sendError(exchange, error, ErrorStyle::Plain);
        return std::nullopt;
    }
    auto path = MirrorPath::parse(exchange.request().path);
    if (!path)
        sendMirrorError(exchange, 404, {}, u"Sorry, we can't find the page you are looking for."_s);
    return path;
}

} // namespace

void getMirrored(const ApiContext &context, RoutedRequest request)
{
    Exchange &exchange = *request.exchange;
    const auto path = mirrorPathOf(context, exchange);
    if (!path)
        return;
    if (path->what == MirrorPath::What::Whoami)
        return sendWhoami(exchange);
    if (path->what == MirrorPath::What::Search)
        return sendRows(context, exchange);
    const auto repo = repoOf(context, exchange, *path);
    if (!repo)
        return;
    const QString main =
        repo->revisions().contains(u"main"_s) ? u"main"_s : repo->files().last().manifest.source->commit;
    switch (path->what) {
    case MirrorPath::What::Repo:
        return sendTagged(
            exchange,
            mirrorRepoJson(*repo, path->revision.isEmpty() ? main : path->revision, queryFlag(exchange, u"blobs"_s)));
    case MirrorPath::What::Refs: return sendTagged(exchange, mirrorRefsJson(*repo));
    case MirrorPath::What::Tree: return sendTree(exchange, *repo, *path);
    case MirrorPath::What::File: return sendMirrorFile(context, exchange, *repo, path->revision, path->file);
    case MirrorPath::What::Pointer: return sendPointer(exchange, *repo, *path);
    case MirrorPath::What::PathsInfo: return sendMirrorError(exchange, 405, {}, u"Method not allowed"_s);
    case MirrorPath::What::Whoami:
    case MirrorPath::What::Search: break;
    }
    Q_UNREACHABLE();
}

void postMirrored(const ApiContext &context, RoutedRequest request)
{
    Exchange &exchange = *request.exchange;
    const auto path = mirrorPathOf(context, exchange);
    if (!path)
        return;
    if (path->what != MirrorPath::What::PathsInfo)
        return sendMirrorError(exchange, 404, {}, u"Not found"_s);
    const auto repo = repoOf(context, exchange, *path);
    if (!repo)
        return;
    QJsonArray rows;
    for (const QString &wanted : pathsIn(exchange.request())) {
        if (const auto model = repo->fileAt(path->revision, wanted))
            rows.append(mirrorFileJson(*model));
    }
    exchange.send(200, {{"Content-Type", "application/json"}}, toJson(rows));
}
