#include "base/logging.h"

#include "base/redact.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(logHub, "hub")
Q_LOGGING_CATEGORY(logStore, "store")
Q_LOGGING_CATEGORY(logDownload, "download")
Q_LOGGING_CATEGORY(logShimmy, "shimmy")
Q_LOGGING_CATEGORY(logHttp, "http")
Q_LOGGING_CATEGORY(logService, "service")

namespace {

LogFormat installedFormat = LogFormat::Text;
LogLevel installedLevel = LogLevel::Info;

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

QLatin1StringView levelName(QtMsgType type)
{
    switch (levelOf(type)) {
    case LogLevel::Debug: return "debug"_L1;
    case LogLevel::Info: return "info"_L1;
    case LogLevel::Warning: return "warning"_L1;
    case LogLevel::Error: return "error"_L1;
    }
    Q_UNREACHABLE();
}

QString escapedControls(const QString &text)
{
    QString escaped;
    escaped.reserve(text.size());
    for (const QChar c : text) {
        if (c.unicode() >= 0x20 && c.unicode() != 0x7f)
            escaped += c;
        else
            escaped += u"\\x%1"_s.arg(c.unicode(), 2, 16, '0'_L1);
    }
    return escaped;
}

void writeLogLine(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (levelOf(type) < installedLevel)
        return;
    const QByteArray line = formatLogLine(type, context.category, message, installedFormat) + '\n';
    // One call a line: lines of several threads must not mix.
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stderr);
}

} // namespace

QByteArray formatLogLine(QtMsgType type, const char *category, const QString &message, LogFormat format)
{
    const QString time = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    const QString text = redacted(message);
    const QString room = QString::fromLatin1(category ? category : "default");
    if (format == LogFormat::Json) {
        return QJsonDocument(QJsonObject{{u"time"_s, time},
                                         {u"level"_s, QString(levelName(type))},
                                         {u"category"_s, room},
                                         {u"message"_s, text}})
            .toJson(QJsonDocument::Compact);
    }
    return u"%1 %2 %3: %4"_s.arg(time, levelName(type), room, escapedControls(text)).toUtf8();
}

void installLogging(LogLevel level, LogFormat format)
{
    installedLevel = level;
    installedFormat = format;
    QLoggingCategory::setFilterRules(level == LogLevel::Debug ? u"hub.debug=true\nstore.debug=true\n"
                                                                "download.debug=true\nshimmy.debug=true\n"
                                                                "http.debug=true\nservice.debug=true"_s
                                                              : QString());
    qInstallMessageHandler(writeLogLine);
}
