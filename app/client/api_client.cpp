#include "client/api_client.h"

#include "base/json.h"
#include "client/server_error.h"

#include <QJsonArray>
#include <QNetworkAccessManager>

using namespace Qt::StringLiterals;

namespace {

constexpr int answerTimeoutMilliseconds = 30'000;

} // namespace

ApiClient::ApiClient(QNetworkAccessManager &network, QUrl server, Secret apiKey)
    : m_network(network)
    , m_server(std::move(server))
    , m_apiKey(std::move(apiKey))
{
}

void ApiClient::service(QObject *context, Callback<QJsonObject> callback)
{
    get(u"/"_s, context, std::move(callback));
}

void ApiClient::models(QObject *context, Callback<QList<InstalledModel>> callback)
{
    get(u"/v1/models"_s, context, [callback = std::move(callback)](const Result<QJsonObject> &answer) {
        if (!answer)
            return callback(failWith(answer));
        QList<InstalledModel> models;
        for (const auto each : answer->value("data"_L1).toArray())
            models += InstalledModel::fromJson(each.toObject());
        callback(models);
    });
}

std::unique_ptr<ApiStream> ApiClient::pull(const PullOrder &order)
{
    return post(u"/v1/api/pull"_s, order.toJson(), ApiStream::Framing::Lines);
}

std::unique_ptr<ApiStream> ApiClient::chat(const ChatOrder &order)
{
    return post(order.isRaw() ? u"/v1/completions"_s : u"/v1/chat/completions"_s, order.toJson(),
                ApiStream::Framing::Events);
}

QNetworkRequest ApiClient::request(const QString &path) const
{
    QUrl url = m_server;
    url.setPath(m_server.path() + path);
    QNetworkRequest request(url);
    request.setRawHeader("User-Agent", "shimmyctl/" SHIMMY_MANAGER_VERSION);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    if (!m_apiKey.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + m_apiKey.reveal());
    return request;
}

void ApiClient::get(const QString &path, QObject *context, Callback<QJsonObject> callback)
{
    QNetworkRequest toSend = request(path);
    toSend.setTransferTimeout(answerTimeoutMilliseconds);
    QNetworkReply *reply = m_network.get(toSend);
    QObject::connect(context, &QObject::destroyed, reply, &QObject::deleteLater);
    QObject::connect(reply, &QNetworkReply::finished, context,
                     [reply, server = m_server, callback = std::move(callback)] {
                         reply->deleteLater();
                         const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
                         if (status == 0)
                             return callback(tl::unexpected(connectionError(*reply, server)));
                         const QByteArray body = reply->readAll();
                         if (status >= 300)
                             return callback(tl::unexpected(serverError(status, body)));
                         callback(parseJsonObject(body, u"the server's answer"_s));
                     });
}

std::unique_ptr<ApiStream> ApiClient::post(const QString &path, const QJsonObject &body, ApiStream::Framing framing)
{
    QNetworkRequest toSend = request(path);
    toSend.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    return std::make_unique<ApiStream>(m_network.post(toSend, toJson(body)), framing, m_server);
}
