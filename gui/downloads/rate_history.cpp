#include "downloads/rate_history.h"

#include <algorithm>

namespace {

constexpr std::chrono::milliseconds shortest{250}; ///< between two samples: more could not be seen

} // namespace

void RateHistory::add(Time time, qint64 bytesPerSecond)
{
    // A burst of events, one a download, is one sample.
    if (!m_samples.isEmpty() && time - m_samples.last().time < shortest && m_samples.last().bytesPerSecond > 0)
        m_samples.last().bytesPerSecond = bytesPerSecond;
    else
        m_samples += Sample{time, bytesPerSecond};
    while (m_samples.size() > 1 && time - m_samples[1].time > span)
        m_samples.removeFirst();
}

QList<RateHistory::Sample> RateHistory::samples(Time now) const
{
    QList<Sample> samples;
    for (qsizetype i = 0; i < m_samples.size(); ++i) {
        const bool isOver = i + 1 < m_samples.size() && m_samples[i + 1].time <= now - span;
        if (!isOver)
            samples += Sample{std::max(m_samples[i].time, now - span), m_samples[i].bytesPerSecond};
    }
    return samples;
}

qint64 RateHistory::highest(Time now) const
{
    qint64 highest = 0;
    for (const Sample &sample : samples(now))
        highest = std::max(highest, sample.bytesPerSecond);
    return highest;
}

qint64 axisEnd(qint64 bytesPerSecond)
{
    qint64 end = 1;
    while (true) {
        for (const qint64 step : {1, 2, 5}) {
            if (end * step >= bytesPerSecond)
                return end * step;
        }
        end *= 10;
    }
}
