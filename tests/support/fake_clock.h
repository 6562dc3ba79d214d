#pragma once

#include "base/clock.h"

#include <QPointer>

#include <vector>

/// A clock that stands still until a test moves it. For one thread.
class FakeClock final : public Clock {
public:
    std::chrono::steady_clock::time_point now() const override { return m_now; }
    QDateTime utc() const override;
    void callAfter(std::chrono::milliseconds delay, QObject *context, std::function<void()> call) override;

    /// Moves on by \a time and makes the calls that become due, in their order, each at its own time.
    void advance(std::chrono::milliseconds time);

private:
    struct Call {
        std::chrono::steady_clock::time_point due;
        QPointer<QObject> context;
        std::function<void()> call;
    };
    std::chrono::steady_clock::time_point m_now{std::chrono::hours(1)};
    std::vector<Call> m_calls;
};
