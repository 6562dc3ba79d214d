#include "prompt/stop_filter.h"

#include <algorithm>

StopFilter::StopFilter(QStringList stops)
    : m_stops(std::move(stops))
{
    m_stops.removeAll(QString());
}

QString StopFilter::add(const QString &piece)
{
    if (matched())
        return {};
    m_pending += piece;
    qsizetype first = m_pending.size();
    for (const QString &stop : std::as_const(m_stops)) {
        const qsizetype at = m_pending.indexOf(stop);
        if (at >= 0 && at < first) {
            first = at;
            m_match = stop;
        }
    }
    const QString shown = m_pending.left(matched() ? first : m_pending.size() - heldBack());
    m_pending = matched() ? QString() : m_pending.mid(shown.size());
    return shown;
}

/// The length of the longest end of what is pending that begins a stop.
qsizetype StopFilter::heldBack() const
{
    qsizetype longest = 0;
    for (const QString &stop : m_stops) {
        for (qsizetype size = std::min(m_pending.size(), stop.size() - 1); size > longest; --size) {
            if (m_pending.endsWith(QStringView(stop).first(size)))
                longest = size;
        }
    }
    return longest;
}

QString StopFilter::finish()
{
    return std::exchange(m_pending, {});
}
