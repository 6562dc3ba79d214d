#include "scene.h"
#include "server_answers.h"
#include "setup/first_models_model.h"
#include "window/main_window.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QProgressBar>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<QWidget> makeWindow(ServerConnection &connection, Preferences &preferences)
{
    preferences.setModelsFolder(u"/home/ada/.local/share/shimmy-manager/models"_s);
    auto window = std::make_unique<MainWindow>(connection, preferences);
    window->showSetup();
    return window;
}

void prepare(ScriptedServer &server)
{
    const QStringList repos = FirstModelsModel::repos();
    server.api().answer(ServerAnswers::filesLine(repos[0]), ServerAnswers::files(repos[0], 253'115'072));
    server.api().answer(ServerAnswers::filesLine(repos[1]), ServerAnswers::files(repos[1], 397'808'192));
    server.api().answer(ServerAnswers::filesLine(repos[2]), ServerAnswers::files(repos[2], 807'694'464));
    server.api().hold("POST /v1/api/pull", "{\"status\":\"starting\",\"id\":\"j1\"}\n", "application/x-ndjson");
    server.setJobs({ScriptedServer::job(u"j1"_s)});
}

void prepareFailure(ScriptedServer &server)
{
    prepare(server);
    const QByteArray failure =
        ServerAnswers::error("network_failed", "huggingface.co cannot be reached", "check the network");
    for (const QString &repo : FirstModelsModel::repos())
        server.api().answer(ServerAnswers::filesLine(repo), failure, 502);
}

void prepareSilence(ScriptedServer &server)
{
    for (const QString &repo : FirstModelsModel::repos())
        server.api().hold(ServerAnswers::filesLine(repo), {}, "application/json");
}

bool isKnown(QWidget &window)
{
    return window.findChild<QAbstractButton *>(u"getFirstModel"_s)->isEnabled();
}

bool isPulling(QWidget &window)
{
    return window.findChild<QProgressBar *>(u"firstModelProgress"_s)->value() > 0;
}

void pull(QWidget &window, ScriptedServer & /*server*/)
{
    const auto *table = window.findChild<QTreeView *>(u"firstModels"_s);
    auto *button = window.findChild<QAbstractButton *>(u"getFirstModel"_s);
    QObject::connect(table->model(), &QAbstractItemModel::dataChanged, button, &QAbstractButton::click,
                     Qt::QueuedConnection);
    button->click();
}

void failToConnect(QWidget &window, ScriptedServer &server)
{
    window.findChild<QAbstractButton *>(u"useOther"_s)->click();
    server.api().answer(
        "GET /v1/api/limits",
        ServerAnswers::error("invalid_api_key", "this service wants an API key", "ask whoever runs it for one"), 401);
    window.findChild<QLineEdit *>(u"setupAddress"_s)->setText(server.api().url());
    window.findChild<QAbstractButton *>(u"setupConnect"_s)->click();
}

bool hasRefusal(QWidget &window)
{
    return window.findChild<QWidget *>(u"setupOtherMessage"_s)->accessibleName().contains(u"key"_s);
}

bool hasFailures(QWidget &window)
{
    const auto *table = window.findChild<QTreeView *>(u"firstModels"_s);
    return table->model()->index(2, FirstModelsModel::Fit).data().toString().contains(u"reached"_s);
}

} // namespace

QList<Scene> setupScenes()
{
    const auto always = [](QWidget &) { return true; };
    return {
        {u"setup-full"_s, prepare, makeWindow, {}, isKnown},
        {u"setup-loading"_s, prepareSilence, makeWindow, {}, always},
        {u"setup-pulling"_s, prepare, makeWindow, pull, isPulling},
        {u"setup-error"_s, prepareFailure, makeWindow, {}, hasFailures},
        {u"setup-other-error"_s, prepare, makeWindow, failToConnect, hasRefusal},
    };
}
