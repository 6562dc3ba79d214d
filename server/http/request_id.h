#pragma once

#include <QByteArray>

/// The id of a request: \a fromClient (its X-Request-Id) if that is 1 to 64 of [A-Za-z0-9._-], else a new random one.
QByteArray requestId(QByteArrayView fromClient);
