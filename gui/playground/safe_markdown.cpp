#include "playground/safe_markdown.h"

#include "playground/transcript_blocks.h"

#include <QFontDatabase>
#include <QPalette>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextTable>
#include <QUrl>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace {

constexpr qreal codePadding = 8;
constexpr qreal codeMargin = 14;

struct Piece {
    int position;
    int length;
    QTextCharFormat format;
};

QList<Piece> piecesOf(const QTextDocument &document)
{
    QList<Piece> pieces;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        for (auto each = block.begin(); !each.atEnd(); ++each)
            pieces += {each.fragment().position(), each.fragment().length(), each.fragment().charFormat()};
    }
    return pieces;
}

QTextCursor select(QTextDocument &document, int position, int length)
{
    QTextCursor cursor(&document);
    cursor.setPosition(position);
    cursor.setPosition(position + length, QTextCursor::KeepAnchor);
    return cursor;
}

void replaceImage(QTextDocument &document, const Piece &piece)
{
    const QTextImageFormat image = piece.format.toImageFormat();
    const QString description = image.property(QTextFormat::ImageAltText).toString();
    QTextCursor cursor = select(document, piece.position, piece.length);
    cursor.insertText(u"![%1](%2)"_s.arg(description, image.name()), QTextCharFormat());
}

/// A link's title becomes a tool tip, which would show HTML and load images: the address takes its place.
void tameLink(QTextDocument &document, const Piece &piece)
{
    const QUrl address(piece.format.anchorHref(), QUrl::StrictMode);
    QTextCharFormat format = piece.format;
    format.setToolTip(Qt::convertFromPlainText(address.toString(QUrl::FullyEncoded)));
    if (!isOpenable(address)) {
        for (const int property :
             {QTextFormat::IsAnchor, QTextFormat::AnchorHref, QTextFormat::AnchorName, QTextFormat::ForegroundBrush,
              QTextFormat::FontUnderline, QTextFormat::TextUnderlineStyle, QTextFormat::TextToolTip})
            format.clearProperty(property);
    }
    select(document, piece.position, piece.length).setCharFormat(format);
}

bool isCode(const QTextBlock &block)
{
    const QTextBlockFormat format = block.blockFormat();
    return format.hasProperty(QTextFormat::BlockCodeFence) || format.hasProperty(QTextFormat::BlockCodeLanguage);
}

void setCodeFormats(QTextDocument &document)
{
    const QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        if (!isCode(block))
            continue;
        QTextBlockFormat format = block.blockFormat();
        format.setNonBreakableLines(false); // else one long line makes all turns scroll sideways
        setKind(format, BlockKind::Code);
        format.setLayoutDirection(Qt::LeftToRight);
        format.setLeftMargin(format.leftMargin() + codePadding);
        format.setRightMargin(codePadding);
        format.setTopMargin(isCode(block.previous()) ? 0 : codeMargin);
        format.setBottomMargin(isCode(block.next()) ? 0 : codeMargin);
        QTextCursor(block).setBlockFormat(format);
        QTextCharFormat letters;
        letters.setFontFamilies({fixed.family()});
        QTextCursor cursor(block);
        cursor.select(QTextCursor::BlockUnderCursor);
        cursor.mergeCharFormat(letters);
    }
}

void setTableFormats(const QTextDocument &document)
{
    QColor line = QPalette().color(QPalette::PlaceholderText); // seen on light and on dark ground
    line.setAlphaF(0.5F);
    for (QTextFrame *frame : document.rootFrame()->childFrames()) {
        auto *table = qobject_cast<QTextTable *>(frame);
        if (!table)
            continue;
        QTextTableFormat format = table->format();
        format.setBorderCollapse(true);
        format.setBorder(1);
        format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBorderBrush(line);
        format.setCellSpacing(0);
        format.setCellPadding(5);
        format.setTopMargin(6);
        format.setBottomMargin(6);
        table->setFormat(format);
    }
}

} // namespace

QVariant LonelyDocument::loadResource(int /*type*/, const QUrl & /*name*/)
{
    return {};
}

bool isOpenable(const QUrl &address)
{
    const QString scheme = address.scheme();
    return address.isValid() && !address.host().isEmpty() && (scheme == "http"_L1 || scheme == "https"_L1);
}

std::unique_ptr<QTextDocument> safeMarkdown(const QString &text, const QFont &font)
{
    auto document = std::make_unique<LonelyDocument>();
    document->setUndoRedoEnabled(false);
    document->setDefaultFont(font);
    // Later versions of Qt take what stands between --- at the very beginning for the file's properties and hide it.
    const QString source = text.startsWith("---"_L1) ? QString(u'\n' + text) : text;
    QTextDocument::MarkdownFeatures features = QTextDocument::MarkdownDialectGitHub;
    features |= QTextDocument::MarkdownNoHTML;
    document->setMarkdown(source, features);
    QTextCursor edit(document.get());
    edit.beginEditBlock();
    const QList<Piece> pieces = piecesOf(*document);
    for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) { // from the end: positions before it stay
        if (piece->format.isImageFormat())
            replaceImage(*document, *piece);
        else if (piece->format.isAnchor())
            tameLink(*document, *piece);
    }
    setCodeFormats(*document);
    setTableFormats(*document);
    edit.endEditBlock();
    return document;
}
