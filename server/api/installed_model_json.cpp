#include "api/installed_model_json.h"

#include "api/api_context.h"
#include "api/model_verifier.h"
#include "api/update_checks.h"
#include "base/json_writer.h"
#include "shimmy/shimmy_launch.h"
#include "shimmy/shimmy_supervisor.h"
#include "store/model_store.h"
#include "store/model_usage.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace {

std::optional<qint64> positiveOrNothing(qint64 number)
{
    return number > 0 ? std::optional(number) : std::nullopt;
}

QString timeText(const QDateTime &time)
{
    return time.toString(Qt::ISODateWithMs);
}

QString stateOf(const ApiContext &context, const Model &model)
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
    if (!model.isServable())
        return u"not_served"_s;
    return context.supervisor.isShown(model.servingName) ? u"ready"_s : u"loading"_s;
}

QString originOf(const ModelManifest &manifest)
{
    if (!manifest.importedFrom.isEmpty())
        return u"import"_s;
    return manifest.source ? u"pull"_s : u"found"_s;
}

void writeSource(JsonWriter &json, const ModelManifest &manifest)
{
    if (!manifest.source)
        return json.null("source");
    json.beginObject("source");
    json.member("repo", manifest.source->repo.toString());
    json.member("path", manifest.source->path.toString());
    json.member("revision", manifest.source->revision.toString());
    json.member("commit", manifest.source->commit);
    json.endObject();
}

void writeGguf(JsonWriter &json, const ModelManifest &manifest)
{
    const GgufHeader &header = manifest.header;
    const auto quantization = manifest.quantization();
    json.beginObject("gguf");
    json.member("architecture", header.architecture);
    json.member("name", header.name);
    json.member("size_label", header.sizeLabel);
    json.member("context_length", positiveOrNothing(header.contextLength));
    json.member("block_count", positiveOrNothing(header.blockCount));
    json.member("parameters", positiveOrNothing(header.parameterCount));
    json.member("quantization", quantization ? std::optional(quantization->toString()) : std::nullopt);
    if (header.parameterCount > 0) {
        const double bits = 8.0 * double(manifest.bytes) / double(header.parameterCount);
        json.member("bits_per_weight", std::round(bits * 100) / 100);
    } else {
        json.null("bits_per_weight");
    }
    json.member("chat_template", header.hasChatTemplate);
    json.endObject();
}

/// Shimmy maps the weights and allocates the context, whatever the model could see.
void writeMemory(JsonWriter &json, const ModelManifest &manifest, qint64 memoryBytes)
{
    const qint64 context = manifest.header.cacheBytesPerToken * shimmyContextTokens;
    const qint64 total = manifest.bytes + context;
    json.beginObject("memory");
    json.member("weights", manifest.bytes);
    json.member("context", positiveOrNothing(context));
    json.member("total", total);
    json.member("available", memoryBytes);
    json.member("fits", total <= memoryBytes);
    json.endObject();
}

} // namespace

void writeInstalledModel(JsonWriter &json, const ApiContext &context, const Model &model, qint64 memoryBytes)
{
    const ModelManifest &manifest = model.manifest;
    const auto lastUsed = context.usage.lastUsed(manifest.file);
    json.beginObject();
    json.member("id", model.id);
    json.member("filename", manifest.file);
    json.member("path", model.path);
    json.member("size", manifest.bytes);
    json.member("sha256", manifest.sha256 ? std::optional(manifest.sha256->toHex()) : std::nullopt);
    json.member("added_at", timeText(manifest.addedAt));
    json.member("last_used", lastUsed ? std::optional(timeText(*lastUsed)) : std::nullopt);
    json.member("pinned", context.usage.isPinned(manifest.file));
    json.member("state", stateOf(context, model));
    json.member("origin", originOf(manifest));
    if (!manifest.importedFrom.isEmpty())
        json.member("imported_from", manifest.importedFrom);
    writeSource(json, manifest);
    writeGguf(json, manifest);
    writeMemory(json, manifest, memoryBytes);
    json.member("update_available", context.updates.isUpdateAvailable(model));
    json.endObject();
}
