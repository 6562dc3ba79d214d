#include "scene.h"
#include "window/main_window.h"

using namespace Qt::StringLiterals;

QList<Scene> windowScenes()
{
    const auto make = [](ServerConnection &connection, Preferences &preferences) {
        return std::make_unique<MainWindow>(connection, preferences);
    };
    return {
        {u"window-empty"_s, {}, make},
        {u"window-lost"_s, {}, make, [](QWidget & /*window*/, ScriptedServer &server) { server.api().goAway(); }},
    };
}
