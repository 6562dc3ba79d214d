#pragma once

#include <QByteArrayView>

#include <optional>

/// How byte-level BPE cuts a text into the words that it merges within: one of the regular expressions of llama.cpp,
/// matched by hand, for the runs may be as long as the prompt.
enum class WordRule {
    Gpt2,
    DigitsThenGpt2, ///< every number character is a word, and the rest is cut as by Gpt2
    Llama3, ///< numbers by up to three
    Qwen2, ///< numbers one by one
};

/// What tokenizer.ggml.pre stands for.
struct PreTokenizer {
    WordRule rule = WordRule::Gpt2;
    bool ignoresMerges = false; ///< a word that is a token is that token, whatever the merges say
    bool addsBos = false; ///< unless the file says otherwise
    bool hasDefaultBos = true;
};

/// Nothing: the name is unknown here, or stands for a rule that is not followed exactly.
std::optional<PreTokenizer> preTokenizerNamed(QByteArrayView name);

/// \a text as llama.cpp takes it: each byte that begins no character becomes U+FFFD, and what is coded longer than it
/// needs to be is coded shortly. Valid UTF-8 stays as it is.
QByteArray repairedUtf8(QByteArrayView text);

/// Goes over the words of a text, which are all of it.
class WordSplitter {
public:
    /// \a text comes from repairedUtf8() and stays alive.
    WordSplitter(QByteArrayView text, WordRule rule);
    /// The next word; empty: there is none.
    QByteArrayView next();

private:
    QByteArrayView m_text;
    QByteArrayView m_part; // of m_text: words end where it ends
    WordRule m_rule;
};
