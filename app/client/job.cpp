#include "client/job.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

QString jobPath(const QString &id)
{
    return u"/v1/api/downloads/"_s + pathSegment(id);
}

QList<JobSegment> segmentsFromJson(const QJsonArray &array)
{
    QList<JobSegment> segments;
    for (const auto each : array) {
        const QJsonObject json = each.toObject();
        segments += JobSegment{json.value("begin"_L1).toInteger(), json.value("end"_L1).toInteger(),
                               json.value("position"_L1).toInteger(), json.value("state"_L1).toString(),
                               json.value("bytes_per_second"_L1).toInteger()};
    }
    return segments;
}

} // namespace

bool Job::isOver() const
{
    return state == "complete"_L1 || state == "failed"_L1 || state == "cancelled"_L1;
}

Job Job::fromJson(const QJsonObject &json)
{
    Job job;
    job.id = json.value("id"_L1).toString();
    job.repo = json.value("model"_L1).toString();
    job.filename = json.value("filename"_L1).toString();
    job.quantization = json.value("quantization"_L1).toString();
    job.revision = json.value("revision"_L1).toString();
    job.commit = json.value("commit"_L1).toString();
    job.sha256 = json.value("sha256"_L1).toString();
    job.state = json.value("state"_L1).toString();
    job.completedBytes = json.value("completed"_L1).toInteger();
    job.totalBytes = json.value("total"_L1).toInteger();
    job.percent = json.value("percent"_L1).toDouble();
    job.bytesPerSecond = json.value("bytes_per_second"_L1).toInteger();
    if (const QJsonValue eta = json.value("eta_seconds"_L1); eta.isDouble())
        job.etaSeconds = eta.toInteger();
    job.priority = json.value("priority"_L1).toInt();
    job.position = json.value("position"_L1).toInt();
    job.attempts = json.value("attempts"_L1).toInt();
    QJsonObject error = json.value("error"_L1).toObject();
    if (error.isEmpty())
        error = json.value("waiting"_L1).toObject();
    job.error = error.value("message"_L1).toString();
    job.hint = error.value("hint"_L1).toString();
    const QJsonObject lastError = json.value("last_error"_L1).toObject();
    job.lastError = lastError.value("message"_L1).toString();
    job.lastHint = lastError.value("hint"_L1).toString();
    job.modelId = json.value("model_id"_L1).toString();
    job.createdAt = QDateTime::fromString(json.value("created_at"_L1).toString(), Qt::ISODateWithMs);
    job.segments = segmentsFromJson(json.value("segments"_L1).toArray());
    return job;
}

QList<Job> Job::listFromJson(const QJsonObject &answer)
{
    QList<Job> jobs;
    for (const auto each : answer.value("downloads"_L1).toArray())
        jobs += fromJson(each.toObject());
    return jobs;
}

ApiCall listJobsCall()
{
    return ApiCall::get(u"/v1/api/downloads"_s);
}

ApiCall getJobCall(const QString &id)
{
    return ApiCall::get(jobPath(id));
}

ApiCall orderJobCall(const QString &id, const QString &verb)
{
    return ApiCall::post(jobPath(id) + u'/' + verb);
}

ApiCall cancelJobCall(const QString &id, bool keepPart)
{
    QUrlQuery query;
    if (keepPart)
        query.addQueryItem(u"keep_part"_s, u"true"_s);
    return ApiCall::remove(jobPath(id), query);
}

ApiCall moveJobCall(const QString &id, int position)
{
    return ApiCall::post(jobPath(id) + u"/move"_s, {{u"position"_s, position}});
}
