#include "cli/amounts.h"

#include <array>

using namespace Qt::StringLiterals;

QString formatDuration(qint64 seconds)
{
    const qint64 hours = seconds / 3600;
    const qint64 minutes = seconds / 60 % 60;
    const QString tail = u"%1"_s.arg(seconds % 60, 2, 10, QChar(u'0'));
    if (hours > 0)
        return u"%1:%2:%3"_s.arg(hours).arg(minutes, 2, 10, QChar(u'0')).arg(tail);
    return u"%1:%2"_s.arg(minutes).arg(tail);
}

QString formatAge(const QDateTime &time, const QDateTime &now)
{
    struct Unit {
        qint64 seconds;
        const char *name;
    };
    constexpr std::array units{Unit{365LL * 86'400, "year"}, Unit{30LL * 86'400, "month"}, Unit{7LL * 86'400, "week"},
                               Unit{86'400, "day"},          Unit{3600, "hour"},           Unit{60, "minute"}};
    if (!time.isValid())
        return u"-"_s;
    const qint64 seconds = time.secsTo(now);
    for (const Unit &unit : units) {
        if (const qint64 count = seconds / unit.seconds; count > 0)
            return u"%1 %2%3 ago"_s.arg(count).arg(QString::fromLatin1(unit.name), count == 1 ? QString() : u"s"_s);
    }
    return u"just now"_s;
}

QString formatCount(qint64 count)
{
    struct Unit {
        qint64 size;
        char16_t letter;
    };
    constexpr std::array units{Unit{1'000'000'000, u'B'}, Unit{1'000'000, u'M'}, Unit{1000, u'k'}};
    for (const Unit &unit : units) {
        if (count >= unit.size) {
            const double value = static_cast<double>(count) / static_cast<double>(unit.size);
            return QString::number(value, 'f', value < 100 ? 1 : 0) + QChar(unit.letter);
        }
    }
    return count == 0 ? u"-"_s : QString::number(count);
}

QString orDash(const QString &text)
{
    return text.isEmpty() ? u"-"_s : text;
}
