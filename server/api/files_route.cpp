#include "api/files_route.h"

#include "api/hub_visits.h"
#include "api/query_values.h"
#include "api/tagged_answer.h"
#include "download/split_resolver.h"
#include "hub/hub_browser.h"
#include "hub/hub_client.h"
#include "hub/model_ref.h"
#include "hub/repo_choice.h"
#include "store/model_store.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue gatedJson(Gating gating)
{
    return gating == Gating::None ? QJsonValue(false) : QJsonValue(gating == Gating::Auto ? u"auto"_s : u"manual"_s);
}

QString kindName(GgufKind kind)
{
    switch (kind) {
    case GgufKind::Model: return u"model"_s;
    case GgufKind::Projector: return u"projector"_s;
    case GgufKind::Imatrix: return u"imatrix"_s;
    case GgufKind::Draft: return u"draft"_s;
    }
    Q_UNREACHABLE();
}

/// The installed model that was made of \a gguf, and whether it is still what the Hub has.
QJsonValue installedJson(const ModelStore &store, const RepoFacts &facts, const RepoGguf &gguf)
{
    const RepoPath published = gguf.shards.isEmpty() ? gguf.path : joinedPath(gguf.path);
    const auto model = store.installed(facts.repo, published);
    if (!model)
        return QJsonValue();
    QJsonValue current;
    if (gguf.sha256 && model->manifest.sha256)
        current = *gguf.sha256 == *model->manifest.sha256;
    else if (model->manifest.source->commit == facts.commit)
        current = true;
    return QJsonObject{{u"id"_s, model->id}, {u"current"_s, current}};
}

QJsonObject fileJson(const ApiContext &context, const RepoFacts &facts, const RepoGguf &gguf, bool recommended)
{
    QJsonArray shards;
    for (const RepoPath &shard : gguf.shards)
        shards.append(shard.toString());
    const auto quantization = gguf.quantization();
    const auto bits = bitsPerWeight(gguf, facts.parameterCount);
    const qint64 needed = neededMemory(gguf.bytes);
    return {
        {u"filename"_s, gguf.path.toString()},
        {u"kind"_s, kindName(gguf.kind)},
        {u"size"_s, gguf.bytes},
        {u"quantization"_s, quantization ? QJsonValue(quantization->toString()) : QJsonValue()},
        {u"bits_per_weight"_s, bits ? QJsonValue(std::round(*bits * 100) / 100) : QJsonValue()},
        {u"shards"_s, shards},
        {u"complete"_s, gguf.isComplete},
        {u"sha256"_s, gguf.sha256 ? QJsonValue(gguf.sha256->toHex()) : QJsonValue()},
        {u"needed_memory"_s, needed},
        {u"fits"_s, needed <= context.memoryBytes},
        {u"recommended"_s, recommended},
        {u"installed"_s, installedJson(context.store, facts, gguf)},
    };
}

QJsonObject listingJson(const ApiContext &context, const RepoListing &listing, const Revision &revision,
                        const std::optional<Quantization> &quantization)
{
    const RepoFacts &facts = listing.facts;
    const auto choice = chooseFile(listing.files, facts.repo, quantization, context.memoryBytes);
    QJsonArray files;
    for (const RepoGguf &gguf : ggufsAmong(listing.files))
        files.append(fileJson(context, facts, gguf, choice && gguf.path == choice->gguf.path));
    const QString page = context.hub.pageOf(facts.repo);
    return {
        {u"model"_s, facts.repo.toString()},
        {u"revision"_s, revision.toString()},
        {u"commit"_s, orNull(facts.commit)},
        {u"page"_s, page},
        {u"gated"_s, gatedJson(facts.gating)},
        {u"access_page"_s, facts.gating == Gating::None ? QJsonValue() : QJsonValue(page)},
        {u"parameters"_s, facts.parameterCount > 0 ? QJsonValue(facts.parameterCount) : QJsonValue()},
        {u"memory_limit"_s, context.memoryBytes},
        {u"recommended"_s, choice ? QJsonValue(choice->gguf.path.toString()) : QJsonValue()},
        {u"reason"_s, choice ? choice->reason : QString(choice.error().message + u"; "_s + choice.error().hint)},
        {u"files"_s, files},
    };
}

/// What the query asks for.
struct Wanted {
    RepoId repo;
    Revision revision;
    std::optional<Quantization> quantization;
    Secret token;
};

Result<Wanted> wantedOf(const HttpRequest &request, const QString &endpointHost)
{
    const auto query = QueryValues::parse(request, {u"model"_s, u"revision"_s});
    if (!query)
        return failWith(query);
    if (query->text("model"_L1).isEmpty()) {
        return fail(ErrorKind::InvalidArgument, u"\"model\" is missing"_s,
                    u"name a repo, as in ?model=TheBloke/phi-2-GGUF"_s);
    }
    const auto ref = ModelRef::parse(query->text("model"_L1), endpointHost);
    if (!ref)
        return failWith(ref);
    const QString named = query->text("revision"_L1);
    const auto revision =
        named.isEmpty() ? Result<Revision>(ref->revision.value_or(Revision::main())) : Revision::parse(named);
    if (!revision)
        return failWith(revision);
    const auto token = hubTokenOf(request);
    if (!token)
        return failWith(token);
    Wanted wanted{ref->repo, *revision, {}, *token};
    const QString tag = ref->quantization.value_or(u"auto"_s).toLower();
    if (tag == "auto"_L1 || tag == "latest"_L1)
        return wanted;
    wanted.quantization = Quantization::parse(tag);
    if (!wanted.quantization) {
        return fail(ErrorKind::InvalidArgument, u"\"%1\" is not a quantization"_s.arg(tag.left(64)),
                    u"use one such as Q4_K_M, or auto"_s);
    }
    return wanted;
}

} // namespace

void listFiles(const ApiContext &context, RoutedRequest request)
{
    const auto wanted = wantedOf(request.exchange->request(), context.hub.config().endpoint.host());
    if (!wanted)
        return sendError(*request.exchange, wanted.error(), ErrorStyle::Plain);
    QObject *visit = context.visits.begin(request.exchange);
    if (!visit)
        return;
    context.browser.list(
        wanted->repo, wanted->revision, wanted->token, visit,
        [context, exchange = request.exchange, wanted = *wanted](const Result<Browsed<RepoListing>> &listing) {
            if (!listing)
                return sendError(*exchange, listing.error(), ErrorStyle::Plain);
            sendTagged(*exchange, listingJson(context, listing->value, wanted.revision, wanted.quantization),
                       listing->waited);
        });
}
