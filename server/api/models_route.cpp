#include "api/models_route.h"

#include "api/model_texts.h"
#include "base/json_writer.h"
#include "store/model_store.h"

using namespace Qt::StringLiterals;

void listModels(const ApiContext &context, RoutedRequest request)
{
    JsonWriter json;
    json.beginObject();
    json.member("object", u"list"_s);
    json.beginArray("data");
    for (const Model &model : context.store.servable())
        json.written(context.texts.of(model).openAi);
    json.endArray();
    json.endObject();
    request.exchange->send(200, {}, json.take());
}

void getModel(const ApiContext &context, RoutedRequest request)
{
    const auto model = context.store.find(request.parameter);
    if (!model)
        return sendError(*request.exchange, model.error(), ErrorStyle::OpenAi);
    request.exchange->send(200, {}, context.texts.of(*model).openAi);
}
