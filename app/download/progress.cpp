#include "download/progress.h"

#include <algorithm>
#include <cmath>

using namespace std::chrono_literals;

namespace {
constexpr auto window = 5s;
constexpr auto sampleInterval = 100ms;
} // namespace

void Progress::begin(qint64 totalBytes, qint64 completedBytes)
{
    m_total = totalBytes;
    m_completed = std::max(m_completed, completedBytes);
    m_samples.assign(1, Sample{m_clock.now(), m_completed});
}

void Progress::setCompleted(qint64 bytes)
{
    // Bytes that are fetched again were counted the first time.
    m_completed = std::max(m_completed, m_total < 0 ? bytes : std::min(bytes, m_total));
    const auto now = m_clock.now();
    if (m_samples.empty() || now - m_samples.back().at >= sampleInterval)
        m_samples.push_back({now, m_completed});
    while (m_samples.size() > 2 && now - m_samples[1].at > window)
        m_samples.pop_front();
}

double Progress::percent() const
{
    if (m_total <= 0)
        return m_total == 0 ? 100 : 0;
    // Rounded down: 100 is for a file that is all there.
    return std::floor(static_cast<double>(m_completed) * 1000 / static_cast<double>(m_total)) / 10;
}

qint64 Progress::bytesPerSecond() const
{
    if (m_samples.empty())
        return 0;
    const std::chrono::duration<double> elapsed = m_clock.now() - m_samples.front().at;
    if (elapsed < sampleInterval)
        return 0;
    return static_cast<qint64>(static_cast<double>(m_completed - m_samples.front().bytes) / elapsed.count());
}

std::optional<qint64> Progress::etaSeconds() const
{
    const qint64 rate = bytesPerSecond();
    if (rate <= 0 || m_total < 0)
        return std::nullopt;
    return (m_total - m_completed + rate - 1) / rate;
}
