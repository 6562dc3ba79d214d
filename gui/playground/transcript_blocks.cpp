#include "playground/transcript_blocks.h"

#include "playground/figures_text.h"

#include <QTextBlock>
#include <QTextDocumentFragment>
#include <QTextList>

using namespace Qt::StringLiterals;

namespace {

constexpr int kindProperty = QTextFormat::UserProperty + 1;
constexpr int continuesProperty = QTextFormat::UserProperty + 2; ///< the block goes on with the paragraph before it
constexpr qsizetype longestBlock = 2000;
constexpr int blocksOfPart = 16;
constexpr QChar titleEnd = u'\u2003'; // an em space: stands between a title and its link

/// Where \a text, which has no line break, may be divided so that its first part has at most \a most characters.
qsizetype breakBefore(QStringView text, qsizetype most)
{
    const qsizetype space = text.left(most).lastIndexOf(u' ');
    if (space > most / 2)
        return space + 1;
    return text[most - 1].isHighSurrogate() ? most - 1 : most;
}

/// One layout for all that is changed while it lives.
class EditBlock {
public:
    explicit EditBlock(QTextDocument &document)
        : m_cursor(&document)
    {
        m_cursor.beginEditBlock();
    }
    ~EditBlock() { m_cursor.endEditBlock(); }
    Q_DISABLE_COPY_MOVE(EditBlock)

private:
    QTextCursor m_cursor;
};

/// Where the part of a rendered document that begins with \a first may end.
QTextBlock lastOfPart(const QTextBlock &first)
{
    QTextBlock last = first;
    int listEnd = -1; // of all lists that have begun
    for (int count = 1; last.next().isValid(); ++count) {
        if (const QTextList *list = last.textList())
            listEnd = std::max(listEnd, list->item(list->count() - 1).position());
        const QTextBlock next = last.next();
        const bool mayEnd = next.position() > listEnd && !next.textList() && !QTextCursor(next).currentTable();
        if (count >= blocksOfPart && mayEnd)
            break;
        last = next;
    }
    return last;
}

} // namespace

BlockKind kindOf(const QTextBlockFormat &format)
{
    return static_cast<BlockKind>(format.intProperty(kindProperty));
}

void setKind(QTextBlockFormat &format, BlockKind kind)
{
    format.setProperty(kindProperty, static_cast<int>(kind));
}

TranscriptWriter::TranscriptWriter(QTextDocument &document, const QPalette &palette, Qt::LayoutDirection direction)
    : m_document(document)
    , m_palette(palette)
    , m_direction(direction)
{
}

int TranscriptWriter::end() const
{
    return m_document.isEmpty() ? 0 : m_document.characterCount();
}

void TranscriptWriter::beginBlock(const QTextBlockFormat &block, const QTextCharFormat &letters)
{
    QTextCursor cursor(&m_document);
    cursor.movePosition(QTextCursor::End);
    const bool isFree =
        cursor.block().length() <= 1 && (m_document.isEmpty() || kindOf(cursor.blockFormat()) == BlockKind::Answer);
    if (!isFree)
        return cursor.insertBlock(block, letters);
    cursor.setBlockFormat(block); // the first one, or the one that stands behind a table
    cursor.setBlockCharFormat(letters);
}

void TranscriptWriter::writeTitle(const Turn &turn, qsizetype place)
{
    const EditBlock edit(m_document);
    QTextBlockFormat block;
    setKind(block, turn.isAnswer() ? BlockKind::AnswerTitle : BlockKind::PromptTitle);
    block.setLayoutDirection(m_direction);
    block.setTopMargin(18);
    block.setBottomMargin(3);
    QTextCharFormat letters;
    letters.setFontWeight(QFont::DemiBold);
    beginBlock(block, letters);
    QTextCursor cursor(&m_document);
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(turn.isAnswer() ? turn.model : tr("You"), letters);
    if (turn.isAnswer())
        return;
    cursor.insertText(QString(titleEnd), QTextCharFormat());
    QTextCharFormat link;
    link.setAnchor(true);
    link.setAnchorHref(u"turn:%1"_s.arg(place));
    link.setForeground(m_palette.link());
    link.setToolTip(tr("Edit this prompt and send it again"));
    link.setProperty(QTextFormat::FontSizeAdjustment, -1);
    cursor.insertText(tr("Edit"), link);
}

void TranscriptWriter::beginText(bool isPrompt)
{
    QTextBlockFormat block;
    setKind(block, isPrompt ? BlockKind::Prompt : BlockKind::Answer);
    QTextCursor cursor(&m_document);
    cursor.movePosition(QTextCursor::End);
    cursor.insertBlock(block, QTextCharFormat());
}

void TranscriptWriter::addText(QStringView text)
{
    QTextCursor cursor(&m_document);
    cursor.movePosition(QTextCursor::End);
    const EditBlock edit(m_document);
    QTextBlockFormat paragraph = cursor.blockFormat();
    paragraph.clearProperty(continuesProperty);
    QTextBlockFormat continued = paragraph;
    continued.setProperty(continuesProperty, true);
    bool isFirst = true;
    for (QStringView line : text.split(u'\n')) {
        if (!std::exchange(isFirst, false))
            cursor.insertBlock(paragraph, QTextCharFormat());
        qsizetype room = longestBlock - (cursor.block().length() - 1);
        while (line.size() > room) {
            const qsizetype part = room > 1 ? breakBefore(line, room) : 0;
            cursor.insertText(line.left(part).toString(), QTextCharFormat());
            cursor.insertBlock(continued, QTextCharFormat());
            line = line.mid(part);
            room = longestBlock;
        }
        cursor.insertText(line.toString(), QTextCharFormat());
    }
}

int TranscriptWriter::writeRendered(const QTextDocument &rendered, int from)
{
    const QTextBlock first = rendered.findBlockByNumber(from);
    const QTextBlock last = lastOfPart(first);
    const int start = end();
    const bool isList = first.textList(); // a list's first block is inserted as one, any other's text only
    const EditBlock edit(m_document);
    if (!isList)
        beginText(false);
    QTextCursor part(first);
    part.setPosition(last.position() + last.length() - 1, QTextCursor::KeepAnchor);
    QTextCursor cursor(&m_document);
    cursor.movePosition(QTextCursor::End);
    cursor.insertFragment(QTextDocumentFragment(part));
    if (!isList)
        QTextCursor(m_document.findBlock(start)).setBlockFormat(first.blockFormat());
    return last.next().isValid() ? last.next().blockNumber() : -1;
}

void TranscriptWriter::writeFigures(const Turn &turn)
{
    const EditBlock edit(m_document);
    QTextBlockFormat block;
    setKind(block, BlockKind::Figures);
    block.setLayoutDirection(m_direction);
    block.setTopMargin(8);
    QTextCharFormat letters;
    letters.setForeground(m_palette.placeholderText());
    letters.setProperty(QTextFormat::FontSizeAdjustment, -1);
    beginBlock(block, letters);
    QTextCursor cursor(&m_document);
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(figuresText(turn), letters);
}

void TranscriptWriter::removeFrom(int position)
{
    if (position <= 0)
        return m_document.clear();
    if (position >= end())
        return;
    QTextCursor cursor(&m_document);
    cursor.setPosition(position - 1); // the end of the block before it
    cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
}

QString transcriptText(const QTextCursor &selection)
{
    const int from = selection.selectionStart();
    const int to = selection.selectionEnd();
    const QTextDocument &document = *selection.document();
    QString text;
    for (QTextBlock block = document.findBlock(from); block.isValid() && block.position() <= to; block = block.next()) {
        const int begin = std::max(0, from - block.position());
        if (begin == 0 && block.position() > from && !block.blockFormat().boolProperty(continuesProperty))
            text += u'\n';
        if (begin == 0 && block.textList())
            text += block.textList()->itemText(block) + u' ';
        QString line = block.text().mid(begin, to - block.position() - begin);
        if (kindOf(block.blockFormat()) == BlockKind::PromptTitle)
            line = line.section(titleEnd, 0, 0);
        text += line;
    }
    return text.replace(QChar::LineSeparator, u'\n').replace(QChar::Nbsp, u' ');
}
