#include "api/service_route.h"

#include "api/health_route.h"
#include "download/download_queue.h"
#include "proxy/generation_gate.h"
#include "store/durable_file.h"

using namespace Qt::StringLiterals;

namespace {

QJsonObject downloadStatus(const DownloadQueue &downloads)
{
    const auto active = downloads.active();
    if (active.isEmpty()) {
        return {{u"in_progress"_s, false}, {u"current_model"_s, QJsonValue()}, {u"current_filename"_s, QJsonValue()}};
    }
    const Download &first = *active.first();
    const auto &path = first.request().path;
    return {{u"in_progress"_s, true},
            {u"current_model"_s, first.request().repo.toString()},
            {u"current_filename"_s,
             path               ? QJsonValue(path->toString())
                 : first.plan() ? QJsonValue(first.plan()->path.toString())
                                : QJsonValue()}};
}

} // namespace

void getService(const ApiContext &context, RoutedRequest request)
{
    const auto uptime = std::chrono::duration_cast<std::chrono::seconds>(context.clock.now() - context.startedAt);
    const auto free = freeBytes(context.store.layout().models());
    sendJson(*request.exchange, 200,
             {
                 {u"service"_s, u"Shimmy Enhanced Proxy with Model Download"_s},
                 {u"status"_s, u"running"_s},
                 {u"version"_s, u"2.0.0"_s}, // the version of this interface; ours is in "manager"
                 {u"endpoints"_s,
                  QJsonObject{{u"health"_s, u"/v1/health"_s},
                              {u"generate"_s, u"/v1/generate"_s},
                              {u"models"_s, u"/v1/models"_s},
                              {u"completions"_s, u"/v1/completions"_s},
                              {u"pull"_s, u"/v1/api/pull"_s}}},
                 {u"download_status"_s, downloadStatus(context.downloads)},
                 {u"manager"_s, u"shimmyd " SHIMMY_MANAGER_VERSION ""_s},
                 {u"uptime_seconds"_s, qint64(uptime.count())},
                 {u"models"_s, context.store.servable().size()},
                 {u"queue_length"_s, context.gate.waiting()},
                 {u"disk_free_bytes"_s, free ? QJsonValue(*free) : QJsonValue()},
                 {u"shimmy"_s, shimmyStateName(context.supervisor.state())},
                 {u"shimmy_version"_s, shimmyVersion(context.supervisor)},
             });
}

void refuseWebSocket(const ApiContext &, RoutedRequest request)
{
    sendJson(*request.exchange, 501,
             errorBody({ErrorKind::Unsupported,
                        u"WebSockets are not served here"_s,
                        u"POST /v1/generate with \"stream\": true sends the same tokens as server-sent events"_s,
                        false,
                        {}},
                       ErrorStyle::Plain));
}
