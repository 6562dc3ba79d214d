#include "playground/prompt_edit.h"

#include <QAbstractTextDocumentLayout>
#include <QKeyEvent>
#include <QTextDocument>

#include <algorithm>
#include <cmath>

namespace {

constexpr int mostLines = 8;

} // namespace

PromptEdit::PromptEdit(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setTabChangesFocus(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setPlaceholderText(tr("Ask something. Enter sends, Shift+Enter is a new line."));
    setAccessibleName(tr("Prompt"));
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            [this] { updateGeometry(); });
}

int PromptEdit::heightOf(int lines) const
{
    const QMargins margins = contentsMargins();
    return lines * fontMetrics().lineSpacing() + static_cast<int>(std::ceil(2 * document()->documentMargin()))
        + margins.top() + margins.bottom() + 2 * frameWidth();
}

QSize PromptEdit::sizeHint() const
{
    const int lines = static_cast<int>(document()->size().height()); // of a plain text: in lines
    return {QPlainTextEdit::sizeHint().width(), heightOf(std::clamp(lines, 1, mostLines))};
}

QSize PromptEdit::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 20, sizeHint().height()};
}

void PromptEdit::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && !(event->modifiers() & (Qt::ShiftModifier | Qt::AltModifier))) {
        Q_EMIT submitted();
        return;
    }
    if (event->key() == Qt::Key_Up && event->modifiers() == Qt::NoModifier && toPlainText().isEmpty()) {
        Q_EMIT formerRequested();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void PromptEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    updateGeometry(); // lines wrap elsewhere now
}
