#include "prompt/vocabulary.h"

#include <QHash>

qint32 Vocabulary::find(QByteArrayView text) const
{
    const qint32 number = text.size() > m_longestTokenBytes ? none : m_pieces.find(text);
    return number < size() ? number : none; // or else a piece that is no token
}

QStringList Vocabulary::controlTokens() const
{
    QStringList texts;
    for (qint32 token = 0; token < size(); ++token) {
        if (type(token) == TokenType::Control)
            texts += QString::fromUtf8(text(token));
    }
    return texts;
}

/// The slot where the merge of \a left and \a right is, or else the free one where it would be.
qsizetype Vocabulary::mergeSlot(qint32 left, qint32 right) const
{
    const size_t mask = static_cast<size_t>(m_mergeSlots.size()) - 1;
    const quint64 pair = static_cast<quint64>(left) << 32 | static_cast<quint32>(right);
    for (size_t slot = qHash(pair, QHashSeed::globalSeed()) & mask;; slot = (slot + 1) & mask) {
        const qint32 rank = m_mergeSlots.at(static_cast<qsizetype>(slot)) - 1;
        if (rank < 0 || (m_merges.at(rank).left == left && m_merges.at(rank).right == right))
            return static_cast<qsizetype>(slot);
    }
}

qint32 Vocabulary::findMerge(qint32 left, qint32 right) const
{
    return m_mergeSlots.isEmpty() ? -1 : m_mergeSlots.at(mergeSlot(left, right)) - 1;
}

qint64 Vocabulary::memoryBytes() const
{
    return m_pieces.memoryBytes() + m_scores.capacity() * qint64(sizeof(float)) + m_types.capacity()
        + m_merges.capacity() * qint64(sizeof(Merge)) + m_mergeSlots.capacity() * qint64(sizeof(qint32))
        + m_chatTemplate.capacity();
}
