#include "api/model_texts.h"

#include "base/json_writer.h"
#include "shimmy/shimmy_launch.h"
#include "store/model_store.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace {

std::optional<qint64> positiveOrNothing(qint64 number)
{
    return number > 0 ? std::optional(number) : std::nullopt;
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

QByteArray openAiText(const Model &model)
{
    JsonWriter json;
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
    return json.take();
}

QByteArray installedText(const Model &model, qint64 memoryBytes)
{
    const ModelManifest &manifest = model.manifest;
    JsonWriter json;
    json.member("id", model.id);
    json.member("filename", manifest.file);
    json.member("path", model.path);
    json.member("size", manifest.bytes);
    json.member("sha256", manifest.sha256 ? std::optional(manifest.sha256->toHex()) : std::nullopt);
    json.member("added_at", manifest.addedAt.toString(Qt::ISODateWithMs));
    json.member("origin", originOf(manifest));
    if (!manifest.importedFrom.isEmpty())
        json.member("imported_from", manifest.importedFrom);
    writeSource(json, manifest);
    writeGguf(json, manifest);
    writeMemory(json, manifest, memoryBytes);
    return json.take();
}

} // namespace

const ModelTexts::Text &ModelTexts::of(const Model &model)
{
    auto text = m_texts.constFind(model.version);
    if (text != m_texts.cend())
        return *text;
    // Of models that were, too: not for ever.
    if (m_texts.size() > 2 * (m_store.models().size() + m_store.withdrawn().size()))
        m_texts.clear();
    return *m_texts.insert(model.version, {openAiText(model), installedText(model, m_memoryBytes), model.isServable()});
}

void ModelTexts::setMemory(qint64 bytes)
{
    if (std::exchange(m_memoryBytes, bytes) != bytes)
        m_texts.clear();
}
