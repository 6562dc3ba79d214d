#include "hub/hub_proxies.h"

using namespace Qt::StringLiterals;

HubProxies::HubProxies(const QUrl &chosen)
    : m_chosen(chosen.isEmpty() ? QList<QNetworkProxy>()
                                : QList<QNetworkProxy>{{chosen.scheme() == "socks5"_L1 ? QNetworkProxy::Socks5Proxy
                                                                                       : QNetworkProxy::HttpProxy,
                                                        chosen.host(), static_cast<quint16>(chosen.port())}})
{
}

QList<QNetworkProxy> HubProxies::queryProxy(const QNetworkProxyQuery &query)
{
    return m_chosen.isEmpty() ? systemProxyForQuery(query) : m_chosen;
}

Result<QUrl> parseProxy(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isKnown = url.scheme() == "http"_L1 || url.scheme() == "socks5"_L1;
    const bool isBare = url.userInfo().isEmpty() && (url.path().isEmpty() || url.path() == "/"_L1) && !url.hasQuery();
    if (!url.isValid() || !isKnown || url.host().isEmpty() || url.port() <= 0 || !isBare) {
        // Not quoted: it may hold a password.
        return fail(ErrorKind::InvalidArgument, u"this is not the address of a proxy"_s,
                    u"use for example http://proxy.example.org:3128, without a user"_s);
    }
    return url;
}
