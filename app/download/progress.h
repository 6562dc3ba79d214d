#pragma once

#include "base/clock.h"

#include <deque>
#include <optional>

/// How far a transfer is, for people: the count never goes back, the rate is the last seconds' average.
class Progress {
public:
    explicit Progress(const Clock &clock)
        : m_clock(clock)
    {
    }
    /// Begins at \a completedBytes of \a totalBytes: what an earlier run fetched is no speed of this one.
    /// A negative \a totalBytes is one that nobody knows.
    void begin(qint64 totalBytes, qint64 completedBytes);
    void setCompleted(qint64 bytes);

    qint64 totalBytes() const { return m_total; }
    qint64 completedBytes() const { return m_completed; }
    /// 0 to 100, with one decimal.
    double percent() const;
    qint64 bytesPerSecond() const;
    /// Nothing while the rate is not known.
    std::optional<qint64> etaSeconds() const;

private:
    struct Sample {
        std::chrono::steady_clock::time_point at;
        qint64 bytes;
    };
    const Clock &m_clock;
    qint64 m_total = 0;
    qint64 m_completed = 0;
    std::deque<Sample> m_samples;
};
