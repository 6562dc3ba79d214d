#include "connection/server_access.h"

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

std::unique_ptr<ApiClient> clientFor(const ServerEntry &server)
{
    auto client = std::make_unique<ApiClient>(server.url, server.apiKey);
    if (server.isEmbedded)
        client->bypassProxy();
    if (!server.caFile.isEmpty())
        client->setTls(trusting(server.caFile));
    return client;
}
