// From the last byte of a download to a model that can be asked.
#include "base/background.h"
#include "base/logging.h"
#include "download/download.h"

using namespace Qt::StringLiterals;

Publication Download::publication() const
{
    const ModelStore &store = m_context.store;
    const PartPlan &plan = *m_record.plan;
    return {store.layout(), store.placeFor(plan.repo, plan.path), store.hasPlaceOf(plan.repo, plan.path),
            m_context.transfer.clock.utc()};
}

void Download::verify()
{
    m_locations = m_transfer->locations();
    m_verification =
        std::make_unique<Verification>(m_context.transfer, *m_record.plan, m_record.request.token, m_writer, nullptr);
    connect(m_verification.get(), &Verification::proven, this, &Download::publish, Qt::QueuedConnection);
    connect(m_verification.get(), &Verification::failed, this, &Download::handleTrouble, Qt::QueuedConnection);
    connect(&m_verification->transfer(), &Transfer::connectionRetried, this, &Download::connectionRetried);
    connect(&m_verification->transfer(), &Transfer::hubWaits, this, &Download::progressed);
    connect(m_verification.get(), &Verification::mending, this, [this] { setState(State::Fetching); });
    m_progress.setCompleted(m_record.plan->bytes);
    setState(State::Verifying);
    m_verification->start(m_locations);
}

void Download::publish(const Verified &verified)
{
    if (m_changing || !m_verification)
        return;
    setState(State::Publishing);
    m_writer.run(
        [verified, publication = publication()](PartFile &part) { return publishPart(part, verified, publication); },
        [this, verified](const Result<ModelManifest> &manifest) {
            if (manifest || !placeWasTaken(manifest.error()))
                return handlePublished(manifest);
            publish(verified);
        });
}

/// Another replica has published something at the same place meanwhile: now it is known, and there is another place,
/// or it can be replaced.
bool Download::placeWasTaken(const Error &error)
{
    constexpr int mostPublications = 3;
    if (error.kind != ErrorKind::Locked || error.retryable || !m_context.store.lease()
        || ++m_publications >= mostPublications)
        return false;
    m_context.store.refresh();
    return true;
}

void Download::publishCopyOf(const Model &model)
{
    setState(State::Publishing);
    qCInfo(logDownload).noquote() << m_record.id << "has the bytes of" << model.path << "which is there already";
    runInBackground(
        backgroundPool(), this,
        [manifest = model.manifest, plan = *m_record.plan, publication = publication()] {
            return publishCopy(manifest, plan, publication);
        },
        [this, model](const Result<ModelManifest> &manifest) {
            if (manifest || !placeWasTaken(manifest.error()))
                return handlePublished(manifest);
            publishCopyOf(model);
        });
}

void Download::handlePublished(const Result<ModelManifest> &manifest)
{
    letGo();
    if (!manifest)
        return handleTrouble(manifest.error());
    m_progress.setCompleted(m_record.plan->bytes);
    m_model = m_context.store.add(*manifest);
    load();
}

void Download::load()
{
    setState(State::Loading);
    m_context.load(*m_model, this, [this](const Result<void> &loaded) {
        if (!loaded)
            return fail(loaded.error());
        // Another model may have come meanwhile and changed what this one is called.
        if (const auto model = m_context.store.installed(m_record.plan->repo, m_record.plan->path))
            m_model = model;
        setState(State::Done);
    });
}
