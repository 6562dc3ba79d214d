#pragma once

#include "store/byte_range.h"

#include <optional>

/// Hands the missing bytes of a part out in pieces, from the front to the back: so the file grows in a row, and can be
/// hashed while it does. Pieces get smaller towards the end, so that all connections end at about the same time.
class PieceSchedule {
public:
    static constexpr qint64 smallestPiece = 2 << 20;
    static constexpr qint64 largestPiece = 32 << 20;

    /// \a missing in rising order. No piece reaches over one of \a borders, where another file begins.
    PieceSchedule(const QList<ByteRange> &missing, QList<qint64> borders);

    /// The next piece for one of \a connections; nothing when all has been handed out.
    std::optional<ByteRange> take(int connections);
    /// What was handed out and is not being fetched any more.
    void giveBack(ByteRange rest);
    /// Bytes that are not handed out.
    qint64 waitingBytes() const;

private:
    QList<ByteRange> m_waiting;
    QList<qint64> m_borders;
};
