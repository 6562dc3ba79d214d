#include "api/installed_models_route.h"

#include "api/hub_visits.h"
#include "api/installed_model_json.h"
#include "api/model_texts.h"
#include "api/update_checks.h"
#include "base/json_writer.h"
#include "base/memory_limit.h"
#include "hub/hub_config.h"
#include "store/model_store.h"
#include "store/model_usage.h"

using namespace Qt::StringLiterals;

namespace {

/// The model that the path names; answers 404 itself when there is none.
std::optional<Model> modelOf(const ApiContext &context, const RoutedRequest &request)
{
    const auto model = context.store.findInstalled(request.parameter);
    if (model)
        return *model;
    sendError(*request.exchange, model.error(), ErrorStyle::Plain);
    return std::nullopt;
}

void sendModel(const ApiContext &context, Exchange &exchange, const Model &model)
{
    context.texts.setMemory(memoryLimitBytes());
    JsonWriter json;
    writeInstalledModel(json, context, model);
    exchange.send(200, {}, json.take());
}

void setPinned(const ApiContext &context, const RoutedRequest &request, bool pinned)
{
    const auto model = modelOf(context, request);
    if (!model)
        return;
    context.usage.setPinned(model->manifest.file, pinned, request.exchange.get(),
                            [context, exchange = request.exchange, model = *model](const Result<void> &kept) {
                                if (!kept)
                                    return sendError(*exchange, kept.error(), ErrorStyle::Plain);
                                sendModel(context, *exchange, model);
                            });
}

} // namespace

void listInstalledModels(const ApiContext &context, RoutedRequest request)
{
    if (context.store.lease())
        context.usage.refresh();
    context.texts.setMemory(memoryLimitBytes());
    JsonWriter json;
    json.beginObject();
    json.beginArray("models");
    qint64 totalBytes = 0;
    for (const auto *list : {&context.store.models(), &context.store.withdrawn()}) {
        for (const Model &model : *list) {
            writeInstalledModel(json, context, model);
            totalBytes += model.manifest.bytes;
        }
    }
    json.endArray();
    json.member("total_size", totalBytes);
    json.endObject();
    request.exchange->send(200, {}, json.take());
}

void getInstalledModel(const ApiContext &context, RoutedRequest request)
{
    if (context.store.lease())
        context.usage.refresh();
    if (const auto model = modelOf(context, request))
        sendModel(context, *request.exchange, *model);
}

void pinModel(const ApiContext &context, RoutedRequest request)
{
    setPinned(context, request, true);
}

void unpinModel(const ApiContext &context, RoutedRequest request)
{
    setPinned(context, request, false);
}

void checkModel(const ApiContext &context, RoutedRequest request)
{
    const auto token = parseHubToken(request.exchange->request().field("x-hf-token"));
    if (!token)
        return sendError(*request.exchange, token.error(), ErrorStyle::Plain);
    const auto model = modelOf(context, request);
    if (!model)
        return;
    QObject *visit = context.visits.begin(request.exchange);
    if (!visit)
        return;
    context.updates.check(
        *model, *token, visit,
        [exchange = request.exchange, model = *model](const Result<UpdateChecks::Outcome> &outcome) {
            if (!outcome)
                return sendError(*exchange, outcome.error(), ErrorStyle::Plain);
            const RemoteFile &latest = outcome->latest;
            sendJson(*exchange, 200,
                     {{u"model"_s, model.id},
                      {u"update_available"_s, outcome->isUpdateAvailable},
                      {u"commit"_s, model.manifest.source->commit},
                      {u"latest_commit"_s, latest.commit},
                      {u"latest_sha256"_s, latest.sha256 ? QJsonValue(latest.sha256->toHex()) : QJsonValue()},
                      {u"latest_size"_s, latest.bytes >= 0 ? QJsonValue(latest.bytes) : QJsonValue()}});
        });
}
