#pragma once

#include "base/result.h"

#include <QNetworkProxyFactory>
#include <QUrl>

/// The way to the Hub for one network manager: the proxy that was chosen, else those that the environment names
/// (HTTP_PROXY, HTTPS_PROXY, NO_PROXY). Not for the whole program: what listens, and what talks to Shimmy on this
/// machine, must go without.
class HubProxies final : public QNetworkProxyFactory {
public:
    /// \a chosen as from parseProxy(); empty: none.
    explicit HubProxies(const QUrl &chosen);

    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override;

private:
    const QList<QNetworkProxy> m_chosen;
};

/// \a text as the address of a proxy: http://HOST:PORT or socks5://HOST:PORT, without a user.
/// Error: InvalidArgument.
Result<QUrl> parseProxy(const QString &text);
