#pragma once

#include <QString>

/// \a text, which may come from a model, the Hub or a server, for a tool tip or another place that takes what looks
/// like HTML for it: shown there letter by letter.
QString literalText(const QString &text);
