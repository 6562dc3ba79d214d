#include "download/job_record.h"

using namespace Qt::StringLiterals;

namespace {

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

std::optional<Error> errorFromJson(const QJsonObject &json)
{
    const auto kind = errorKindOf(json.value("code"_L1).toString());
    if (!kind)
        return std::nullopt;
    return Error{*kind,
                 json.value("message"_L1).toString(),
                 json.value("hint"_L1).toString(),
                 json.value("retryable"_L1).toBool(),
                 {}};
}

} // namespace

QJsonObject JobRecord::toJson() const
{
    QJsonObject json{
        {u"id"_s, id},
        {u"repo"_s, request.repo.toString()},
        {u"path"_s, orNull(request.path ? request.path->toString() : QString())},
        {u"quantization"_s, orNull(request.quantization ? request.quantization->toString() : QString())},
        {u"revision"_s, request.revision.toString()},
        {u"force"_s, request.force},
        {u"by"_s, orNull(request.by)},
        {u"priority"_s, request.priority},
        {u"order"_s, order},
        {u"wish"_s, wish == Wish::Pause ? u"pause"_s : u"run"_s},
        {u"created_at"_s, createdAt.toString(Qt::ISODateWithMs)},
    };
    if (plan)
        json.insert(u"plan"_s, plan->toJson());
    if (error) {
        json.insert(u"error"_s,
                    QJsonObject{{u"code"_s, errorCode(error->kind)},
                                {u"message"_s, error->message},
                                {u"hint"_s, error->hint},
                                {u"retryable"_s, error->retryable}});
    }
    return json;
}

Result<JobRecord> JobRecord::fromJson(const QJsonObject &json)
{
    const auto repo = RepoId::parse(json.value("repo"_L1).toString());
    const auto revision = Revision::parse(json.value("revision"_L1).toString());
    const QString id = json.value("id"_L1).toString();
    const QString path = json.value("path"_L1).toString();
    const QString quantization = json.value("quantization"_L1).toString();
    const auto parsedPath = RepoPath::parseGguf(path);
    const auto parsedQuantization = Quantization::parse(quantization);
    if (id.isEmpty() || !repo || !revision || (!path.isEmpty() && !parsedPath)
        || (!quantization.isEmpty() && !parsedQuantization))
        return fail(ErrorKind::DiskFailed, u"the record of a download is not readable"_s);
    DownloadRequest request(*repo);
    if (!path.isEmpty())
        request.path = *parsedPath;
    request.quantization = parsedQuantization;
    request.revision = *revision;
    request.force = json.value("force"_L1).toBool();
    request.by = json.value("by"_L1).toString();
    request.priority = json.value("priority"_L1).toInt();
    JobRecord record{id, request, {}, {}, errorFromJson(json.value("error"_L1).toObject()), 0, {}};
    if (const auto plan = PartPlan::fromJson(json.value("plan"_L1).toObject()))
        record.plan = *plan;
    record.wish = json.value("wish"_L1) == "pause"_L1 ? Wish::Pause : Wish::Run;
    record.order = json.value("order"_L1).toInteger();
    record.createdAt = QDateTime::fromString(json.value("created_at"_L1).toString(), Qt::ISODateWithMs);
    return record;
}
