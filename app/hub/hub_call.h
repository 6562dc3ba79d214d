#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "hub/hub_config.h"

#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPointer>

#include <functional>

class QNetworkAccessManager;

/// A request to the Hub, ready to be sent again.
struct HubRequest {
    QByteArray method = "GET";
    QUrl url;
    Secret token; ///< sent to the endpoint's origin only
    QString page; ///< the repo's page, for hints
    /// A redirect to another origin is the answer (a file's signed location), not a hop to follow.
    bool stopAtOtherOrigin = false;
    QByteArray range = {}; ///< of the file, "bytes=0-99"; empty: all of it
};

/// What the Hub answered with a status below 400.
struct HubAnswer {
    int status = 0;
    QUrl url; ///< that answered, after redirects within the endpoint's origin
    QList<QNetworkReply::RawHeaderPair> headers;
    QByteArray body;
    QUrl location; ///< where it redirects to, when the call stopped at another origin

    QByteArray header(QByteArrayView name) const;
};

/// A QNetworkRequest with what every request of ours needs: no transparent gzip, no HTTP/2 (it ignores the read
/// buffer's bound), redirects by hand, the certificate authorities of \a config, and \a token, if it is not empty and
/// \a url is of the endpoint's origin.
QNetworkRequest hubNetworkRequest(const QUrl &url, const Secret &token, const HubConfig &config);

/// One call with redirects, retries and limits. Deletes itself after it has called back, once; the callback is
/// dropped when \a context dies first, and the request with it.
class HubCall final : public QObject {
    Q_OBJECT

public:
    using Callback = std::function<void(Result<HubAnswer>)>;

    static void start(QNetworkAccessManager &network, Clock &clock, const HubConfig &config, HubRequest request,
                      QObject *context, Callback callback);

private:
    HubCall(QNetworkAccessManager &network, Clock &clock, const HubConfig &config, HubRequest request, QObject *context,
            Callback callback);
    void send(const QUrl &url);
    void readBounded();
    void handleFinished();
    void followRedirect(int status);
    void failOrRetry(Error error);
    void finish(Result<HubAnswer> result);

    QNetworkAccessManager &m_network;
    Clock &m_clock;
    HubConfig m_config;
    HubRequest m_request;
    QPointer<QObject> m_context;
    Callback m_callback;
    QPointer<QNetworkReply> m_reply;
    QByteArray m_body;
    int m_redirects = 0;
    int m_attempts = 0;
};
