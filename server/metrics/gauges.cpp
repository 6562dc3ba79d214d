#include "metrics/gauges.h"

#include "base/memory_limit.h"
#include "download/download_queue.h"
#include "download/rate_limiter.h"
#include "http/http_server.h"
#include "metrics/process_usage.h"
#include "proxy/generation_gate.h"

#include <QFile>
#include <QMetaEnum>
#include <QStorageInfo>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

ClientMetric sample(MetricType type, double value, std::vector<ClientMetric::Label> labels)
{
    ClientMetric metric;
    metric.label = std::move(labels);
    if (type == MetricType::Counter)
        metric.counter.value = value;
    else
        metric.gauge.value = value;
    return metric;
}

class Reading {
public:
    void gauge(const char *name, const char *help, double value) { add(MetricType::Gauge, name, help, value); }
    void counter(const char *name, const char *help, double value) { add(MetricType::Counter, name, help, value); }
    /// One sample for each of \a values, told apart by \a label.
    void each(MetricType type, const char *name, const char *help, const char *label,
              const std::vector<std::pair<std::string, double>> &values)
    {
        MetricFamily family{name, help, type, {}};
        for (const auto &[text, value] : values)
            family.metric.push_back(sample(type, value, {{label, text}}));
        families.push_back(std::move(family));
    }
    void facts(const char *name, const char *help, std::vector<ClientMetric::Label> labels)
    {
        families.push_back({name, help, MetricType::Gauge, {sample(MetricType::Gauge, 1, std::move(labels))}});
    }

    std::vector<MetricFamily> families;

private:
    void add(MetricType type, const char *name, const char *help, double value)
    {
        families.push_back({name, help, type, {sample(type, value, {})}});
    }
};

/// "WaitingForSpace" as "waiting_for_space", and two states as the rest of the API calls them.
std::string labelOf(const std::string &name)
{
    if (name == "Fetching")
        return "downloading";
    if (name == "Done")
        return "complete";
    std::string text;
    for (const char *c = name.c_str(); *c != '\0'; ++c) {
        if (*c >= 'A' && *c <= 'Z' && !text.empty())
            text += '_';
        text += *c >= 'A' && *c <= 'Z' ? static_cast<char>(*c - 'A' + 'a') : *c;
    }
    return text;
}

/// A number for each state of \a Enum, also for those that nobody has now.
template <typename Enum, typename Count>
std::vector<std::pair<std::string, double>> perState(Count count)
{
    const auto states = QMetaEnum::fromType<Enum>();
    std::vector<std::pair<std::string, double>> counts;
    counts.reserve(static_cast<size_t>(states.keyCount()));
    for (int i = 0; i < states.keyCount(); ++i)
        counts.emplace_back(labelOf(states.key(i)), static_cast<double>(count(static_cast<Enum>(states.value(i)))));
    return counts;
}

void readDownloads(const Metrics::Sources &sources, Reading &reading)
{
    const auto all = sources.downloads.all();
    const auto inState = [&all](Download::State state) {
        return std::count_if(all.begin(), all.end(), [state](const auto &each) { return each->state() == state; });
    };
    reading.each(MetricType::Gauge, "shimmyd_downloads", "Downloads by state; of those that have ended, the recent.",
                 "state", perState<Download::State>(inState));
    qint64 rate = 0;
    qint64 missing = 0;
    for (const auto &download : all) {
        if (download->state() == Download::State::Fetching)
            rate += download->progress().bytesPerSecond();
        if (download->isActive() && download->progress().totalBytes() > 0)
            missing += download->progress().totalBytes() - download->progress().completedBytes();
    }
    reading.counter("shimmyd_download_received_bytes_total", "Bytes of files that came from the Hub, wasted ones too.",
                    static_cast<double>(sources.limiter.takenBytes()));
    reading.gauge("shimmyd_download_rate_bytes_per_second", "What all downloads together receive now.",
                  static_cast<double>(rate));
    reading.gauge("shimmyd_download_missing_bytes", "Bytes that active downloads still have to fetch.",
                  static_cast<double>(missing));
}

void readGenerations(const Metrics::Sources &sources, Reading &reading)
{
    const GenerationGate &gate = sources.gate;
    const auto &counts = gate.counts();
    reading.gauge("shimmyd_generation_queue_length", "Generations that wait for their turn.",
                  static_cast<double>(gate.waiting()));
    reading.gauge("shimmyd_generation_queue_limit", "How many may wait.", static_cast<double>(gate.limits().queue));
    reading.gauge("shimmyd_generation_queue_clients", "Clients that have generations waiting.",
                  static_cast<double>(gate.waitingClients()));
    reading.gauge("shimmyd_generations_running", "Generations in flight.", sources.supervisor.generations());
    reading.each(MetricType::Counter, "shimmyd_generation_admissions_total",
                 "How it went at the queue: admitted, refused or displaced because it was full, expired, left.",
                 "result",
                 {{"admitted", static_cast<double>(counts.admitted)},
                  {"refused", static_cast<double>(counts.refused)},
                  {"displaced", static_cast<double>(counts.displaced)},
                  {"expired", static_cast<double>(counts.expired)},
                  {"left", static_cast<double>(counts.left)}});
}

double residentBytes(qint64 processId)
{
    QFile statm(u"/proc/%1/statm"_s.arg(processId));
    if (processId <= 0 || !statm.open(QIODevice::ReadOnly))
        return 0;
    return statm.readAll().split(' ').value(1).toDouble() * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

void readShimmy(const ShimmySupervisor &supervisor, Reading &reading)
{
    const auto &all = supervisor.shimmySlots();
    const auto inState = [&all](ShimmySlot::State state) {
        return std::count_if(all.begin(), all.end(), [state](const auto *slot) { return slot->state() == state; });
    };
    double resident = 0;
    double instances = 0;
    for (const ShimmySlot *slot : all) {
        for (const ShimmyProcess *instance : slot->instances()) {
            ++instances;
            resident += residentBytes(instance->processId());
        }
    }
    reading.gauge("shimmyd_shimmy_up", "1 while a generation that came now would be served.",
                  supervisor.health() ? 1 : 0);
    reading.each(MetricType::Gauge, "shimmyd_shimmy_slots", "Places where a Shimmy is to serve, by state.", "state",
                 perState<ShimmySlot::State>(inState));
    reading.gauge("shimmyd_shimmy_processes", "Shimmys that live, fresh and draining ones too.", instances);
    reading.gauge("shimmyd_shimmy_resident_memory_bytes", "Resident memory of all Shimmys, mapped models too.",
                  resident);
    reading.counter("shimmyd_shimmy_restarts_total", "Shimmys that were started because one had died.",
                    supervisor.restarts());
    reading.counter("shimmyd_shimmy_switches_total", "Times that traffic was moved to fresh Shimmys.",
                    supervisor.switches());
}

void readStore(const ModelStore &store, Reading &reading)
{
    double bytes = 0;
    for (const Model &model : store.models())
        bytes += static_cast<double>(model.manifest.bytes);
    const QStorageInfo disk(store.layout().models());
    reading.gauge("shimmyd_store_models", "Models that are installed.", static_cast<double>(store.models().size()));
    reading.gauge("shimmyd_store_bytes", "Bytes of all installed models.", bytes);
    reading.gauge("shimmyd_disk_free_bytes", "Bytes that may still be written to the models' file system.",
                  static_cast<double>(std::max<qint64>(0, disk.bytesAvailable())));
    reading.gauge("shimmyd_disk_size_bytes", "Bytes of the models' file system.",
                  static_cast<double>(std::max<qint64>(0, disk.bytesTotal())));
}

/// Under the names that all of Prometheus' clients give them.
void readProcess(Reading &reading)
{
    const ProcessUsage usage = ownUsage();
    reading.counter("process_cpu_seconds_total", "Seconds of CPU that shimmyd has used.", usage.cpuSeconds);
    reading.gauge("process_resident_memory_bytes", "Resident memory of shimmyd.",
                  static_cast<double>(usage.residentBytes));
    reading.gauge("process_virtual_memory_bytes", "Address space of shimmyd.", static_cast<double>(usage.virtualBytes));
    reading.gauge("process_start_time_seconds", "When shimmyd was started, since 1970.", usage.startedAt);
    reading.gauge("process_open_fds", "File descriptors that shimmyd has open.",
                  static_cast<double>(usage.descriptors));
    reading.gauge("process_max_fds", "File descriptors that it may have open.",
                  static_cast<double>(usage.mostDescriptors));
    reading.gauge("shimmyd_memory_limit_bytes", "Memory that this machine or container allows.",
                  static_cast<double>(memoryLimitBytes()));
}

} // namespace

std::vector<MetricFamily> readStates(const Metrics::Sources &sources, const HttpServer *server)
{
    Reading reading;
    reading.facts("shimmyd_build_info", "1, labelled with the versions of shimmyd, Qt and Shimmy.",
                  {{"version", SHIMMY_MANAGER_VERSION},
                   {"qt", qVersion()},
                   {"shimmy", sources.supervisor.version().toStdString()}});
    readDownloads(sources, reading);
    readGenerations(sources, reading);
    readShimmy(sources.supervisor, reading);
    readStore(sources.store, reading);
    if (server)
        reading.gauge("shimmyd_http_connections", "Clients that are connected.", server->connections());
    readProcess(reading);
    return std::move(reading.families);
}
