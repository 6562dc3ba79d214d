// How a download learns what it is to fetch: asking the Hub, planning, and finding that it is there already.
#include "base/logging.h"
#include "download/download.h"
#include "hub/repo_choice.h"

using namespace Qt::StringLiterals;

namespace {

constexpr int maxPlans = 3;

PartPlan planFor(const RemoteFile &file)
{
    return {file.repo, file.path, file.revision, file.commit, file.bytes, file.sha256};
}

} // namespace

void Download::launch()
{
    if (m_state != State::Resolving)
        return;
    if (m_record.plan) // of before a restart: the locations are asked for when it is its turn
        return setState(State::Queued);
    resolve();
}

HubWaits Download::hubWaits()
{
    return [this](const Error &why, std::chrono::milliseconds wait) {
        m_hubWait = HubWait{why, m_context.transfer.clock.now() + wait};
        Q_EMIT progressed();
    };
}

void Download::resolve()
{
    m_hubWait.reset();
    if (m_record.request.path)
        return resolveFile(*m_record.request.path);
    const DownloadRequest &request = m_record.request;
    m_context.transfer.hub.listFiles(
        request.repo, request.revision, request.token, this,
        [this, run = m_run](const Result<QList<RepoFile>> &files) {
            if (run != m_run)
                return;
            if (!files)
                return fail(files.error());
            chooseFrom(*files);
        },
        hubWaits());
}

void Download::chooseFrom(const QList<RepoFile> &files)
{
    const auto file = chooseFile(files, m_record.request.repo, m_record.request.quantization, m_context.memoryBytes);
    if (!file)
        return fail(file.error());
    resolveFile(file->gguf.path);
}

void Download::resolveFile(const RepoPath &path)
{
    if (shardOf(path))
        return resolveShards(path);
    const DownloadRequest &request = m_record.request;
    m_context.transfer.hub.resolve(
        request.repo, request.revision, path, request.token, this,
        [this, run = m_run](const Result<RemoteFile> &file) {
            if (run != m_run)
                return;
            if (!file)
                return fail(file.error());
            plan(planFor(*file), {file->location});
        },
        hubWaits());
}

void Download::resolveShards(const RepoPath &shard)
{
    const DownloadRequest &request = m_record.request;
    m_splitResolver =
        std::make_unique<SplitResolver>(m_context.transfer.hub, request.repo, request.revision, shard, request.token);
    // Queued: both end the resolver, which is emitting.
    connect(
        m_splitResolver.get(), &SplitResolver::failed, this,
        [this, run = m_run](const Error &error) {
            if (run == m_run)
                fail(error);
        },
        Qt::QueuedConnection);
    connect(
        m_splitResolver.get(), &SplitResolver::resolved, this,
        [this, run = m_run](const SplitPlan &split) {
            if (run != m_run)
                return;
            m_shardHeads = split.heads;
            m_joinedHeader = split.header;
            plan(split.plan, split.locations);
        },
        Qt::QueuedConnection);
    connect(m_splitResolver.get(), &SplitResolver::waiting, this, hubWaits());
    m_splitResolver->start();
}

void Download::plan(const PartPlan &plan, const QList<QUrl> &locations)
{
    m_record.plan = plan;
    m_locations = locations;
    m_splitResolver.reset();
    m_progress.begin(plan.bytes, 0);
    Q_EMIT recordChanged();
    Q_EMIT resolved();
    if (m_state != State::Resolving) // a listener has given it up
        return;
    if (!joinInstalled())
        setState(State::Queued);
}

/// True when the model is there already, or can be made of one that is.
bool Download::joinInstalled()
{
    const PartPlan &plan = *m_record.plan;
    const auto installed = m_context.store.installed(plan.repo, plan.path);
    const bool same = installed
        && (installed->manifest.source->commit == plan.commit
            || (plan.sha256 && installed->manifest.sha256 == plan.sha256));
    if (same) {
        m_model = installed;
        // One that another replica has just brought is still to be shown to this one's Shimmy.
        if (m_context.isLoaded(*installed))
            setState(State::Done);
        else
            load();
        return true;
    }
    if (!plan.sha256)
        return false;
    const auto twin = m_context.store.withContent(*plan.sha256);
    if (twin)
        publishCopyOf(*twin);
    return twin.has_value();
}

/// The plan no longer holds: the Hub has another file now, or the part is gone. From the start, but not for ever.
void Download::planAnew()
{
    if (++m_plans > maxPlans) {
        return fail({ErrorKind::HubFailed,
                     u"%1 keeps changing while it is downloaded"_s.arg(m_record.request.toString()),
                     u"check the proxy between here and the Hub"_s,
                     true,
                     {}});
    }
    qCInfo(logDownload).noquote() << m_record.id << "the file is another one now: from the start";
    m_attemptsBefore = attempts();
    m_transfer.reset();
    m_verification.reset();
    m_writer.close();
    removePart();
    m_record.plan.reset();
    setState(State::Resolving);
    resolve();
}
