#pragma once

#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

#include <chrono>

/// How to start a Shimmy.
struct ShimmyLaunch {
    QString program;
    QString servingDirectory; ///< the only models it is shown
    QString workingDirectory; ///< must not contain "models", which Shimmy would search
    quint16 port = 0; ///< on 127.0.0.1
    std::chrono::milliseconds startDeadline = std::chrono::seconds(30); ///< it is ended when it is not ready by then
};

/// Its command line.
QStringList shimmyArguments(const ShimmyLaunch &launch);

/// Its whole environment: nothing of ours is handed on, above all no token.
QProcessEnvironment shimmyEnvironment(const ShimmyLaunch &launch);

/// A port on 127.0.0.1 that nobody listens on now: \a preferred if it is free, else any.
quint16 freePort(quint16 preferred);
