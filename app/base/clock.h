#pragma once

#include <QDateTime>
#include <QObject>

#include <chrono>
#include <functional>

/// Where time comes from. A class that waits takes a Clock&, so that its test can move the clock.
class Clock {
public:
    virtual ~Clock() = default;
    /// Monotonic; unmoved by changes of the wall clock.
    virtual std::chrono::steady_clock::time_point now() const = 0;
    /// The wall clock in UTC, for people and manifests only.
    virtual QDateTime utc() const = 0;
    /// Calls \a call once after \a delay in the thread of \a context, unless \a context dies first.
    virtual void callAfter(std::chrono::milliseconds delay, QObject *context, std::function<void()> call) = 0;
};

class SystemClock final : public Clock {
public:
    std::chrono::steady_clock::time_point now() const override;
    QDateTime utc() const override;
    void callAfter(std::chrono::milliseconds delay, QObject *context, std::function<void()> call) override;
};
