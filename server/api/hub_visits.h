#pragma once

#include "http/exchange.h"

#include <QObject>

/// Who is looking around on the Hub now: so many at a time, and each no longer than its client waits for the answer.
/// Lives on the core's thread.
class HubVisits final : public QObject {
    Q_OBJECT

public:
    /// Each may hold several answers of the Hub in memory, and they share few connections.
    static constexpr int most = 16;

    using QObject::QObject;

    /// The context for all that the Hub is asked on behalf of \a exchange: it dies when that is answered or its client
    /// has gone, and the questions with it. nullptr when there are too many, which is then answered: QueueFull.
    QObject *begin(const ExchangePtr &exchange);

private:
    int m_running = 0;
};
