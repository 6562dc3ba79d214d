#pragma once

#include "base/clock.h"

#include <optional>

/// When to start a process again that has died. Pure: told what happened, it answers how long to wait.
class BackOff {
public:
    explicit BackOff(const Clock &clock)
        : m_clock(clock)
    {
    }
    /// The process came up.
    void started() { m_startedAt = m_clock.now(); }
    /// The process died. Nothing: it has died five times in a row right after its start, give up.
    std::optional<std::chrono::milliseconds> died();
    /// Forgets what happened: somebody asked for a fresh try.
    void reset();

private:
    const Clock &m_clock;
    std::optional<std::chrono::steady_clock::time_point> m_startedAt;
    int m_quickDeaths = 0;
};
