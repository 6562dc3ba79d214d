#pragma once

#include "prompt/special_tokens.h"
#include "prompt/vocabulary.h"

#include <QByteArrayView>
#include <QList>

#include <memory>

/// Makes of a text the tokens that Shimmy's llama.cpp makes of it as a prompt: the vocabulary's first and last token
/// are added, and special tokens written out in it count as one each. Immutable: any thread may ask, and several at
/// once.
class Tokenizer {
public:
    /// What longestRegexMatch() may be without danger to Shimmy; 6,000 was still safe in Shimmy 1.8.1.
    static constexpr qsizetype safeRegexMatch = 5000;

    virtual ~Tokenizer() = default;

    /// The tokenizer that \a vocabulary needs: SentencePiece, or byte-level BPE with a pre-tokenizer that is known
    /// here. Null for others.
    static std::unique_ptr<Tokenizer> create(std::shared_ptr<const Vocabulary> vocabulary);

    /// Whether the tokens are those of llama.cpp for every text. Not so for vocabularies that it would correct in ways
    /// that cannot be foreseen, and for those that cannot express every byte.
    bool isExact() const { return m_isExact; }
    /// The tokens of \a utf8, of less than 2^29 bytes. Takes n log n steps, whatever the text is: half a second
    /// for 2 MiB of prose, a second and a half at the worst. Meanwhile it needs 10 bytes of memory for each byte of
    /// prose, and up to 75 where nothing cuts the text into words. Invalid UTF-8 is taken as llama.cpp takes it.
    QList<qint32> tokenize(QByteArrayView utf8) const;
    /// The most characters that llama.cpp matches in \a utf8 with one call of std::regex; 0 where it uses none. The
    /// recursion is as deep as that: Shimmy's thread overflows its stack of 2 MiB, and Shimmy ends, at some 6,500.
    /// Takes time as tokenize() does, and less memory.
    qsizetype longestRegexMatch(QByteArrayView utf8) const;
    const Vocabulary &vocabulary() const { return *m_vocabulary; }

protected:
    explicit Tokenizer(std::shared_ptr<const Vocabulary> vocabulary);
    /// Appends the tokens of \a text, in which no special token is sought. \a followsSpecial: it is the first, or
    /// stands behind a special token.
    virtual void append(QByteArrayView text, bool followsSpecial, QList<qint32> &tokens) const = 0;
    /// longestRegexMatch() of a \a text without special tokens.
    virtual qsizetype regexMatchIn(QByteArrayView text) const;
    void makeInexact() { m_isExact = false; }

private:
    Q_DISABLE_COPY_MOVE(Tokenizer)

    std::shared_ptr<const Vocabulary> m_vocabulary;
    SpecialTokens m_specialTokens;
    bool m_isExact = true;
};
