// What the stand-in answers.
#include "fake_hub_state.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

QByteArray FakeHubRequest::header(const QByteArray &lowerName) const
{
    for (const auto &[name, value] : headers) {
        if (name == lowerName)
            return value;
    }
    return {};
}

QByteArray FakeHubRequest::queryValue(const QByteArray &name) const
{
    return queryValues(name).value(0);
}

QList<QByteArray> FakeHubRequest::queryValues(const QByteArray &name) const
{
    QList<QByteArray> values;
    for (const QByteArray &pair : query.split('&')) {
        const QByteArray key = QByteArray::fromPercentEncoding(pair.left(pair.indexOf('=')));
        if (pair.contains('=') && (key == name || key == name + "[]"))
            values += QByteArray::fromPercentEncoding(QByteArray(pair.mid(pair.indexOf('=') + 1)).replace('+', ' '));
    }
    return values;
}

void HubReply::setHeader(const QByteArray &name, const QByteArray &value)
{
    removeHeader(name);
    headers.emplaceBack(name, value);
}

void HubReply::removeHeader(const QByteArray &name)
{
    headers.removeIf([&name](const auto &header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; });
}

const HubFile *HubCommit::file(const QString &path) const
{
    const auto found = files.find(path);
    return found == files.end() ? nullptr : &found->second;
}

const HubCommit &HubRepo::head() const
{
    static const HubCommit none;
    return commits.isEmpty() ? none : commits.last();
}

const HubCommit *HubRepo::commitAt(const QString &revision) const
{
    if (revision == "main"_L1 || revision == "refs/heads/main"_L1)
        return &head();
    for (const HubCommit &commit : commits) {
        if (revision.toLatin1() == commit.id)
            return &commit;
    }
    return nullptr;
}

HubReply hubErrorReply(int status, const QByteArray &code, const QByteArray &message)
{
    HubReply reply;
    reply.status = status;
    reply.body = QJsonDocument(QJsonObject{{u"error"_s, QString::fromUtf8(message)}}).toJson(QJsonDocument::Compact);
    reply.setHeader("Content-Type", "application/json; charset=utf-8");
    if (!code.isEmpty())
        reply.setHeader("X-Error-Code", code);
    reply.setHeader("X-Error-Message", message);
    return reply;
}

HubReply hubJsonReply(const QByteArray &json)
{
    HubReply reply;
    reply.body = json;
    reply.setHeader("Content-Type", "application/json; charset=utf-8");
    return reply;
}

bool FakeHubState::hasToken(const FakeHubRequest &request) const
{
    const QByteArray authorization = request.header("authorization");
    return authorization.startsWith("Bearer ") && tokens.contains(authorization.mid(7));
}

std::optional<HubReply> FakeHubState::refusal(const FakeHubRequest &request, const QString &name, bool files) const
{
    const bool anonymous = request.header("authorization").isEmpty();
    if (!anonymous && !hasToken(request))
        return hubErrorReply(401, {}, "Invalid credentials in Authorization header");
    const auto repo = repos.constFind(name);
    const bool hidden = repo == repos.constEnd() || (repo->access == HubAccess::Private && anonymous);
    if (hidden && anonymous) // over plain http the real Python client needs the code
        return hubErrorReply(401, "RepoNotFound", "Invalid username or password.");
    if (hidden)
        return hubErrorReply(404, "RepoNotFound", "Repository not found");
    if (repo->access == HubAccess::Disabled)
        return hubErrorReply(403, {}, "Access to this resource is disabled.");
    const bool gated = repo->access == HubAccess::GatedAuto || repo->access == HubAccess::GatedManual;
    if (files && gated && anonymous)
        return hubErrorReply(401, "GatedRepo",
                             "Access to model " + name.toUtf8() + " is restricted. You must have access to it.");
    if (files && repo->access == HubAccess::GatedManual)
        return hubErrorReply(403, "GatedRepo",
                             "Access to model " + name.toUtf8()
                                 + " is restricted and you are not in the authorized list.");
    return std::nullopt;
}

/// A weak etag of the body, and 304 for who has that body: what the Hub's API does by Express.
HubReply FakeHubState::conditional(const FakeHubRequest &request, HubReply reply)
{
    if (reply.status != 200 || request.method == "POST")
        return reply;
    const QByteArray digest = QCryptographicHash::hash(reply.body, QCryptographicHash::Sha1).toBase64();
    const QByteArray etag = "W/\"" + QByteArray::number(reply.body.size(), 16) + '-' + digest + '"';
    reply.setHeader("ETag", etag);
    if (request.header("if-none-match") == etag) {
        reply.status = 304;
        reply.body.clear();
    }
    return reply;
}

HubReply FakeHubState::answerHub(const FakeHubRequest &request)
{
    if (request.path.startsWith("/api/resolve-cache/"))
        return resolveCache(request);
    if (request.path.startsWith("/api/"))
        return conditional(request, answerApi(request));
    if (request.path.contains("/resolve/"))
        return resolve(request);
    return hubErrorReply(404, {}, "Sorry, we can't find the page you are looking for.");
}

HubReply FakeHubState::answer(const FakeHubRequest &request)
{
    const QMutexLocker lock(&mutex);
    HubReply reply = applyModifiers(request, request.cdn ? answerCdn(request) : answerHub(request));
    if (const auto fault = takeFault(request))
        reply = applyFault(request, *fault, std::move(reply));
    log += HubRequestLog{request.cdn,
                         request.method,
                         request.target,
                         request.header("host"),
                         request.header("range"),
                         !request.header("authorization").isEmpty(),
                         reply.status};
    m_cdnAnswers += request.cdn ? 1 : 0;
    return reply;
}

void FakeHubState::cdnAnswerEnded()
{
    const QMutexLocker lock(&mutex);
    --m_cdnAnswers;
}

void FakeHubState::countCdnBytes(qint64 bytes)
{
    const QMutexLocker lock(&mutex);
    cdnBytes += bytes;
}
