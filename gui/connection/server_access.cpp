#include "connection/server_access.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QSslCertificate>
#include <QSslConfiguration>

namespace {

QSslConfiguration trusting(const QString &caFile)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.addCaCertificates(QSslCertificate::fromPath(caFile, QSsl::Pem));
    return tls;
}

} // namespace

std::unique_ptr<QNetworkAccessManager> networkFor(const ServerEntry &server)
{
    auto network = std::make_unique<QNetworkAccessManager>();
    if (server.isEmbedded)
        network->setProxy(QNetworkProxy::NoProxy);
    return network;
}

std::unique_ptr<ApiClient> clientFor(const ServerEntry &server, QNetworkAccessManager &network)
{
    auto client = std::make_unique<ApiClient>(network, server.url, server.apiKey);
    if (!server.caFile.isEmpty())
        client->setTls(trusting(server.caFile));
    return client;
}
