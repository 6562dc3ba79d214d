#pragma once

#include "preferences/preferences.h"
#include "scripted_server.h"

#include <QWidget>

#include <functional>
#include <memory>

/// A state of the window that is worth a picture.
struct Scene {
    QString name; ///< of its file: "browse-full"
    /// Tells the server what it has; before the window connects to it.
    std::function<void(ScriptedServer &)> prepare;
    std::function<std::unique_ptr<QWidget>(ServerConnection &, Preferences &)> make;
    /// Does what a user would, once it is shown and connected.
    std::function<void(QWidget &, ScriptedServer &)> act = {};
    /// Whether there is to be seen what the picture is of.
    std::function<bool(QWidget &)> isReady = {};
    QSize size{1100, 720};
    bool isLoading = false; ///< the server owes the lists
};

QList<Scene> windowScenes();
QList<Scene> browseScenes();
QList<Scene> downloadsScenes();
QList<Scene> modelsScenes();
QList<Scene> playgroundScenes();
QList<Scene> serverScenes();
QList<Scene> setupScenes();
