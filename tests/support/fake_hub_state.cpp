// What the stand-in answers, and how it misbehaves when told to.
#include "fake_hub_state.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

QByteArray HubRequest::header(const QByteArray &lowerName) const
{
    for (const auto &[name, value] : headers) {
        if (name == lowerName)
            return value;
    }
    return {};
}

QByteArray HubRequest::queryValue(const QByteArray &name) const
{
    return queryValues(name).value(0);
}

QList<QByteArray> HubRequest::queryValues(const QByteArray &name) const
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
    headers.removeIf([&name](const auto &header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; });
    headers.emplaceBack(name, value);
}

HubReply hubErrorReply(int status, const QByteArray &code, const QByteArray &message, bool)
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

bool FakeHubState::hasToken(const HubRequest &request) const
{
    const QByteArray authorization = request.header("authorization");
    return authorization.startsWith("Bearer ") && tokens.contains(authorization.mid(7));
}

bool FakeHubState::knowsRevision(const HubRepo &repo, const QString &revision) const
{
    return revision == "main"_L1 || revision == "refs/heads/main"_L1 || revision.toLatin1() == repo.commit;
}

std::optional<HubReply> FakeHubState::refusal(const HubRequest &request, const QString &name, bool files) const
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

HubReply FakeHubState::answerHub(const HubRequest &request)
{
    if (request.path.startsWith("/api/resolve-cache/"))
        return resolveCache(request);
    if (request.path.startsWith("/api/"))
        return answerApi(request);
    if (request.path.contains("/resolve/"))
        return resolve(request);
    return hubErrorReply(404, {}, "Sorry, we can't find the page you are looking for.");
}

std::optional<HubFault> FakeHubState::takeFault(const HubRequest &request)
{
    for (HubFault &fault : faults) {
        if (fault.times == 0 || fault.onCdn != request.cdn || !request.target.contains(fault.path))
            continue;
        if (request.method == "HEAD" && request.cdn)
            continue; // the bytes are meant
        const bool aboutBytes = fault.kind == HubFault::Kind::Cut || fault.kind == HubFault::Kind::Reset
            || fault.kind == HubFault::Kind::Stall || fault.kind == HubFault::Kind::FlipByte;
        const QList<QByteArray> ends = request.header("range").mid(6).split('-');
        const bool outside = ends.size() == 2 && !ends[0].isEmpty()
            && (fault.at < ends[0].toLongLong() || (!ends[1].isEmpty() && fault.at > ends[1].toLongLong()));
        if (aboutBytes && outside)
            continue;
        if (fault.times > 0)
            --fault.times;
        return fault;
    }
    return std::nullopt;
}

HubReply FakeHubState::applyFault(const HubRequest &request, const HubFault &fault, HubReply reply)
{
    reply.fault = fault;
    switch (fault.kind) {
    case HubFault::Kind::Cut:
    case HubFault::Kind::Reset:
    case HubFault::Kind::Stall:
    case HubFault::Kind::NoHeaders:
    case HubFault::Kind::FlipByte:
    case HubFault::Kind::Drip: return reply;
    case HubFault::Kind::WrongRange:
        if (reply.file && reply.status == 206) {
            const qint64 begin = reply.offset + 1;
            reply.setHeader("Content-Range",
                            "bytes " + QByteArray::number(begin) + '-' + QByteArray::number(begin + reply.length - 1)
                                + '/' + QByteArray::number(reply.file->size));
        }
        return reply;
    case HubFault::Kind::IgnoreRange:
        if (reply.file) {
            reply.status = 200;
            reply.offset = 0;
            reply.length = reply.file->size;
            reply.headers.removeIf([](const auto &header) { return header.first == "Content-Range"; });
        }
        return reply;
    case HubFault::Kind::ChangeEtag:
        ++etagGeneration;
        reply.setHeader("ETag", "\"changed-" + QByteArray::number(etagGeneration) + '"');
        return reply;
    case HubFault::Kind::HtmlPage: {
        HubReply page;
        page.body = "<!DOCTYPE html><html><body>Please sign in</body></html>";
        page.setHeader("Content-Type", "text/html; charset=utf-8");
        return page;
    }
    case HubFault::Kind::Gzip: reply.setHeader("Content-Encoding", "gzip"); return reply;
    case HubFault::Kind::NoLength: reply.announceLength = false; return reply;
    case HubFault::Kind::Length: reply.setHeader("Content-Length", fault.value); return reply;
    case HubFault::Kind::Status: {
        HubReply refused = hubErrorReply(fault.status, {}, "as the test asked");
        for (const auto &[name, value] : fault.headers)
            refused.setHeader(name, value);
        return refused;
    }
    case HubFault::Kind::Redirect:
    case HubFault::Kind::RedirectLoop: {
        HubReply redirect;
        redirect.status = 302;
        redirect.setHeader("Location", fault.kind == HubFault::Kind::Redirect ? fault.value : request.target);
        return redirect;
    }
    }
    Q_UNREACHABLE();
}

HubReply FakeHubState::answer(const HubRequest &request)
{
    const QMutexLocker lock(&mutex);
    HubReply reply = request.cdn ? answerCdn(request) : answerHub(request);
    if (const auto fault = takeFault(request))
        reply = applyFault(request, *fault, std::move(reply));
    log += HubRequestLog{request.cdn,
                         request.method,
                         request.target,
                         request.header("host"),
                         request.header("range"),
                         !request.header("authorization").isEmpty(),
                         reply.status};
    return reply;
}
