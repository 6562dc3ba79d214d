#include "api/model_remover.h"

#include "base/background.h"
#include "base/clock.h"
#include "base/logging.h"
#include "proxy/generation_gate.h"
#include "store/model_removal.h"
#include "store/model_store.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Other replicas look every two seconds whether a model has gone, and then still answer what they had admitted.
constexpr auto replicasPatience = 10s;
/// Until a file that the disk did not let go is tried again.
constexpr auto nextTry = 10s;

Error cannotFree(const Model &model, const Error &why)
{
    return {why.kind,
            u"the model %1 is gone for good, but its bytes are not free yet: %2"_s.arg(model.id, why.message),
            why.hint.isEmpty() ? why.hint : QString(why.hint + u"; it is tried again until it can be removed"_s),
            false,
            {}};
}

} // namespace

Error wasRemoved(const Model &model)
{
    return {ErrorKind::ModelNotFound,
            u"the model %1 was removed before its turn came"_s.arg(model.id),
            u"see /v1/models for what is installed"_s,
            false,
            {}};
}

ModelRemover::ModelRemover(ModelStore &store, GenerationGate &gate, Clock &clock, Load load, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_gate(gate)
    , m_clock(clock)
    , m_load(std::move(load))
{
    m_disk.setMaxThreadCount(1);
}

ModelRemover::~ModelRemover()
{
    m_disk.waitForDone();
}

void ModelRemover::remove(const Model &model, QObject *context, std::function<void(Result<Bytes>)> removed)
{
    const auto removal = std::make_shared<Removal>(Removal{model, context, std::move(removed), 0});
    m_store.withdraw(model);
    m_gate.refuse(model.servingName, wasRemoved(model));
    runInBackground(
        m_disk, this, [layout = m_store.layout(), manifest = model.manifest] { return beginRemoval(layout, manifest); },
        [this, removal](const Result<quint64> &inode) {
            if (inode) {
                removal->inode = *inode;
                return switchAway(removal);
            }
            m_store.reinstate(removal->model);
            answer(*removal, tl::unexpected(inode.error()));
        });
}

void ModelRemover::switchAway(const std::shared_ptr<Removal> &removal)
{
    qCInfo(logStore).noquote() << "removing" << removal->model.path;
    if (!removal->model.isServable())
        return awaitLastUse(removal);
    m_load(this, [this, removal](const Result<void> &loaded) {
        // The old ones list it on, but nobody is let through to them with it.
        if (!loaded)
            qCWarning(logStore).noquote() << "removing" << removal->model.id << "—" << loaded.error().message;
        awaitLastUse(removal);
    });
}

void ModelRemover::awaitLastUse(const std::shared_ptr<Removal> &removal)
{
    const QString name = removal->model.servingName;
    if (m_store.lease()) {
        m_clock.callAfter(replicasPatience, this, [this, removal] { bury(removal); });
        return answer(*removal, Bytes::FreedLater);
    }
    if (m_gate.generationsOf(name) == 0)
        return bury(removal);
    auto *waiting = new QObject(this);
    connect(&m_gate, &GenerationGate::generationEnded, waiting, [this, removal, name, waiting] {
        if (m_gate.generationsOf(name) > 0)
            return;
        waiting->deleteLater();
        disconnect(&m_gate, nullptr, waiting, nullptr);
        bury(removal);
    });
    answer(*removal, Bytes::FreedLater);
}

void ModelRemover::bury(const std::shared_ptr<Removal> &removal)
{
    runInBackground(
        m_disk, this,
        [layout = m_store.layout(), file = removal->model.manifest.file, inode = removal->inode] {
            return finishRemoval(layout, file, inode);
        },
        [this, removal](const Result<void> &gone) {
            if (!gone) {
                answer(*removal, tl::unexpected(cannotFree(removal->model, gone.error())));
                return m_clock.callAfter(nextTry, this, [this, removal] { bury(removal); });
            }
            m_store.forget(removal->model);
            Q_EMIT freed(removal->model);
            answer(*removal, Bytes::Freed);
        });
}

void ModelRemover::answer(Removal &removal, const Result<Bytes> &result)
{
    const auto removed = std::exchange(removal.removed, {});
    if (removed && removal.context)
        removed(result);
}
