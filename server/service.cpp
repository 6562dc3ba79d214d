#include "service.h"

#include "api/routes.h"
#include "base/logging.h"
#include "base/memory_limit.h"
#include "hub/hub_proxies.h"

#include <QFileInfo>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto drainDeadline = 20s; // Kubernetes kills after 30

tl::unexpected<Service::CannotStart> cannot(StartFailure failure, const Error &error)
{
    return tl::unexpected(Service::CannotStart{failure, error});
}

QList<QByteArray> toBytes(const QStringList &strings)
{
    QList<QByteArray> bytes;
    for (const QString &string : strings)
        bytes += string.toUtf8();
    return bytes;
}

Error noKeys()
{
    return {ErrorKind::InvalidArgument,
            u"there are no API keys, and --require-key wants some"_s,
            u"make one with shimmyd --new-key NAME:SCOPES and name its file with --api-key-file"_s,
            false,
            {}};
}

Error noKeyInVariable()
{
    return {ErrorKind::InvalidArgument,
            u"SHIMMYD_API_KEY is set and holds no key"_s,
            u"give it one (shimmyd --new-key NAME:SCOPES makes some), or unset it"_s,
            false,
            {}};
}

Result<HubConfig> hubConfigOf(const Settings &settings)
{
    auto hub = HubConfig::fromEnvironment(settings.hub, QProcessEnvironment::systemEnvironment(), settings.hubTokenFile,
                                          settings.hubToken);
    if (!hub || settings.hubProxy.isEmpty())
        return hub;
    const auto proxy = parseProxy(settings.hubProxy);
    if (!proxy)
        return failWith(proxy);
    hub->proxy = *proxy;
    return hub;
}

Result<void> checkModelsDirectory(const QString &path)
{
    const QFileInfo directory(path);
    if (!directory.isDir()) {
        return fail(ErrorKind::DiskFailed,
                    u"there is no models directory %1; create it or name another one with --models"_s.arg(path));
    }
    if (!directory.isWritable() || !directory.isExecutable()) {
        return fail(ErrorKind::DiskFailed,
                    u"the models directory %1 is not writable for user %2; change its owner or name another one with "
                    "--models"_s.arg(path)
                        .arg(::geteuid()));
    }
    return {};
}

} // namespace

tl::expected<std::unique_ptr<Service>, Service::CannotStart> Service::start(const Settings &settings, LogHistory &logs)
{
    auto hub = hubConfigOf(settings);
    if (!hub)
        return cannot(StartFailure::BadOption, hub.error());
    auto keys = ApiKeys::parseClear(settings.apiKeys);
    if (!keys)
        return cannot(StartFailure::BadOption,
                      {keys.error().kind, u"SHIMMYD_API_KEY: "_s + keys.error().message, keys.error().hint, false, {}});
    // Not taken for "no keys": a secret that was not filled in must not open the doors.
    if (keys->all().isEmpty() && !settings.apiKeys.reveal().isNull())
        return cannot(StartFailure::BadOption, noKeyInVariable());
    const auto shimmy = findShimmy(settings.shimmy);
    if (!shimmy)
        return cannot(StartFailure::Shimmy, shimmy.error());
    if (const auto usable = checkModelsDirectory(settings.models); !usable)
        return cannot(StartFailure::Models, usable.error());
    auto store = ModelStore::open(settings.models,
                                  settings.shared ? ModelStore::Sharing::WithReplicas : ModelStore::Sharing::Alone);
    if (!store)
        return cannot(StartFailure::Models, store.error());

    std::unique_ptr<Service> service(
        new Service(settings, std::move(*hub), std::move(*store), *shimmy, std::move(*keys), logs));
    if (const auto loaded = service->m_keys.load(); !loaded)
        return cannot(StartFailure::BadOption, loaded.error());
    if (settings.requireKey && service->m_keys.keys().all().isEmpty())
        return cannot(StartFailure::BadOption, noKeys());
    if (const auto shown = service->m_store->updateServingDirectory(); !shown)
        return cannot(StartFailure::Models, shown.error());
    const auto port = service->m_http.listen(settings.listenAddress, settings.listenPort);
    if (!port)
        return cannot(StartFailure::Address, port.error());
    service->m_port = *port;
    service->m_supervisor.start();
    service->m_downloads.restore();
    if (settings.shared)
        service->joinReplicas();
    service->warnOfOpenDoors();
    service->tellLeftOutLogs();
    return service;
}

void Service::warnOfOpenDoors() const
{
    if (m_settings.listenAddress.isLoopback())
        return;
    if (!m_keys.isInUse()) {
        qCWarning(logService).noquote() << "listening on" << m_settings.listenAddress.toString()
                                        << "without keys: whoever reaches this port may pull and generate";
    } else if (m_settings.inferenceOpen) {
        qCWarning(logService).noquote() << "listening on" << m_settings.listenAddress.toString()
                                        << "with open inference: whoever reaches this port may generate";
    }
}

void Service::tellLeftOutLogs()
{
    m_clock.callAfter(5s, this, [this] {
        tellWhatWasLeftOut();
        tellLeftOutLogs();
    });
}

Service::Service(const Settings &settings, HubConfig hub, std::unique_ptr<ModelStore> store, const QString &shimmy,
                 ApiKeys keys, LogHistory &logs)
    : m_settings(settings)
    , m_hub(m_hubNetwork, m_clock, std::move(hub))
    , m_browsingHub(m_browsingNetwork, m_clock, m_hub.config(), HubPatience::ofPeople())
    , m_browser(m_browsingNetwork, m_clock, m_hub.config())
    , m_remoteGgufs(m_browsingHub)
    , m_mirrorReserve(2 * HttpLimits().descriptorReserve) // new connections are still taken then
    , m_memoryBytes(memoryLimitBytes())
    , m_limiter(m_clock, settings.limitRate)
    , m_store(std::move(store))
    , m_usage(m_store->layout(), m_clock)
    , m_texts(*m_store)
    , m_budget(*m_store, settings.diskQuota)
    , m_supervisor(supervision(shimmy), m_shimmyNetwork, m_clock)
    , m_gate(m_supervisor, m_clock, {settings.queueLimit, settings.queueWait, settings.generationTimeout})
    , m_remover(*m_store, m_gate, m_clock, loader())
    , m_verifier(*m_store, m_gate, loader())
    , m_updates(m_browsingHub)
    , m_importer({settings.importFrom, loader()}, *m_store, m_budget, m_clock)
    , m_eviction({*m_store, m_usage, m_gate, m_verifier, m_remover})
    , m_doctor({m_hub, *m_store, m_budget, m_supervisor, m_gate, m_shimmyConnections, m_clock})
    , m_downloads(downloadContext(), settings.downloads)
    , m_events(m_downloads, m_limiter, *m_store, m_supervisor, m_clock)
    , m_logs(logs, m_clock)
    , m_metrics({m_clock, *m_store, m_downloads, m_limiter, m_supervisor, m_gate})
    , m_audit(m_downloads, m_importer)
    , m_requests(m_metrics)
    , m_keys(settings.apiKeyFile, std::move(keys), m_clock)
    , m_router(makeRoutes({.clock = m_clock,
                           .hub = m_hub,
                           .browser = m_browser,
                           .remoteGgufs = m_remoteGgufs,
                           .store = *m_store,
                           .downloads = m_downloads,
                           .events = m_events,
                           .logs = m_logs,
                           .limiter = m_limiter,
                           .supervisor = m_supervisor,
                           .prompts = m_prompts,
                           .gate = m_gate,
                           .network = m_shimmyConnections,
                           .remover = m_remover,
                           .metrics = m_metrics,
                           .usage = m_usage,
                           .texts = m_texts,
                           .verifier = m_verifier,
                           .updates = m_updates,
                           .importer = m_importer,
                           .queuePulls = settings.queue,
                           .startedAt = m_clock.now(),
                           .memoryBytes = m_memoryBytes,
                           .mirror = settings.mirror,
                           .visits = m_visits,
                           .mirrorReserve = m_mirrorReserve,
                           .doctor = m_doctor}),
               Authorization(m_keys, settings.inferenceOpen))
    , m_http([this](const ExchangePtr &exchange) { m_router.handle(exchange); }, httpLimits())
{
    connect(&m_downloads, &DownloadQueue::jobChanged, this, &Service::activeDownloadsChanged);
    watchUsage();
    m_hubNetwork.setProxyFactory(new HubProxies(m_hub.config().proxy));
    m_browsingNetwork.setProxyFactory(new HubProxies(m_hub.config().proxy));
    m_http.setUrgency([this](const HttpRequest &request) { return m_router.isUrgent(request.path); });
    m_metrics.watch(m_http);
    m_http.setObserver([this](const Exchange &exchange) { m_requests.take(exchange); });
    m_http.setHostRule(HostRule(reach(), toBytes(settings.hosts), toBytes(settings.corsOrigins), m_router.openPaths()));
}

Service::~Service() = default;

ModelRemover::Load Service::loader()
{
    return [this](QObject *context, std::function<void(Result<void>)> loaded) { load(context, std::move(loaded)); };
}

void Service::watchUsage()
{
    const auto note = [this](const QString &servingName) {
        if (const auto model = m_store->servedAs(servingName))
            m_usage.noteUse(model->manifest.file);
    };
    connect(&m_gate, &GenerationGate::generationBegun, this, note);
    connect(&m_gate, &GenerationGate::generationEnded, this, note);
    connect(&m_remover, &ModelRemover::freed, this,
            [this](const Model &model) { m_usage.forget(model.manifest.file); });
}

HostRule::Reach Service::reach() const
{
    if (m_settings.listenAddress.isLoopback())
        return HostRule::Reach::Loopback;
    return m_keys.isInUse() ? HostRule::Reach::KeyHolders : HostRule::Reach::Everybody;
}

HttpLimits Service::httpLimits() const
{
    HttpLimits limits;
    limits.maxBodyBytes = [this](const QByteArray &method, const QByteArray &path) {
        return m_router.maxBodyBytes(method, path);
    };
    limits.wantsBody = [this](const HttpHead &head) { return m_router.wantsBody(head); };
    return limits;
}

ShimmySupervisor::Config Service::supervision(const QString &shimmy)
{
    ShimmySupervisor::Config config;
    config.program = shimmy;
    config.servingDirectory = m_store->layout().serving();
    config.workingDirectory = m_store->layout().run();
    config.showModels = [this] { return showModels(); };
    config.preferredPort = m_settings.shimmyPort;
    config.instances = m_settings.instances;
    config.memoryBytes = m_settings.shimmyMemory;
    return config;
}

std::function<void(qint64, const QSet<QString> &, QObject *, std::function<void()>)> Service::evictor()
{
    if (!m_settings.evict)
        return {};
    return [this](qint64 bytes, const QSet<QString> &spared, QObject *context, std::function<void()> done) {
        m_eviction.makeRoom(bytes, spared, context, std::move(done));
    };
}

DownloadContext Service::downloadContext()
{
    return {*m_store,
            {m_hub, m_clock, m_limiter, SegmentPatience(), m_settings.segments, m_settings.mostSegments,
             m_settings.stallTimeout},
            m_memoryBytes,
            [this](const Model &model, QObject *context, std::function<void(Result<void>)> loaded) {
                if (!model.isServable())
                    return loaded({});
                m_prompts.warmUp(model); // while the next Shimmy starts
                load(context, std::move(loaded));
            },
            [this](const Model &model) { return !model.isServable() || m_supervisor.isShown(model.servingName); },
            m_budget,
            evictor()};
}

void Service::load(QObject *context, std::function<void(Result<void>)> loaded)
{
    // Told here, where somebody waits for it; showModels() can only log it.
    if (const auto shown = m_store->updateServingDirectory(); !shown)
        return loaded(shown);
    m_supervisor.switchModels(context, std::move(loaded));
}

QStringList Service::showModels()
{
    m_store->dropMissing();
    if (const auto shown = m_store->updateServingDirectory(); !shown)
        qCWarning(logService).noquote() << shown.error().message;
    QStringList names;
    for (const Model &model : m_store->servable())
        names += model.servingName;
    return names;
}

void Service::joinReplicas()
{
    m_replicas = std::make_unique<Replicas>(m_store->layout(), m_store->lease(), m_clock);
    connect(m_replicas.get(), &Replicas::adopted, this, [this] {
        m_store->settle();
        m_downloads.restore();
    });
    connect(m_replicas.get(), &Replicas::lost, &m_downloads, &DownloadQueue::surrender);
    connect(m_store.get(), &ModelStore::changedElsewhere, this, [this] {
        load(this, [](const Result<void> &loaded) {
            if (!loaded)
                qCWarning(logService).noquote() << "what another replica has changed:" << loaded.error().message;
        });
    });
    m_replicas->start();
    watchStore();
}

void Service::watchStore()
{
    m_clock.callAfter(2s, this, [this] {
        if (m_stopping)
            return;
        m_store->refresh();
        watchStore();
    });
}

void Service::shutDown()
{
    if (std::exchange(m_stopping, true))
        return Q_EMIT stopped();
    qCInfo(logService) << "stopping: no more requests, running generations may end";
    m_http.stopListening();
    m_http.closeIdle();
    m_gate.stop();
    m_events.close();
    m_logs.close();
    m_downloads.stop([this] { m_supervisor.stop(drainDeadline, [this] { awaitLastAnswers(100); }); });
}

void Service::awaitLastAnswers(int triesLeft)
{
    // What was answered just now must still leave the socket.
    if (m_http.connections() == 0 || triesLeft == 0) {
        if (m_replicas)
            m_replicas->leave();
        return Q_EMIT stopped();
    }
    m_http.closeIdle();
    m_clock.callAfter(10ms, this, [this, triesLeft] { awaitLastAnswers(triesLeft - 1); });
}
