#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>

enum class LogFormat { Text, Json };
enum class LogLevel { Debug, Info, Warning, Error };

/// "debug", "info", "warning" or "error".
QLatin1StringView levelName(LogLevel level);

/// One message of the log, without secrets.
struct LogLine {
    QDateTime time; ///< UTC
    LogLevel level = LogLevel::Info;
    QString category;
    QString message;
    QByteArray request; ///< the id of the request it concerns; empty when it concerns none

    /// For a file or a terminal, without a line end. Control characters of the message are escaped, so that what a
    /// client or a child process sends cannot forge a line.
    QByteArray toBytes(LogFormat format) const;
};
