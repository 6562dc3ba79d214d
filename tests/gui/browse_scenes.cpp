#include "base/json.h"
#include "browse/search_model.h"
#include "hub_answers.h"
#include "scene.h"
#include "widgets/inline_message.h"
#include "window/main_window.h"
#include "window_probe.h"

#include <QListView>
#include <QPlainTextEdit>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace {

QJsonArray manyRepos()
{
    struct Row {
        const char *name;
        qint64 parameters;
        int downloads;
        int likes;
        const char *updated;
    };
    static const QList<Row> rows{
        {"bartowski/Llama-3.2-1B-Instruct-GGUF", 1'235'814'432, 1'240'000, 312, "2026-10-08T12:00:00.000Z"},
        {"unsloth/gemma-3-270m-it-GGUF", 268'098'176, 96'400, 187, "2026-11-26T03:00:00.000Z"},
        {"Qwen/Qwen2.5-7B-Instruct-GGUF", 7'615'616'512, 583'000, 241, "2026-09-20T08:00:00.000Z"},
        {"bartowski/Mistral-Small-24B-Instruct-2501-GGUF", 23'572'403'200, 71'000, 118, "2026-02-01T00:00:00.000Z"},
        {"meta-llama/Llama-3.3-70B-Instruct-With-A-Very-Long-Name-That-Does-Not-End-GGUF", 70'553'706'496, 1'900'000,
         2'140, "2026-01-06T00:00:00.000Z"},
        {"TheBloke/Mixtral-8x7B-Instruct-v0.1-GGUF", 0, 57'000, 643, "2023-12-14T00:00:00.000Z"},
        {"microsoft/Phi-3-mini-4k-instruct-gguf", 3'821'079'552, 43'900, 502, "2026-07-02T00:00:00.000Z"},
        {"hugging-quants/Llama-3.2-3B-Instruct-Q8_0-GGUF", 3'212'749'888, 38'000, 41, "2026-09-25T00:00:00.000Z"},
        {"ggml-org/SmolLM3-3B-GGUF", 3'075'098'624, 12'000, 33, "2026-07-08T00:00:00.000Z"},
        {"lmstudio-community/DeepSeek-R1-Distill-Qwen-1.5B-GGUF", 1'777'088'000, 9'400, 1, "2026-01-20T00:00:00.000Z"},
        {"bartowski/Phi-3.5-mini-instruct-GGUF", 3'821'079'648, 8'100, 74, "2026-08-21T00:00:00.000Z"},
        {"second-state/StarCoder2-3B-GGUF", 3'030'371'328, 900, 6, "2025-05-02T00:00:00.000Z"},
    };
    QJsonArray repos;
    for (const Row &row : rows) {
        const qint64 bytes = row.parameters / 8 * 49 / 10;
        const bool isKnown = row.parameters > 0;
        const QString name = QLatin1StringView(row.name);
        repos.append(
            foundRepo(name,
                      {{u"parameters"_s, isKnown ? QJsonValue(row.parameters) : QJsonValue()},
                       {u"downloads"_s, row.downloads},
                       {u"likes"_s, row.likes},
                       {u"last_modified"_s, QLatin1StringView(row.updated)},
                       {u"gated"_s, name.startsWith("meta-llama"_L1) ? QJsonValue(u"manual"_s) : QJsonValue(false)},
                       {u"needed_memory"_s, isKnown ? QJsonValue(bytes + bytes / 10 + 300'000'000) : QJsonValue()}}));
    }
    return repos;
}

QString firstRepo()
{
    return u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s;
}

QJsonArray manyFiles()
{
    struct Row {
        const char *quantization;
        qint64 bytes;
        double bits;
    };
    static const QList<Row> rows{{"Q4_K_M", 807'694'464, 5.23}, {"Q5_K_M", 911'503'488, 5.9},
                                 {"Q5_K_S", 892'563'584, 5.78}, {"Q6_K", 1'021'800'576, 6.62},
                                 {"Q8_0", 1'321'083'008, 8.55}, {"Q4_K_S", 775'647'360, 5.02},
                                 {"IQ4_XS", 743'000'000, 4.81}, {"IQ3_M", 657'289'344, 4.25},
                                 {"F16", 2'479'000'000, 16.04}, {"F32", 4'950'000'000, 32.08}};
    QJsonArray files;
    for (const Row &row : rows) {
        const QString tag = QLatin1StringView(row.quantization);
        QJsonObject changes{{u"bits_per_weight"_s, row.bits}, {u"recommended"_s, tag == "Q4_K_M"_L1}};
        if (tag == "Q8_0"_L1)
            changes.insert(u"installed"_s, QJsonObject{{u"id"_s, u"Llama-3.2-1B-Instruct"_s}, {u"current"_s, true}});
        if (tag == "IQ4_XS"_L1)
            changes.insert(u"installed"_s, QJsonObject{{u"id"_s, u"Llama-IQ4"_s}, {u"current"_s, false}});
        files.append(hubFile(u"Llama-3.2-1B-Instruct-%1.gguf"_s.arg(tag), tag, row.bytes, changes));
    }
    files.append(hubFile(u"mmproj-model-f16.gguf"_s, u"F16"_s, 850'000'000, {{u"kind"_s, u"projector"_s}}));
    return files;
}

void prepareFull(ScriptedServer &server)
{
    answerSearch(server, searchLine({}), manyRepos(), u"next"_s);
    answerSearch(server, searchLine({}, {}, "next"), {});
    answerFiles(server, firstRepo(), manyFiles(),
                {{u"recommended"_s, u"Llama-3.2-1B-Instruct-Q4_K_M.gguf"_s},
                 {u"reason"_s, u"Q4_K_M, the preferred one of all, needs about 1.2 GB of 8.0 GB"_s}});
    server.api().answer(
        cardLine(firstRepo()),
        toJson(
            {{u"license"_s, u"llama3.2"_s},
             {u"text"_s,
              u"Llamacpp imatrix Quantizations of Llama-3.2-1B-Instruct\n\nUsing llama.cpp release b3821 for "
              "quantization.\n\nOriginal model: https://huggingface.co/meta-llama/Llama-3.2-1B-Instruct\n\nAll quants "
              "made using imatrix option with dataset from here\n\nPrompt format\n\n<|begin_of_text|>"
              "<|start_header_id|>system<|end_header_id|>\n\n{system_prompt}<|eot_id|>"_s}}));
    server.setJobs(
        {ScriptedServer::job(u"j1"_s, {{u"filename"_s, u"Llama-3.2-1B-Instruct-Q6_K.gguf"_s}, {u"percent"_s, 42}}),
         ScriptedServer::job(u"j2"_s,
                             {{u"filename"_s, u"Llama-3.2-1B-Instruct-Q4_K_S.gguf"_s},
                              {u"state"_s, u"queued"_s},
                              {u"position"_s, 1}})});
    server.setModels({ScriptedServer::model(u"Llama-3.2-1B-Instruct"_s)});
}

void prepareGated(ScriptedServer &server)
{
    answerSearch(server, searchLine({}), manyRepos());
    const QString name = u"meta-llama/Llama-3.3-70B-Instruct-With-A-Very-Long-Name-That-Does-Not-End-GGUF"_s;
    answerFiles(
        server, name,
        {hubFile(u"Llama-3.3-70B-Instruct-Q4_K_M-00001-of-00003.gguf"_s, u"Q4_K_M"_s, 42'520'000'000,
                 {{u"shards"_s, QJsonArray{u"1"_s, u"2"_s, u"3"_s}}, {u"bits_per_weight"_s, 4.82}})},
        {{u"gated"_s, u"manual"_s},
         {u"access_page"_s, QString(u"https://huggingface.co/"_s + name)},
         {u"reason"_s,
          QString(u"no file of "_s + name
                  + u" fits in 8.0 GB of memory; the smallest, Llama-3.3-70B-Instruct-Q4_K_M-00001-of-00003.gguf, "
                    "takes about 47.1 GB"_s)}});
}

QListView &results(QWidget &window)
{
    return probe<QListView>(window, u"searchResults"_s);
}

auto isIn(SearchModel::State state)
{
    return [state](QWidget &window) { return qobject_cast<SearchModel *>(results(window).model())->state() == state; };
}

bool hasResults(QWidget &window)
{
    return results(window).model()->rowCount() > 0;
}

/// Opens the result in \a row, as soon as it is there.
auto openRow(int row)
{
    return [row](QWidget &window, ScriptedServer & /*server*/) {
        if (QTest::qWaitFor([&window, row] { return results(window).model()->rowCount() > row; }, 20'000))
            results(window).setCurrentIndex(results(window).model()->index(row, 0));
    };
}

bool hasFiles(QWidget &window)
{
    return probe<QTreeView>(window, u"repoFiles"_s).model()->rowCount() > 0;
}

bool hasCard(QWidget &window)
{
    return hasFiles(window) && !probe<QPlainTextEdit>(window, u"modelCard"_s).isHidden();
}

auto hasMessage(const QString &name)
{
    return [name](QWidget &window) { return !probe<InlineMessage>(window, name).isHidden(); };
}

} // namespace

QList<Scene> browseScenes()
{
    const auto make = [](ServerConnection &connection, Preferences &preferences) {
        return std::make_unique<MainWindow>(connection, preferences);
    };
    const auto loading = [](ScriptedServer &server) {
        server.api().hold(searchLine({}), "{\"models\":[", "application/json");
    };
    const auto empty = [](ScriptedServer &server) { answerSearch(server, searchLine({}), {}); };
    const auto error = [](ScriptedServer &server) {
        server.api().answer(
            searchLine({}),
            R"({"error":{"code":"network_failed","message":"cannot reach huggingface.co: Host huggingface.co not found","hint":"check the network, the proxy and --hub"}})",
            502);
    };
    const auto isSearching = isIn(SearchModel::State::Searching);
    const auto isDone = isIn(SearchModel::State::Ready);
    const QString repoMessage = u"repoMessage"_s;
    return {
        {u"browse-loading"_s, loading, make, {}, isSearching},
        {u"browse-empty"_s, empty, make, {}, isDone},
        {u"browse-error"_s, error, make, {}, hasMessage(u"searchMessage"_s)},
        {u"browse-results"_s, prepareFull, make, {}, hasResults},
        {u"browse-full"_s, prepareFull, make, openRow(0), hasCard},
        {u"browse-gated"_s, prepareGated, make, openRow(4), hasMessage(repoMessage)},
        {u"browse-repo-error"_s, prepareFull, make, openRow(2), hasMessage(repoMessage)},
    };
}
