#pragma once

#include <QString>
#include <QStringList>

/// Ends a text that comes in pieces before the first of some stop sequences, however they are spread over the pieces.
/// What might become one is held back until it is known not to.
class StopFilter {
public:
    /// Empty stops count for nothing.
    explicit StopFilter(QStringList stops);

    /// The text that can be shown now that \a piece has come; empty once matched().
    QString add(const QString &piece);
    /// What was held back, when no more comes.
    QString finish();

    bool matched() const { return !m_match.isEmpty(); }
    /// The stop sequence that ended the text.
    const QString &match() const { return m_match; }

private:
    qsizetype heldBack() const;

    QStringList m_stops;
    QString m_pending;
    QString m_match;
};
