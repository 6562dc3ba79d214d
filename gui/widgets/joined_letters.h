#pragma once

class QLocale;

/// In a script whose letters are joined, such as Arabic, has the program's style draw no line below a shortcut's
/// letter, which works all the same: Qt tears the word apart there, and what is torn is wider than its place and cut
/// off.
void keepLettersJoined(const QLocale &locale);
