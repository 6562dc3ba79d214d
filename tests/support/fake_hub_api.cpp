// The part of the stand-in that answers /api: search, repos, trees, refs, tokens.
#include "fake_hub_state.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

QByteArray json(const QJsonArray &array)
{
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject treeEntry(const QString &path, const HubFile &file)
{
    QJsonObject entry{{u"type"_s, u"file"_s},
                      {u"oid"_s, QString::fromLatin1(file.gitOid)},
                      {u"size"_s, file.size},
                      {u"path"_s, path}};
    if (!file.sha256.isEmpty()) {
        entry.insert(
            u"lfs"_s,
            QJsonObject{{u"oid"_s, QString::fromLatin1(file.sha256)}, {u"size"_s, file.size}, {u"pointerSize"_s, 134}});
    }
    return entry;
}

QJsonValue gatedOf(const HubRepo &repo)
{
    if (repo.access == HubAccess::GatedAuto)
        return u"auto"_s;
    return repo.access == HubAccess::GatedManual ? QJsonValue(u"manual"_s) : QJsonValue(false);
}

/// The names of \a repos in the order that a search asks for: always descending, and by name among equals.
QStringList sortedNames(const QHash<QString, HubRepo> &repos, const QByteArray &sort)
{
    QStringList names = repos.keys();
    names.sort();
    const auto before = [&](const QString &a, const QString &b) {
        const HubRepoFacts &left = repos.constFind(a)->facts;
        const HubRepoFacts &right = repos.constFind(b)->facts;
        if (sort == "downloads")
            return left.downloads > right.downloads;
        if (sort == "likes")
            return left.likes > right.likes;
        if (sort == "trendingScore")
            return left.trendingScore > right.trendingScore;
        if (sort == "createdAt")
            return left.createdAt > right.createdAt;
        return sort == "lastModified" && left.lastModified > right.lastModified;
    };
    std::stable_sort(names.begin(), names.end(), before);
    return names;
}

QJsonArray tagsOf(const HubRepo &repo)
{
    QJsonArray tags{u"gguf"_s};
    if (!repo.facts.license.isEmpty())
        tags.append(QString(u"license:"_s + QString::fromUtf8(repo.facts.license)));
    return tags;
}

QJsonObject ggufOf(const HubRepo &repo)
{
    return {{u"total"_s, repo.facts.parameters}, {u"architecture"_s, u"llama"_s}, {u"context_length"_s, 8192}};
}

bool hasGguf(const HubRepo &repo)
{
    return std::any_of(repo.head().files.begin(), repo.head().files.end(),
                       [](const auto &file) { return file.first.endsWith(".gguf"_L1); });
}

} // namespace

/// A page of \a rows by the cursor in \a request; the Link header to the next one if there is more.
HubReply FakeHubState::pageOf(const FakeHubRequest &request, const QJsonArray &rows) const
{
    const int from = request.queryValue("cursor").toInt();
    const int limit =
        request.queryValue("limit").isEmpty() ? pageSize : qMin(pageSize, request.queryValue("limit").toInt());
    QJsonArray page;
    for (int i = from; i < qMin<qsizetype>(rows.size(), from + limit); ++i)
        page.append(rows.at(i));
    HubReply reply = hubJsonReply(json(page));
    if (from + limit < rows.size()) {
        QByteArray next = hubUrl + request.path + '?';
        for (const QByteArray &pair : request.query.split('&')) {
            if (!pair.isEmpty() && !pair.startsWith("cursor="))
                next += pair + '&';
        }
        reply.setHeader("Link", '<' + next + "cursor=" + QByteArray::number(from + limit) + ">; rel=\"next\"");
    }
    return reply;
}

HubReply FakeHubState::answerApi(const FakeHubRequest &request)
{
    if (request.path == "/api/whoami-v2") {
        if (!hasToken(request))
            return hubErrorReply(401, {}, "Invalid credentials in Authorization header");
        return hubJsonReply(
            R"({"type":"user","id":"1","name":"tester","fullname":"Test Er","email":"t@example.com","isPro":false,)"
            R"("orgs":[],"auth":{"type":"access_token","accessToken":{"displayName":"test","role":"read"}}})");
    }
    if (request.path == "/api/models")
        return search(request);
    if (!request.path.startsWith("/api/models/"))
        return hubErrorReply(404, {}, "Not found");

    const QList<QByteArray> parts = request.path.mid(12).split('/');
    const QString name = QString::fromUtf8(parts.value(0) + '/' + parts.value(1));
    if (const auto refused = refusal(request, name, false))
        return *refused;
    const HubRepo &repo = repos[name];
    if (!repo.movedTo.isEmpty()) {
        HubReply moved = hubErrorReply(307, {}, "Temporary Redirect");
        moved.setHeader("Location",
                        "/api/models/" + repo.movedTo.toUtf8()
                            + (parts.size() > 2 ? '/' + parts.mid(2).join('/') : QByteArray()));
        return moved;
    }
    const QByteArray what = parts.value(2);
    if (what == "refs") {
        return hubJsonReply("{\"branches\":[{\"name\":\"main\",\"ref\":\"refs/heads/main\",\"targetCommit\":\""
                            + repo.head().id + "\"}],\"tags\":[],\"converts\":[]}");
    }
    const QString revision = QUrl::fromPercentEncoding(parts.value(3));
    const HubCommit *commit = what.isEmpty() ? &repo.head() : repo.commitAt(revision);
    if (!commit)
        return hubErrorReply(404, "RevisionNotFound", "Invalid rev id: " + revision.toUtf8());
    if (what.isEmpty() || what == "revision")
        return repoInfo(request, name, repo, *commit);
    if (what == "tree")
        return tree(request, *commit, QUrl::fromPercentEncoding(parts.mid(4).join('/')));
    if (what == "paths-info")
        return pathsInfo(request, *commit);
    return hubErrorReply(404, {}, "Not found");
}

HubReply FakeHubState::search(const FakeHubRequest &request)
{
    static const QList<QByteArray> known{"gguf",      "downloads", "likes",        "lastModified", "gated",
                                         "tags",      "cardData",  "siblings",     "sha",          "private",
                                         "createdAt", "author",    "pipeline_tag", "library_name", "trendingScore"};
    const QList<QByteArray> expand = request.queryValues("expand");
    for (const QByteArray &field : expand) {
        if (!known.contains(field))
            return hubErrorReply(400, {}, "Invalid expand field: " + field);
    }
    if (!request.header("authorization").isEmpty() && !hasToken(request))
        return hubErrorReply(401, {}, "Invalid credentials in Authorization header");
    static const QList<QByteArray> orders{"", "downloads", "likes", "lastModified", "createdAt", "trendingScore"};
    const QByteArray sort = request.queryValue("sort");
    if (!orders.contains(sort))
        return hubErrorReply(400, {}, "Invalid sort: " + sort);
    QJsonArray rows;
    for (const QString &name : sortedNames(repos, sort)) {
        const HubRepo &repo = repos[name];
        const QString wanted = QString::fromUtf8(request.queryValue("search"));
        const QString author = QString::fromUtf8(request.queryValue("author"));
        const bool hidden = !repo.movedTo.isEmpty() || (repo.access == HubAccess::Private && !hasToken(request));
        if (hidden || !name.contains(wanted, Qt::CaseInsensitive)
            || (!author.isEmpty() && name.section(u'/', 0, 0) != author)
            || (request.queryValues("filter").contains("gguf") && !hasGguf(repo)))
            continue;
        QJsonObject row{{u"_id"_s, QString::fromLatin1(repo.head().id.left(24))}, {u"id"_s, name}};
        const QJsonObject all{{u"likes"_s, repo.facts.likes},
                              {u"downloads"_s, repo.facts.downloads},
                              {u"private"_s, repo.access == HubAccess::Private},
                              {u"gated"_s, gatedOf(repo)},
                              {u"tags"_s, tagsOf(repo)},
                              {u"trendingScore"_s, repo.facts.trendingScore},
                              {u"lastModified"_s, QString::fromLatin1(repo.facts.lastModified)},
                              {u"createdAt"_s, QString::fromLatin1(repo.facts.createdAt)}};
        for (auto field = all.begin(); field != all.end(); ++field) {
            if (expand.isEmpty() ? field.key() != "lastModified"_L1 && field.key() != "gated"_L1
                                 : expand.contains(field.key().toUtf8()))
                row.insert(field.key(), field.value());
        }
        if (expand.isEmpty())
            row.insert(u"modelId"_s, name);
        if (expand.contains("gguf"))
            row.insert(u"gguf"_s, ggufOf(repo));
        rows.append(row);
    }
    return pageOf(request, rows);
}

HubReply FakeHubState::repoInfo(const FakeHubRequest &request, const QString &name, const HubRepo &repo,
                                const HubCommit &commit)
{
    const bool blobs = request.queryValue("blobs") == "true" || request.queryValue("blobs") == "True";
    QJsonArray siblings;
    for (const auto &[path, file] : commit.files) {
        QJsonObject sibling{{u"rfilename"_s, path}};
        if (blobs) {
            sibling.insert(u"size"_s, file.size);
            sibling.insert(u"blobId"_s, QString::fromLatin1(file.gitOid));
            if (!file.sha256.isEmpty())
                sibling.insert(u"lfs"_s,
                               QJsonObject{{u"sha256"_s, QString::fromLatin1(file.sha256)},
                                           {u"size"_s, file.size},
                                           {u"pointerSize"_s, 134}});
        }
        siblings.append(sibling);
    }
    QJsonObject answer{{u"_id"_s, QString::fromLatin1(commit.id.left(24))},
                       {u"id"_s, name},
                       {u"modelId"_s, name},
                       {u"sha"_s, QString::fromLatin1(commit.id)},
                       {u"private"_s, repo.access == HubAccess::Private},
                       {u"disabled"_s, false},
                       {u"gated"_s, gatedOf(repo)},
                       {u"likes"_s, repo.facts.likes},
                       {u"downloads"_s, repo.facts.downloads},
                       {u"tags"_s, tagsOf(repo)},
                       {u"lastModified"_s, QString::fromLatin1(repo.facts.lastModified)},
                       {u"createdAt"_s, QString::fromLatin1(repo.facts.createdAt)},
                       {u"siblings"_s, siblings}};
    if (hasGguf(repo))
        answer.insert(u"gguf"_s, ggufOf(repo));
    return hubJsonReply(json(answer));
}

HubReply FakeHubState::tree(const FakeHubRequest &request, const HubCommit &commit, const QString &folder)
{
    const QString prefix = folder.isEmpty() ? QString() : QString(folder + u'/');
    const bool recursive =
        request.queryValue("recursive").toLower() == "true" || request.queryValue("recursive") == "1";
    QJsonArray rows;
    QSet<QString> folders;
    for (const auto &[path, file] : commit.files) {
        if (!path.startsWith(prefix))
            continue;
        const QStringList below = path.mid(prefix.size()).split(u'/');
        for (qsizetype depth = 1; depth < below.size(); ++depth) {
            const QString directory = prefix + below.mid(0, depth).join(u'/');
            if (folders.contains(directory) || (!recursive && depth > 1))
                continue;
            folders += directory;
            rows.append(QJsonObject{{u"type"_s, u"directory"_s},
                                    {u"oid"_s, QString::fromLatin1(file.gitOid)},
                                    {u"size"_s, 0},
                                    {u"path"_s, directory}});
        }
        if (recursive || below.size() == 1)
            rows.append(treeEntry(path, file));
    }
    if (rows.isEmpty() && !folder.isEmpty())
        return hubErrorReply(404, "EntryNotFound", "Entry not found");
    return pageOf(request, rows);
}

HubReply FakeHubState::pathsInfo(const FakeHubRequest &request, const HubCommit &commit)
{
    QStringList wanted;
    if (request.header("content-type").startsWith("application/json")) {
        const QJsonArray paths = QJsonDocument::fromJson(request.body).object().value("paths"_L1).toArray();
        for (const auto path : paths)
            wanted += path.toString();
    } else {
        FakeHubRequest form;
        form.query = request.body;
        for (const QByteArray &path : form.queryValues("paths"))
            wanted += QString::fromUtf8(path);
    }
    QJsonArray rows;
    for (const QString &path : std::as_const(wanted)) {
        if (const HubFile *file = commit.file(path))
            rows.append(treeEntry(path, *file));
    }
    return hubJsonReply(json(rows));
}
