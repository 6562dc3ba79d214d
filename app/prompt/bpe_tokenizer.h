#pragma once

#include "prompt/pre_tokenizer.h"
#include "prompt/tokenizer.h"

#include <array>
#include <vector>

/// Byte-level BPE as llama.cpp does it: within each word, neighbouring pieces are merged by the rank of their merge.
class BpeTokenizer final : public Tokenizer {
public:
    BpeTokenizer(std::shared_ptr<const Vocabulary> vocabulary, const PreTokenizer &preTokenizer);

protected:
    void append(QByteArrayView text, bool followsSpecial, QList<qint32> &tokens) const override;
    qsizetype regexMatchIn(QByteArrayView text) const override;

private:
    /// A piece of a word, in a chain with its neighbours. Negative numbers stand for none.
    struct Symbol {
        qint32 previous;
        qint32 next;
        qint32 piece; ///< -1: it was merged into the one before
    };
    struct Pair {
        qint32 rank;
        qint32 left; ///< the one behind it is its next
        bool operator<(const Pair &other) const
        {
            return rank > other.rank || (rank == other.rank && left > other.left);
        }
    };
    /// What one call works on, kept from word to word.
    struct Work {
        std::vector<Symbol> symbols;
        std::vector<Pair> pairs; ///< a heap
    };

    qint32 wholeWord(QByteArrayView word) const;
    void consider(Work &work, qint32 left) const;
    void merge(Work &work) const;
    void appendPiece(qint32 piece, QList<qint32> &tokens) const;

    PreTokenizer m_preTokenizer;
    std::array<QByteArray, 256> m_byteTexts; // as a vocabulary writes each byte
    std::array<qint32, 256> m_bytePieces{}; // their pieces; below -1: of a byte that no token and no merge has
};
