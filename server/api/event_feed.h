#pragma once

#include "base/clock.h"
#include "http/exchange.h"

#include <QHash>
#include <QJsonObject>

#include <deque>

class Download;
class DownloadQueue;
class EventClient;
class ModelStore;
class RateLimiter;
class ShimmySupervisor;

/// One feed of server-sent events about everything that changes: downloads, their limit, models, Shimmy. Lives on the
/// core's thread.
///
/// Changes have ids and are kept for a while, so that a client that comes back with Last-Event-ID misses nothing.
/// Progress has none: the next says more. A client that cannot be given all it missed, or that reads too slowly, gets
/// "relist" and asks for the lists again; nothing is stored for it.
class EventFeed final : public QObject {
    Q_OBJECT

public:
    /// All of them must outlive the feed.
    EventFeed(DownloadQueue &downloads, RateLimiter &limiter, ModelStore &store, ShimmySupervisor &supervisor,
              Clock &clock, QObject *parent = nullptr);
    ~EventFeed() override;

    /// Answers \a exchange with the feed, from after the event with the id \a after if that is given.
    void attach(const ExchangePtr &exchange, const QByteArray &after);
    /// Ends all answers: for the service's end.
    void close();

private:
    struct Event {
        quint64 number;
        QByteArray text;
    };
    void tellDownload(Download *download);
    void tellProgress(Download *download);
    void tellModels();
    void tellShimmy();
    void publish(const QByteArray &type, const QJsonObject &data);
    void deliver(const QByteArray &text);
    QByteArray relist() const;
    QByteArray idOf(quint64 number) const;
    void keepAlive();

    DownloadQueue &m_downloads;
    ModelStore &m_store;
    ShimmySupervisor &m_supervisor;
    Clock &m_clock;
    const QByteArray m_run; ///< tells the ids of this process from another's
    quint64 m_lastNumber = 0;
    std::deque<Event> m_kept;
    QList<EventClient *> m_clients;
    QHash<QString, std::chrono::steady_clock::time_point> m_progressTold; ///< by download
    QHash<QString, quint64> m_modelsTold; ///< versions, by id
    std::chrono::steady_clock::time_point m_lastEvent;
};
