#include "playground/markdown_parts.h"

#include <QRegularExpression>

#include <array>

using namespace Qt::StringLiterals;

namespace {

/// Follows which lines stand between fences.
class Fence {
public:
    bool isOpen() const { return !m_mark.isEmpty(); }
    /// What opens it again, in no list or quotation; empty when it is closed.
    QString opening() const { return isOpen() ? m_mark + m_language + u'\n' : QString(); }

    void pass(QStringView line)
    {
        static const QRegularExpression opens(u"^((?:[ \\t>]|[-*+] ++|\\d+[.)] ++)*+)(`{3,}|~{3,})(.*)$"_s);
        static const QRegularExpression closes(u"^([ \\t>]*)(`{3,}|~{3,})[ \\t]*$"_s);
        if (!line.contains("```"_L1) && !line.contains("~~~"_L1))
            return; // without the cost of a pattern
        if (isOpen()) {
            const auto match = closes.match(line.toString());
            if (match.hasMatch() && match.captured(2).startsWith(m_mark) && match.capturedLength(1) <= m_indent + 3)
                m_mark.clear();
            return;
        }
        const auto match = opens.match(line.toString());
        if (!match.hasMatch() || (match.captured(2).startsWith(u'`') && match.capturedView(3).contains(u'`')))
            return; // code within a line
        m_indent = match.capturedLength(1);
        m_mark = match.captured(2);
        m_language = match.captured(3);
    }

private:
    qsizetype m_indent = 0;
    QString m_mark; ///< empty: closed
    QString m_language;
};

/// How good a place is to divide the text, from bad to good.
enum Place { InFence, BetweenLines, BetweenBlocks, BetweenParagraphs, PlaceCount };

Place placeBefore(QStringView line, bool isAfterBlank, const Fence &fence)
{
    static const QRegularExpression goesOn(u"^(\\s|[-*+>|]|\\d+[.)])"_s); // a list, a quotation, a table
    if (fence.isOpen())
        return InFence;
    if (!isAfterBlank)
        return BetweenLines;
    return goesOn.match(line.toString()).hasMatch() ? BetweenBlocks : BetweenParagraphs;
}

struct Cut {
    qsizetype length = 0; ///< 0: there is none
    Fence fence = {}; ///< as it is there
};

/// Where \a text, which is longer than \a longest, is divided.
Cut cutOf(QStringView text, qsizetype longest, const Fence &atBegin)
{
    Fence fence = atBegin;
    std::array<Cut, PlaceCount> last; // of each kind
    bool isAfterBlank = false;
    for (qsizetype begin = 0; begin <= longest;) {
        const qsizetype newline = text.indexOf(u'\n', begin);
        const QStringView line = text.mid(begin, newline < 0 ? -1 : newline - begin);
        if (begin > 0 && (fence.isOpen() || !line.trimmed().isEmpty()))
            last[placeBefore(line, isAfterBlank, fence)] = {begin, fence};
        fence.pass(line);
        isAfterBlank = line.trimmed().isEmpty();
        if (newline < 0)
            break;
        begin = newline + 1;
    }
    for (const Place place : {BetweenParagraphs, BetweenBlocks, BetweenLines, InFence}) {
        if (last[place].length > 0)
            return last[place];
    }
    const qsizetype space = text.left(longest).lastIndexOf(u' ');
    const qsizetype letter = text[longest].isLowSurrogate() && longest > 1 ? longest - 1 : longest;
    return {space > 0 ? space + 1 : letter, atBegin};
}

} // namespace

QStringList markdownParts(const QString &text, qsizetype longest)
{
    QStringList parts;
    QStringView rest(text);
    Fence fence;
    while (rest.size() > longest) {
        const Cut cut = cutOf(rest, longest, fence);
        QString part = fence.opening() + rest.left(cut.length);
        rest = rest.mid(cut.length);
        fence = cut.fence;
        if (fence.isOpen()) {
            if (part == fence.opening())
                continue; // a block with nothing in it, as after the next lines
            const qsizetype newline = rest.indexOf(u'\n');
            fence.pass(rest.left(newline));
            if (!fence.isOpen())
                rest = newline < 0 ? QStringView() : rest.mid(newline + 1);
        }
        parts += part;
    }
    if (!rest.isEmpty() || parts.isEmpty())
        parts += fence.opening() + rest;
    return parts;
}
