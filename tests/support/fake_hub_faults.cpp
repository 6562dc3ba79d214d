// How the stand-in misbehaves when told to.
#include "fake_hub_state.h"

using Kind = HubFault::Kind;

namespace {

/// Faults that come at a place of the file; a request for other bytes is answered well.
bool isAboutBytes(Kind kind)
{
    return kind == Kind::Cut || kind == Kind::Reset || kind == Kind::Stall || kind == Kind::FlipByte
        || kind == Kind::Truncate;
}

/// Faults that leave room for another one.
bool isModifier(Kind kind)
{
    return kind == Kind::Drip || kind == Kind::HideSize;
}

void ignoreRange(HubReply &reply)
{
    if (!reply.file)
        return;
    reply.status = 200;
    reply.offset = 0;
    reply.length = reply.file->size;
    reply.removeHeader("Content-Range");
}

void hideSize(HubReply &reply, bool cdn)
{
    for (const char *header : {"X-Linked-Size", "X-Linked-Etag", "Accept-Ranges"})
        reply.removeHeader(header);
    if (!cdn)
        reply.removeHeader("ETag"); // the sha256 there
    if (cdn)
        ignoreRange(reply); // Content-Range says the size as well
    reply.framing = HubReply::Framing::Close;
}

HubReply redirectTo(const QByteArray &location)
{
    HubReply redirect;
    redirect.status = 302;
    redirect.setHeader("Location", location);
    return redirect;
}

} // namespace

bool FakeHubState::applies(const HubFault &fault, const FakeHubRequest &request) const
{
    const bool rightServer = fault.onCdn == request.cdn || fault.kind == Kind::HideSize;
    if (fault.times == 0 || !rightServer || !request.target.contains(fault.path))
        return false;
    if (request.method == "HEAD" && request.cdn && fault.kind != Kind::HideSize)
        return false; // the bytes are meant
    if (fault.kind == Kind::ConnectionLimit && m_cdnAnswers < fault.limit)
        return false;
    const QList<QByteArray> ends = request.header("range").mid(6).split('-');
    const bool outside = ends.size() == 2 && !ends[0].isEmpty()
        && (fault.at < ends[0].toLongLong() || (!ends[1].isEmpty() && fault.at > ends[1].toLongLong()));
    return !outside || !isAboutBytes(fault.kind);
}

std::optional<HubFault> FakeHubState::takeFault(const FakeHubRequest &request)
{
    for (HubFault &fault : faults) {
        if (isModifier(fault.kind) || !applies(fault, request))
            continue;
        if (fault.times > 0)
            --fault.times;
        return fault;
    }
    return std::nullopt;
}

HubReply FakeHubState::applyModifiers(const FakeHubRequest &request, HubReply reply)
{
    if (request.cdn)
        reply.bytesPerSecond = cdnBytesPerSecond;
    for (HubFault &fault : faults) {
        const bool refusal = reply.status >= 400; // nothing to slow down or to hide
        if (!isModifier(fault.kind) || refusal || !applies(fault, request))
            continue;
        if (fault.times > 0)
            --fault.times;
        if (fault.kind == Kind::Drip)
            reply.bytesPerSecond = fault.rate;
        else
            hideSize(reply, request.cdn);
    }
    return reply;
}

HubReply FakeHubState::applyFault(const FakeHubRequest &request, const HubFault &fault, HubReply reply)
{
    reply.fault = fault;
    switch (fault.kind) {
    case Kind::Cut:
    case Kind::Reset:
    case Kind::Stall:
    case Kind::NoHeaders:
    case Kind::FlipByte:
    case Kind::Drip:
    case Kind::HideSize: return reply;
    case Kind::WrongRange:
        if (reply.file && reply.status == 206) {
            const qint64 begin = reply.offset + 1;
            reply.setHeader("Content-Range",
                            "bytes " + QByteArray::number(begin) + '-' + QByteArray::number(begin + reply.length - 1)
                                + '/' + QByteArray::number(reply.file->size));
        }
        return reply;
    case Kind::IgnoreRange: ignoreRange(reply); return reply;
    case Kind::Truncate: reply.length = qBound<qint64>(0, fault.at - reply.offset, reply.length); return reply;
    case Kind::ChangeEtag:
    case Kind::EtagOnce:
        reply.setHeader("ETag", "\"changed-" + QByteArray::number(etagGeneration + 1) + '"');
        etagGeneration += fault.kind == Kind::ChangeEtag ? 1 : 0;
        return reply;
    case Kind::HtmlPage: {
        HubReply page;
        page.body = "<!DOCTYPE html><html><body>Please sign in</body></html>";
        page.setHeader("Content-Type", "text/html; charset=utf-8");
        return page;
    }
    case Kind::Gzip: reply.setHeader("Content-Encoding", "gzip"); return reply;
    case Kind::NoLength: reply.framing = HubReply::Framing::Close; return reply;
    case Kind::Chunked: reply.framing = HubReply::Framing::Chunks; return reply;
    case Kind::Length: reply.setHeader("Content-Length", fault.value); return reply;
    case Kind::ConnectionLimit: return hubErrorReply(403, {}, "Too many connections");
    case Kind::Status: {
        HubReply refused = hubErrorReply(fault.status, {}, "as the test asked");
        for (const auto &[name, value] : fault.headers)
            refused.setHeader(name, value);
        return refused;
    }
    case Kind::Redirect: return redirectTo(fault.value);
    case Kind::RedirectLoop: return redirectTo(request.target);
    }
    Q_UNREACHABLE();
}
