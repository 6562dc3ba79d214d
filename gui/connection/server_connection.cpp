#include "connection/server_connection.h"

#include "connection/job_list.h"
#include "connection/model_list.h"
#include "connection/pull_start.h"
#include "connection/server_access.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto longestSilence = 30s;
constexpr auto longestRetry = 15s;
constexpr auto factsInterval = 10s;

/// Whether asking again by itself would only be told the same.
bool isRefusal(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Unauthorized:
    case ErrorKind::Forbidden:
    case ErrorKind::InvalidApiKey:
    case ErrorKind::InsufficientScope:
    case ErrorKind::TlsFailed: return true;
    default: return false;
    }
}

} // namespace

ServerConnection::ServerConnection(QObject *parent)
    : QObject(parent)
    , m_api(std::make_unique<ApiClient>(QUrl()))
    , m_jobs(new JobList(*this))
    , m_models(new ModelList(*this))
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &ServerConnection::open);
    m_silence.setSingleShot(true);
    connect(&m_silence, &QTimer::timeout, this, [this] {
        lose({ErrorKind::TimedOut, tr("%1 has stopped answering").arg(m_server.name), {}, true, {}});
    });
    m_factsDue.setSingleShot(true);
    connect(&m_factsDue, &QTimer::timeout, this, &ServerConnection::askForFacts);
}

ServerConnection::~ServerConnection()
{
    close();
}

void ServerConnection::connectTo(const ServerEntry &server)
{
    close();
    m_server = server;
    m_failures = 0;
    m_facts = {};
    m_shimmy = {};
    m_limits = {};
    m_api = clientFor(server);
    m_jobs->clear();
    m_models->clear();
    m_state = State::Idle; // so that Connecting is told even when the former server was being connected to
    setState(State::Connecting);
    Q_EMIT serverChanged();
    open();
}

void ServerConnection::leave(const Error &reason)
{
    connectTo({m_server.name, {}, {}, {}, m_server.isEmbedded});
    close();
    m_trouble = reason;
    setState(State::Refused);
}

void ServerConnection::await(const Error &reason)
{
    close();
    m_trouble = reason;
    setState(State::Lost);
}

void ServerConnection::moveTo(const QUrl &url, const Secret &apiKey)
{
    close();
    m_server.url = url;
    m_server.apiKey = apiKey;
    m_api->moveTo(url, apiKey);
    m_failures = 0;
    open();
}

void ServerConnection::retry()
{
    if (m_state != State::Lost && m_state != State::Refused)
        return;
    close();
    open();
}

void ServerConnection::open()
{
    if (m_server.url.isEmpty())
        return;
    m_feed = m_api->stream(ApiCall::get(u"/v1/api/events"_s), ApiStream::Framing::Feed);
    connect(m_feed.get(), &ApiStream::heard, this, &ServerConnection::hear);
    connect(m_feed.get(), &ApiStream::received, this, &ServerConnection::take);
    connect(m_feed.get(), &ApiStream::failed, this, &ServerConnection::lose);
    connect(m_feed.get(), &ApiStream::finished, this, [this] {
        lose({ErrorKind::ShuttingDown, tr("%1 has ended").arg(m_server.name), {}, true, {}});
    });
    m_silence.start(longestSilence);
}

void ServerConnection::close()
{
    m_retry.stop();
    m_silence.stop();
    m_factsDue.stop();
    if (m_feed) {
        m_feed->disconnect(this);
        m_feed.release()->deleteLater(); // it may be what has called us
    }
}

void ServerConnection::hear()
{
    m_silence.start(longestSilence);
}

void ServerConnection::lose(const Error &error)
{
    close();
    m_trouble = error;
    if (isRefusal(error))
        return setState(State::Refused);
    const auto delay =
        m_failures == 0 ? 100ms : std::min<std::chrono::milliseconds>(longestRetry, 500ms * (1 << m_failures));
    m_failures = std::min(m_failures + 1, 6);
    m_retry.start(delay);
    setState(State::Lost);
}

void ServerConnection::take(const QJsonObject &event)
{
    const QString type = event.value("event"_L1).toString();
    const QJsonObject content = event.value("data"_L1).toObject();
    if (m_state != State::Connected) {
        const bool isBack = m_state != State::Connecting;
        m_failures = 0;
        m_trouble = {};
        setState(State::Connected);
        if (isBack)
            Q_EMIT serverChanged();
    }
    if (type == "relist"_L1)
        return askAgain();
    if (type == "download"_L1 || type == "progress"_L1)
        return m_jobs->take(Job::fromJson(content));
    if (type == "models"_L1)
        return m_models->refresh();
    if (type == "limits"_L1)
        return takeLimits(Limits::fromJson(content));
    if (type == "shimmy"_L1) {
        m_shimmy = ShimmyNews::fromJson(content);
        Q_EMIT shimmyChanged(m_shimmy);
        askForFacts();
    }
}

void ServerConnection::askAgain()
{
    m_jobs->refresh();
    m_models->refresh();
    askForFacts();
    m_api->ask(limitsCall(), &Limits::fromJson, this, [this](const Result<Limits> &limits) {
        if (limits)
            takeLimits(*limits);
    });
}

void ServerConnection::setLimits(const Limits &limits, QObject *context, std::function<void(const Error &)> refused)
{
    m_api->ask(setLimitsCall(limits), &Limits::fromJson, context,
               [this, refused = std::move(refused)](const Result<Limits> &answer) {
                   if (answer)
                       takeLimits(*answer);
                   else
                       refused(answer.error());
               });
}

void ServerConnection::takeLimits(const Limits &limits)
{
    m_limits = limits;
    Q_EMIT limitsChanged(limits);
}

void ServerConnection::askForFacts()
{
    m_factsDue.start(factsInterval);
    m_api->call(ApiCall::get(u"/"_s), this, [this](const Result<QJsonObject> &answer) {
        if (!answer) // the feed notices a server that is gone
            return;
        m_facts = ServiceFacts::fromJson(*answer);
        if (m_shimmy.state != m_facts.shimmyState) {
            m_shimmy.state = m_facts.shimmyState;
            Q_EMIT shimmyChanged(m_shimmy);
        }
        Q_EMIT factsChanged(m_facts);
    });
}

void ServerConnection::startPull(const PullOrder &order, QObject *context,
                                 std::function<void(Result<PullEvent>)> callback)
{
    new PullStart(*m_api, order, context, std::move(callback));
}

void ServerConnection::setState(State state)
{
    if (std::exchange(m_state, state) != state)
        Q_EMIT stateChanged(state);
}
