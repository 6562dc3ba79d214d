#include "connection/server_connection.h"
#include "preferences/preferences.h"
#include "scene.h"
#include "server/server_view.h"
#include "server_answers.h"
#include "window/main_window.h"

#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace {

/// The connection of the scene that is being made, for those that show the service inside this process.
ServerConnection *connectionInUse = nullptr;

std::unique_ptr<QWidget> makeWindow(ServerConnection &connection, Preferences &preferences)
{
    connectionInUse = &connection;
    preferences.setModelsFolder(u"/home/ada/.local/share/shimmy-manager/models"_s);
    preferences.setServers({{u"Pod in the cluster"_s, QUrl(u"https://shimmy.cluster.example.org"_s)},
                            {u"NAS"_s, QUrl(u"http://192.168.1.5:8080"_s)}});
    auto window = std::make_unique<MainWindow>(connection, preferences);
    window->showView(MainWindow::Server);
    return window;
}

void prepare(ScriptedServer &server)
{
    server.setModels({ScriptedServer::model(u"Llama-3.2-1B-Instruct"_s), ScriptedServer::model(u"gemma-3-270m-it"_s)});
    server.setFacts({{u"uptime_seconds"_s, 93'784}, {u"models"_s, 2}});
    server.api().answer("GET /v1/api/shimmy", ServerAnswers::shimmy());
    server.api().answer("GET /v1/api/doctor", ServerAnswers::examination());
    server.api().hold("POST /v1/api/shimmy/restart", {}, "application/json");
    server.api().hold(ServerAnswers::logRequest, ServerAnswers::log(), "application/x-ndjson");
}

ServerView &view(QWidget &window)
{
    return *window.findChild<ServerView *>();
}

void click(QWidget &window, const QString &name)
{
    window.findChild<QAbstractButton *>(name)->click();
}

void type(QWidget &window, const QString &name, const QString &text)
{
    auto *field = window.findChild<QLineEdit *>(name);
    field->setText(text);
    Q_EMIT field->textEdited(text);
}

std::function<void(QWidget &, ScriptedServer &)> show(ServerView::Page page)
{
    return [page](QWidget &window, ScriptedServer & /*server*/) { view(window).showPage(page); };
}

std::function<bool(QWidget &)> hasRows(const QString &table)
{
    return [table](QWidget &window) { return window.findChild<QTreeView *>(table)->model()->rowCount() > 0; };
}

std::function<bool(QWidget &)> tells(const QString &message)
{
    return [message](QWidget &window) { return window.findChild<QWidget *>(message)->isVisible(); };
}

void showOwnSettings(QWidget &window, ScriptedServer &server)
{
    ServerEntry own = server.entry();
    own.name = u"This computer"_s;
    own.isEmbedded = true;
    connectionInUse->connectTo(own);
    view(window).showPage(ServerView::Settings);
}

void failSettings(QWidget &window, ScriptedServer &server)
{
    showOwnSettings(window, server);
    type(window, u"settingProxy"_s, u"proxy"_s);
    click(window, u"applySettings"_s);
}

void failServer(QWidget &window, ScriptedServer &server)
{
    view(window).showPage(ServerView::Servers);
    server.api().answer(
        "GET /v1/api/limits",
        ServerAnswers::error("invalid_api_key", "this service wants an API key", "ask whoever runs it for one"), 401);
    click(window, u"addServer"_s);
    type(window, u"serverName"_s, u"Workstation"_s);
    type(window, u"serverAddress"_s, server.api().url());
    type(window, u"serverKey"_s, u"not-the-key"_s);
    click(window, u"saveServer"_s);
}

void restart(QWidget &window, ScriptedServer & /*server*/)
{
    view(window).toolBarActions().first()->trigger();
}

void examine(QWidget &window, ScriptedServer & /*server*/)
{
    view(window).showPage(ServerView::Doctor);
    click(window, u"examine"_s);
}

void prepareFailure(ScriptedServer &server)
{
    prepare(server);
    server.setFacts({{u"shimmy"_s, u"failed"_s}});
    server.api().answer("GET /v1/api/shimmy", ServerAnswers::failedShimmy());
    server.api().answer("GET /v1/api/doctor",
                        ServerAnswers::error("insufficient_scope", "the key of this window may not look at this",
                                             "ask for one with the scope read"),
                        403);
}

void prepareSilence(ScriptedServer &server)
{
    prepare(server);
    server.api().hold("GET /v1/api/doctor", {}, "application/json");
    server.api().hold(ServerAnswers::logRequest, {}, "application/x-ndjson");
}

} // namespace

QList<Scene> serverScenes()
{
    const auto always = [](QWidget &) { return true; };
    return {
        {u"server-overview-full"_s, prepare, makeWindow, show(ServerView::Overview), hasRows(u"instances"_s)},
        {u"server-overview-loading"_s, prepare, makeWindow, restart, hasRows(u"instances"_s)},
        {u"server-overview-error"_s, prepareFailure, makeWindow, show(ServerView::Overview), hasRows(u"history"_s)},
        {u"server-log-full"_s, prepare, makeWindow, show(ServerView::Logs), hasRows(u"log"_s)},
        {u"server-log-empty"_s, prepareSilence, makeWindow, show(ServerView::Logs), always},
        {u"server-doctor-full"_s, prepare, makeWindow, examine, hasRows(u"checks"_s)},
        {u"server-doctor-empty"_s, prepare, makeWindow, show(ServerView::Doctor), always},
        {u"server-doctor-loading"_s, prepareSilence, makeWindow, examine, always},
        {u"server-doctor-error"_s, prepareFailure, makeWindow, examine, tells(u"doctorMessage"_s)},
        {u"server-settings-full"_s, prepare, makeWindow, showOwnSettings, always},
        {u"server-settings-error"_s, prepare, makeWindow, failSettings, tells(u"settingsMessage"_s)},
        {u"server-settings-elsewhere"_s, prepare, makeWindow, show(ServerView::Settings),
         tells(u"settingsElsewhere"_s)},
        {u"server-servers-full"_s, prepare, makeWindow, show(ServerView::Servers), hasRows(u"servers"_s)},
        {u"server-servers-error"_s, prepare, makeWindow, failServer, tells(u"serverFormMessage"_s)},
        {u"server-programs-full"_s, prepare, makeWindow, show(ServerView::Programs), always},
        {u"server-programs-empty"_s, {}, makeWindow, show(ServerView::Programs), tells(u"snippetHint"_s)},
    };
}
