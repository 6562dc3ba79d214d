#pragma once

#include <QString>

/// \a text, which may come from a model, the Hub or a server, for a tool tip or another place that takes what looks
/// like HTML for it: shown there letter by letter.
QString literalText(const QString &text);

/// \a path for a place where text of the window's language may be around it: in a language from right to left it would
/// be shown with its first slash at its end.
QString pathText(const QString &path);
