#pragma once

#include "prompt/vocabulary.h"

#include <array>

/// The tokens that stand for themselves where a prompt has their text: control, user-defined and unknown tokens. Finds
/// them as llama.cpp does: the longest token everywhere, from the left, then the next one in what is left. Immutable.
class SpecialTokens {
public:
    /// A token, or a text when \a token is Vocabulary::none.
    struct Fragment {
        qint32 token = Vocabulary::none;
        QByteArrayView text;
    };

    /// Keeps a reference to \a vocabulary, whose owner keeps it alive.
    explicit SpecialTokens(const Vocabulary &vocabulary);
    /// Whether all of them are short enough to be looked for.
    bool isComplete() const { return m_isComplete; }
    /// What \a text, of less than 2^31 bytes, consists of. Needs up to 9 bytes of memory a byte of it.
    QList<Fragment> partition(QByteArrayView text) const;

private:
    struct Match {
        qint32 entry = -1; ///< in m_sorted
        qsizetype bytes = 0;
    };
    Match longestAt(QByteArrayView text) const;

    const Vocabulary &m_vocabulary;
    QList<qint32> m_sorted; // tokens by their text
    QList<qint32> m_ranks; // of the entries of m_sorted: 0 is looked for first
    QList<bool> m_strips; // of the entries of m_sorted: white space behind it is dropped
    std::array<qint32, 257> m_firsts{}; // where the entries with each first byte begin
    bool m_isComplete = true;
};
