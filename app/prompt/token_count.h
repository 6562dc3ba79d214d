#pragma once

#include <QByteArrayView>

class Tokenizer;
class Vocabulary;

/// How many tokens a prompt has for Shimmy.
struct TokenCount {
    qint64 tokens = 0;
    bool exact = false; ///< false: an estimate, of which the truth can be far away on both sides
};

/// Counts the tokens of \a utf8, those that are added in front and behind included; exact if \a tokenizer is. Without
/// one an estimate: a token for every four bytes, and those that \a vocabulary adds, or one if that is null as well.
TokenCount countTokens(const Tokenizer *tokenizer, const Vocabulary *vocabulary, QByteArrayView utf8);
