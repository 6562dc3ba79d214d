#include "doctor/examination.h"

#include "base/background.h"
#include "doctor/disk_checks.h"
#include "doctor/hub_checks.h"
#include "doctor/shimmy_checks.h"
#include "hub/hub_client.h"
#include "hub/hub_proxies.h"
#include "shimmy/shimmy_supervisor.h"
#include "store/disk_budget.h"
#include "store/model_store.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 10s;
constexpr auto generationPatience = 25s;

/// The one that costs the least to load.
std::optional<TestModel> smallestModel(const ModelStore &store)
{
    const auto &models = store.servable();
    const auto smallest = std::ranges::min_element(
        models, [](const Model &a, const Model &b) { return a.manifest.bytes < b.manifest.bytes; });
    if (smallest == models.end())
        return std::nullopt;
    return TestModel{smallest->servingName, smallest->id};
}

} // namespace

Examination::Examination(const Subject &subject, QThreadPool &pool, QObject *parent)
    : QObject(parent)
    , m_subject(subject)
    , m_pool(pool)
    , m_begun(subject.clock.now())
{
    m_network.setProxyFactory(new HubProxies(m_subject.hub.config().proxy));
}

void Examination::start(bool generates)
{
    const HubConfig &hub = m_subject.hub.config();
    const StoreLayout layout = m_subject.store.layout();
    QStringList known;
    for (const Model &model : m_subject.store.models())
        known += model.path;

    // All of them first: one that is over at once must not be the last.
    const Found name = expect(u"dns"_s, patience);
    const Found proxy = expect(u"proxy"_s, patience);
    const HubFindings findings{expect(u"ca"_s, patience), expect(u"hub"_s, patience), expect(u"token"_s, patience),
                               expect(u"clock"_s, patience)};
    const Found disk = expect(u"disk"_s, patience);
    const Found quota = expect(u"quota"_s, patience);
    const Found models = expect(u"models"_s, patience);
    const Found shimmy = expect(u"shimmy"_s, patience);
    const Found generation = expect(u"generation"_s, generationPatience);

    checkName(hub, this, name);
    checkProxy(hub, this, proxy);
    checkHub(hub, m_network, m_subject.clock, this, findings);
    runInBackground(
        m_pool, this, [layout] { return checkDisk(layout); }, disk);
    runInBackground(
        m_pool, this,
        [layout, limit = m_subject.budget.quotaBytes(), used = m_subject.budget.modelBytes()] {
            return checkQuota(layout, limit, used);
        },
        quota);
    runInBackground(
        m_pool, this, [layout, known] { return checkModels(layout, known); }, models);
    checkShimmy(m_subject.supervisor, layout.run(), m_subject.clock, this, shimmy);
    if (generates) {
        checkGeneration(smallestModel(m_subject.store), m_subject.supervisor, m_subject.gate, m_subject.connections,
                        m_subject.clock, this, generation);
    } else {
        generation({Finding::Status::Skipped, u"it was not asked for"_s});
    }
}

Found Examination::expect(const QString &name, std::chrono::milliseconds longest)
{
    const qsizetype check = m_checks.size();
    m_checks += Check{name, {}, {}, false};
    ++m_open;
    m_subject.clock.callAfter(longest, this, [this, check, longest] {
        const double seconds = std::chrono::duration<double>(longest).count();
        take(check, {Finding::Status::Fail, u"there was no answer within %1 s"_s.arg(seconds), u"see the log"_s});
    });
    return [this, check](const Finding &finding) { take(check, finding); };
}

void Examination::take(qsizetype number, const Finding &finding)
{
    Check &check = m_checks[number];
    if (std::exchange(check.isOver, true))
        return;
    check.finding = finding;
    check.took = m_subject.clock.now() - m_begun;
    if (--m_open == 0)
        QMetaObject::invokeMethod(this, &Examination::finished, Qt::QueuedConnection);
}
