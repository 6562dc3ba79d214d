#include "api/health_route.h"

#include "download/download_queue.h"
#include "proxy/generation_gate.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

QJsonArray instancesOf(const ShimmySupervisor &supervisor)
{
    QJsonArray instances;
    for (const ShimmySlot *slot : supervisor.shimmySlots()) {
        const ShimmyProcess *current = slot->current();
        instances.append(QJsonObject{{u"state"_s, shimmyStateName(slot->state())},
                                     {u"port"_s, current ? QJsonValue(current->port()) : QJsonValue()},
                                     {u"restarts"_s, slot->restarts()}});
    }
    return instances;
}

} // namespace

QString shimmyStateName(ShimmySlot::State state)
{
    switch (state) {
    case ShimmySlot::State::Stopped: return u"stopped"_s;
    case ShimmySlot::State::Starting: return u"starting"_s;
    case ShimmySlot::State::Ready: return u"ready"_s;
    case ShimmySlot::State::Busy: return u"busy"_s;
    case ShimmySlot::State::Replacing: return u"replacing"_s;
    case ShimmySlot::State::BackingOff: return u"backing_off"_s;
    case ShimmySlot::State::Failed: return u"failed"_s;
    case ShimmySlot::State::Draining: return u"draining"_s;
    }
    Q_UNREACHABLE();
}

QJsonValue shimmyVersion(const ShimmySupervisor &supervisor)
{
    return supervisor.version().isNull() ? QJsonValue() : QJsonValue(supervisor.version());
}

void getHealth(const ApiContext &context, RoutedRequest request)
{
    const ShimmySupervisor &supervisor = context.supervisor;
    const QJsonObject manager{
        {u"version"_s, u"" SHIMMY_MANAGER_VERSION ""_s},  {u"shimmy"_s, shimmyStateName(supervisor.state())},
        {u"shimmy_version"_s, shimmyVersion(supervisor)}, {u"instances"_s, instancesOf(supervisor)},
        {u"models"_s, context.store.servable().size()},   {u"queue_length"_s, context.gate.waiting()},
        {u"generations"_s, supervisor.generations()},     {u"downloads"_s, context.downloads.active().size()},
        {u"restarts"_s, supervisor.restarts()},           {u"switches"_s, supervisor.switches()},
    };
    auto health = supervisor.health();
    if (!health) {
        QJsonObject body{{u"status"_s, u"unhealthy"_s}, {u"error"_s, supervisor.trouble()}, {u"manager"_s, manager}};
        if (supervisor.state() == ShimmySlot::State::Failed)
            body.insert(u"output"_s, QJsonArray::fromStringList(supervisor.output()));
        return sendJson(*request.exchange, 503, body, {{"Retry-After", "1"}});
    }
    health->insert(u"timestamp"_s, context.clock.utc().toString(Qt::ISODateWithMs));
    health->insert(u"manager"_s, manager);
    sendJson(*request.exchange, 200, *health);
}
