#pragma once

#include <QByteArray>

/// The part of a body that a request asks for, in bytes from its start.
struct RequestedRange {
    enum class Kind {
        Whole, ///< no range, or one that may be ignored: several ranges, another unit, an If-Range that does not hold
        Part,
        Unsatisfiable, ///< it begins behind the end: 416
    };
    Kind kind = Kind::Whole;
    qint64 begin = 0;
    qint64 end = 0; ///< behind the last byte
};

/// What the fields Range and If-Range of a request mean for a body of \a bytes bytes with the strong \a etag. Pure.
RequestedRange requestedRange(const QByteArray &range, const QByteArray &ifRange, const QByteArray &etag, qint64 bytes);
