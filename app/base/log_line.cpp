#include "base/log_line.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace {

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

} // namespace

QLatin1StringView levelName(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug: return "debug"_L1;
    case LogLevel::Info: return "info"_L1;
    case LogLevel::Warning: return "warning"_L1;
    case LogLevel::Error: return "error"_L1;
    }
    Q_UNREACHABLE();
}

QByteArray LogLine::toBytes(LogFormat format) const
{
    const QString at = time.toString(Qt::ISODateWithMs);
    if (format == LogFormat::Json) {
        QJsonObject object{{u"time"_s, at},
                           {u"level"_s, QString(levelName(level))},
                           {u"category"_s, category},
                           {u"message"_s, message}};
        if (!request.isEmpty())
            object.insert(u"request"_s, QString::fromLatin1(request));
        return QJsonDocument(object).toJson(QJsonDocument::Compact);
    }
    QByteArray line = u"%1 %2 %3: "_s.arg(at, levelName(level), category).toUtf8() + escapedControls(message).toUtf8();
    if (!request.isEmpty())
        line += " request=" + request;
    return line;
}
