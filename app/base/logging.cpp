#include "base/logging.h"

#include "base/log_history.h"
#include "base/log_limiter.h"
#include "base/redact.h"

#include <cstdio>
#include <mutex>

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(logHub, "hub")
Q_LOGGING_CATEGORY(logStore, "store")
Q_LOGGING_CATEGORY(logDownload, "download")
Q_LOGGING_CATEGORY(logShimmy, "shimmy")
Q_LOGGING_CATEGORY(logHttp, "http")
Q_LOGGING_CATEGORY(logService, "service")
Q_LOGGING_CATEGORY(logAccess, "access")
Q_LOGGING_CATEGORY(logAudit, "audit")

namespace {

// A message handler is a plain function: what it works with cannot be injected.
LogFormat installedFormat = LogFormat::Text;
LogLevel installedLevel = LogLevel::Info;
LogHistory *installedHistory = nullptr;
std::mutex limiterMutex;
LogLimiter limiter;
thread_local QByteArray currentRequest;

LogLevel levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg: return LogLevel::Debug;
    case QtInfoMsg: return LogLevel::Info;
    case QtWarningMsg: return LogLevel::Warning;
    case QtCriticalMsg:
    case QtFatalMsg: return LogLevel::Error;
    }
    Q_UNREACHABLE();
}

void write(LogLine line)
{
    const QByteArray bytes = line.toBytes(installedFormat) + '\n';
    // One call a line: lines of several threads must not mix.
    std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stderr);
    if (installedHistory)
        installedHistory->add(std::move(line));
}

/// Access lines are counted out by whoever writes them, before they cost anything; audit lines must all be there.
bool isLimited(QStringView category)
{
    return category != "access"_L1 && category != "audit"_L1;
}

void handleMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const LogLevel level = levelOf(type);
    if (level < installedLevel)
        return;
    const QString category = QString::fromLatin1(context.category ? context.category : "default");
    if (isLimited(category)) {
        const auto now = std::chrono::steady_clock::now();
        const std::lock_guard lock(limiterMutex);
        if (!limiter.admit(category, level, message, now))
            return;
    }
    tellWhatWasLeftOut();
    write({QDateTime::currentDateTimeUtc(), level, category, redacted(message), currentRequest});
}

} // namespace

void tellWhatWasLeftOut()
{
    QList<LogLimiter::LeftOut> all;
    {
        const std::lock_guard lock(limiterMutex);
        all = limiter.takeLeftOut(std::chrono::steady_clock::now());
    }
    for (const LogLimiter::LeftOut &kind : all) {
        write({QDateTime::currentDateTimeUtc(),
               LogLevel::Warning,
               kind.category,
               u"%1 more lines like \"%2…\" were left out"_s.arg(kind.count).arg(redacted(kind.example)),
               {}});
    }
}

LogRequest::LogRequest(const QByteArray &id)
    : m_before(std::exchange(currentRequest, id))
{
}

LogRequest::~LogRequest()
{
    currentRequest = std::move(m_before);
}

void installLogging(LogLevel level, LogFormat format, LogHistory *history)
{
    installedLevel = level;
    installedFormat = format;
    installedHistory = history;
    // What is not wanted is not even put together.
    QLoggingCategory::setFilterRules(level == LogLevel::Debug ? u"*.debug=true\nqt.*.debug=false"_s
                                                              : u"*.debug=false"_s);
    qInstallMessageHandler(handleMessage);
}
