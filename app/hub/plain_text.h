#pragma once

#include <QString>

/// The first \a mostLines lines of \a markdown in words alone, for people. The text comes from outside and may be
/// hostile: Markdown's marks, HTML's tags, comments, scripts and styles with what is in them are left out, as are
/// characters that cannot be seen or that change the order of others. Nothing in the result begins an HTML tag. A line
/// of more than 500 characters is cut. Takes time in proportion to the text.
QString plainText(const QString &markdown, qsizetype mostLines);

/// The same for a value on one line, of \a mostCharacters at most.
QString plainLine(const QString &text, qsizetype mostCharacters);
