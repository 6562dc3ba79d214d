#pragma once

#include <QList>
#include <QString>

/// What a piece of text is, for terminals that have colours.
enum class Style { Plain, Strong, Quiet, Good, Warning, Bad };

/// Text whose pieces have styles. Nothing in the text itself can change how it looks.
class StyledText {
public:
    struct Piece {
        QString text;
        Style style = Style::Plain;
    };

    StyledText() = default;
    StyledText(const QString &text, Style style = Style::Plain) // NOLINT: plain text is the simplest of its kind
        : m_pieces{{text, style}}
    {
    }
    StyledText &operator+=(const StyledText &other)
    {
        m_pieces += other.m_pieces;
        return *this;
    }
    const QList<Piece> &pieces() const { return m_pieces; }
    QString plain() const
    {
        QString text;
        for (const Piece &piece : m_pieces)
            text += piece.text;
        return text;
    }

private:
    QList<Piece> m_pieces;
};
