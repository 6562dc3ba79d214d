#include "download/piece_schedule.h"

#include <algorithm>
#include <numeric>

PieceSchedule::PieceSchedule(const QList<ByteRange> &missing, QList<qint64> borders)
    : m_waiting(missing)
    , m_borders(std::move(borders))
{
    std::sort(m_borders.begin(), m_borders.end());
}

qint64 PieceSchedule::waitingBytes() const
{
    return std::accumulate(m_waiting.begin(), m_waiting.end(), qint64(0),
                           [](qint64 sum, const ByteRange &range) { return sum + range.size(); });
}

std::optional<ByteRange> PieceSchedule::take(int connections)
{
    if (m_waiting.isEmpty())
        return std::nullopt;
    ByteRange &first = m_waiting.first();
    const qint64 share = waitingBytes() / (2 * std::max(connections, 1));
    ByteRange piece{first.begin, std::min(first.end, first.begin + std::clamp(share, smallestPiece, largestPiece))};
    if (first.end - piece.end < smallestPiece)
        piece.end = first.end; // no crumbs
    const auto border = std::upper_bound(m_borders.begin(), m_borders.end(), piece.begin);
    if (border != m_borders.end())
        piece.end = std::min(piece.end, *border);
    first.begin = piece.end;
    if (first.size() == 0)
        m_waiting.removeFirst();
    return piece;
}

void PieceSchedule::giveBack(ByteRange rest)
{
    if (rest.size() <= 0)
        return;
    const auto at = std::lower_bound(m_waiting.begin(), m_waiting.end(), rest.begin,
                                     [](const ByteRange &range, qint64 begin) { return range.begin < begin; });
    m_waiting.insert(at, rest);
}
