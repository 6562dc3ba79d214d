#pragma once

#include "base/clock.h"

/// How many connections one download should have: more while that makes it faster, fewer when a server has too much
/// of them.
class SegmentBudget {
public:
    /// Begins with \a initial, between 1 and \a most.
    SegmentBudget(const Clock &clock, int initial, int most);

    int connections() const { return m_connections; }
    /// Tells how many bytes have come so far; to be called about every second while a transfer has more work than
    /// connections. Returns true when connections() has changed.
    bool measure(qint64 bytes);
    /// What was measured so far tells nothing about the network: the transfer was held up, or is about to end.
    void pauseMeasuring();
    /// A server has refused or reset a connection. Returns true when connections() has changed.
    bool refused();

private:
    void set(int connections);

    const Clock &m_clock;
    const int m_most;
    int m_connections;
    int m_before = 0; ///< connections before the last growth; 0: it proved worth it, or there was none
    double m_rateBefore = 0; ///< bytes per second then
    bool m_measuring = false;
    qint64 m_bytes = 0; ///< when the measurement began
    std::chrono::steady_clock::time_point m_begun;
    std::chrono::steady_clock::time_point m_noGrowthUntil;
    std::chrono::steady_clock::time_point m_lastRefusal;
};
