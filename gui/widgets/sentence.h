#pragma once

#include <QString>

/// The server's texts as sentences of the window: the first letter a capital, unless the first word is the name of a
/// file, a host or an option, which must stay as they are spelled.
QString sentenceOf(const QString &text);
