#include "shimmy/back_off.h"

#include <QRandomGenerator>

#include <algorithm>

using namespace std::chrono_literals;

namespace {
constexpr auto stableAfter = 60s;
constexpr int mostQuickDeaths = 5;
} // namespace

std::optional<std::chrono::milliseconds> BackOff::died()
{
    const bool wasStable = m_startedAt && m_clock.now() - *m_startedAt >= stableAfter;
    m_quickDeaths = wasStable ? 1 : m_quickDeaths + 1;
    if (!m_startedAt && m_quickDeaths >= mostQuickDeaths)
        return std::nullopt;
    m_startedAt.reset();
    // The first death is answered at once: a start costs some 50 ms and clients are waiting.
    if (m_quickDeaths == 1)
        return 0ms;
    const int base = std::min(1000 << std::min(m_quickDeaths - 2, 6), 60'000);
    return std::chrono::milliseconds(base + QRandomGenerator::global()->bounded(base / 4));
}

void BackOff::reset()
{
    m_startedAt.reset();
    m_quickDeaths = 0;
}
