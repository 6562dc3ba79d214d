#include "api/pull_route.h"

#include "api/audit.h"
#include "api/pull_request.h"
#include "api/pull_stream.h"
#include "base/logging.h"
#include "download/download_queue.h"
#include "download/split_resolver.h"
#include "hub/hub_client.h"
#include "hub/repo_file.h"

using namespace Qt::StringLiterals;

namespace {

/// The path in the repo that a model pulled from \a path is known by.
RepoPath publishedPath(const RepoPath &path)
{
    return shardOf(path) ? joinedPath(path) : path;
}

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
        const bool sameFile = wanted.path ? source->path == publishedPath(*wanted.path)
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
    auto pull = PullRequest::parse(request.body, request.exchange->request(), context.hub.config().endpoint.host());
    if (!pull)
        return sendError(*request.exchange, pull.error(), ErrorStyle::Pull);
    pull->download.by = callerOf(*request.exchange);
    if (const auto model = installedModel(context.store, pull->download))
        return sendInstalled(context, request.exchange, *pull, *model);

    const bool mayWait = pull->queue || context.queuePulls;
    // Without the queue a second pull is refused, as it always was; but one whose client has gone, perhaps with the
    // service before a restart, is not a second one to the client that comes back for it.
    const auto same = context.downloads.find(pull->download);
    const bool comesBack = same && same->isActive() && same->watchers() == 0;
    if (!mayWait && !comesBack && !context.downloads.active().isEmpty()) {
        return sendError(*request.exchange,
                         {ErrorKind::Busy,
                          u"Download already in progress: "_s + describe(*context.downloads.active().first()),
                          u"wait for it, or send \"queue\": true"_s,
                          true,
                          {}},
                         ErrorStyle::Pull);
    }
    context.downloads.add(
        pull->download, request.exchange.get(),
        [context, exchange = request.exchange, pull = *pull](const Result<std::shared_ptr<Download>> &download) {
            if (!download)
                return sendError(*exchange, download.error(), ErrorStyle::Pull);
            const LogRequest concerned(exchange->request().id);
            qCInfo(logDownload).noquote()
                << (*download)->id() << "pulls" << (*download)->request().toString() << "for" << callerOf(*exchange);
            streamPull(context, exchange, pull, *download);
        });
}
