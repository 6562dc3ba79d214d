#include "api/downloads_route.h"

#include "api/download_json.h"
#include "download/download_queue.h"

#include <QJsonArray>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace {

/// The job that the path names; answers 404 itself when there is none.
std::shared_ptr<Download> jobOf(const ApiContext &context, const RoutedRequest &request)
{
    const auto job = context.downloads.job(request.parameter);
    if (!job) {
        sendError(*request.exchange,
                  {ErrorKind::JobNotFound,
                   u"there is no download \"%1\""_s.arg(request.parameter.left(64)),
                   u"GET /v1/api/downloads lists them"_s,
                   false,
                   {}},
                  ErrorStyle::Plain);
    }
    return job;
}

/// Answers with the job as it is now, or with why it did not do what was asked.
void sendOutcome(const ApiContext &context, const RoutedRequest &request, const Download &job,
                 const Result<void> &outcome)
{
    if (!outcome)
        return sendError(*request.exchange, outcome.error(), ErrorStyle::Plain);
    sendJson(*request.exchange, 200, downloadJson(job, context.downloads, true));
}

} // namespace

void listDownloads(const ApiContext &context, RoutedRequest request)
{
    QJsonArray downloads;
    for (const auto &download : context.downloads.all())
        downloads += downloadJson(*download, context.downloads, false);
    sendJson(*request.exchange, 200, {{u"downloads"_s, downloads}});
}

void getDownload(const ApiContext &context, RoutedRequest request)
{
    if (const auto job = jobOf(context, request))
        sendOutcome(context, request, *job, {});
}

void cancelDownload(const ApiContext &context, RoutedRequest request)
{
    const QString keep =
        QUrlQuery(QString::fromLatin1(request.exchange->request().query)).queryItemValue(u"keep_part"_s);
    if (!keep.isEmpty() && keep != "true"_L1 && keep != "false"_L1) {
        return sendError(*request.exchange,
                         {ErrorKind::InvalidArgument, u"\"keep_part\" must be true or false"_s, {}, false, {}},
                         ErrorStyle::Plain);
    }
    if (const auto job = jobOf(context, request))
        sendOutcome(context, request, *job, job->cancel(keep == "true"_L1));
}

void pauseDownload(const ApiContext &context, RoutedRequest request)
{
    if (const auto job = jobOf(context, request))
        sendOutcome(context, request, *job, job->pause());
}

void resumeDownload(const ApiContext &context, RoutedRequest request)
{
    if (const auto job = jobOf(context, request))
        sendOutcome(context, request, *job, job->resume());
}

void retryDownload(const ApiContext &context, RoutedRequest request)
{
    const auto token = parseHubToken(request.exchange->request().field("x-hf-token"));
    if (!token)
        return sendError(*request.exchange, token.error(), ErrorStyle::Plain);
    if (const auto job = jobOf(context, request))
        sendOutcome(context, request, *job, job->retry(*token));
}

void moveDownload(const ApiContext &context, RoutedRequest request)
{
    const QJsonValue position = request.body.value("position"_L1);
    if (!position.isDouble() || position.toInt(-1) < 0) {
        return sendError(*request.exchange,
                         {ErrorKind::InvalidArgument,
                          u"\"position\" must be a whole number from 0"_s,
                          u"0 is the next one"_s,
                          false,
                          {}},
                         ErrorStyle::Plain);
    }
    if (const auto job = jobOf(context, request))
        sendOutcome(context, request, *job, context.downloads.move(*job, position.toInt()));
}
