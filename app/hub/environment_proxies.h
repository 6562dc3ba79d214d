#pragma once

#include <QNetworkProxyFactory>

/// The proxies that the environment names (HTTP_PROXY, HTTPS_PROXY, NO_PROXY), for one network manager. Not for the
/// whole program: what listens, and what talks to Shimmy on this machine, must go without.
class EnvironmentProxies final : public QNetworkProxyFactory {
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override { return systemProxyForQuery(query); }
};
