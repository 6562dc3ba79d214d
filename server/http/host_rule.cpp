#include "http/host_rule.h"

#include "http/http_syntax.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

QList<QByteArray> lowered(const QList<QByteArray> &texts)
{
    QList<QByteArray> lower;
    for (const QByteArray &text : texts)
        lower.append(text.trimmed().toLower());
    return lower;
}

QByteArray withoutPort(const QByteArray &authority)
{
    if (authority.startsWith('['))
        return authority.left(authority.indexOf(']') + 1);
    const qsizetype colon = authority.indexOf(':');
    return colon < 0 ? authority : authority.left(colon);
}

/// Four decimal numbers. QHostAddress also reads "1" and "0x7f.1", which a resolver may read as names.
bool isIpv4(const QByteArray &host)
{
    const QList<QByteArray> parts = host.split('.');
    return parts.size() == 4 && std::ranges::all_of(parts, [](const QByteArray &part) {
               const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
               return !part.isEmpty() && part.size() <= 3 && std::ranges::all_of(part, isDigit) && part.toInt() <= 255;
           });
}

bool isIpv6(const QByteArray &host)
{
    return host.startsWith('[') && host.endsWith(']')
        && QHostAddress(QString::fromLatin1(host.sliced(1, host.size() - 2))).protocol()
        == QAbstractSocket::IPv6Protocol;
}

/// Names that nobody can register, so that no web page comes from one that leads here by its owner's will: those
/// without a dot, and those of clusters and private networks.
bool isPrivateName(QByteArrayView host)
{
    if (host.endsWith('.'))
        host.chop(1);
    constexpr QByteArrayView endings[]{".svc", ".local", ".internal", ".localhost", ".lan", ".home.arpa"};
    return !host.contains('.')
        || std::ranges::any_of(endings, [host](QByteArrayView ending) { return host.endsWith(ending); });
}

/// All browsers call themselves that. A page in Firefox may have its requests say otherwise: against that, only keys
/// help.
bool isOfBrowser(const HttpRequest &request)
{
    return request.field("user-agent").toLower().contains("mozilla/");
}

/// \a authority without the port that \a scheme implies.
QByteArray canonical(const QByteArray &authority, QByteArrayView scheme)
{
    const QByteArrayView port = scheme == "https" ? ":443" : ":80";
    return authority.endsWith(port) ? authority.chopped(port.size()) : authority;
}

bool isSameOrigin(const QByteArray &origin, const QByteArray &host)
{
    const qsizetype separator = origin.indexOf("://");
    if (separator < 0)
        return false;
    const QByteArray scheme = origin.left(separator);
    if (scheme != "http" && scheme != "https")
        return false;
    const QByteArray authority = origin.mid(separator + 3);
    return isAuthority(authority) && canonical(authority, scheme) == canonical(host, scheme);
}

} // namespace

HostRule::HostRule(Reach reach, const QList<QByteArray> &hosts, const QList<QByteArray> &origins,
                   const QList<QByteArray> &openPaths)
    : m_reach(reach)
    , m_hosts(lowered(hosts))
    , m_origins(lowered(origins))
    , m_openPaths(openPaths)
{
}

std::optional<Refusal> HostRule::check(const HttpRequest &request) const
{
    const auto isOrigin = [](const auto &field) { return field.first == "origin"; };
    const auto origins = std::ranges::count_if(request.fields, isOrigin);
    const QByteArray host = request.field("host").toLower();
    // A page of our own origin says none when it only reads: then the name alone tells that it was led here.
    if (!(origins == 0 ? isAllowedWithoutOrigin(host, request) : isAllowedHost(host))) {
        return Refusal{421, u"host_not_allowed"_s,
                       u"this service is not known as \"%1\""_s.arg(QString::fromLatin1(host)),
                       u"use its address or localhost, or start shimmyd with --host %1"_s.arg(
                           QString::fromLatin1(withoutPort(host)))};
    }
    if (origins == 0)
        return {};
    const QByteArray origin = request.field("origin").toLower();
    if (origins == 1 && (isListedOrigin(origin) || isSameOrigin(origin, host)))
        return {};
    return Refusal{403, u"origin_not_allowed"_s,
                   u"web pages from \"%1\" may not call this service"_s.arg(QString::fromLatin1(origin.left(200))),
                   u"to allow it, start shimmyd with --cors ORIGIN"_s};
}

bool HostRule::isListedOrigin(QByteArrayView origin) const
{
    return m_origins.contains(origin.toByteArray().toLower());
}

bool HostRule::isAllowedWithoutOrigin(const QByteArray &host, const HttpRequest &request) const
{
    // No Host at all is HTTP/1.0, which no browser speaks.
    if (m_reach == Reach::KeyHolders || host.isEmpty() || isAllowedHost(host) || m_hosts.contains("*"))
        return true;
    // Programs call us by names of services, ingresses and gateways that we cannot know.
    return m_reach == Reach::Everybody
        && (!isOfBrowser(request) || isPrivateName(withoutPort(host)) || m_openPaths.contains(request.path));
}

bool HostRule::isAllowedHost(QByteArrayView host) const
{
    const QByteArray authority = host.toByteArray();
    const QByteArray name = withoutPort(authority);
    return name == "localhost" || isIpv4(name) || isIpv6(name) || m_hosts.contains(name) || m_hosts.contains(authority);
}
