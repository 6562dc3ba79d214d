#pragma once

#include "base/log_line.h"
#include "client/api_call.h"

#include <optional>

/// The level that the server's word \a name means.
std::optional<LogLevel> logLevelOf(QStringView name);

/// An object of the log's stream. One of a level that is not known counts as Info: it is better shown than lost.
LogLine logLineFrom(const QJsonObject &json);

/// A stream of lines, the oldest first: \a past of those that were at most, and then all that come, until it is
/// deleted.
ApiCall followLogCall(int past);
