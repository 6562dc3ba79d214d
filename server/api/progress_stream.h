#pragma once

#include "base/clock.h"
#include "http/exchange.h"

#include <QJsonObject>
#include <QObject>

#include <functional>

/// The answer to a request for work that takes a while: NDJSON with progress, at most four lines a second and at least
/// one in ten, and a last line that says how it ended. The work goes on when the client leaves. Lives on the core's
/// thread; goes with its last line or its client.
class ProgressStream final : public QObject {
    Q_OBJECT

public:
    /// \a progress makes a line of how far the work is; empty: there is nothing to tell now. \a clock must outlive it.
    ProgressStream(ExchangePtr exchange, Clock &clock, std::function<QJsonObject()> progress);

    /// Sends \a line now.
    void tell(const QJsonObject &line);
    /// Sends the last line. It goes by itself then.
    void end(const QJsonObject &line);

private:
    void tick();

    const ExchangePtr m_exchange;
    Clock &m_clock;
    const std::function<QJsonObject()> m_progress;
    QJsonObject m_lastLine;
    std::chrono::steady_clock::time_point m_toldAt;
};
