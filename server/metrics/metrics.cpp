#include "metrics/metrics.h"

#include "download/download_queue.h"
#include "http/http_server.h"
#include "metrics/gauges.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <sstream>

using namespace Qt::StringLiterals;

namespace {

using prometheus::BuildCounter;
using prometheus::BuildHistogram;
using prometheus::Counter;
using prometheus::Family;
using prometheus::Histogram;
using Buckets = Histogram::BucketBoundaries;

constexpr size_t mostModels = 50;
constexpr size_t mostRequestKinds = 1000;
constexpr int clientLeft = 499;

// From what this service adds to an answer to what a generation on two cores takes.
const Buckets requestBuckets{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120};
const Buckets generationBuckets{0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300};
const Buckets firstTokenBuckets{0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120};
const Buckets rateBuckets{0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500};
const Buckets verificationBuckets{0.01, 0.1, 0.5, 1, 5, 15, 60, 300, 1200};
const Buckets downloadBuckets{1, 5, 15, 60, 300, 900, 3600, 14400, 86400};

std::string toLabel(const QString &text)
{
    return text.toStdString();
}

/// A client may send any word as its method.
QByteArray knownMethod(const QByteArray &method)
{
    for (const char *known : {"GET", "POST", "DELETE", "HEAD", "OPTIONS", "PUT", "PATCH"}) {
        if (method == known)
            return method;
    }
    return "other";
}

Family<Counter> &counters(prometheus::Registry &registry, const char *name, const char *help)
{
    return BuildCounter().Name(name).Help(help).Register(registry);
}

Family<Histogram> &histograms(prometheus::Registry &registry, const char *name, const char *help)
{
    return BuildHistogram().Name(name).Help(help).Register(registry);
}

} // namespace

struct Metrics::Families {
    struct RequestKind {
        QByteArray method;
        QByteArray route;
        int status;
        friend bool operator<(const RequestKind &a, const RequestKind &b)
        {
            return std::tie(a.status, a.method, a.route) < std::tie(b.status, b.method, b.route);
        }
    };
    struct PerModel {
        Histogram &duration;
        Histogram &wait;
        Histogram &firstToken;
        Histogram &rate;
        Counter &promptTokens;
        Counter &completionTokens;
    };

    prometheus::Registry registry;
    Family<Counter> &requests = counters(registry, "shimmyd_http_requests_total", "HTTP requests by route and status.");
    Family<Histogram> &requestDuration =
        histograms(registry, "shimmyd_http_request_duration_seconds",
                   "Seconds from a complete request to the end of its answer, streams included.");
    Family<Counter> &refusals = counters(registry, "shimmyd_http_refusals_total",
                                         "Clients that were refused before there was a request, by status.");
    Family<Counter> &generations =
        counters(registry, "shimmyd_generations_total", "Generations that have ended, by model and outcome.");
    Family<Histogram> &duration = histograms(registry, "shimmyd_generation_duration_seconds",
                                             "Seconds of a generation, its wait included, by model.");
    Family<Histogram> &wait = histograms(registry, "shimmyd_generation_wait_seconds",
                                         "Seconds that a generation waited for its turn, by model.");
    Family<Histogram> &firstToken = histograms(registry, "shimmyd_generation_first_token_seconds",
                                               "Seconds until the first token, the wait included, by model.");
    Family<Histogram> &rate =
        histograms(registry, "shimmyd_generation_tokens_per_second", "Tokens a second after the first one, by model.");
    Family<Counter> &promptTokens =
        counters(registry, "shimmyd_prompt_tokens_total", "Tokens of the prompts that were generated for, by model.");
    Family<Counter> &completionTokens =
        counters(registry, "shimmyd_completion_tokens_total", "Tokens that were generated, by model.");
    Family<Counter> &ended =
        counters(registry, "shimmyd_downloads_ended_total", "Downloads that have come to an end, by state.");
    Family<Counter> &failures =
        counters(registry, "shimmyd_download_failures_total", "Downloads that have failed, by the error's code.");
    Family<Counter> &retries = counters(registry, "shimmyd_download_retries_total",
                                        "Connections of downloads that were begun anew, by the cause's code.");
    Histogram &verification =
        histograms(registry, "shimmyd_download_verification_duration_seconds", "Seconds a verification took.")
            .Add({}, verificationBuckets);
    Histogram &download = histograms(registry, "shimmyd_download_duration_seconds",
                                     "Seconds from a pull to a model that answers, of downloads that were completed.")
                              .Add({}, downloadBuckets);

    std::map<RequestKind, std::pair<Counter *, Histogram *>> requestKinds;
    std::map<QString, PerModel> models;
    QSet<QString> underway; ///< downloads; a failed one that a restart brings back has not failed again
    QHash<QString, std::chrono::steady_clock::time_point> verifying; ///< downloads, since when

    PerModel &forModel(const QString &label)
    {
        const auto known = models.find(label);
        if (known != models.end())
            return known->second;
        const prometheus::Labels labels{{"model", toLabel(label)}};
        return models
            .emplace(label,
                     PerModel{duration.Add(labels, generationBuckets), wait.Add(labels, generationBuckets),
                              firstToken.Add(labels, firstTokenBuckets), rate.Add(labels, rateBuckets),
                              promptTokens.Add(labels), completionTokens.Add(labels)})
            .first->second;
    }

    /// The first so many models have a label of their own, so that coming and going ones cannot grow this for ever.
    QString labelOf(const QString &model) const
    {
        return models.contains(model) || models.size() < mostModels ? model : u"other"_s;
    }
};

Metrics::Metrics(const Sources &sources, QObject *parent)
    : QObject(parent)
    , m_sources(sources)
    , m_families(std::make_unique<Families>())
{
    connect(&sources.downloads, &DownloadQueue::jobChanged, this, &Metrics::handleJob);
    connect(&sources.downloads, &DownloadQueue::connectionRetried, this, &Metrics::countRetry);
    // Rates of what has not happened yet need a zero to begin from.
    for (const char *state : {"complete", "failed", "cancelled"})
        m_families->ended.Add({{"state", state}});
}

Metrics::~Metrics() = default;

void Metrics::watch(const HttpServer &server)
{
    m_server = &server;
    connect(&server, &HttpServer::requestRefused, this, [this](int status) {
        m_families->refusals.Add({{"status", std::to_string(status)}}).Increment();
    });
}

void Metrics::countRequest(const Exchange &exchange)
{
    auto &kinds = m_families->requestKinds;
    const int status = exchange.status() == 0 ? clientLeft : exchange.status();
    Families::RequestKind kind{knownMethod(exchange.request().method),
                               exchange.route().isEmpty() ? QByteArray("none") : exchange.route(), status};
    auto found = kinds.find(kind);
    if (found == kinds.end()) {
        if (kinds.size() >= mostRequestKinds)
            return;
        const std::string path = kind.route.toStdString();
        Counter &counter = m_families->requests.Add(
            {{"method", kind.method.toStdString()}, {"route", path}, {"status", std::to_string(status)}});
        Histogram &histogram = m_families->requestDuration.Add({{"route", path}}, requestBuckets);
        found = kinds.emplace(std::move(kind), std::pair(&counter, &histogram)).first;
    }
    found->second.first->Increment();
    found->second.second->Observe(std::chrono::duration<double>(exchange.age()).count());
}

void Metrics::countGeneration(const GenerationReport &report)
{
    const QString label = m_families->labelOf(report.model);
    Families::PerModel &model = m_families->forModel(label);
    m_families->generations.Add({{"model", toLabel(label)}, {"outcome", toLabel(report.outcome)}}).Increment();
    model.duration.Observe(report.total.count());
    if (report.waited)
        model.wait.Observe(report.waited->count());
    if (!report.firstToken)
        return;
    model.promptTokens.Increment(report.promptTokens);
    model.completionTokens.Increment(report.completionTokens);
    model.firstToken.Observe(report.firstToken->count());
    const double seconds = (report.total - *report.firstToken).count();
    if (report.completionTokens > 1 && seconds > 0)
        model.rate.Observe((report.completionTokens - 1) / seconds);
}

void Metrics::handleJob(Download *download)
{
    const auto now = m_sources.clock.now();
    const QString &id = download->id();
    if (const auto begun = m_families->verifying.constFind(id); begun != m_families->verifying.cend()) {
        if (download->state() == Download::State::Publishing)
            m_families->verification.Observe(std::chrono::duration<double>(now - *begun).count());
        m_families->verifying.erase(begun);
    }
    if (download->state() == Download::State::Verifying)
        m_families->verifying.insert(id, now);
    if (!download->isFinished()) {
        m_families->underway += id;
        return;
    }
    if (!m_families->underway.remove(id))
        return;
    switch (download->state()) {
    case Download::State::Done:
        m_families->ended.Add({{"state", "complete"}}).Increment();
        return m_families->download.Observe(std::chrono::duration<double>(now - download->startedAt()).count());
    case Download::State::Failed:
        m_families->ended.Add({{"state", "failed"}}).Increment();
        return m_families->failures.Add({{"code", toLabel(errorCode(download->error()->kind))}}).Increment();
    case Download::State::Cancelled: return m_families->ended.Add({{"state", "cancelled"}}).Increment();
    default: return;
    }
}

void Metrics::countRetry(ErrorKind why)
{
    m_families->retries.Add({{"cause", toLabel(errorCode(why))}}).Increment();
}

QByteArray Metrics::exposition() const
{
    auto families = m_families->registry.Collect();
    for (auto &family : readStates(m_sources, m_server))
        families.push_back(std::move(family));
    std::ostringstream text;
    prometheus::TextSerializer().Serialize(text, families);
    return QByteArray::fromStdString(text.str());
}
