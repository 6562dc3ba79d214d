#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "hub/hub_config.h"

#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPointer>

#include <functional>

class QNetworkAccessManager;

/// How much of the Hub's trouble is borne before it is the caller's.
struct HubPatience {
    std::chrono::seconds longestWait{60}; ///< when the Hub asks for one
    int attempts = 4; ///< of which the last one counts
    std::chrono::milliseconds silence{15'000}; ///< of a connection, then the attempt has failed

    /// Of somebody who looks at a screen meanwhile.
    static HubPatience ofPeople() { return {std::chrono::seconds(20), 3, std::chrono::seconds(8)}; }
};

/// Told each time that the Hub asks to be left alone: why, and for how long from now.
using HubWaits = std::function<void(const Error &why, std::chrono::milliseconds wait)>;

/// A request to the Hub, ready to be sent again.
struct HubRequest {
    QByteArray method = "GET";
    QUrl url;
    Secret token; ///< sent to the endpoint's origin only
    QString page; ///< the repo's page, for hints
    /// A redirect to another origin is the answer (a file's signed location), not a hop to follow.
    bool stopAtOtherOrigin = false;
    QByteArray range = {}; ///< of the file, "bytes=0-99"; empty: all of it
    /// Of an answer that is known already: if that still holds, the answer is 304. Empty: none is known.
    QByteArray knownEtag = {};
    /// So many bytes of the answer are read and no more; 0: all of it.
    qint64 enough = 0;
    HubPatience patience = {};
    HubWaits waits = {};
};

/// What the Hub answered with a status below 400.
struct HubAnswer {
    int status = 0;
    QUrl url; ///< that answered, after redirects within the endpoint's origin
    QList<QNetworkReply::RawHeaderPair> headers;
    QByteArray body;
    QUrl location; ///< where it redirects to, when the call stopped at another origin
    std::chrono::milliseconds waited{0}; ///< because the Hub had asked for it

    QByteArray header(QByteArrayView name) const;
};

/// A QNetworkRequest with what every request of ours needs: no transparent gzip, no HTTP/2 (it ignores the read
/// buffer's bound), redirects by hand, the certificate authorities of \a config, and \a token, if it is not empty and
/// \a url is of the endpoint's origin.
QNetworkRequest hubNetworkRequest(const QUrl &url, const Secret &token, const HubConfig &config);

/// One call with redirects, retries and limits; a failure at once when the configuration says that the Hub is not to be
/// asked (HubOffline). Deletes itself after it has called back, once; the callback is
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
    HubAnswer answer(int status) const;
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
    std::chrono::milliseconds m_waited{0};
};
