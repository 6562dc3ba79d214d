#include "hub/hub_call.h"

#include "base/logging.h"
#include "hub/hub_error.h"
#include "hub/redirect.h"

#include <QNetworkAccessManager>
#include <QRandomGenerator>
#include <QSslConfiguration>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 maxBodyBytes = 16 << 20;
/// Of a piece of a file: the head of a model with a large vocabulary.
constexpr qint64 maxRangeBytes = 64 << 20;

std::chrono::milliseconds backOff(int attempt)
{
    // 0.5, 1, 2 s, each up to half as long again, so that many clients do not come back together.
    const auto base = 250ms * (1 << attempt);
    return base + std::chrono::milliseconds(QRandomGenerator::global()->bounded(static_cast<int>(base.count() / 2)));
}

Error networkError(const QNetworkReply &reply, const QUrl &endpoint)
{
    Error error;
    error.message = u"cannot reach %1: %2"_s.arg(endpoint.host(), reply.errorString());
    error.hint = u"check the network, the proxy and --hub"_s;
    switch (reply.error()) {
    case QNetworkReply::SslHandshakeFailedError:
        error.kind = ErrorKind::TlsFailed;
        error.hint = u"the server's certificate was not accepted; check the clock, the CA file and the proxy"_s;
        break;
    case QNetworkReply::OperationCanceledError: // the transfer time-out
    case QNetworkReply::TimeoutError:
        error.kind = ErrorKind::TimedOut;
        error.message = u"%1 did not answer in time"_s.arg(endpoint.host());
        error.retryable = true;
        break;
    default: error.kind = ErrorKind::NetworkFailed; error.retryable = true;
    }
    return error;
}

} // namespace

QByteArray HubAnswer::header(QByteArrayView name) const
{
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

QNetworkRequest hubNetworkRequest(const QUrl &url, const Secret &token, const HubConfig &config)
{
    QNetworkRequest request(url);
    request.setRawHeader("Accept-Encoding", "identity");
    request.setRawHeader("User-Agent", config.userAgent);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    if (!config.authorities.isEmpty() && url.scheme() == "https"_L1) {
        QSslConfiguration tls = request.sslConfiguration();
        tls.addCaCertificates(config.authorities); // the system's stay
        request.setSslConfiguration(tls);
    }
    if (!token.isEmpty() && isSameOrigin(url, config.endpoint))
        request.setRawHeader("Authorization", "Bearer " + token.reveal());
    return request;
}

void HubCall::start(QNetworkAccessManager &network, Clock &clock, const HubConfig &config, HubRequest request,
                    QObject *context, Callback callback)
{
    auto *call = new HubCall(network, clock, config, std::move(request), context, std::move(callback));
    if (!config.offline)
        return call->send(call->m_request.url);
    // Later, as all answers come.
    clock.callAfter(0ms, call, [call] {
        call->finish(fail(ErrorKind::HubOffline, u"the Hub is not asked for anything: HF_HUB_OFFLINE is set"_s,
                          u"unset it and start the service again, or use the models that are installed"_s));
    });
}

HubCall::HubCall(QNetworkAccessManager &network, Clock &clock, const HubConfig &config, HubRequest request,
                 QObject *context, Callback callback)
    : QObject(&network) // a safety net: the manager ends what is still running
    , m_network(network)
    , m_clock(clock)
    , m_config(config)
    , m_request(std::move(request))
    , m_context(context)
    , m_callback(std::move(callback))
{
    connect(context, &QObject::destroyed, this, &QObject::deleteLater);
}

void HubCall::send(const QUrl &url)
{
    QNetworkRequest request = hubNetworkRequest(url, m_request.token, m_config);
    if (!m_request.range.isEmpty())
        request.setRawHeader("Range", m_request.range);
    if (!m_request.knownEtag.isEmpty())
        request.setRawHeader("If-None-Match", m_request.knownEtag);
    request.setTransferTimeout(static_cast<int>(m_request.patience.silence.count()));
    m_body.clear();
    // A custom "HEAD" would wait for the body that Content-Length announces.
    m_reply = m_request.method == "HEAD" ? m_network.head(request) : m_network.get(request);
    m_reply->setParent(this);
    connect(m_reply, &QIODevice::readyRead, this, &HubCall::readBounded);
    connect(m_reply, &QNetworkReply::finished, this, &HubCall::handleFinished);
}

void HubCall::readBounded()
{
    m_body += m_reply->readAll();
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_request.enough > 0 && m_body.size() >= m_request.enough && status >= 200 && status < 300) {
        disconnect(m_reply, nullptr, this, nullptr);
        const HubAnswer partial = answer(status);
        m_reply->abort();
        return finish(partial);
    }
    const qint64 most = m_request.range.isEmpty() ? maxBodyBytes : maxRangeBytes;
    if (m_body.size() > most) {
        disconnect(m_reply, nullptr, this, nullptr);
        m_reply->abort();
        finish(fail(ErrorKind::HubFailed, u"the Hub's answer is larger than %1 MiB"_s.arg(most >> 20)));
    }
}

void HubCall::handleFinished()
{
    m_reply->deleteLater();
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status >= 400) {
        const auto header = [this](const char *name) { return m_reply->rawHeader(name); };
        return failOrRetry(hubError(status, header, m_request.page));
    }
    if (m_reply->error() != QNetworkReply::NoError || status < 200)
        return failOrRetry(networkError(*m_reply, m_reply->url()));
    const bool stillHolds = status == 304 && !m_request.knownEtag.isEmpty();
    if (status >= 300 && status < 400 && !stillHolds)
        return followRedirect(status);
    m_body += m_reply->readAll();
    finish(answer(status));
}

HubAnswer HubCall::answer(int status) const
{
    const QByteArray body = m_request.enough > 0 ? m_body.left(m_request.enough) : m_body;
    return {status, m_reply->url(), m_reply->rawHeaderPairs(), body, {}, m_waited};
}

void HubCall::followRedirect(int status)
{
    const auto target = redirectTarget(m_reply->url(), m_reply->rawHeader("Location"), m_config.endpoint);
    if (!target)
        return finish(failWith(target));
    if (m_request.stopAtOtherOrigin && !isSameOrigin(*target, m_reply->url()))
        return finish(HubAnswer{status, m_reply->url(), m_reply->rawHeaderPairs(), {}, *target, m_waited});
    if (++m_redirects > maxRedirects)
        return finish(fail(ErrorKind::HubFailed, u"the Hub redirected more than %1 times"_s.arg(maxRedirects)));
    send(*target);
}

void HubCall::failOrRetry(Error error)
{
    ++m_attempts;
    const std::chrono::milliseconds wait = error.retryAfter ? *error.retryAfter : backOff(m_attempts);
    if (!error.retryable || m_attempts >= m_request.patience.attempts || wait > m_request.patience.longestWait)
        return finish(tl::unexpected(std::move(error)));
    if (error.retryAfter) {
        m_waited += wait;
        if (m_context && m_request.waits)
            m_request.waits(error, wait);
    }
    qCInfo(logHub).noquote() << "retrying in" << wait.count() << "ms:" << error.message;
    m_redirects = 0;
    m_clock.callAfter(wait, this, [this] { send(m_request.url); });
}

void HubCall::finish(Result<HubAnswer> result)
{
    deleteLater();
    if (m_context)
        std::exchange(m_callback, {})(std::move(result));
}
