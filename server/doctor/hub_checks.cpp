#include "doctor/hub_checks.h"

#include "base/json.h"
#include "hub/hub_proxies.h"

#include <QHostInfo>
#include <QLocale>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QTcpSocket>
#include <QTimeZone>

#include <cstdlib>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto answerTime = 8s;
constexpr qint64 mostAnswerBytes = 64 * 1024;
constexpr qint64 tolerableSkew = 60; // seconds
constexpr qint64 harmfulSkew = 300; // certificates and signed links go by the clock

using Status = Finding::Status;

std::optional<QNetworkProxy> proxyFor(const HubConfig &config)
{
    const auto proxies = HubProxies(config.proxy).queryProxy(QNetworkProxyQuery(config.endpoint));
    if (proxies.isEmpty() || proxies.first().type() == QNetworkProxy::NoProxy)
        return std::nullopt;
    return proxies.first();
}

bool isAddress(const QString &host)
{
    return !QHostAddress(host).isNull();
}

Finding authoritiesFinding(const QNetworkReply &reply, const QList<QSslError> &errors)
{
    if (reply.url().scheme() != "https"_L1)
        return {Status::Skipped, u"the Hub is asked without TLS"_s};
    if (!errors.isEmpty()) {
        return {
            Status::Fail,
            u"the certificate of %1 is not trusted: %2"_s.arg(reply.url().host(), errors.first().errorString()),
            u"if a proxy re-signs connections here, name its CA file in SSL_CERT_FILE; else install ca-certificates, "
            "and check the clock"_s};
    }
    const QSslCertificate certificate = reply.sslConfiguration().peerCertificate();
    if (certificate.isNull())
        return {Status::Skipped, u"there was no TLS connection"_s};
    return {Status::Ok,
            u"the certificate of %1 is trusted, until %2"_s.arg(
                reply.url().host(), certificate.expiryDate().toUTC().toString(Qt::ISODate))};
}

Finding hubFinding(const QNetworkReply &reply, int status, double seconds)
{
    const QString where = reply.url().host();
    if (status == 0) {
        return {Status::Fail, u"%1 cannot be reached: %2"_s.arg(where, reply.errorString()),
                u"check the network, HTTPS_PROXY and NO_PROXY, or name a mirror with --hub or HF_ENDPOINT"_s};
    }
    const QString answered = u"%1 answered %2 in %3 s"_s.arg(where).arg(status).arg(seconds, 0, 'f', 2);
    if (status >= 500)
        return {Status::Fail, answered, u"the Hub has trouble: try again later, or name a mirror with --hub"_s};
    return {Status::Ok, answered};
}

Finding tokenFinding(const HubConfig &config, int status, const QByteArray &body)
{
    if (config.token.isEmpty())
        return {Status::Skipped, u"no token is set"_s, u"gated and private repos need one: set HF_TOKEN"_s};
    if (status == 200) {
        const auto answer = parseJsonObject(body, u"the Hub's answer"_s);
        const QString name = answer ? answer->value("name"_L1).toString().left(64) : QString();
        return {Status::Ok, name.isEmpty() ? u"the Hub knows the token"_s : u"the token is %1's"_s.arg(name)};
    }
    if (status == 401)
        return {Status::Fail, u"the Hub does not know the token"_s,
                u"make a new one in the Hub's settings and set HF_TOKEN"_s};
    if (status == 0)
        return {Status::Skipped, u"the Hub was not reached"_s};
    return {Status::Warn, u"the token cannot be judged: the Hub answered %1"_s.arg(status),
            u"a mirror may not know whose token it is; try a pull"_s};
}

Finding clockFinding(const QByteArray &date, const QDateTime &ours)
{
    if (date.isEmpty())
        return {Status::Skipped, u"the Hub did not say what time it is"_s};
    QDateTime theirs = QLocale::c().toDateTime(QString::fromLatin1(date), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    theirs.setTimeZone(QTimeZone::utc());
    if (!theirs.isValid())
        return {Status::Skipped, u"the Hub's time cannot be read"_s};
    const qint64 skew = theirs.secsTo(ours);
    const QString seen =
        u"this machine's clock is %1 s %2 the Hub's"_s.arg(std::abs(skew)).arg(skew < 0 ? u"behind"_s : u"before"_s);
    const QString remedy = u"set the clock (NTP): certificates and signed links go by it"_s;
    if (std::abs(skew) > harmfulSkew)
        return {Status::Fail, seen, remedy};
    return std::abs(skew) > tolerableSkew ? Finding{Status::Warn, seen, remedy} : Finding{Status::Ok, seen};
}

Finding notAsked()
{
    return {Status::Skipped, u"the Hub is not to be asked: HF_HUB_OFFLINE is set"_s};
}

} // namespace

void checkName(const HubConfig &config, QObject *context, Found found)
{
    const QString host = config.endpoint.host();
    if (config.offline)
        return found(notAsked());
    if (isAddress(host))
        return found({Status::Ok, u"%1 is an address"_s.arg(host)});
    if (proxyFor(config))
        return found({Status::Skipped, u"the proxy looks %1 up"_s.arg(host)});
    QHostInfo::lookupHost(host, context, [host, found](const QHostInfo &answer) {
        if (answer.addresses().isEmpty()) {
            return found({Status::Fail, u"%1 has no address: %2"_s.arg(host, answer.errorString()),
                          u"check /etc/resolv.conf, or the cluster's DNS and its network policies"_s});
        }
        found({Status::Ok, u"%1 is %2"_s.arg(host, answer.addresses().first().toString())});
    });
}

void checkProxy(const HubConfig &config, QObject *context, Found found)
{
    const auto proxy = proxyFor(config);
    if (config.offline)
        return found(notAsked());
    if (!proxy)
        return found({Status::Skipped, u"no proxy is set for the Hub"_s});
    const QString where = u"%1:%2"_s.arg(proxy->hostName()).arg(proxy->port());
    const QString remedy = config.proxy.isEmpty()
        ? u"check HTTPS_PROXY and HTTP_PROXY, or except the Hub with NO_PROXY"_s
        : u"check the proxy in the settings"_s;
    auto *socket = new QTcpSocket(context);
    socket->setProxy(QNetworkProxy::NoProxy);
    QObject::connect(socket, &QTcpSocket::connected, context, [socket, where, found] {
        socket->deleteLater();
        found({Status::Ok, u"the proxy %1 takes connections"_s.arg(where)});
    });
    QObject::connect(socket, &QTcpSocket::errorOccurred, context, [socket, where, remedy, found] {
        socket->deleteLater();
        found({Status::Fail, u"the proxy %1 cannot be reached: %2"_s.arg(where, socket->errorString()), remedy});
    });
    socket->connectToHost(proxy->hostName(), proxy->port());
}

void checkHub(const HubConfig &config, QNetworkAccessManager &network, Clock &clock, QObject *context,
              HubFindings findings)
{
    if (config.offline) {
        for (const Found &found : {findings.authorities, findings.hub, findings.token, findings.clock})
            found(notAsked());
        return;
    }
    QUrl url = config.endpoint;
    url.setPath(url.path() + u"/api/whoami-v2"_s);
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setTransferTimeout(static_cast<int>(std::chrono::milliseconds(answerTime).count()));
    request.setRawHeader("User-Agent", config.userAgent);
    if (!config.token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + config.token.reveal());
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.addCaCertificates(config.authorities);
    request.setSslConfiguration(tls);

    QNetworkReply *reply = network.get(request);
    reply->setReadBufferSize(mostAnswerBytes);
    const auto errors = std::make_shared<QList<QSslError>>();
    QObject::connect(reply, &QNetworkReply::sslErrors, context, [errors](const auto &found) { *errors = found; });
    QObject::connect(context, &QObject::destroyed, reply, &QNetworkReply::abort);
    QObject::connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
    QObject::connect(reply, &QNetworkReply::finished, context,
                     [reply, config, findings, errors, begun = clock.now(), &clock] {
                         const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
                         const std::chrono::duration<double> took = clock.now() - begun;
                         findings.authorities(authoritiesFinding(*reply, *errors));
                         findings.hub(hubFinding(*reply, status, took.count()));
                         findings.token(tokenFinding(config, status, reply->read(mostAnswerBytes)));
                         findings.clock(clockFinding(reply->rawHeader("Date"), clock.utc()));
                     });
}
