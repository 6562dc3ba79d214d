#include "hub/redirect.h"

#include <QHostAddress>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

int portOf(const QUrl &url)
{
    return url.port(url.scheme() == "https"_L1 ? 443 : 80);
}

bool isPrivateUse(const QHostAddress &address)
{
    // QHostAddress knows this from Qt 6.6 on only.
    static const QList<QPair<QHostAddress, int>> subnets{
        QHostAddress::parseSubnet(u"10.0.0.0/8"_s),     QHostAddress::parseSubnet(u"172.16.0.0/12"_s),
        QHostAddress::parseSubnet(u"192.168.0.0/16"_s), QHostAddress::parseSubnet(u"100.64.0.0/10"_s),
        QHostAddress::parseSubnet(u"fc00::/7"_s),
    };
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4); // also of ::ffff:10.0.0.1
    const QHostAddress plain = isIpv4 ? QHostAddress(ipv4) : address;
    return std::any_of(subnets.begin(), subnets.end(),
                       [&plain](const auto &subnet) { return plain.isInSubnet(subnet); });
}

/// Addresses of our own network, which a public Hub has no business sending us to.
bool isInternal(const QString &host)
{
    if (host == "localhost"_L1 || host.endsWith(".localhost"_L1))
        return true;
    const QHostAddress address(host);
    return !address.isNull()
        && (address.isLoopback() || address.isLinkLocal() || isPrivateUse(address) || address.isMulticast()
            || address == QHostAddress(QHostAddress::AnyIPv4) || address == QHostAddress(QHostAddress::AnyIPv6));
}

/// Cloud metadata services live here; no Hub ever does.
bool isLinkLocal(const QString &host)
{
    const QHostAddress address(host);
    return !address.isNull() && (address.isLinkLocal() || address == QHostAddress(u"fd00:ec2::254"_s));
}

tl::unexpected<Error> refuse(const QUrl &target, const QString &why)
{
    return fail(ErrorKind::HubFailed,
                u"the Hub redirected to %1://%2, %3"_s.arg(target.scheme().left(16), target.host().left(100), why),
                u"check --hub and the proxy between"_s);
}

} // namespace

bool isSameOrigin(const QUrl &a, const QUrl &b)
{
    return a.scheme() == b.scheme() && a.host() == b.host() && portOf(a) == portOf(b);
}

Result<QUrl> redirectTarget(const QUrl &from, const QByteArray &location, const QUrl &endpoint)
{
    const QUrl target = from.resolved(QUrl::fromEncoded(location, QUrl::StrictMode));
    if (location.isEmpty() || !target.isValid() || target.host().isEmpty()
        || (target.scheme() != "https"_L1 && target.scheme() != "http"_L1))
        return refuse(target, u"which is no web address"_s);
    if (!target.userInfo().isEmpty())
        return refuse(target, u"with credentials in the address"_s);
    if (from.scheme() == "https"_L1 && target.scheme() == "http"_L1)
        return refuse(target, u"which is not encrypted"_s);
    if (isLinkLocal(target.host()) || (isInternal(target.host()) && !isInternal(endpoint.host())))
        return refuse(target, u"an address of the local network"_s);
    return target;
}
