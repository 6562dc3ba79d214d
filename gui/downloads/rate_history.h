#pragma once

#include <QList>

#include <chrono>

/// The rates of the last two minutes. Each holds until the next.
class RateHistory {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::seconds span{120};

    struct Sample {
        Time time;
        qint64 bytesPerSecond = 0;
    };

    /// \a time must not be before that of the last one.
    void add(Time time, qint64 bytesPerSecond);
    void clear() { m_samples.clear(); }
    /// Those that hold within the span before \a now, the oldest first.
    QList<Sample> samples(Time now) const;
    qint64 last() const { return m_samples.isEmpty() ? 0 : m_samples.last().bytesPerSecond; }
    qint64 highest(Time now) const;

private:
    QList<Sample> m_samples;
};

/// The least of 1, 2 and 5 times a power of ten that \a bytesPerSecond does not exceed; for the end of an axis.
qint64 axisEnd(qint64 bytesPerSecond);
