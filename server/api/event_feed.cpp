#include "api/event_feed.h"

#include "api/download_json.h"
#include "api/health_route.h"
#include "api/limits_route.h"
#include "base/json.h"
#include "download/download_queue.h"
#include "download/rate_limiter.h"
#include "shimmy/shimmy_supervisor.h"
#include "store/model_store.h"

#include <QJsonArray>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr size_t mostKept = 1000;
constexpr qsizetype mostNamed = 100; ///< models of which an event names all
constexpr auto shortestInterval = 500ms; ///< between two of a download's progress
constexpr auto longestSilence = 10s; ///< and at most two more

QByteArray eventText(const QByteArray &type, const QByteArray &id, const QJsonObject &data)
{
    QByteArray text = "event: " + type + '\n';
    if (!id.isEmpty())
        text += "id: " + id + '\n';
    return text + "data: " + toJson(data) + "\n\n";
}

} // namespace

/// One client of the feed. Goes with its connection.
class EventClient final : public QObject {
public:
    EventClient(ExchangePtr exchange, std::function<QByteArray()> relist)
        : m_exchange(std::move(exchange))
        , m_relist(std::move(relist))
    {
        connect(m_exchange.get(), &Exchange::aborted, this, &QObject::deleteLater);
        connect(m_exchange.get(), &Exchange::drained, this, &EventClient::catchUp);
    }

    void deliver(const QByteArray &text)
    {
        if (m_isBehind)
            m_hasMissed = true;
        else
            m_isBehind = !m_exchange->write(text);
    }

    void end()
    {
        m_exchange->end();
        deleteLater();
    }

private:
    void catchUp()
    {
        m_isBehind = false;
        if (std::exchange(m_hasMissed, false))
            deliver(m_relist());
    }

    const ExchangePtr m_exchange;
    const std::function<QByteArray()> m_relist;
    bool m_isBehind = false; ///< more was written than it has read
    bool m_hasMissed = false; ///< and something came meanwhile
};

EventFeed::EventFeed(DownloadQueue &downloads, RateLimiter &limiter, ModelStore &store, ShimmySupervisor &supervisor,
                     Clock &clock, QObject *parent)
    : QObject(parent)
    , m_downloads(downloads)
    , m_store(store)
    , m_supervisor(supervisor)
    , m_clock(clock)
    , m_run(QUuid::createUuid().toByteArray(QUuid::Id128).left(8))
    , m_lastEvent(clock.now())
{
    connect(&downloads, &DownloadQueue::jobChanged, this, &EventFeed::tellDownload);
    connect(&downloads, &DownloadQueue::jobProgressed, this, &EventFeed::tellProgress);
    connect(&limiter, &RateLimiter::bytesPerSecondChanged, this,
            [this, &limiter] { publish("limits", limitsJson(limiter)); });
    connect(&store, &ModelStore::modelsChanged, this, &EventFeed::tellModels);
    connect(&store, &ModelStore::changedElsewhere, this, &EventFeed::tellModels);
    connect(&store, &ModelStore::forgotten, this, &EventFeed::tellModels); // who lists sees it no more
    connect(&supervisor, &ShimmySupervisor::stateChanged, this, &EventFeed::tellShimmy);
    connect(&supervisor, &ShimmySupervisor::switched, this, &EventFeed::tellShimmy);
    for (const Model &model : store.models())
        m_modelsTold.insert(model.id, model.version);
    keepAlive();
}

EventFeed::~EventFeed() = default;

QByteArray EventFeed::idOf(quint64 number) const
{
    return m_run + '-' + QByteArray::number(number);
}

QByteArray EventFeed::relist() const
{
    return eventText("relist", idOf(m_lastNumber), {});
}

void EventFeed::attach(const ExchangePtr &exchange, const QByteArray &after)
{
    exchange->begin(
        200, {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-cache"}, {"X-Accel-Buffering", "no"}});
    if (!exchange->isOpen())
        return; // HEAD
    auto *client = new EventClient(exchange, [this] { return relist(); });
    m_clients += client;
    connect(client, &QObject::destroyed, this, [this, client] { m_clients.removeOne(client); });

    const bool isOurs = after.startsWith(m_run) && after.mid(m_run.size(), 1) == "-";
    const quint64 seen = after.mid(m_run.size() + 1).toULongLong();
    const quint64 firstKept = m_kept.empty() ? m_lastNumber + 1 : m_kept.front().number;
    if (!isOurs || seen + 1 < firstKept || seen > m_lastNumber)
        return client->deliver(relist());
    client->deliver(": again\n\n");
    for (const Event &event : m_kept) {
        if (event.number > seen)
            client->deliver(event.text);
    }
}

void EventFeed::close()
{
    for (EventClient *client : std::exchange(m_clients, {}))
        client->end();
}

void EventFeed::tellDownload(Download *download)
{
    if (download->isFinished())
        m_progressTold.remove(download->id());
    publish("download", downloadJson(*download, m_downloads, false));
}

void EventFeed::tellProgress(Download *download)
{
    if (m_clients.isEmpty())
        return;
    auto &told = m_progressTold[download->id()];
    if (m_clock.now() - told < shortestInterval)
        return;
    told = m_clock.now();
    deliver(eventText("progress", {}, downloadJson(*download, m_downloads, false)));
}

void EventFeed::tellModels()
{
    QHash<QString, quint64> known;
    known.reserve(m_store.models().size());
    QJsonArray added;
    QJsonArray changed;
    for (const Model &model : m_store.models()) {
        known.insert(model.id, model.version);
        const auto before = m_modelsTold.constFind(model.id);
        if (before == m_modelsTold.cend())
            added += model.id;
        else if (*before != model.version)
            changed += model.id;
    }
    QJsonArray removed;
    for (auto before = m_modelsTold.cbegin(); before != m_modelsTold.cend(); ++before) {
        if (!known.contains(before.key()))
            removed += before.key();
    }
    m_modelsTold = known;
    const auto &servable = m_store.servable();
    QJsonArray all;
    for (const Model &model : servable.first(std::min(servable.size(), mostNamed)))
        all += model.id;
    publish("models",
            {{u"models"_s, servable.size() > mostNamed ? QJsonValue() : QJsonValue(all)},
             {u"total"_s, servable.size()},
             {u"added"_s, added},
             {u"removed"_s, removed},
             {u"changed"_s, changed}});
}

void EventFeed::tellShimmy()
{
    const QString trouble = m_supervisor.trouble();
    publish("shimmy",
            {{u"state"_s, shimmyStateName(m_supervisor.state())},
             {u"trouble"_s, trouble.isEmpty() ? QJsonValue() : QJsonValue(trouble)},
             {u"restarts"_s, m_supervisor.restarts()},
             {u"switches"_s, m_supervisor.switches()}});
}

void EventFeed::publish(const QByteArray &type, const QJsonObject &data)
{
    const QByteArray text = eventText(type, idOf(++m_lastNumber), data);
    m_kept.push_back({m_lastNumber, text});
    if (m_kept.size() > mostKept)
        m_kept.pop_front();
    deliver(text);
}

void EventFeed::deliver(const QByteArray &text)
{
    m_lastEvent = m_clock.now();
    for (EventClient *client : std::as_const(m_clients))
        client->deliver(text);
}

/// So that a client, and whatever stands between, can tell silence from a dead connection.
void EventFeed::keepAlive()
{
    m_clock.callAfter(longestSilence / 5, this, [this] {
        if (m_clock.now() - m_lastEvent >= longestSilence)
            deliver(": \n\n");
        keepAlive();
    });
}
