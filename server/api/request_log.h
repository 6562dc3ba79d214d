#pragma once

#include "base/log_limiter.h"

#include <QHash>

class Exchange;
class Metrics;

/// What is told of each request when it is over: to the metrics, and a line of the log. Health checks and their like
/// are logged at the level debug, but for the first with another status than the one before; of the others so many as
/// the log's disk can bear, 200 at once and 20 a second.
class RequestLog {
public:
    /// \a metrics must outlive it.
    explicit RequestLog(Metrics &metrics)
        : m_metrics(metrics)
    {
    }
    void take(const Exchange &exchange);

private:
    bool isWorthALine(const Exchange &exchange);
    void tellLeftOut();

    Metrics &m_metrics;
    TokenBucket m_lines{200, 20};
    qint64 m_leftOut = 0; ///< since the last line
    QHash<QByteArray, int> m_probed; ///< the last status, by route
};
