#include "api/models_route.h"

#include "base/json_writer.h"
#include "store/model_store.h"

using namespace Qt::StringLiterals;

namespace {

void writeModel(JsonWriter &json, const Model &model)
{
    const ModelManifest &manifest = model.manifest;
    const auto quantization = manifest.quantization();
    const qint64 contextLength = manifest.header.contextLength;
    json.beginObject();
    json.member("id", model.id);
    json.member("object", u"model"_s);
    json.member("created", manifest.addedAt.toSecsSinceEpoch());
    json.member("owned_by", u"shimmy"_s);
    json.member("size", manifest.bytes);
    json.member("quantization", quantization ? std::optional(quantization->toString()) : std::nullopt);
    json.member("context_length", contextLength > 0 ? std::optional(contextLength) : std::nullopt);
    json.member("architecture", manifest.header.architecture);
    json.member("repo", manifest.source ? std::optional(manifest.source->repo.toString()) : std::nullopt);
    json.member("filename", manifest.file);
    json.endObject();
}

} // namespace

void listModels(const ApiContext &context, RoutedRequest request)
{
    JsonWriter json;
    json.beginObject();
    json.member("object", u"list"_s);
    json.beginArray("data");
    for (const Model &model : context.store.servable())
        writeModel(json, model);
    json.endArray();
    json.endObject();
    request.exchange->send(200, {}, json.take());
}

void getModel(const ApiContext &context, RoutedRequest request)
{
    const auto model = context.store.find(request.parameter);
    if (!model)
        return sendError(*request.exchange, model.error(), ErrorStyle::OpenAi);
    JsonWriter json;
    writeModel(json, *model);
    request.exchange->send(200, {}, json.take());
}
