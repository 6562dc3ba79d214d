#include "proxy/generation_pace.h"

#include <algorithm>
#include <cmath>

using namespace std::chrono_literals;

namespace {
// The last ten or so count: one short prompt changes little, another model or other clients show soon.
constexpr double weight = 0.2;
constexpr double assumedSeconds = 5; ///< nothing was measured yet
constexpr double leastSeconds = 1;
constexpr double mostSeconds = 120;
} // namespace

void GenerationPace::ended(TimePoint begin)
{
    const std::chrono::duration<double> held = m_clock.now() - begin;
    m_mean = m_mean ? *m_mean + weight * (held - *m_mean) : held;
}

std::chrono::seconds GenerationPace::wait(qsizetype ahead, qsizetype instances) const
{
    const double each = m_mean ? m_mean->count() : assumedSeconds;
    const double rounds = static_cast<double>(ahead) / static_cast<double>(std::max<qsizetype>(instances, 1));
    return std::chrono::seconds(std::lround(std::ceil(std::clamp(each * rounds, leastSeconds, mostSeconds))));
}
