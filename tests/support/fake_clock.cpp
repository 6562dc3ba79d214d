#include "fake_clock.h"

#include <QTimeZone>

#include <algorithm>

QDateTime FakeClock::utc() const
{
    const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(m_now.time_since_epoch());
    return QDateTime(QDate(2026, 1, 1), QTime(0, 0), QTimeZone::utc()).addMSecs(since.count());
}

void FakeClock::callAfter(std::chrono::milliseconds delay, QObject *context, std::function<void()> call)
{
    m_calls.push_back({m_now + delay, context, std::move(call)});
}

void FakeClock::advance(std::chrono::milliseconds time)
{
    const auto end = m_now + time;
    for (;;) {
        const auto next = std::min_element(m_calls.begin(), m_calls.end(),
                                           [](const Call &a, const Call &b) { return a.due < b.due; });
        if (next == m_calls.end() || next->due > end)
            break;
        const Call call = std::move(*next);
        m_calls.erase(next);
        m_now = std::max(m_now, call.due);
        if (call.context)
            call.call();
    }
    m_now = end;
}
