#pragma once

#include <QStringList>

/// Divides Markdown into parts of about \a longest characters at the most that can be rendered one after the other,
/// between paragraphs where that is possible, else between lines, else between words. A fenced block that has to be
/// divided is opened again; the end of a part closes it. At least one part.
QStringList markdownParts(const QString &text, qsizetype longest);
