#pragma once

#include "playground/conversation.h"

#include <QCoreApplication>
#include <QPalette>
#include <QTextCursor>
#include <QTextFormat>

/// What a block of a transcript is.
enum class BlockKind {
    Answer,
    Code,
    Prompt,
    PromptTitle,
    AnswerTitle,
    Figures,
};

BlockKind kindOf(const QTextBlockFormat &format);
void setKind(QTextBlockFormat &format, BlockKind kind);

/// Writes turns at the end of a document, block by block. Text is inserted as text: nothing in it is markup, but what
/// safeMarkdown() has made of it.
class TranscriptWriter {
    Q_DECLARE_TR_FUNCTIONS(TranscriptWriter)

public:
    /// \a direction is that of the window's own words; what was said goes by its own letters.
    TranscriptWriter(QTextDocument &document, const QPalette &palette, Qt::LayoutDirection direction);

    /// Where the next block will begin.
    int end() const;
    /// Who speaks. A prompt is given a link of the scheme "turn", with \a place, to edit it.
    void writeTitle(const Turn &turn, qsizetype place);
    /// Begins the turn's text, which is empty so far.
    void beginText(bool isPrompt);
    /// Adds to it. A paragraph of thousands of characters becomes several blocks, because a block is laid out as a
    /// whole whenever something is added to it.
    void addText(QStringView text);
    /// Copies a part of what safeMarkdown() has made, from the block of the number \a from on. Where the next part
    /// begins; -1: there is none. Lists and tables are not divided.
    int writeRendered(const QTextDocument &rendered, int from);
    void writeFigures(const Turn &turn);
    /// Removes everything from \a position, where a block begins, on.
    void removeFrom(int position);

private:
    void beginBlock(const QTextBlockFormat &block, const QTextCharFormat &letters);

    QTextDocument &m_document;
    const QPalette m_palette;
    const Qt::LayoutDirection m_direction;
};

/// The text of a selection for the clipboard: paragraphs whole again, list items with their marks, without the links
/// that edit.
QString transcriptText(const QTextCursor &selection);
