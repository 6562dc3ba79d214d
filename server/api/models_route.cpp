#include "api/models_route.h"

#include "store/model_store.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

QJsonObject modelJson(const Model &model)
{
    const ModelManifest &manifest = model.manifest;
    const auto quantization = manifest.quantization();
    return {
        {u"id"_s, model.id},
        {u"object"_s, u"model"_s},
        {u"created"_s, manifest.addedAt.toSecsSinceEpoch()},
        {u"owned_by"_s, u"shimmy"_s},
        {u"size"_s, manifest.bytes},
        {u"quantization"_s, quantization ? QJsonValue(quantization->toString()) : QJsonValue()},
        {u"context_length"_s,
         manifest.header.contextLength > 0 ? QJsonValue(manifest.header.contextLength) : QJsonValue()},
        {u"architecture"_s, manifest.header.architecture},
        {u"repo"_s, manifest.source ? QJsonValue(manifest.source->repo.toString()) : QJsonValue()},
        {u"filename"_s, manifest.file},
    };
}

} // namespace

void listModels(const ApiContext &context, RoutedRequest request)
{
    QJsonArray data;
    for (const Model &model : context.store.servable())
        data.append(modelJson(model));
    sendJson(*request.exchange, 200, {{u"object"_s, u"list"_s}, {u"data"_s, data}});
}

void getModel(const ApiContext &context, RoutedRequest request)
{
    const auto model = context.store.find(request.parameter);
    if (!model)
        return sendError(*request.exchange, model.error(), ErrorStyle::OpenAi);
    sendJson(*request.exchange, 200, modelJson(*model));
}
