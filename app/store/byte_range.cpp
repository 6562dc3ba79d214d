#include "store/byte_range.h"

#include <algorithm>
#include <numeric>

void ByteRanges::add(ByteRange range)
{
    if (range.size() <= 0)
        return;
    auto first = std::lower_bound(m_ranges.begin(), m_ranges.end(), range.begin,
                                  [](const ByteRange &held, qint64 begin) { return held.end < begin; });
    auto last = first;
    for (; last != m_ranges.end() && last->begin <= range.end; ++last) {
        range.begin = std::min(range.begin, last->begin);
        range.end = std::max(range.end, last->end);
    }
    m_ranges.insert(m_ranges.erase(first, last), range);
}

qint64 ByteRanges::totalBytes() const
{
    return std::accumulate(m_ranges.begin(), m_ranges.end(), qint64(0),
                           [](qint64 sum, const ByteRange &range) { return sum + range.size(); });
}

QList<ByteRange> ByteRanges::missing(qint64 bytes) const
{
    QList<ByteRange> gaps;
    qint64 at = 0;
    for (const ByteRange &held : m_ranges) {
        if (held.begin > at)
            gaps += ByteRange{at, std::min(held.begin, bytes)};
        at = std::max(at, held.end);
    }
    if (at < bytes)
        gaps += ByteRange{at, bytes};
    return gaps;
}

QList<ByteRange> splitForParallel(const QList<ByteRange> &missing, int count, qint64 smallest)
{
    qint64 total = 0;
    for (const ByteRange &gap : missing)
        total += gap.size();
    const qint64 piece = std::max(smallest, (total + count - 1) / std::max(count, 1));
    QList<ByteRange> pieces;
    for (const ByteRange &gap : missing) {
        const qint64 parts = std::max<qint64>(1, gap.size() / piece);
        const qint64 each = (gap.size() + parts - 1) / parts;
        for (qint64 begin = gap.begin; begin < gap.end; begin += each)
            pieces += ByteRange{begin, std::min(begin + each, gap.end)};
    }
    return pieces;
}
