#include "http/range_field.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace {

/// Digits only; what is too large for a number is as good as the largest.
std::optional<qint64> position(const QByteArray &text)
{
    if (text.isEmpty() || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    bool ok = false;
    const qint64 value = text.toLongLong(&ok);
    return ok ? value : std::numeric_limits<qint64>::max() - 1;
}

} // namespace

RequestedRange requestedRange(const QByteArray &range, const QByteArray &ifRange, const QByteArray &etag, qint64 bytes)
{
    const RequestedRange whole{RequestedRange::Kind::Whole, 0, bytes};
    if (range.isEmpty() || (!ifRange.isEmpty() && ifRange != etag))
        return whole;
    if (range.first(qMin<qsizetype>(range.size(), 6)).toLower() != "bytes=")
        return whole;
    const QByteArray set = range.sliced(6).trimmed();
    const qsizetype dash = set.indexOf('-');
    if (dash < 0 || set.contains(','))
        return whole;
    const QByteArray first = set.first(dash).trimmed();
    const QByteArray last = set.sliced(dash + 1).trimmed();
    if (first.isEmpty()) {
        const auto tail = position(last);
        if (!tail)
            return whole;
        if (*tail == 0 || bytes == 0)
            return {RequestedRange::Kind::Unsatisfiable, 0, 0};
        return {RequestedRange::Kind::Part, std::max<qint64>(0, bytes - *tail), bytes};
    }
    const auto begin = position(first);
    const auto end = last.isEmpty() ? std::optional(bytes) : position(last);
    if (!begin || !end || (!last.isEmpty() && *end < *begin))
        return whole;
    if (*begin >= bytes)
        return {RequestedRange::Kind::Unsatisfiable, 0, 0};
    return {RequestedRange::Kind::Part, *begin, last.isEmpty() ? bytes : std::min(bytes, *end + 1)};
}
