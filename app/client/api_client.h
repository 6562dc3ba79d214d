#pragma once

#include "base/secret.h"
#include "client/api_stream.h"
#include "client/chat.h"
#include "client/installed_model.h"
#include "client/pull.h"

#include <functional>

class QNetworkAccessManager;

/// The typed client of shimmyd's HTTP API. Callbacks are dropped when their context dies; nothing is retried.
class ApiClient {
public:
    template <class T>
    using Callback = std::function<void(Result<T>)>;

    /// \a network must outlive this and every stream. \a server as from parseServer().
    ApiClient(QNetworkAccessManager &network, QUrl server, Secret apiKey = {});

    const QUrl &server() const { return m_server; }

    /// What GET / says about the service.
    void service(QObject *context, Callback<QJsonObject> callback);
    void models(QObject *context, Callback<QList<InstalledModel>> callback);
    /// Starts, or attaches to, a download. Each object is a PullEvent's; the job goes on when the stream is deleted.
    std::unique_ptr<ApiStream> pull(const PullOrder &order);
    /// Each object is a ChatEvent's. The generation ends when the stream is deleted.
    std::unique_ptr<ApiStream> chat(const ChatOrder &order);

private:
    QNetworkRequest request(const QString &path) const;
    void get(const QString &path, QObject *context, Callback<QJsonObject> callback);
    std::unique_ptr<ApiStream> post(const QString &path, const QJsonObject &body, ApiStream::Framing framing);

    QNetworkAccessManager &m_network;
    const QUrl m_server;
    const Secret m_apiKey;
};
