#pragma once

#include "base/result.h"
#include "store/byte_range.h"

#include <QByteArray>

class QNetworkReply;

/// What a CDN's answer to a segment's request means.
enum class SegmentVerdict {
    Accept, ///< the body is the range that was asked for
    Redirect,
    Expired, ///< the location is no longer valid: resolve again
    RangeIgnored, ///< the whole file from its start, although a range was asked for
    Changed, ///< another version of the file than before
    Retry, ///< try again later
    Refuse, ///< not this file, and no other try will help
};

/// The head of an answer to a segment.
struct SegmentAnswer {
    int status = 0;
    QByteArray contentRange;
    QByteArray contentLength;
    QByteArray contentEncoding;
    QByteArray contentType;
    QByteArray etag;

    static SegmentAnswer of(const QNetworkReply &reply);
};

/// What a segment asked for.
struct SegmentQuestion {
    ByteRange range;
    qint64 fileBytes = 0;
    bool ranged = true; ///< a Range header was sent
    QByteArray etag; ///< that earlier answers of the same host had; empty: none yet
};

/// Judges \a answer; Qt reports NoError for a wrong range, an ignored one, a wrong length, and decodes gzip.
/// \a why says what is wrong, for the log and the last error.
SegmentVerdict judge(const SegmentAnswer &answer, const SegmentQuestion &question, QString *why);
