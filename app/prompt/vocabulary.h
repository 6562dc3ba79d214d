#pragma once

#include "base/result.h"
#include "prompt/text_table.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

class GgufSource;

/// A model's vocabulary and what else of its GGUF says how a prompt becomes tokens. Immutable, and so for any thread.
/// Read as Shimmy's llama.cpp reads it, whose defaults and corrections are part of the values. A vocabulary of 262,144
/// tokens takes about 7 MB (memoryBytes()), so that it can stay cached.
class Vocabulary {
public:
    /// The numbers are those of the file.
    enum class TokenType : quint8 { Undefined, Normal, Unknown, Control, UserDefined, Unused, Byte };

    /// One rule of BPE: of two neighbours, the piece that they become. The numbers are those of piece().
    struct Merge {
        qint32 left = -1;
        qint32 right = -1;
        qint32 merged = -1;
    };

    /// There is no such token.
    static constexpr qint32 none = -1;

    /// Reads \a ggufPath as far as its key-values go. Blocks; any thread. A model without a vocabulary has size() 0.
    /// Error: NotGguf, whose hint says what is wrong, or DiskFailed.
    static Result<std::shared_ptr<const Vocabulary>> read(const QString &ggufPath);
    /// The same from \a source, of which everything must be available.
    static Result<std::shared_ptr<const Vocabulary>> read(GgufSource &source);

    /// "llama" is SentencePiece, "gpt2" byte-level BPE; others are Shimmy's business alone.
    const QByteArray &model() const { return m_model; }
    /// How BPE cuts a text into words: "llama-bpe", "qwen2". Empty: not told.
    const QByteArray &preTokenizer() const { return m_preTokenizer; }
    const QString &architecture() const { return m_architecture; }
    /// Tokens that the model was trained for; 0: not told.
    qint64 contextLength() const { return m_contextLength; }
    /// The Jinja template, in UTF-8; empty when there is none, or it is longer than 1 MiB.
    const QByteArray &chatTemplate() const { return m_chatTemplate; }

    /// How many tokens there are: their numbers are 0 to size() - 1.
    qint32 size() const { return static_cast<qint32>(m_types.size()); }
    /// As the file has it: "▁the" in SentencePiece, "Ġthe" in BPE.
    QByteArrayView text(qint32 token) const { return m_pieces.at(token); }
    /// What SentencePiece merges by; 0 when the file has no scores.
    float score(qint32 token) const { return m_scores.isEmpty() ? 0 : m_scores.at(token); }
    TokenType type(qint32 token) const { return static_cast<TokenType>(m_types.at(token)); }
    /// The token whose text is exactly \a text, or none.
    qint32 find(QByteArrayView text) const;
    /// The bytes of the longest token.
    qsizetype longestTokenBytes() const { return m_longestTokenBytes; }
    /// The texts of the tokens of type Control, which no user should be able to write into a prompt.
    QStringList controlTokens() const;

    /// The tokens' texts, and behind them the texts that merges make and that are no tokens.
    QByteArrayView piece(qint32 number) const { return m_pieces.at(number); }
    /// The number of the piece \a text, below size() if it is a token; -1: neither a token nor made by any merge.
    qint32 findPiece(QByteArrayView text) const { return m_pieces.find(text); }
    /// The merge of the pieces \a left and \a right, as its rank: the lowest is done first. -1: they do not merge.
    qint32 findMerge(qint32 left, qint32 right) const;
    const Merge &merge(qint32 rank) const { return m_merges.at(rank); }
    bool hasMerges() const { return m_hasMerges; }

    /// none, where the file names no such token and its kind of tokenizer has none by default.
    qint32 bosToken() const { return m_bos; }
    qint32 eosToken() const { return m_eos; }
    /// The end of a turn: as the file says, or found by its text.
    qint32 eotToken() const { return m_eot; }
    qint32 unknownToken() const { return m_unknown; }
    bool addsBos() const { return m_addsBos; }
    bool addsEos() const { return m_addsEos; }
    /// Whether a text gets a space in front where it begins or follows a special token. SentencePiece only.
    bool addsSpacePrefix() const { return m_addsSpacePrefix; }
    /// Whether white space behind a special token is dropped, which llama.cpp knows by the model's name (Phi-3).
    bool stripsBehindSpecialTokens() const { return m_stripsBehindSpecialTokens; }
    /// Whether it is certain what llama.cpp takes for special tokens: it corrects some files by the tokens' texts, and
    /// in an order that can depend on chance.
    bool isUnambiguous() const { return m_isUnambiguous; }

    /// Bytes of memory that it holds.
    qint64 memoryBytes() const;

private:
    friend class VocabularyReader;
    Vocabulary() = default;
    qsizetype mergeSlot(qint32 left, qint32 right) const;

    QByteArray m_model;
    QByteArray m_preTokenizer;
    QString m_architecture;
    qint64 m_contextLength = 0;
    QByteArray m_chatTemplate;
    TextTable m_pieces;
    QList<float> m_scores;
    QByteArray m_types; // a TokenType each
    QList<Merge> m_merges; // by rank
    QList<qint32> m_mergeSlots; // rank + 1; 0: free. As many as a power of two.
    bool m_hasMerges = false;
    qsizetype m_longestTokenBytes = 0;
    qint32 m_bos = none;
    qint32 m_eos = none;
    qint32 m_eot = none;
    qint32 m_unknown = none;
    bool m_addsBos = false;
    bool m_addsEos = false;
    bool m_addsSpacePrefix = false;
    bool m_stripsBehindSpecialTokens = false;
    bool m_isUnambiguous = true;
};
