#include "base/log_limiter.h"

#include <algorithm>

using namespace std::chrono_literals;

namespace {

constexpr double burst = 100;
constexpr double perSecond = 10;
constexpr double categoryFactor = 10;
constexpr size_t mostKinds = 500;
constexpr qsizetype decidingCharacters = 48;
constexpr auto tellAfter = 1s;

} // namespace

bool TokenBucket::take(TimePoint now)
{
    if (m_last != TimePoint()) {
        const std::chrono::duration<double> passed = now - m_last;
        m_tokens = std::min(m_capacity, m_tokens + passed.count() * m_perSecond);
    }
    m_last = now;
    if (m_tokens < 1)
        return false;
    m_tokens -= 1;
    return true;
}

LogLimiter::Kind &LogLimiter::kindOf(const QString &category, LogLevel level, QStringView message)
{
    size_t hash = qHash(category, static_cast<size_t>(level));
    for (const QChar c : message.first(std::min(message.size(), decidingCharacters))) {
        if (!c.isDigit())
            hash = qHash(c, hash);
    }
    auto kind = m_kinds.find(hash);
    if (kind == m_kinds.end()) {
        if (m_order.size() >= mostKinds) {
            m_kinds.remove(m_order.front());
            m_order.pop_front();
        }
        const QString example = message.first(std::min(message.size(), decidingCharacters)).toString();
        kind = m_kinds.insert(hash, {TokenBucket(burst, perSecond), {category, example, 0}, {}});
        m_order.push_back(hash);
    }
    return *kind;
}

bool LogLimiter::admit(const QString &category, LogLevel level, QStringView message, TimePoint now)
{
    Kind &kind = kindOf(category, level, message);
    auto all = m_categories.find(category);
    if (all == m_categories.end())
        all = m_categories.insert(category, TokenBucket(burst * categoryFactor, perSecond * categoryFactor));
    if (kind.bucket.take(now) && all->take(now))
        return true;
    if (kind.leftOut.count++ == 0)
        kind.since = now;
    return false;
}

QList<LogLimiter::LeftOut> LogLimiter::takeLeftOut(TimePoint now)
{
    QList<LeftOut> all;
    for (Kind &kind : m_kinds) {
        if (kind.leftOut.count == 0 || now - kind.since < tellAfter)
            continue;
        all += kind.leftOut;
        kind.leftOut.count = 0;
    }
    return all;
}
