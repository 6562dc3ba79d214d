#include "cli/text_width.h"

#include <QStringList>

#include <cwchar>

namespace {

int widthOf(char32_t code)
{
    return qMax(0, ::wcwidth(static_cast<wchar_t>(code)));
}

bool isHarmless(QChar c)
{
    if (c == u'\t' || c == u'\n')
        return true;
    const char16_t code = c.unicode();
    const bool reorders = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    return c.category() != QChar::Other_Control && !reorders;
}

} // namespace

int displayWidth(const QString &text)
{
    int width = 0;
    for (const char32_t code : text.toUcs4())
        width += widthOf(code);
    return width;
}

QString elided(const QString &text, int columns)
{
    if (displayWidth(text) <= columns)
        return text;
    if (columns < 1)
        return {};
    QString start;
    int width = 1; // of the mark
    for (const char32_t code : text.toUcs4()) {
        width += widthOf(code);
        if (width > columns)
            break;
        start += QString::fromUcs4(&code, 1);
    }
    return start + QChar(0x2026);
}

QString padded(const QString &text, int columns, bool toTheRight)
{
    const QString spaces(qMax(0, columns - displayWidth(text)), u' ');
    return toTheRight ? spaces + text : text + spaces;
}

QStringList wrapped(const QString &text, int columns)
{
    QStringList lines;
    QString line;
    for (const QString &word : text.split(u' ', Qt::SkipEmptyParts)) {
        if (!line.isEmpty() && displayWidth(line) + 1 + displayWidth(word) > columns)
            lines += std::exchange(line, {});
        line += line.isEmpty() ? word : QString(u' ' + word);
    }
    return lines + QStringList{line};
}

QString printable(const QString &text)
{
    QString result = text;
    for (QChar &c : result) {
        if (!isHarmless(c))
            c = QChar::ReplacementCharacter;
    }
    return result;
}
