#pragma once

#include "base/secret.h"
#include "client/api_bytes.h"
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
class QNetworkReply;

/// The typed client of shimmyd's HTTP API. Callbacks are dropped when their context dies; nothing is retried.
/// What is still being answered when this goes, streams as well, says nothing more. However many answers take long,
/// others come meanwhile.
class ApiClient final : public QObject {
    Q_OBJECT

public:
    template <class T>
    using Callback = std::function<void(Result<T>)>;

    /// \a server as from parseServer().
    explicit ApiClient(QUrl server, Secret apiKey = {}, QObject *parent = nullptr);

    const QUrl &server() const { return m_server; }
    /// The same server has another address or key. What it is still answering comes from where it was asked.
    void moveTo(const QUrl &server, const Secret &apiKey);
    /// What is trusted and offered when the server speaks https, from the next call on.
    void setTls(const QSslConfiguration &tls) { m_tls = tls; }
    /// No proxy is asked on the way, whatever the system says.
    void bypassProxy();

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
    /// Any call that is answered by a file. Deleting it ends the answer.
    std::unique_ptr<ApiBytes> bytes(const ApiCall &call);

    /// What GET / says about the service.
    void service(QObject *context, Callback<QJsonObject> callback);
    void models(QObject *context, Callback<QList<InstalledModel>> callback);
    /// Starts, or attaches to, a download. Each object is a PullEvent's; the job goes on when the stream is deleted.
    std::unique_ptr<ApiStream> pull(const PullOrder &order);
    /// Each object is a ChatEvent's. The generation ends when the stream is deleted.
    std::unique_ptr<ApiStream> chat(const ChatOrder &order);

private:
    QNetworkRequest request(const ApiCall &call) const;
    static QNetworkReply *send(QNetworkAccessManager &network, const QNetworkRequest &request, const ApiCall &call);
    QNetworkReply *sendLong(const ApiCall &call);

    /// What long answers come through. It opens few connections to a server at the same time, and what is asked beyond
    /// them waits: so there are as many as are needed.
    struct Lane {
        QNetworkAccessManager *network; ///< our child
        int answers = 0; ///< under way
    };
    QNetworkAccessManager *const m_network; ///< for short answers; our child
    QList<Lane> m_lanes; ///< none is given up before this: that would wait for a thread
    bool m_bypassesProxy = false;
    QUrl m_server;
    Secret m_apiKey;
    std::optional<QSslConfiguration> m_tls; ///< else the system's
};
