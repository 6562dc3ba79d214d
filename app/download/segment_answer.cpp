#include "download/segment_answer.h"

#include "hub/hub_client.h"
#include "hub/hub_error.h"

#include <QNetworkReply>

using namespace Qt::StringLiterals;

SegmentAnswer SegmentAnswer::of(const QNetworkReply &reply)
{
    return {reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
            reply.rawHeader("Content-Range").trimmed().toLower(),
            reply.rawHeader("Content-Length").trimmed(),
            reply.rawHeader("Content-Encoding").trimmed().toLower(),
            reply.rawHeader("Content-Type").trimmed().toLower(),
            reply.rawHeader("ETag").trimmed()};
}

SegmentVerdict judge(const SegmentAnswer &answer, const SegmentQuestion &question, QString *why)
{
    const int status = answer.status;
    *why = u"the Hub's file server answered %1"_s.arg(status);
    if (status == 301 || status == 302 || status == 303 || status == 307 || status == 308)
        return SegmentVerdict::Redirect;
    if (status == 401 || status == 403 || status == 404 || status == 410)
        return SegmentVerdict::Expired;
    if (status == 412 || status == 416)
        return SegmentVerdict::Changed;
    if (isRetryableStatus(status))
        return SegmentVerdict::Retry;
    if (status != 200 && status != 206)
        return status >= 500 ? SegmentVerdict::Retry : SegmentVerdict::Refuse;

    if (!answer.contentEncoding.isEmpty() && answer.contentEncoding != "identity") {
        *why = u"the file arrived encoded (%1) although that was declined"_s.arg(
            QString::fromLatin1(answer.contentEncoding.left(20)));
        return SegmentVerdict::Refuse;
    }
    if (answer.contentType.startsWith("text/html")) {
        *why = u"a web page arrived instead of the file; a proxy or a login page may stand between"_s;
        return SegmentVerdict::Refuse;
    }
    if (!question.etag.isEmpty() && !answer.etag.isEmpty() && answer.etag != question.etag) {
        *why = u"the file changed while it was downloaded"_s;
        return SegmentVerdict::Changed;
    }
    bool lengthKnown = false;
    const qint64 length = answer.contentLength.toLongLong(&lengthKnown);
    const auto lengthIsNot = [&](qint64 expected) {
        return !answer.contentLength.isEmpty() && (!lengthKnown || length != expected);
    };
    if (status == 200) {
        if (question.fileBytes != unknownSize && lengthIsNot(question.fileBytes)) {
            *why = u"the file server announced %1 bytes instead of %2"_s.arg(
                QString::fromLatin1(answer.contentLength.left(20)), QString::number(question.fileBytes));
            return SegmentVerdict::Refuse;
        }
        const bool wholeFile = question.range.begin == 0 && question.range.end == question.fileBytes;
        return question.ranged && !wholeFile ? SegmentVerdict::RangeIgnored : SegmentVerdict::Accept;
    }
    const QByteArray expected =
        "bytes " + QByteArray::number(question.range.begin) + '-' + QByteArray::number(question.range.end - 1) + '/';
    const bool rangeIsRight = answer.contentRange == expected + QByteArray::number(question.fileBytes)
        || answer.contentRange == expected + '*';
    if (question.ranged && rangeIsRight && lengthIsNot(question.range.size())) {
        *why = u"the file server announced another length than the range it named"_s;
        return SegmentVerdict::Refuse;
    }
    if (!question.ranged || !rangeIsRight) {
        *why = u"the file server sent another range than the one asked for"_s;
        return SegmentVerdict::Retry;
    }
    return SegmentVerdict::Accept;
}
