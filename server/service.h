#pragma once

#include "access/key_ring.h"
#include "api/api_context.h"
#include "api/audit.h"
#include "api/event_feed.h"
#include "api/hub_visits.h"
#include "api/log_feed.h"
#include "api/model_eviction.h"
#include "api/model_importer.h"
#include "api/model_remover.h"
#include "api/model_texts.h"
#include "api/model_verifier.h"
#include "api/request_log.h"
#include "api/router.h"
#include "api/update_checks.h"
#include "base/clock.h"
#include "doctor/doctor.h"
#include "download/download_queue.h"
#include "download/remote_gguf.h"
#include "http/descriptor_reserve.h"
#include "http/http_server.h"
#include "hub/hub_browser.h"
#include "hub/hub_client.h"
#include "metrics/metrics.h"
#include "prompt/model_prompts.h"
#include "proxy/generation_gate.h"
#include "proxy/shimmy_connections.h"
#include "settings.h"
#include "shimmy/shimmy_supervisor.h"
#include "store/disk_budget.h"
#include "store/model_store.h"
#include "store/model_usage.h"
#include "store/replicas.h"

#include <QNetworkAccessManager>

/// Why the service cannot start, as the process's exit code.
enum class StartFailure { Internal = 1, BadOption = 2, Models = 3, Address = 4, Shimmy = 5 };

/// The whole service: constructs its parts, wires them, and shuts them down. Lives on the main thread.
class Service final : public QObject {
    Q_OBJECT

public:
    struct CannotStart {
        StartFailure failure;
        Error error;
    };
    /// Opens the store, starts Shimmy and listens. \a logs, where the log is kept, must outlive it. The service is
    /// returned when all of that has begun.
    static tl::expected<std::unique_ptr<Service>, CannotStart> start(const Settings &settings, LogHistory &logs);
    ~Service() override;

    quint16 port() const { return m_port; }

    /// How many downloads run or wait for their turn.
    int activeDownloads() const { return static_cast<int>(m_downloads.active().size()); }

    /// Reads the key file again.
    void reload() { m_keys.reload(); }

    /// Takes no more requests, lets running generations end for a bounded time, checkpoints downloads and ends
    /// Shimmy; then emits stopped(). A second call ends at once.
    void shutDown();

Q_SIGNALS:
    void activeDownloadsChanged();
    void stopped();

private:
    Service(const Settings &settings, HubConfig hub, std::unique_ptr<ModelStore> store, const QString &shimmy,
            ApiKeys keys, LogHistory &logs);
    void warnOfOpenDoors() const;
    void tellLeftOutLogs();
    HostRule::Reach reach() const;
    HttpLimits httpLimits() const;
    ShimmySupervisor::Config supervision(const QString &shimmy);
    DownloadContext downloadContext();
    void load(QObject *context, std::function<void(Result<void>)> loaded);
    ModelRemover::Load loader();
    std::function<void(qint64, const QSet<QString> &, QObject *, std::function<void()>)> evictor();
    void watchUsage();
    QStringList showModels();
    void joinReplicas();
    void watchStore();
    void awaitLastAnswers(int triesLeft);

    const Settings m_settings;
    SystemClock m_clock;
    QNetworkAccessManager m_hubNetwork; ///< for pulls
    QNetworkAccessManager m_browsingNetwork; ///< of its own: what it waits for delays no pull
    QNetworkAccessManager m_shimmyNetwork; ///< for what the supervisor asks
    ShimmyConnections m_shimmyConnections; ///< for generations
    HubClient m_hub;
    HubClient m_browsingHub; ///< less patient, for people who wait
    HubBrowser m_browser;
    RemoteGgufs m_remoteGgufs;
    HubVisits m_visits;
    DescriptorReserve m_mirrorReserve;
    const qint64 m_memoryBytes; ///< that this machine or pod may use
    RateLimiter m_limiter;
    std::unique_ptr<ModelStore> m_store;
    ModelUsage m_usage;
    ModelTexts m_texts;
    DiskBudget m_budget;
    std::unique_ptr<Replicas> m_replicas; ///< with --shared
    ShimmySupervisor m_supervisor;
    ModelPrompts m_prompts;
    GenerationGate m_gate;
    ModelRemover m_remover;
    ModelVerifier m_verifier;
    UpdateChecks m_updates;
    ModelImporter m_importer;
    ModelEviction m_eviction;
    Doctor m_doctor;
    DownloadQueue m_downloads;
    EventFeed m_events;
    LogFeed m_logs;
    Metrics m_metrics;
    Audit m_audit;
    RequestLog m_requests;
    KeyRing m_keys;
    Router m_router;
    HttpServer m_http;
    quint16 m_port = 0;
    bool m_stopping = false;
};
