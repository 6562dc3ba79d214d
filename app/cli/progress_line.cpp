#include "cli/progress_line.h"

#include "base/byte_count.h"
#include "cli/amounts.h"
#include "cli/text_width.h"

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
    QString text = formatByteCount(event.completedBytes);
    if (event.totalBytes > 0)
        text += u" of "_s + formatByteCount(event.totalBytes);
    if (event.bytesPerSecond > 0)
        text += u", %1/s"_s.arg(formatByteCount(event.bytesPerSecond));
    if (event.etaSeconds)
        text += u", %1 left"_s.arg(formatDuration(*event.etaSeconds));
    return text;
}

} // namespace

QString progressLine(const PullEvent &event, int columns)
{
    const QString percent = u"%1 %"_s.arg(event.percent, 5, 'f', 1);
    const QString numbers = percent + u"  "_s + amounts(event);
    const auto room = static_cast<int>(columns - numbers.size() - 4); // two brackets, two spaces
    if (room < narrowestBar) {
        if (numbers.size() <= columns)
            return numbers;
        const QString left = event.etaSeconds ? QString(u"  "_s + formatDuration(*event.etaSeconds)) : QString();
        return elided(percent.size() + left.size() <= columns ? QString(percent + left) : percent, columns);
    }
    const auto nameRoom = static_cast<int>(room - displayWidth(event.filename) - 2);
    const bool hasName = nameRoom >= narrowestBar;
    const QString shape = bar(event.percent, qMin(widestBar, hasName ? nameRoom : room));
    const QString name = hasName ? QString(event.filename + u"  "_s) : QString();
    return name + shape + u"  "_s + numbers;
}

QString progressSentence(const PullEvent &event)
{
    return u"%1: %2 %, %3"_s.arg(event.filename, QString::number(event.percent, 'f', 1), amounts(event));
}
