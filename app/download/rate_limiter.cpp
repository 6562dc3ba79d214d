#include "download/rate_limiter.h"

#include <algorithm>
#include <utility>

using namespace std::chrono_literals;

namespace {

constexpr auto refillInterval = 50ms;
constexpr qint64 smallestGrant = 16 * 1024;

/// What may be saved up: short bursts at the most, or a limit would be no limit.
double capacity(qint64 rate)
{
    return std::max(static_cast<double>(rate) / 8, static_cast<double>(smallestGrant));
}

} // namespace

RateLimiter::RateLimiter(Clock &clock, qint64 bytesPerSecond, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_rate(bytesPerSecond)
    , m_lastRefill(clock.now())
{
}

void RateLimiter::setBytesPerSecond(qint64 rate)
{
    refill();
    const bool isOther = std::exchange(m_rate, rate) != rate;
    m_bytes = std::min(m_bytes, capacity(rate));
    Q_EMIT refilled();
    if (isOther)
        Q_EMIT bytesPerSecondChanged();
}

void RateLimiter::refill()
{
    const auto now = m_clock.now();
    const std::chrono::duration<double> elapsed = now - m_lastRefill;
    m_lastRefill = now;
    m_bytes = std::min(m_bytes + elapsed.count() * static_cast<double>(m_rate), capacity(m_rate));
}

qint64 RateLimiter::take(qint64 wanted)
{
    const qint64 granted = grant(wanted);
    m_taken += granted;
    return granted;
}

qint64 RateLimiter::grant(qint64 wanted)
{
    if (m_rate == 0)
        return wanted;
    refill();
    // Half of what is there at the most, so that the first one who asks does not get all of it each time.
    const auto granted = std::min(wanted, std::max(static_cast<qint64>(m_bytes / 2), smallestGrant));
    const bool granting = m_bytes >= static_cast<double>(std::min(granted, smallestGrant));
    if (granting)
        m_bytes -= static_cast<double>(granted);
    if ((!granting || granted < wanted) && !std::exchange(m_refillPlanned, true)) {
        m_clock.callAfter(refillInterval, this, [this] {
            m_refillPlanned = false;
            Q_EMIT refilled();
        });
    }
    return granting ? granted : 0;
}
