#include "base/json.h"
#include "downloads/rate_graph.h"
#include "scene.h"
#include "window/main_window.h"
#include "window_probe.h"

#include <QLabel>
#include <QTest>
#include <QTreeView>

#include <cmath>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 gigabyte = 1'000'000'000;

QJsonObject job(const QString &id, const QString &repo, const QString &file, const QJsonObject &changes)
{
    QJsonObject job = ScriptedServer::job(id, {{u"model"_s, repo}, {u"filename"_s, file}});
    for (auto change = changes.begin(); change != changes.end(); ++change)
        job.insert(change.key(), change.value());
    const double share = job.value("percent"_L1).toDouble() / 100;
    job.insert(u"completed"_s, static_cast<qint64>(job.value("total"_L1).toDouble() * share));
    return job;
}

QJsonObject running(double share)
{
    const auto total = 20 * gigabyte;
    const auto done = static_cast<qint64>(static_cast<double>(total) * share);
    QJsonArray segments;
    for (int connection = 0; connection < 4; ++connection) {
        const qint64 begin = done + connection * gigabyte;
        segments += QJsonObject{{u"begin"_s, begin},
                                {u"end"_s, begin + gigabyte},
                                {u"position"_s, begin + connection * gigabyte / 5},
                                {u"state"_s, u"receiving"_s},
                                {u"bytes_per_second"_s, 10'000'000}};
    }
    return job(u"run"_s, u"bartowski/Qwen2.5-32B-Instruct-GGUF"_s, u"Qwen2.5-32B-Instruct-Q4_K_M.gguf"_s,
               {{u"total"_s, total},
                {u"completed"_s, done},
                {u"percent"_s, share * 100},
                {u"bytes_per_second"_s, 41'300'000},
                {u"eta_seconds"_s, 287},
                {u"attempts"_s, 2},
                {u"segments"_s, segments}});
}

QJsonArray jobs()
{
    const QJsonObject gone{{u"code"_s, u"disk_full"_s},
                           {u"message"_s, u"gemma-2-27b-it-Q6_K.gguf needs 22.3 GB, 3.1 GB are free in /models"_s},
                           {u"hint"_s, u"free space or set --disk-quota, then try again"_s}};
    const QString org = u"bartowski/"_s;
    const auto waiting = [](int position) {
        return QJsonObject{{u"state"_s, u"queued"_s},
                           {u"position"_s, position},
                           {u"completed"_s, 0},
                           {u"percent"_s, 0},
                           {u"bytes_per_second"_s, 0},
                           {u"eta_seconds"_s, QJsonValue()},
                           {u"total"_s, qint64(4'680'000'000)}};
    };
    return {
        running(0.42),
        job(u"verify"_s, org + u"Phi-3.5-mini-instruct-GGUF"_s, u"Phi-3.5-mini-instruct-Q5_K_M.gguf"_s,
            {{u"state"_s, u"verifying"_s},
             {u"percent"_s, 100},
             {u"total"_s, qint64(2'815'000'000)},
             {u"bytes_per_second"_s, 0},
             {u"eta_seconds"_s, QJsonValue()}}),
        job(u"q1"_s, org + u"Mistral-7B-Instruct-v0.3-GGUF"_s, u"Mistral-7B-Instruct-v0.3-Q4_K_M.gguf"_s, waiting(1)),
        job(u"q2"_s, org + u"Meta-Llama-3.1-8B-Instruct-GGUF"_s, u"Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf"_s,
            waiting(2)),
        job(u"pause"_s, org + u"DeepSeek-R1-Distill-Qwen-14B-GGUF"_s, u"DeepSeek-R1-Distill-Qwen-14B-Q4_K_M.gguf"_s,
            {{u"state"_s, u"paused"_s},
             {u"percent"_s, 63.4},
             {u"total"_s, qint64(8'990'000'000)},
             {u"bytes_per_second"_s, 0},
             {u"eta_seconds"_s, QJsonValue()}}),
        job(u"fail"_s, org + u"gemma-2-27b-it-GGUF"_s, u"gemma-2-27b-it-Q6_K.gguf"_s,
            {{u"state"_s, u"failed"_s},
             {u"percent"_s, 12.7},
             {u"total"_s, qint64(22'343'000'000)},
             {u"error"_s, gone},
             {u"bytes_per_second"_s, 0},
             {u"eta_seconds"_s, QJsonValue()}}),
        job(u"done"_s, org + u"Llama-3.2-1B-Instruct-GGUF"_s, u"Llama-3.2-1B-Instruct-Q4_K_M.gguf"_s,
            {{u"state"_s, u"complete"_s},
             {u"percent"_s, 100},
             {u"bytes_per_second"_s, 0},
             {u"eta_seconds"_s, QJsonValue()},
             {u"model_id"_s, u"Llama-3.2-1B-Instruct"_s}})};
}

std::unique_ptr<QWidget> make(ServerConnection &connection, Preferences &preferences)
{
    auto window = std::make_unique<MainWindow>(connection, preferences);
    window->showView(MainWindow::Downloads);
    return window;
}

void fill(ScriptedServer &server)
{
    server.setJobs(jobs());
    server.api().answer("GET /v1/api/downloads/run", toJson(running(0.42)));
    server.api().answer("GET /v1/api/limits", R"({"bytes_per_second":50000000})");
}

QTreeView &table(const QWidget &window)
{
    return probe<QTreeView>(window, u"downloadsTable"_s);
}

bool isFull(const QWidget &window)
{
    return table(window).model()->rowCount() == jobs().size();
}

void select(QWidget &window, int row)
{
    QAbstractItemModel &rows = *table(window).model();
    if (!QTest::qWaitFor([&] { return isFull(window); }, 20'000))
        return;
    table(window).setCurrentIndex(rows.index(row, 1));
}

/// As a line at home carries it: it begins slowly, is nearly full, and breaks off once.
void showTwoMinutes(const QWidget &window)
{
    auto &graph = probe<RateGraph>(window, u"rateGraph"_s);
    graph.clear();
    const auto now = std::chrono::steady_clock::now();
    for (int second = 110; second >= 0; --second) {
        const double full = second > 100 ? (111 - second) / 11.0 : second > 58 && second < 62 ? 0.1 : 1;
        const double unrest = 0.06 * std::sin(second * 1.7) + 0.04 * std::sin(second * 0.6);
        graph.add(static_cast<qint64>(41'300'000 * full * (1 + unrest)), now - std::chrono::seconds(second));
    }
}

} // namespace

QList<Scene> downloadsScenes()
{
    const auto showsSegments = [](QWidget &window) {
        return probe<QLabel>(window, u"segmentsText"_s).text().contains(u':'); // the connections, in any language
    };
    return {
        {u"downloads-empty"_s,
         {},
         make,
         {},
         [](QWidget &window) { return !probe<QLabel>(window, u"emptyTitle"_s).text().isEmpty(); }},
        {u"downloads-loading"_s,
         [](ScriptedServer &server) { server.api().hold("GET /v1/api/downloads", "{", "application/json"); },
         make,
         {},
         {},
         QSize(1100, 720),
         true},
        {u"downloads-full"_s, fill, make,
         [](QWidget &window, ScriptedServer & /*server*/) {
             select(window, 0);
             showTwoMinutes(window);
         },
         showsSegments},
        {u"downloads-failed"_s, fill, make, [](QWidget &window, ScriptedServer & /*server*/) { select(window, 5); },
         isFull},
        {u"downloads-small"_s, fill, make, [](QWidget &window, ScriptedServer & /*server*/) { select(window, 6); },
         isFull, QSize(800, 560)},
    };
}
