#pragma once

class QLocale;

/// Has the program's style do right by the script of \a locale, where Qt does not:
/// - In one whose letters are joined, such as Arabic, no line is drawn below a shortcut's letter, which works all the
///   same: Qt tears the word apart there, and what is torn is wider than its place and cut off.
/// - In one that runs from right to left, the text of a button stands beside its icon, not at the button's far end.
void adaptStyle(const QLocale &locale);
