#pragma once

#include <QObject>

#include <chrono>
#include <memory>
#include <optional>

class Clock;
class Download;
class DownloadQueue;
class Exchange;
class GenerationGate;
class HttpServer;
class ModelStore;
class RateLimiter;
class ShimmySupervisor;
enum class ErrorKind;

/// One generation, when it is over.
struct GenerationReport {
    using Seconds = std::chrono::duration<double>;
    QString model; ///< its id
    QString outcome; ///< "stop", "length", "stop_sequence", "client_left", or an error's code
    int promptTokens = 0;
    int completionTokens = 0;
    Seconds total{}; ///< since it was asked for
    std::optional<Seconds> waited; ///< until it was admitted; nothing when it never was
    std::optional<Seconds> firstToken; ///< until its first token, the wait included; nothing when none came
};

/// What the service counts and measures, in Prometheus' form; the only one who knows Prometheus. Lives on the core's
/// thread. Others emit signals and keep states; what is a state is read when somebody asks, so it costs nothing until
/// then. What is counted here has labels of bounded number: routes, states, codes, and the first 50 models.
class Metrics final : public QObject {
    Q_OBJECT

public:
    /// What is looked at. All of it must outlive the metrics.
    struct Sources {
        Clock &clock;
        ModelStore &store;
        DownloadQueue &downloads;
        RateLimiter &limiter;
        ShimmySupervisor &supervisor;
        GenerationGate &gate;
    };
    explicit Metrics(const Sources &sources, QObject *parent = nullptr);
    ~Metrics() override;

    /// Counts what \a server refuses, and its connections. It must outlive the metrics, or their next exposition.
    void watch(const HttpServer &server);
    /// A request has ended. One whose client left before there was a status has the status 499, as at nginx.
    void countRequest(const Exchange &exchange);
    void countGeneration(const GenerationReport &report);
    /// Everything, in the text format 0.0.4.
    QByteArray exposition() const;

private:
    struct Families;
    void handleJob(Download *download);
    void countRetry(ErrorKind why);

    const Sources m_sources;
    const HttpServer *m_server = nullptr;
    std::unique_ptr<Families> m_families;
};
