#pragma once

#include "base/secret.h"
#include "client/api_call.h"
#include "client/api_stream.h"
#include "client/chat.h"
#include "client/installed_model.h"
#include "client/pull.h"

#include <QSslConfiguration>

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>

class QNetworkAccessManager;

/// The typed client of shimmyd's HTTP API. Callbacks are dropped when their context dies; nothing is retried.
class ApiClient {
public:
    template <class T>
    using Callback = std::function<void(Result<T>)>;

    /// \a network must outlive this; a stream that outlives it says nothing more. \a server as from parseServer().
    ApiClient(QNetworkAccessManager &network, QUrl server, Secret apiKey = {});

    const QUrl &server() const { return m_server; }
    /// What is trusted and offered when the server speaks https, from the next call on.
    void setTls(const QSslConfiguration &tls) { m_tls = tls; }

    /// Any call that is answered by one object.
    void call(const ApiCall &call, QObject *context, Callback<QJsonObject> callback);
    /// The same, with the value that \a parse makes of the answer, such as &Job::fromJson.
    template <class T>
    void ask(const ApiCall &call, T (*parse)(const QJsonObject &), QObject *context,
             std::type_identity_t<Callback<T>> callback)
    {
        this->call(call, context, [parse, callback = std::move(callback)](const Result<QJsonObject> &answer) {
            callback(answer.map(parse));
        });
    }
    /// Any call that is answered by a stream of them. Deleting the stream ends the answer.
    std::unique_ptr<ApiStream> stream(const ApiCall &call, ApiStream::Framing framing);
    /// Any call that is answered by something else; the caller owns the reply. apiError() says how it failed.
    QNetworkReply *open(const ApiCall &call);

    /// What GET / says about the service.
    void service(QObject *context, Callback<QJsonObject> callback);
    void models(QObject *context, Callback<QList<InstalledModel>> callback);
    /// Starts, or attaches to, a download. Each object is a PullEvent's; the job goes on when the stream is deleted.
    std::unique_ptr<ApiStream> pull(const PullOrder &order);
    /// Each object is a ChatEvent's. The generation ends when the stream is deleted.
    std::unique_ptr<ApiStream> chat(const ChatOrder &order);

private:
    QNetworkRequest request(const ApiCall &call) const;
    QNetworkReply *send(const QNetworkRequest &request, const ApiCall &call);

    QNetworkAccessManager &m_network;
    const QUrl m_server;
    const Secret m_apiKey;
    std::optional<QSslConfiguration> m_tls; ///< else the system's
};
