#pragma once

#include <QString>

/// The columns that a terminal needs for \a text: 2 for a wide character, 0 for a combining one.
/// Asks the C library, whose locale must be UTF-8.
int displayWidth(const QString &text);

/// \a text if it fits into \a columns, else as much of it as fits with "…" for the rest.
QString elided(const QString &text, int columns);

/// \a text and as many spaces as are missing to \a columns; before it with \a toTheRight.
QString padded(const QString &text, int columns, bool toTheRight = false);

/// \a text broken at spaces into lines of at most \a columns, where no word is longer.
QStringList wrapped(const QString &text, int columns);

/// \a text with each control character (but tab and line feed) and each mark that reorders text replaced by U+FFFD.
QString printable(const QString &text);
