#pragma once

#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

#include <chrono>

/// Tokens that a prompt and its answer may have together, whatever the model was trained for: Shimmy has no setting.
inline constexpr int shimmyContextTokens = 4096;

/// How to start a Shimmy.
struct ShimmyLaunch {
    QString program;
    QString servingDirectory; ///< the only models it is shown
    QString workingDirectory; ///< must not contain "models", which Shimmy would search
    quint16 port = 0; ///< on 127.0.0.1
    std::chrono::milliseconds startDeadline = std::chrono::seconds(30); ///< it is ended when it is not ready by then
    qint64 memoryBytes = 0; ///< what it may allocate, see confineChild(); 0: no limit
};

/// Its command line.
QStringList shimmyArguments(const ShimmyLaunch &launch);

/// Its whole environment: nothing of ours is handed on, above all no token.
QProcessEnvironment shimmyEnvironment(const ShimmyLaunch &launch);

/// A port on 127.0.0.1 that nobody listens on now and that is not in \a given, whose instances may not listen yet: the
/// first from \a preferred upward, else any. 0 as \a preferred: any.
quint16 freePort(quint16 preferred, const QList<quint16> &given = {});
