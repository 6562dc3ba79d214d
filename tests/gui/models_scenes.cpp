#include "scene.h"
#include "window/main_window.h"
#include "window_probe.h"

#include <QAction>
#include <QLabel>
#include <QLocale>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace {

QJsonArray models()
{
    const auto gguf = [](const QString &architecture, const QString &quantization, int context) {
        return QJsonObject{{u"architecture"_s, architecture},
                           {u"name"_s, u"Instruct"_s},
                           {u"size_label"_s, u"8B"_s},
                           {u"context_length"_s, context},
                           {u"parameters"_s, qint64(8'030'000'000)},
                           {u"quantization"_s, quantization},
                           {u"bits_per_weight"_s, 4.9},
                           {u"chat_template"_s, true}};
    };
    const QString now = QDateTime::currentDateTimeUtc().addSecs(-300).toString(Qt::ISODateWithMs);
    return {ScriptedServer::model(u"Llama-3.2-1B-Instruct"_s, {{u"last_used"_s, now}, {u"pinned"_s, true}}),
            ScriptedServer::model(u"Meta-Llama-3.1-8B-Instruct"_s,
                                  {{u"size"_s, qint64(4'920'000'000)},
                                   {u"gguf"_s, gguf(u"llama"_s, u"Q4_K_M"_s, 131'072)},
                                   {u"update_available"_s, true}}),
            ScriptedServer::model(u"gemma-2-9b-it"_s,
                                  {{u"size"_s, qint64(5'760'000'000)},
                                   {u"gguf"_s, gguf(u"gemma2"_s, u"Q4_K_M"_s, 8'192)},
                                   {u"update_available"_s, false}}),
            ScriptedServer::model(u"Phi-3.5-mini-instruct"_s,
                                  {{u"size"_s, qint64(2'815'000'000)},
                                   {u"state"_s, u"damaged"_s},
                                   {u"gguf"_s, gguf(u"phi3"_s, u"Q5_K_M"_s, 131'072)}}),
            ScriptedServer::model(u"mmproj-of-some-vision-model-with-a-rather-long-name"_s,
                                  {{u"state"_s, u"not_served"_s},
                                   {u"origin"_s, u"import"_s},
                                   {u"source"_s, QJsonValue()},
                                   {u"sha256"_s, QJsonValue()}})};
}

std::unique_ptr<QWidget> make(ServerConnection &connection, Preferences &preferences)
{
    auto window = std::make_unique<MainWindow>(connection, preferences);
    window->showView(MainWindow::Models);
    return window;
}

void fill(ScriptedServer &server)
{
    server.setModels(models());
    server.api().hold("POST /v1/api/verify",
                      "{\"status\":\"verifying\",\"total\":4920000000,\"completed\":1820000000,\"percent\":37}\n",
                      "application/x-ndjson");
    server.api().answer(
        "POST /v1/api/models/gemma-2-9b-it/check",
        R"({"error":{"code":"hub_offline","message":"the Hub cannot be reached: no route to huggingface.co","hint":"check the network or the proxy, shimmyctl doctor finds out more"}})",
        502);
}

QTreeView &table(const QWidget &window)
{
    return probe<QTreeView>(window, u"modelsTable"_s);
}

bool isFull(const QWidget &window)
{
    return table(window).model()->rowCount() == models().size();
}

void select(QWidget &window, const QString &name)
{
    if (!QTest::qWaitFor([&] { return isFull(window); }, 20'000))
        return;
    const QAbstractItemModel &rows = *table(window).model();
    table(window).setCurrentIndex(rows.match(rows.index(0, 0), Qt::DisplayRole, name).value(0));
}

} // namespace

QList<Scene> modelsScenes()
{
    return {
        {u"models-empty"_s,
         {},
         make,
         {},
         [](QWidget &window) { return !probe<QLabel>(window, u"emptyTitle"_s).text().isEmpty(); }},
        {u"models-loading"_s,
         [](ScriptedServer &server) { server.api().hold("GET /v1/api/models", "{", "application/json"); },
         make,
         {},
         {},
         QSize(1100, 720),
         true},
        {u"models-full"_s, fill, make,
         [](QWidget &window, ScriptedServer & /*server*/) {
             select(window, u"Meta-Llama-3.1-8B-Instruct"_s);
             probe<QAction>(window, u"verifyModel"_s).trigger();
         },
         [](QWidget &window) {
             return table(window).model()->index(2, 8).data().toString().contains(QLocale().toString(37));
         }},
        {u"models-error"_s, fill, make,
         [](QWidget &window, ScriptedServer & /*server*/) {
             select(window, u"gemma-2-9b-it"_s);
             probe<QAction>(window, u"checkModel"_s).trigger();
         },
         [](QWidget &window) { return probe<QWidget>(window, u"modelsMessage"_s).isVisible(); }},
    };
}
