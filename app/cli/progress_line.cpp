#include "cli/progress_line.h"

#include "base/byte_count.h"

using namespace Qt::StringLiterals;

namespace {

constexpr int narrowestBar = 8;
constexpr int widestBar = 40;

QString bar(double percent, int columns)
{
    const int full = qBound(0, static_cast<int>(percent / 100 * columns), columns);
    return u'[' + QString(full, u'#') + QString(columns - full, u'.') + u']';
}

QString amounts(const PullEvent &event)
{
    QString text = u"%1 of %2"_s.arg(formatByteCount(event.completedBytes), formatByteCount(event.totalBytes));
    if (event.bytesPerSecond > 0)
        text += u", %1/s"_s.arg(formatByteCount(event.bytesPerSecond));
    if (event.etaSeconds)
        text += u", %1 left"_s.arg(formatDuration(*event.etaSeconds));
    return text;
}

} // namespace

QString formatDuration(qint64 seconds)
{
    const qint64 hours = seconds / 3600;
    const qint64 minutes = seconds / 60 % 60;
    const QString tail = u"%1"_s.arg(seconds % 60, 2, 10, QChar(u'0'));
    if (hours > 0)
        return u"%1:%2:%3"_s.arg(hours).arg(minutes, 2, 10, QChar(u'0')).arg(tail);
    return u"%1:%2"_s.arg(minutes).arg(tail);
}

QString progressLine(const PullEvent &event, int columns)
{
    const QString percent = u"%1 %"_s.arg(event.percent, 5, 'f', 1);
    const QString numbers = percent + u"  "_s + amounts(event);
    const auto room = static_cast<int>(columns - numbers.size() - 4); // two brackets, two spaces
    if (room < narrowestBar)
        return numbers.left(columns);
    const auto nameRoom = static_cast<int>(room - event.filename.size() - 2);
    const bool hasName = nameRoom >= narrowestBar;
    const QString shape = bar(event.percent, qMin(widestBar, hasName ? nameRoom : room));
    const QString name = hasName ? QString(event.filename + u"  "_s) : QString();
    return name + shape + u"  "_s + numbers;
}

QString progressSentence(const PullEvent &event)
{
    return u"%1: %2 %, %3"_s.arg(event.filename, QString::number(event.percent, 'f', 1), amounts(event));
}
