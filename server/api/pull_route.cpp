#include "api/pull_route.h"

#include "api/pull_request.h"
#include "api/pull_stream.h"
#include "download/download_queue.h"
#include "hub/hub_client.h"

using namespace Qt::StringLiterals;

namespace {

/// The installed model that \a wanted names, if nothing has to be asked of the Hub to know.
std::optional<Model> installedModel(const ModelStore &store, const DownloadRequest &wanted)
{
    if (wanted.force)
        return std::nullopt;
    for (const Model &model : store.models()) {
        const auto &source = model.manifest.source;
        const bool sameOrigin = source && source->repo == wanted.repo
            && (source->revision == wanted.revision || source->commit == wanted.revision.toString());
        if (!sameOrigin)
            continue;
        const bool sameFile = wanted.path ? source->path == *wanted.path
                                          : wanted.quantization && model.manifest.quantization() == wanted.quantization;
        if (sameFile)
            return store.installed(source->repo, source->path);
    }
    return std::nullopt;
}

QString describe(const Download &download)
{
    const auto &plan = download.plan();
    return plan ? QString(plan->repo.toString() + u'/' + plan->path.toString()) : download.request().toString();
}

} // namespace

void postPull(const ApiContext &context, RoutedRequest request)
{
    const auto pull =
        PullRequest::parse(request.body, request.exchange->request(), context.hub.config().endpoint.host());
    if (!pull)
        return sendError(*request.exchange, pull.error(), ErrorStyle::Pull);
    if (const auto model = installedModel(context.store, pull->download))
        return sendInstalled(context, request.exchange, *pull, *model);

    const bool mayWait = pull->queue || context.queuePulls;
    if (!mayWait && !context.downloads.active().isEmpty()) {
        return sendError(*request.exchange,
                         {ErrorKind::Busy,
                          u"Download already in progress: "_s + describe(*context.downloads.active().first()),
                          u"wait for it, or send \"queue\": true"_s,
                          true,
                          {}},
                         ErrorStyle::Pull);
    }
    const auto download = context.downloads.add(pull->download);
    if (!download)
        return sendError(*request.exchange, download.error(), ErrorStyle::Pull);
    streamPull(context, request.exchange, *pull, *download);
}
