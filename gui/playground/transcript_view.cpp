#include "playground/transcript_view.h"

#include "playground/markdown_parts.h"
#include "playground/safe_markdown.h"
#include "playground/transcript_blocks.h"

#include <QAbstractTextDocumentLayout>
#include <QContextMenuEvent>
#include <QElapsedTimer>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto streamingInterval = 33ms; ///< a reader sees no more
constexpr qint64 stepBudget = 6; ///< milliseconds
constexpr qsizetype stepCharacters = 1000;
constexpr qsizetype longestMarkdown = 100'000; ///< longer answers stay plain: nothing is painted while one is replaced
constexpr qsizetype longestRendering = 12'000; ///< characters of Markdown that become a document in a step

bool isPanel(BlockKind kind)
{
    return kind == BlockKind::Code || kind == BlockKind::Prompt || kind == BlockKind::PromptTitle;
}

/// Of which kind of panel a block is a part.
int panelOf(const QTextBlock &block)
{
    const BlockKind kind = kindOf(block.blockFormat());
    return kind == BlockKind::Code ? 1 : 2;
}

} // namespace

TranscriptView::TranscriptView(QWidget *parent)
    : QTextBrowser(parent)
{
    auto *document = new LonelyDocument(this);
    document->setUndoRedoEnabled(false);
    document->setDocumentMargin(16);
    setDocument(document);
    setOpenLinks(false);
    setTextInteractionFlags(Qt::TextBrowserInteraction | Qt::TextSelectableByKeyboard);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setAccessibleName(tr("Conversation"));
    connect(this, &QTextBrowser::anchorClicked, this, &TranscriptView::choose);
    connect(this, &QTextBrowser::selectionChanged, this, [this] {
        if (!isWritten() && !m_writing.isActive())
            m_writing.start(streamingInterval);
    });
    m_writing.setSingleShot(true);
    connect(&m_writing, &QTimer::timeout, this, &TranscriptView::write);
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, &TranscriptView::follow);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this,
            [this](int value) { m_isFollowing = value >= verticalScrollBar()->maximum() - fontMetrics().height(); });
}

void TranscriptView::setTurns(const QList<Turn> &turns)
{
    m_turns = turns;
    m_isOpen = false;
    m_isFollowing = true;
    rewrite();
}

void TranscriptView::addTurn(const Turn &turn)
{
    m_turns += turn;
    m_isOpen = turn.isAnswer();
    m_isFollowing = m_isFollowing || !turn.isAnswer(); // who asks wants to see the answer
    write();
}

void TranscriptView::addText(const QString &text)
{
    m_turns.last().text += text;
    if (!m_writing.isActive())
        m_writing.start(streamingInterval);
}

void TranscriptView::endTurn(const Turn &turn)
{
    m_turns.last() = turn;
    m_isOpen = false;
    write();
}

void TranscriptView::dropFrom(qsizetype count)
{
    if (count >= m_turns.size())
        return;
    m_turns.resize(count);
    m_isOpen = false;
    if (count <= m_written)
        endReplacing();
    if (count < m_starts.size()) {
        TranscriptWriter(*document(), palette(), layoutDirection()).removeFrom(m_starts[count]);
        m_starts.resize(count);
        m_written = count;
    }
}

void TranscriptView::setMarkdown(bool isMarkdown)
{
    if (std::exchange(m_isMarkdown, isMarkdown) != isMarkdown)
        rewrite();
}

bool TranscriptView::isWritten() const
{
    return m_written == m_turns.size();
}

void TranscriptView::rewrite()
{
    endReplacing();
    document()->clear();
    m_starts.clear();
    m_written = 0;
    write();
}

void TranscriptView::write()
{
    QElapsedTimer time;
    time.start();
    while (writeStep()) {
        if (time.elapsed() < stepBudget)
            continue;
        m_writing.start(0ms);
        break;
    }
    follow();
}

bool TranscriptView::writeStep()
{
    if (m_written == m_turns.size())
        return false;
    const Turn &turn = m_turns[m_written];
    const bool isOpen = m_isOpen && m_written == m_turns.size() - 1;
    TranscriptWriter writer(*document(), palette(), layoutDirection());
    if (m_starts.size() == m_written) {
        m_starts += writer.end();
        writer.writeTitle(turn, m_written);
        m_textStart = writer.end();
        m_offset = 0;
        writer.beginText(!turn.isAnswer());
        return true;
    }
    if (!isOpen && m_isMarkdown && turn.isAnswer() && turn.text.size() <= longestMarkdown)
        return writeMarkdown();
    if (m_offset < turn.text.size()) {
        const QStringView piece = QStringView(turn.text).mid(m_offset, stepCharacters);
        writer.addText(piece);
        m_offset += piece.size();
        return true;
    }
    if (!isOpen)
        finishTurn();
    return !isOpen;
}

bool TranscriptView::writeMarkdown()
{
    TranscriptWriter writer(*document(), palette(), layoutDirection());
    if (!m_rendered && !m_parts.isEmpty()) {
        m_rendered = safeMarkdown(m_parts.takeFirst(), font());
        m_nextBlock = 0;
        return true;
    }
    if (!m_rendered) {
        if (isSelecting())
            return false;
        m_parts = markdownParts(m_turns[m_written].text, longestRendering);
        if (m_offset > 0) { // it was streamed, and is replaced at the place where it is read
            m_isReplacing = true;
            setUpdatesEnabled(false);
            m_readAt = m_isFollowing ? -1 : verticalScrollBar()->value();
        }
        writer.removeFrom(m_textStart);
        return true;
    }
    m_nextBlock = writer.writeRendered(*m_rendered, m_nextBlock);
    if (m_nextBlock >= 0)
        return true;
    m_rendered.reset();
    if (!m_parts.isEmpty())
        return true;
    finishTurn();
    endReplacing();
    return true;
}

void TranscriptView::endReplacing()
{
    m_parts.clear();
    m_rendered.reset();
    if (!std::exchange(m_isReplacing, false))
        return;
    setUpdatesEnabled(true);
    if (m_readAt >= 0)
        verticalScrollBar()->setValue(m_readAt);
    m_isFollowing = m_readAt < 0;
}

bool TranscriptView::isSelecting() const
{
    const bool isLast = m_written == m_turns.size() - 1;
    return isLast && m_offset > 0 && textCursor().hasSelection() && textCursor().selectionEnd() > m_textStart;
}

void TranscriptView::finishTurn()
{
    if (m_turns[m_written].isAnswer())
        TranscriptWriter(*document(), palette(), layoutDirection()).writeFigures(m_turns[m_written]);
    ++m_written;
}

void TranscriptView::follow()
{
    if (m_isFollowing)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void TranscriptView::choose(const QUrl &link)
{
    if (link.scheme() == "turn"_L1) // none of a model's links is of that scheme: safeMarkdown() leaves http and https
        Q_EMIT editRequested(link.path().toLongLong());
    else if (isOpenable(link))
        Q_EMIT linkChosen(link);
}

qsizetype TranscriptView::turnAt(const QPoint &position) const
{
    const int place = cursorForPosition(position).position();
    return std::upper_bound(m_starts.begin(), m_starts.end(), place) - m_starts.begin() - 1;
}

QVariant TranscriptView::loadResource(int /*type*/, const QUrl & /*name*/)
{
    return {};
}

QMimeData *TranscriptView::createMimeDataFromSelection() const
{
    auto *content = new QMimeData; // the caller's; only text: programs take rich text first, and lose the line breaks
    content->setText(transcriptText(textCursor()));
    return content;
}

void TranscriptView::paintEvent(QPaintEvent *event)
{
    // Panels behind prompts and code, painted here because a block's own background has neither margins nor corners,
    // and would keep the colours of the palette it was written with.
    const auto *layout = document()->documentLayout();
    const int scrolled = verticalScrollBar()->value();
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().alternateBase());
    QTextBlock block = cursorForPosition(QPoint(0, 0)).block();
    if (block.previous().isValid())
        block = block.previous();
    while (block.isValid()) {
        QRectF rect = layout->blockBoundingRect(block);
        if (rect.top() - scrolled > viewport()->height())
            break;
        const QTextBlock first = block;
        block = block.next();
        if (!isPanel(kindOf(first.blockFormat())))
            continue;
        while (block.isValid() && isPanel(kindOf(block.blockFormat())) && panelOf(block) == panelOf(first)
               && kindOf(block.blockFormat()) != BlockKind::PromptTitle
               && rect.bottom() - scrolled < viewport()->height()) {
            rect.setBottom(layout->blockBoundingRect(block).bottom());
            block = block.next();
        }
        const qreal margin = kindOf(first.blockFormat()) == BlockKind::Code ? 14 : 8;
        painter.drawRoundedRect(
            QRectF(margin, rect.top() - scrolled - 5, viewport()->width() - 2 * margin, rect.height() + 10), 4, 4);
    }
    painter.end();
    QTextBrowser::paintEvent(event);
}

void TranscriptView::changeEvent(QEvent *event)
{
    QTextBrowser::changeEvent(event);
    // Colours and directions of titles and links are in the document.
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::LayoutDirectionChange
        || event->type() == QEvent::FontChange)
        rewrite();
}

void TranscriptView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu *menu = createStandardContextMenu(event->pos());
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const qsizetype turn = turnAt(event->pos());
    if (turn >= 0 && !m_turns[turn].isAnswer()) {
        menu->addSeparator();
        connect(menu->addAction(tr("&Edit and send again")), &QAction::triggered, this,
                [this, turn] { Q_EMIT editRequested(turn); });
    }
    menu->popup(event->globalPos());
}
