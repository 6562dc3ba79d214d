#include "api/installed_model_json.h"

#include "api/api_context.h"
#include "api/model_texts.h"
#include "api/model_verifier.h"
#include "api/update_checks.h"
#include "base/json_writer.h"
#include "shimmy/shimmy_supervisor.h"
#include "store/model_store.h"
#include "store/model_usage.h"

using namespace Qt::StringLiterals;

namespace {

QString stateOf(const ApiContext &context, const Model &model, bool isServable)
{
    const auto &withdrawn = context.store.withdrawn();
    const bool isLeaving = std::any_of(withdrawn.begin(), withdrawn.end(), [&model](const Model &each) {
        return each.manifest.file == model.manifest.file;
    });
    if (isLeaving)
        return u"deleting"_s;
    if (context.verifier.position(model.manifest.file))
        return u"verifying"_s;
    if (model.manifest.isDamaged)
        return u"damaged"_s;
    if (!isServable)
        return u"not_served"_s;
    return context.supervisor.isShown(model.servingName) ? u"ready"_s : u"loading"_s;
}

} // namespace

void writeInstalledModel(JsonWriter &json, const ApiContext &context, const Model &model)
{
    const QString &file = model.manifest.file;
    const ModelTexts::Text &text = context.texts.of(model);
    const auto lastUsed = context.usage.lastUsed(file);
    json.beginObject();
    json.written(text.installed);
    json.member("last_used", lastUsed ? std::optional(lastUsed->toString(Qt::ISODateWithMs)) : std::nullopt);
    json.member("pinned", context.usage.isPinned(file));
    json.member("state", stateOf(context, model, text.isServable));
    json.member("update_available", context.updates.isUpdateAvailable(model));
    json.endObject();
}
