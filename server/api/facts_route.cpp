#include "api/facts_route.h"

#include "api/hub_visits.h"
#include "api/query_values.h"
#include "api/tagged_answer.h"
#include "download/remote_gguf.h"
#include "hub/model_ref.h"
#include "hub/repo_choice.h"
#include "prompt/chat_template.h"
#include "shimmy/loadability.h"

using namespace Qt::StringLiterals;

namespace {

struct Wanted {
    RepoId repo;
    Revision revision;
    RepoPath path;
    Secret token;
};

Result<Wanted> wantedOf(const HttpRequest &request, const QString &endpointHost)
{
    const auto query = QueryValues::parse(request, {u"model"_s, u"filename"_s, u"revision"_s});
    if (!query)
        return failWith(query);
    const auto ref = ModelRef::parse(query->text("model"_L1), endpointHost);
    if (!ref)
        return failWith(ref);
    const QString filename = query->text("filename"_L1);
    if (filename.isEmpty() && !ref->file) {
        return fail(ErrorKind::InvalidArgument, u"\"filename\" is missing"_s,
                    u"name a GGUF file of the repo; GET /v1/api/files lists them"_s);
    }
    const auto path = filename.isEmpty() ? Result<RepoPath>(*ref->file) : RepoPath::parseGguf(filename);
    if (!path)
        return failWith(path);
    const QString named = query->text("revision"_L1);
    const auto revision =
        named.isEmpty() ? Result<Revision>(ref->revision.value_or(Revision::main())) : Revision::parse(named);
    if (!revision)
        return failWith(revision);
    const auto token = hubTokenOf(request);
    if (!token)
        return failWith(token);
    return Wanted{ref->repo, *revision, *path, *token};
}

QJsonValue countOrNull(qint64 count)
{
    return count > 0 ? QJsonValue(count) : QJsonValue();
}

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue headerJson(const RemoteGguf &gguf)
{
    if (!gguf.header)
        return QJsonValue();
    const GgufHeader &header = *gguf.header;
    return QJsonObject{
        {u"architecture"_s, textOrNull(header.architecture)},
        {u"name"_s, textOrNull(header.name)},
        {u"size_label"_s, textOrNull(header.sizeLabel)},
        {u"context_length"_s, countOrNull(header.contextLength)},
        {u"block_count"_s, countOrNull(header.blockCount)},
        {u"parameters"_s, countOrNull(header.parameterCount)},
        {u"chat_template"_s, header.hasChatTemplate},
        {u"chat_template_known"_s, ChatTemplate::recognise(gguf.chatTemplate, {}).has_value()},
    };
}

QJsonObject factsJson(const ApiContext &context, const RemoteGguf &gguf, const Revision &revision)
{
    const auto quantization = Quantization::ofFileName(gguf.path.fileName());
    const auto whyNot = gguf.header ? whyNotLoadable(*gguf.header) : std::optional(gguf.trouble);
    const bool sized = gguf.bytes != unknownSize;
    const qint64 needed = neededMemory(gguf.bytes);
    return {
        {u"model"_s, gguf.repo.toString()},
        {u"filename"_s, gguf.path.toString()},
        {u"revision"_s, revision.toString()},
        {u"commit"_s, textOrNull(gguf.commit)},
        {u"size"_s, sized ? QJsonValue(gguf.bytes) : QJsonValue()},
        {u"sha256"_s, gguf.sha256 ? QJsonValue(gguf.sha256->toHex()) : QJsonValue()},
        {u"quantization"_s, quantization ? QJsonValue(quantization->toString()) : QJsonValue()},
        {u"gguf"_s, headerJson(gguf)},
        {u"needed_memory"_s, sized ? QJsonValue(needed) : QJsonValue()},
        {u"fits"_s, sized ? QJsonValue(needed <= context.memoryBytes) : QJsonValue()},
        {u"memory_limit"_s, context.memoryBytes},
        {u"loadable"_s, !whyNot},
        {u"why_not"_s, whyNot ? QJsonValue(*whyNot) : QJsonValue()},
    };
}

} // namespace

void getFileFacts(const ApiContext &context, RoutedRequest request)
{
    const auto wanted = wantedOf(request.exchange->request(), context.hub.config().endpoint.host());
    if (!wanted)
        return sendError(*request.exchange, wanted.error(), ErrorStyle::Plain);
    QObject *visit = context.visits.begin(request.exchange);
    if (!visit)
        return;
    context.remoteGgufs.read(
        wanted->repo, wanted->revision, wanted->path, wanted->token, visit,
        [context, exchange = request.exchange, revision = wanted->revision](const Result<RemoteGguf> &gguf) {
            if (!gguf)
                return sendError(*exchange, gguf.error(), ErrorStyle::Plain);
            sendTagged(*exchange, factsJson(context, *gguf, revision), gguf->waited);
        });
}
