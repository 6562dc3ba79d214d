#pragma once

#include "playground/conversation.h"

#include <QTextBrowser>
#include <QTimer>

#include <memory>

/// A conversation to read, select and copy.
///
/// One text document in a QTextBrowser, not a list with a delegate: a selection can span turns, a screen reader and the
/// keyboard go through it as through any text, each paragraph finds its own direction, and a piece that streams in lays
/// out nothing but the last block. Turns are written in steps of a few milliseconds, so that a long chat neither holds
/// up the window when it is opened nor while it grows. Nothing is ever loaded: not an image, not a style sheet.
class TranscriptView final : public QTextBrowser {
    Q_OBJECT

public:
    explicit TranscriptView(QWidget *parent = nullptr);

    /// Shows these, from the end of them.
    void setTurns(const QList<Turn> &turns);
    void addTurn(const Turn &turn);
    /// More of the last turn, which is an answer under way from its first text to endTurn().
    void addText(const QString &text);
    void endTurn(const Turn &turn);
    void dropFrom(qsizetype count);

    /// Whether complete answers are shown as Markdown, or as they were written.
    void setMarkdown(bool isMarkdown);
    bool isMarkdown() const { return m_isMarkdown; }
    /// Whether all that it was given is in the document.
    bool isWritten() const;
    /// Which turn stands there; -1: none.
    qsizetype turnAt(const QPoint &position) const;

Q_SIGNALS:
    /// The user wants to change a prompt.
    void editRequested(qsizetype turn);
    /// A link of an answer was clicked; it is http or https. It is not opened here.
    void linkChosen(const QUrl &address);

protected:
    QVariant loadResource(int type, const QUrl &name) override;
    QMimeData *createMimeDataFromSelection() const override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void rewrite();
    void write();
    /// False when there is nothing to write for now.
    bool writeStep();
    /// The same, of a complete answer. It goes in parts, too.
    bool writeMarkdown();
    void endReplacing();
    /// Whether the user has selected something of the answer that would now be written anew as Markdown.
    bool isSelecting() const;
    void finishTurn();
    void follow();
    void choose(const QUrl &link);

    QList<Turn> m_turns;
    QList<int> m_starts; ///< where each turn that is begun in the document begins
    qsizetype m_written = 0; ///< turns that are whole in the document
    int m_textStart = 0; ///< these two are of the turn after them: where its text begins,
    qsizetype m_offset = 0; ///< and how many characters of it are in the document
    QStringList m_parts; ///< what is to be rendered yet of the turn that is being written as Markdown,
    std::unique_ptr<QTextDocument> m_rendered; ///< the part of it that is being written,
    int m_nextBlock = 0; ///< and which block of it comes next
    bool m_isReplacing = false; ///< what was streamed is gone, its Markdown is not yet there: nothing is painted
    int m_readAt = -1; ///< where the reader was before; -1: at the end
    bool m_isOpen = false; ///< the last turn is under way
    bool m_isMarkdown = true;
    bool m_isFollowing = true; ///< the end is in sight and stays there
    QTimer m_writing;
};
