#pragma once

#include "gguf_writer.h"

#include <QByteArray>
#include <QList>
#include <QString>

enum TokenKind : qint32 { Normal = 1, Unknown = 2, Control = 3, UserDefined = 4, Byte = 6 };

/// The tokens that a test makes a vocabulary of.
struct Tokens {
    QList<QByteArray> texts;
    QList<float> scores;
    QList<qint32> types;

    void add(const QByteArray &text, float score = 0, TokenKind type = Normal)
    {
        texts += text;
        scores += score;
        types += type;
    }
};

inline constexpr qint32 firstByte = 3; // the token of the byte 0 in the SentencePiece vocabulary

inline Tokens spmTokens()
{
    Tokens tokens;
    tokens.add("<unk>", 0, Unknown);
    tokens.add("<s>", 0, Control);
    tokens.add("</s>", 0, Control);
    for (int byte = 0; byte < 256; ++byte)
        tokens.add("<0x" + QByteArray::number(byte, 16).toUpper().rightJustified(2, '0') + '>', 0, Byte);
    tokens.add("▁", -10); // 259
    tokens.add("a", -11);
    tokens.add("b", -12);
    tokens.add("c", -13);
    tokens.add("ab", -1); // 263
    tokens.add("bc", -2);
    tokens.add("abc", -3);
    tokens.add("▁a", -0.5f); // 266
    tokens.add("é", -20);
    tokens.add("<|x|>", 0, Control); // 268
    tokens.add("<tool>", 0, UserDefined);
    tokens.add("<tool>s", 0, UserDefined); // 270
    tokens.add("aa", -4);
    tokens.add("\n\n", 0, UserDefined); // 272
    tokens.add("\n\n\n", 0, UserDefined);
    return tokens;
}

/// Of GPT-2: the printable bytes stand for themselves, the others for what comes from U+0100 on. The token of a byte
/// has its number.
inline Tokens bpeTokens()
{
    Tokens tokens;
    ushort next = 0x100;
    for (ushort byte = 0; byte < 256; ++byte) {
        const bool isPrintable =
            (byte >= '!' && byte <= '~') || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
        tokens.add(QString(QChar(isPrintable ? byte : next++)).toUtf8());
    }
    for (const char *text : {"Ġa", "ab", "12", "123", "ĊĊ"}) // 256 to 260
        tokens.add(text);
    tokens.add("<|x|>", 0, Control); // 261
    tokens.add("xyz"); // of no merge
    tokens.add("'S"); // 263
    return tokens;
}

inline const QList<QByteArray> bpeMerges = {"Ġ a", "a b", "1 2", "12 3", "Ċ Ċ", "' S"};

inline void addTokens(GgufWriter &writer, const Tokens &tokens)
{
    writer.addTexts("tokenizer.ggml.tokens", tokens.texts);
    writer.addFloats("tokenizer.ggml.scores", tokens.scores);
    writer.addNumbers("tokenizer.ggml.token_type", tokens.types);
}

inline GgufWriter spmWriter(const Tokens &tokens = spmTokens())
{
    GgufWriter writer;
    writer.addText("general.architecture", "llama");
    writer.addText("tokenizer.ggml.model", "llama");
    addTokens(writer, tokens);
    return writer;
}

inline GgufWriter bpeWriter(const QByteArray &preTokenizer, const Tokens &tokens = bpeTokens())
{
    GgufWriter writer;
    writer.addText("general.architecture", "llama");
    writer.addText("tokenizer.ggml.model", "gpt2");
    writer.addText("tokenizer.ggml.pre", preTokenizer);
    addTokens(writer, tokens);
    writer.addTexts("tokenizer.ggml.merges", bpeMerges);
    writer.addNumber("tokenizer.ggml.bos_token_id", 261);
    return writer;
}
