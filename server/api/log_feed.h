#pragma once

#include "base/clock.h"
#include "base/log_history.h"
#include "http/exchange.h"

class LogClient;

/// Shows the log to clients, as NDJSON: what is kept of it, and to those who stay what is added. Lives on the core's
/// thread. Nothing is stored for a client: one that reads too slowly is told how much it has missed.
class LogFeed final : public QObject {
    Q_OBJECT

public:
    struct Wish {
        LogLevel least = LogLevel::Debug;
        qsizetype past = 2000; ///< lines of the past at most
        bool follow = false;
    };
    /// \a history and \a clock must outlive the feed.
    LogFeed(LogHistory &history, Clock &clock, QObject *parent = nullptr);
    ~LogFeed() override;

    void attach(const ExchangePtr &exchange, const Wish &wish);
    /// Ends all answers: for the service's end.
    void close();

private:
    void keepAlive();

    LogHistory &m_history;
    Clock &m_clock;
    QList<LogClient *> m_clients;
};
