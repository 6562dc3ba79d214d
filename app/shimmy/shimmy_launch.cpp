#include "shimmy/shimmy_launch.h"

#include <QTcpServer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {
constexpr quint32 portsTried = 200;
} // namespace

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

quint16 freePort(quint16 preferred, const QList<quint16> &given)
{
    const quint32 end = preferred == 0 ? 0 : std::min(preferred + portsTried, 65536U);
    for (quint32 port = preferred; port < end; ++port) {
        QTcpServer probe;
        if (!given.contains(port) && probe.listen(QHostAddress::LocalHost, static_cast<quint16>(port)))
            return static_cast<quint16>(port);
    }
    for (;;) {
        QTcpServer probe;
        if (!probe.listen(QHostAddress::LocalHost, 0) || !given.contains(probe.serverPort()))
            return probe.serverPort();
    }
}
