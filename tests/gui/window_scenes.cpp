#include "hub_answers.h"
#include "scene.h"
#include "window/main_window.h"
#include "window_probe.h"

using namespace Qt::StringLiterals;

namespace {

void prepare(ScriptedServer &server)
{
    answerSearch(server, searchLine({}), {});
}

} // namespace

QList<Scene> windowScenes()
{
    const auto make = [](ServerConnection &connection, Preferences &preferences) {
        return std::make_unique<MainWindow>(connection, preferences);
    };
    const auto isTold = [](QWidget &window) { return probe<QWidget>(window, u"connectionMessage"_s).isVisible(); };
    return {
        {u"window-empty"_s, prepare, make},
        {u"window-lost"_s, prepare, make, [](QWidget & /*window*/, ScriptedServer &server) { server.api().goAway(); },
         isTold},
    };
}
