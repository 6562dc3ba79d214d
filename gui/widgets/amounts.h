#pragma once

#include <QDateTime>
#include <QString>

#include <optional>

/// Amounts for people, in the language and with the numbers of the user.

/// "2.1 GB", decimal units as the Hub shows them; empty for none.
QString bytesText(qint64 bytes);
/// "12.3 MB/s".
QString rateText(qint64 bytesPerSecond);
/// "3 min 20 s", "2 h 5 min"; at most two units.
QString durationText(qint64 seconds);
/// "now", "5 minutes ago", "yesterday", else the date. \a now is UTC.
QString agoText(const QDateTime &time, const QDateTime &now);
/// "1.2 B", "270 M": of parameters, downloads, likes.
QString countText(qint64 count);
