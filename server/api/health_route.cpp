#include "api/health_route.h"

#include "download/download_queue.h"
#include "proxy/generation_gate.h"

using namespace Qt::StringLiterals;

QString shimmyState(const ShimmySupervisor &supervisor)
{
    switch (supervisor.state()) {
    case ShimmySupervisor::State::Stopped: return u"stopped"_s;
    case ShimmySupervisor::State::Starting: return u"starting"_s;
    case ShimmySupervisor::State::Ready: return u"ready"_s;
    case ShimmySupervisor::State::Replacing: return u"replacing"_s;
    case ShimmySupervisor::State::BackingOff: return u"backing_off"_s;
    case ShimmySupervisor::State::Failed: return u"failed"_s;
    case ShimmySupervisor::State::Stopping: return u"stopping"_s;
    }
    Q_UNREACHABLE();
}

void getHealth(const ApiContext &context, RoutedRequest request)
{
    const ShimmySupervisor &supervisor = context.supervisor;
    const QJsonObject manager{
        {u"version"_s, u"" SHIMMY_MANAGER_VERSION ""_s}, {u"shimmy"_s, shimmyState(supervisor)},
        {u"models"_s, context.store.servable().size()},  {u"queue_length"_s, context.gate.waiting()},
        {u"generations"_s, supervisor.generations()},    {u"downloads"_s, context.downloads.active().size()},
        {u"restarts"_s, supervisor.restarts()},          {u"switches"_s, supervisor.switches()},
    };
    auto health = supervisor.health();
    if (!health) {
        return sendJson(*request.exchange, 503,
                        {{u"status"_s, u"unhealthy"_s}, {u"error"_s, supervisor.trouble()}, {u"manager"_s, manager}},
                        {{"Retry-After", "1"}});
    }
    health->insert(u"timestamp"_s, context.clock.utc().toString(Qt::ISODateWithMs));
    health->insert(u"manager"_s, manager);
    sendJson(*request.exchange, 200, *health);
}
