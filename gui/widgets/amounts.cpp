#include "widgets/amounts.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>

using namespace Qt::StringLiterals;

namespace {

QString text(const char *source, int count = -1)
{
    return QCoreApplication::translate("Amounts", source, nullptr, count);
}

} // namespace

QString bytesText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, bytes < 1'000'000'000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

QString rateText(qint64 bytesPerSecond)
{
    return text(QT_TRANSLATE_NOOP("Amounts", "%1/s"))
        .arg(
            QLocale().formattedDataSize(bytesPerSecond, bytesPerSecond < 1'000'000 ? 0 : 1, QLocale::DataSizeSIFormat));
}

QString durationText(qint64 seconds)
{
    const qint64 minutes = seconds / 60;
    const qint64 hours = minutes / 60;
    const qint64 days = hours / 24;
    if (minutes == 0)
        return text(QT_TRANSLATE_NOOP("Amounts", "%1 s")).arg(QLocale().toString(seconds));
    if (hours == 0)
        return text(QT_TRANSLATE_NOOP("Amounts", "%1 min %2 s"))
            .arg(QLocale().toString(minutes))
            .arg(QLocale().toString(seconds % 60));
    if (days == 0)
        return text(QT_TRANSLATE_NOOP("Amounts", "%1 h %2 min"))
            .arg(QLocale().toString(hours))
            .arg(QLocale().toString(minutes % 60));
    return text(QT_TRANSLATE_NOOP("Amounts", "%1 d %2 h"))
        .arg(QLocale().toString(days))
        .arg(QLocale().toString(hours % 24));
}

QString agoText(const QDateTime &time, const QDateTime &now)
{
    const qint64 seconds = time.secsTo(now);
    if (seconds < 60)
        return text(QT_TRANSLATE_NOOP("Amounts", "now"));
    if (seconds < 3600)
        return text(QT_TRANSLATE_N_NOOP("Amounts", "%Ln minute(s) ago"), static_cast<int>(seconds / 60));
    const QDate day = time.toLocalTime().date();
    const QDate today = now.toLocalTime().date();
    if (day == today)
        return text(QT_TRANSLATE_N_NOOP("Amounts", "%Ln hour(s) ago"), static_cast<int>(seconds / 3600));
    if (day.daysTo(today) == 1)
        return text(QT_TRANSLATE_NOOP("Amounts", "yesterday"));
    return QLocale().toString(day, QLocale::ShortFormat);
}

QString countText(qint64 count)
{
    struct Unit {
        qint64 size;
        const char *text;
    };
    static constexpr std::array<Unit, 3> units{{{1'000'000'000, QT_TRANSLATE_NOOP("Amounts", "%1 B")},
                                                {1'000'000, QT_TRANSLATE_NOOP("Amounts", "%1 M")},
                                                {1'000, QT_TRANSLATE_NOOP("Amounts", "%1 k")}}};
    for (const auto &[size, pattern] : units) {
        if (count >= size) {
            const double value = static_cast<double>(count) / static_cast<double>(size);
            return text(pattern).arg(QLocale().toString(value, 'f', value < 10 ? 1 : 0));
        }
    }
    return QLocale().toString(count);
}
