#include "shimmy/shimmy_launch.h"

#include <QTcpServer>

using namespace Qt::StringLiterals;

QStringList shimmyArguments(const ShimmyLaunch &launch)
{
    return {u"serve"_s, u"--bind"_s, u"127.0.0.1:%1"_s.arg(launch.port)};
}

QProcessEnvironment shimmyEnvironment(const ShimmyLaunch &launch)
{
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
    environment.insert(u"HOME"_s, u"/nonexistent"_s);
    // Else an abort starts a debugger, if there is one, and the death takes half a second longer.
    environment.insert(u"GGML_NO_BACKTRACE"_s, u"1"_s);
    environment.insert(u"SHIMMY_MODEL_PATHS"_s, launch.servingDirectory);
    return environment;
}

quint16 freePort(quint16 preferred)
{
    QTcpServer probe;
    if (preferred != 0 && probe.listen(QHostAddress::LocalHost, preferred))
        return preferred;
    probe.listen(QHostAddress::LocalHost, 0);
    return probe.serverPort();
}
