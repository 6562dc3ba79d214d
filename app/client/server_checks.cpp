#include "client/server_checks.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

ServerCheck::Status statusOf(const QJsonValue &word)
{
    if (word == "ok"_L1)
        return ServerCheck::Status::Ok;
    if (word == "warn"_L1)
        return ServerCheck::Status::Warning;
    return word == "fail"_L1 ? ServerCheck::Status::Failure : ServerCheck::Status::Skipped;
}

} // namespace

ServerExamination ServerExamination::fromJson(const QJsonObject &json)
{
    ServerExamination examination;
    examination.status = statusOf(json.value("status"_L1));
    examination.seconds = json.value("seconds"_L1).toDouble();
    for (const auto each : json.value("checks"_L1).toArray()) {
        examination.checks += {each["name"_L1].toString(), statusOf(each["status"_L1]), each["seen"_L1].toString(),
                               each["remedy"_L1].toString(), each["seconds"_L1].toDouble()};
    }
    return examination;
}

ApiCall examineCall(bool generation)
{
    QUrlQuery query;
    if (!generation)
        query.addQueryItem(u"generation"_s, u"false"_s);
    ApiCall call = ApiCall::get(u"/v1/api/doctor"_s, query);
    call.patience = std::chrono::minutes(1); // it gives all checks together half of that
    return call;
}
