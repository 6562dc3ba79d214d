#pragma once

#include "base/log_line.h"

#include <QLoggingCategory>

class LogHistory;

Q_DECLARE_LOGGING_CATEGORY(logHub)
Q_DECLARE_LOGGING_CATEGORY(logStore)
Q_DECLARE_LOGGING_CATEGORY(logDownload)
Q_DECLARE_LOGGING_CATEGORY(logShimmy)
Q_DECLARE_LOGGING_CATEGORY(logHttp)
Q_DECLARE_LOGGING_CATEGORY(logService)
Q_DECLARE_LOGGING_CATEGORY(logAccess) ///< requests that were answered
Q_DECLARE_LOGGING_CATEGORY(logAudit) ///< who has changed what; never left out

/// Sends all log messages to stderr, one line each, from \a level up, in \a format, without secrets, and to \a history
/// if there is one, which must outlive this process's last message. Floods are thinned out as LogLimiter says, and what
/// was left out is counted in a line of its own. Call once, before other threads start.
void installLogging(LogLevel level, LogFormat format, LogHistory *history = nullptr);

/// Tells what was left out some time ago. To be called now and then, for floods that nothing follows.
void tellWhatWasLeftOut();

/// While it lives, what this thread logs concerns one request.
class LogRequest {
public:
    explicit LogRequest(const QByteArray &id);
    ~LogRequest();
    LogRequest(const LogRequest &) = delete;
    LogRequest &operator=(const LogRequest &) = delete;

private:
    QByteArray m_before;
};
