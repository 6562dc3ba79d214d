#pragma once

#include <QList>

/// Bytes from \a begin up to, and without, \a end of a file.
struct ByteRange {
    qint64 begin = 0;
    qint64 end = 0;
    qint64 size() const { return end - begin; }
    friend bool operator==(const ByteRange &, const ByteRange &) = default;
};

/// A set of bytes: sorted, disjoint, not touching ranges.
class ByteRanges {
public:
    void add(ByteRange range);
    const QList<ByteRange> &ranges() const { return m_ranges; }
    bool isEmpty() const { return m_ranges.isEmpty(); }
    qint64 totalBytes() const;
    /// What of 0…\a bytes is not in the set.
    QList<ByteRange> missing(qint64 bytes) const;

private:
    QList<ByteRange> m_ranges;
};

/// Cuts \a missing into about \a count pieces of similar size for parallel fetching, none smaller than
/// \a smallest but where the gap itself is.
QList<ByteRange> splitForParallel(const QList<ByteRange> &missing, int count, qint64 smallest);
