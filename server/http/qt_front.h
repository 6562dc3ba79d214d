#pragma once

#include <QByteArray>

#include <functional>
#include <memory>

class GuardedServer;
class GuardedSocket;
class QObject;

// Everything that differs between the versions of QAbstractHttpServer. CMake compiles qt_front_64.cpp or
// qt_front_68.cpp; nothing else in the project includes QtHttpServer.

/// Called with each complete, checked request: the connection that it came over, and its body.
using RequestDelivery = std::function<void(GuardedSocket &socket, const QByteArray &body)>;

/// Has Qt's HTTP server read the connections of \a server, which must be listening.
std::unique_ptr<QObject> makeQtFront(GuardedServer &server, RequestDelivery deliver);

/// Whether Qt answers "Expect: 100-continue" by itself.
extern const bool qtAnswersExpect;
