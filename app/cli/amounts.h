#pragma once

#include <QDateTime>
#include <QString>

/// "0:07", "12:40", "3:05:00".
QString formatDuration(qint64 seconds);

/// How long before \a now \a time was: "just now", "5 minutes ago", "3 days ago"; "-" for no time.
QString formatAge(const QDateTime &time, const QDateTime &now);

/// "1.2B", "270M"; "-" for 0.
QString formatCount(qint64 count);

/// \a text, or "-" when it is empty.
QString orDash(const QString &text);
