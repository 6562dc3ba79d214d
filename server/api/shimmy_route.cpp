#include "api/shimmy_route.h"

#include "api/health_route.h"
#include "proxy/generation_gate.h"
#include "store/model_store.h"

#include <QFile>
#include <QJsonArray>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

QString stateName(ShimmyProcess::State state)
{
    switch (state) {
    case ShimmyProcess::State::Starting: return u"starting"_s;
    case ShimmyProcess::State::Ready: return u"ready"_s;
    case ShimmyProcess::State::Busy: return u"busy"_s;
    case ShimmyProcess::State::Draining: return u"draining"_s;
    case ShimmyProcess::State::Ending: return u"ending"_s;
    case ShimmyProcess::State::Exited: return u"exited"_s;
    }
    Q_UNREACHABLE();
}

QJsonValue residentBytes(qint64 processId)
{
    QFile statm(u"/proc/%1/statm"_s.arg(processId));
    if (processId <= 0 || !statm.open(QIODevice::ReadOnly))
        return QJsonValue();
    return statm.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

/// What it serves, by the names that users know; of what has been removed since, Shimmy's own.
QJsonArray modelsOf(const ShimmyProcess &instance, const ModelStore &store)
{
    QHash<QString, QString> ids;
    for (const Model &model : store.models())
        ids.insert(model.servingName, model.id);
    QStringList models;
    for (const QString &name : instance.expectedIds())
        models += ids.value(name, name);
    models.sort();
    return QJsonArray::fromStringList(models);
}

QJsonObject instanceJson(const ShimmySlot &slot, int number, const ShimmyProcess &instance, const ModelStore &store)
{
    const QString role = &instance == slot.current() ? u"current"_s
        : &instance == slot.candidate()              ? u"next"_s
                                                     : u"old"_s;
    const qint64 processId = instance.processId();
    return {{u"slot"_s, number},
            {u"role"_s, role},
            {u"state"_s, stateName(instance.state())},
            {u"pid"_s, processId > 0 ? QJsonValue(processId) : QJsonValue()},
            {u"port"_s, instance.port()},
            {u"generations"_s, instance.generations()},
            {u"resident_bytes"_s, residentBytes(processId)},
            {u"started_at"_s, instance.startedAt().toString(Qt::ISODateWithMs)},
            {u"models"_s, modelsOf(instance, store)},
            {u"last_lines"_s, QJsonArray::fromStringList(instance.lastLines())}};
}

QJsonArray instancesJson(const ApiContext &context)
{
    QJsonArray all;
    int number = 0;
    for (const ShimmySlot *slot : context.supervisor.shimmySlots()) {
        for (const ShimmyProcess *instance : slot->instances())
            all.append(instanceJson(*slot, number, *instance, context.store));
        ++number;
    }
    return all;
}

double toSeconds(std::chrono::milliseconds duration)
{
    return std::chrono::duration<double>(duration).count();
}

QJsonArray switchesJson(const ShimmySupervisor &supervisor)
{
    QJsonArray all;
    for (const auto &each : supervisor.recentSwitches()) {
        QJsonValue error;
        if (each.error) {
            error = QJsonObject{{u"code"_s, errorCode(each.error->kind)},
                                {u"message"_s, each.error->message},
                                {u"hint"_s, each.error->hint}};
        }
        all.append(QJsonObject{
            {u"at"_s, each.at.toString(Qt::ISODateWithMs)}, {u"seconds"_s, toSeconds(each.took)}, {u"error"_s, error}});
    }
    return all;
}

QJsonArray deathsJson(const ShimmySupervisor &supervisor)
{
    QJsonArray all;
    for (const auto &each : supervisor.recentDeaths()) {
        all.append(QJsonObject{
            {u"at"_s, each.at.toString(Qt::ISODateWithMs)}, {u"slot"_s, each.slot}, {u"reason"_s, each.reason}});
    }
    return all;
}

QJsonObject queueJson(const GenerationGate &gate, const ShimmySupervisor &supervisor)
{
    QJsonArray clients;
    for (const auto &[client, waiting] : gate.waitingByClient()) {
        const QByteArray name = client.startsWith("key ") ? client.sliced(4) : client;
        clients.append(QJsonObject{{u"client"_s, QString::fromLatin1(name)}, {u"waiting"_s, waiting}});
    }
    const auto &counts = gate.counts();
    return {{u"waiting"_s, gate.waiting()},
            {u"limit"_s, gate.limits().queue},
            {u"generations"_s, supervisor.generations()},
            {u"wait_seconds"_s, qint64(gate.waitNow().count())},
            {u"admitted"_s, counts.admitted},
            {u"refused"_s, counts.refused},
            {u"displaced"_s, counts.displaced},
            {u"expired"_s, counts.expired},
            {u"left"_s, counts.left},
            {u"clients"_s, clients}};
}

} // namespace

void getShimmy(const ApiContext &context, RoutedRequest request)
{
    const ShimmySupervisor &supervisor = context.supervisor;
    const QString trouble = supervisor.trouble();
    sendJson(*request.exchange, 200,
             {{u"state"_s, shimmyStateName(supervisor.state())},
              {u"trouble"_s, trouble.isEmpty() ? QJsonValue() : QJsonValue(trouble)},
              {u"program"_s, supervisor.program()},
              {u"version"_s, shimmyVersion(supervisor)},
              {u"restarts"_s, supervisor.restarts()},
              {u"switches"_s, supervisor.switches()},
              {u"instances"_s, instancesJson(context)},
              {u"recent_switches"_s, switchesJson(supervisor)},
              {u"recent_deaths"_s, deathsJson(supervisor)},
              {u"queue"_s, queueJson(context.gate, supervisor)}});
}

void restartShimmy(const ApiContext &context, RoutedRequest request)
{
    const auto begun = context.clock.now();
    context.supervisor.switchModels(
        request.exchange.get(), [context, begun, exchange = request.exchange](const Result<void> &switched) {
            if (!switched)
                return sendError(*exchange, switched.error(), ErrorStyle::Plain);
            const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(context.clock.now() - begun);
            sendJson(*exchange, 200,
                     {{u"status"_s, u"restarted"_s},
                      {u"seconds"_s, toSeconds(took)},
                      {u"instances"_s, instancesJson(context)}});
        });
}
