#pragma once

#include "base/clock.h"

#include <optional>

/// How long a generation holds an instance, measured, and what that means for one who must wait. Pure.
class GenerationPace {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    explicit GenerationPace(const Clock &clock)
        : m_clock(clock)
    {
    }
    /// An instance was taken: what ended() wants to know.
    TimePoint begin() const { return m_clock.now(); }
    /// The instance that was taken at \a begin is free again, or gone.
    void ended(TimePoint begin);
    /// The exponentially weighted mean; nothing before the first generation has ended.
    std::optional<std::chrono::duration<double>> mean() const { return m_mean; }
    /// When so many \a ahead will have been served by so many \a instances: from 1 to 120 s.
    std::chrono::seconds wait(qsizetype ahead, qsizetype instances) const;

private:
    const Clock &m_clock;
    std::optional<std::chrono::duration<double>> m_mean;
};
