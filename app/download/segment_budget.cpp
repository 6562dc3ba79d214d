#include "download/segment_budget.h"

#include <algorithm>

using namespace std::chrono_literals;

namespace {

constexpr auto measurement = 2s;
constexpr auto afterUselessGrowth = 30s;
constexpr auto afterRefusal = 60s;
/// Refusals that come together are one: connections that run all get theirs.
constexpr auto sameRefusal = 2s;
constexpr double worthIt = 1.1;

} // namespace

SegmentBudget::SegmentBudget(const Clock &clock, int initial, int most)
    : m_clock(clock)
    , m_most(most)
    , m_connections(std::clamp(initial, 1, most))
    , m_noGrowthUntil(clock.now())
    , m_lastRefusal(clock.now() - sameRefusal)
{
}

void SegmentBudget::set(int connections)
{
    m_connections = connections;
    m_measuring = false;
}

bool SegmentBudget::measure(qint64 bytes)
{
    const auto now = m_clock.now();
    if (!m_measuring) {
        m_measuring = true;
        m_begun = now;
        m_bytes = bytes;
        return false;
    }
    if (now - m_begun < measurement)
        return false;
    const double rate = static_cast<double>(bytes - m_bytes) / std::chrono::duration<double>(now - m_begun).count();
    m_begun = now;
    m_bytes = bytes;
    if (m_before > 0 && rate < m_rateBefore * worthIt) {
        set(std::exchange(m_before, 0));
        m_noGrowthUntil = now + afterUselessGrowth;
        return true;
    }
    m_before = 0;
    if (now < m_noGrowthUntil || m_connections >= m_most)
        return false;
    m_before = m_connections;
    m_rateBefore = rate;
    set(std::min(m_most, m_connections + std::max(1, m_connections / 2)));
    return true;
}

void SegmentBudget::pauseMeasuring()
{
    m_measuring = false;
}

bool SegmentBudget::refused()
{
    const auto now = m_clock.now();
    m_noGrowthUntil = now + afterRefusal;
    m_before = 0;
    if (now - std::exchange(m_lastRefusal, now) < sameRefusal || m_connections == 1)
        return false;
    set(m_connections / 2);
    return true;
}
