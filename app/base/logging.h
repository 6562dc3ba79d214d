#pragma once

#include <QLoggingCategory>

Q_DECLARE_LOGGING_CATEGORY(logHub)
Q_DECLARE_LOGGING_CATEGORY(logStore)
Q_DECLARE_LOGGING_CATEGORY(logDownload)
Q_DECLARE_LOGGING_CATEGORY(logShimmy)
Q_DECLARE_LOGGING_CATEGORY(logHttp)
Q_DECLARE_LOGGING_CATEGORY(logService)

enum class LogFormat { Text, Json };
enum class LogLevel { Debug, Info, Warning, Error };

/// Sends all log messages to stderr, one line each, from \a level up, in \a format, without secrets.
/// Call once, before other threads start.
void installLogging(LogLevel level, LogFormat format);

/// One log line without its line end. Control characters in \a message are escaped, so that what a client
/// or a child process sends cannot forge a line.
QByteArray formatLogLine(QtMsgType type, const char *category, const QString &message, LogFormat format);
