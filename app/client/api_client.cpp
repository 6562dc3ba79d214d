#include "client/api_client.h"

#include "base/json.h"
#include "client/server_error.h"

#include <QCoreApplication>
#include <QNetworkAccessManager>
#include <QNetworkProxy>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr int answersOfLane = 6; // Qt opens as many connections to a server

} // namespace

ApiClient::ApiClient(QUrl server, Secret apiKey, QObject *parent)
    : QObject(parent)
    , m_network(new QNetworkAccessManager(this))
    , m_server(std::move(server))
    , m_apiKey(std::move(apiKey))
{
}

void ApiClient::moveTo(const QUrl &server, const Secret &apiKey)
{
    m_server = server;
    m_apiKey = apiKey;
}

void ApiClient::bypassProxy()
{
    m_bypassesProxy = true;
    for (auto *network : findChildren<QNetworkAccessManager *>(Qt::FindDirectChildrenOnly))
        network->setProxy(QNetworkProxy::NoProxy);
}

void ApiClient::call(const ApiCall &call, QObject *context, Callback<QJsonObject> callback)
{
    QNetworkRequest toSend = request(call);
    toSend.setTransferTimeout(static_cast<int>(call.patience.count()));
    QNetworkReply *reply = send(*m_network, toSend, call);
    QObject::connect(context, &QObject::destroyed, reply, &QObject::deleteLater);
    QObject::connect(reply, &QNetworkReply::finished, context,
                     [reply, server = m_server, callback = std::move(callback)] {
                         reply->deleteLater();
                         const QByteArray body = reply->readAll();
                         if (const auto error = apiError(*reply, body, server))
                             return callback(tl::unexpected(*error));
                         callback(parseJsonObject(body, u"the server's answer"_s));
                     });
}

std::unique_ptr<ApiStream> ApiClient::stream(const ApiCall &call, ApiStream::Framing framing)
{
    return std::make_unique<ApiStream>(sendLong(call), framing, m_server);
}

std::unique_ptr<ApiBytes> ApiClient::bytes(const ApiCall &call)
{
    return std::make_unique<ApiBytes>(sendLong(call), m_server);
}

void ApiClient::service(QObject *context, Callback<QJsonObject> callback)
{
    call(ApiCall::get(u"/"_s), context, std::move(callback));
}

void ApiClient::models(QObject *context, Callback<QList<InstalledModel>> callback)
{
    call(ApiCall::get(u"/v1/models"_s), context, [callback = std::move(callback)](const Result<QJsonObject> &answer) {
        if (!answer)
            return callback(failWith(answer));
        callback(InstalledModel::listFromJson(*answer));
    });
}

std::unique_ptr<ApiStream> ApiClient::pull(const PullOrder &order)
{
    ApiCall call = ApiCall::post(u"/v1/api/pull"_s, order.toJson());
    call.hubToken = order.hubToken.reveal();
    return stream(call, ApiStream::Framing::Lines);
}

std::unique_ptr<ApiStream> ApiClient::chat(const ChatOrder &order)
{
    const QString path = order.isRaw() ? u"/v1/completions"_s : u"/v1/chat/completions"_s;
    return stream(ApiCall::post(path, order.toJson()), ApiStream::Framing::Events);
}

QNetworkRequest ApiClient::request(const ApiCall &call) const
{
    QUrl url = m_server;
    url.setPath(m_server.path(QUrl::FullyEncoded) + call.path, QUrl::StrictMode);
    if (!call.query.isEmpty())
        url.setQuery(call.query);
    QNetworkRequest request(url);
    request.setRawHeader("User-Agent", QCoreApplication::applicationName().toUtf8() + "/" SHIMMY_MANAGER_VERSION);
    if (m_tls)
        request.setSslConfiguration(*m_tls);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    if (!m_apiKey.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + m_apiKey.reveal());
    if (!call.hubToken.isEmpty())
        request.setRawHeader("X-HF-Token", call.hubToken);
    if (call.body)
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    return request;
}

QNetworkReply *ApiClient::send(QNetworkAccessManager &network, const QNetworkRequest &request, const ApiCall &call)
{
    if (call.method
        == "GET") // with bytes to send, be they none, Qt begins later and never hears of a read buffer's size
        return network.sendCustomRequest(request, call.method, static_cast<QIODevice *>(nullptr));
    return network.sendCustomRequest(request, call.method, call.body ? toJson(*call.body) : QByteArray());
}

QNetworkReply *ApiClient::sendLong(const ApiCall &call)
{
    auto lane =
        std::find_if(m_lanes.begin(), m_lanes.end(), [](const Lane &each) { return each.answers < answersOfLane; });
    if (lane == m_lanes.end()) {
        m_lanes += {new QNetworkAccessManager(this)};
        if (m_bypassesProxy)
            m_lanes.last().network->setProxy(QNetworkProxy::NoProxy);
        lane = m_lanes.end() - 1;
    }
    ++lane->answers;
    QNetworkReply *const reply = send(*lane->network, request(call), call);
    connect(reply, &QObject::destroyed, this, [this, place = lane - m_lanes.begin()] { --m_lanes[place].answers; });
    return reply;
}
