#include "api/doctor_route.h"

#include "doctor/doctor.h"

#include <QJsonArray>
#include <QUrlQuery>

#include <cmath>

using namespace Qt::StringLiterals;

namespace {

using Status = Finding::Status;

QString statusName(Status status)
{
    switch (status) {
    case Status::Ok: return u"ok"_s;
    case Status::Warn: return u"warn"_s;
    case Status::Fail: return u"fail"_s;
    case Status::Skipped: return u"skipped"_s;
    }
    Q_UNREACHABLE();
}

double milliRounded(std::chrono::duration<double> duration)
{
    return std::round(duration.count() * 1000) / 1000;
}

QJsonObject toJson(const QList<Examination::Check> &checks)
{
    QJsonArray all;
    Status worst = Status::Ok;
    std::chrono::duration<double> longest{};
    for (const Examination::Check &check : checks) {
        all.append(QJsonObject{{u"name"_s, check.name},
                               {u"status"_s, statusName(check.finding.status)},
                               {u"seen"_s, check.finding.seen},
                               {u"remedy"_s, check.finding.remedy},
                               {u"seconds"_s, milliRounded(check.took)}});
        if (check.finding.status != Status::Skipped)
            worst = std::max(worst, check.finding.status);
        longest = std::max(longest, check.took);
    }
    return {{u"status"_s, statusName(worst)}, {u"seconds"_s, milliRounded(longest)}, {u"checks"_s, all}};
}

} // namespace

void getDoctor(const ApiContext &context, RoutedRequest request)
{
    const QString generation =
        QUrlQuery(QString::fromLatin1(request.exchange->request().query)).queryItemValue(u"generation"_s);
    if (!generation.isEmpty() && generation != "true"_L1 && generation != "false"_L1) {
        return sendError(*request.exchange,
                         {ErrorKind::InvalidArgument, u"\"generation\" must be true or false"_s, {}, false, {}},
                         ErrorStyle::Plain);
    }
    if (request.exchange->request().method == "HEAD") // whoever wants no findings need not have them made
        return request.exchange->begin(200, {{"Content-Type", "application/json"}});
    const Doctor::Ticket ticket =
        context.doctor.examine(generation != "false"_L1, [exchange = request.exchange](const auto &checks) {
            sendJson(*exchange, 200, toJson(checks));
        });
    // Queued, for forget() may let go of the exchange that is just telling us.
    QObject::connect(
        request.exchange.get(), &Exchange::aborted, &context.doctor,
        [&doctor = context.doctor, ticket] { doctor.forget(ticket); }, Qt::QueuedConnection);
}
