#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

/// How a tiny model is made.
struct TinyGgufOptions {
    qint64 minimumBytes = 0; ///< the feed-forward layer is widened until the file is at least this large
    QByteArray name = "tiny-markov"; ///< general.name
    QByteArray chatTemplate = {}; ///< tokenizer.chat_template; none when empty
    bool runsOn = false; ///< a prompt that ends in a line feed is answered as one that ends in L
};

/// A llama-architecture GGUF that real Shimmy loads in milliseconds and answers from predictably: attention and
/// feed-forward outputs are zero, so the residual stream stays the one-hot embedding of the last token, and the
/// output matrix maps each token to its follower. It is a Markov chain:
///
///   any prompt that ends in a line feed is answered " Hello, world!!" in four tokens, and ends; one that ends in
///   L  runs through " w0" … " w79" without end        E  gives an emoji as four byte tokens
///   C  gives a control token in the middle            I  gives <|im_end|> as a token
///   N  gives line feeds inside tokens                 X  gives <|im_end|> spelled out over two tokens
///   U  gives STOP over two tokens                     Q  ends at once
QByteArray tinyGgufBytes(const TinyGgufOptions &options = {});

/// The model of tinyGgufBytes(), which has 12 tensors, split as the Hub's large models are.
QList<QByteArray> tinyGgufShards(const QList<qsizetype> &tensorsPerShard);

/// Writes tinyGgufBytes() to \a path.
bool writeTinyGguf(const QString &path, const TinyGgufOptions &options = {});

/// Writes a structurally complete GGUF of exactly \a totalBytes as a sparse file: one tensor of zeros fills it.
/// Not a model that could answer. \a totalBytes must be at least 4096 and a multiple of 32.
bool writeSparseGguf(const QString &path, qint64 totalBytes);

/// GGUF files that must never reach Shimmy.
enum class DamagedGguf {
    Truncated, ///< a good file without its last kilobyte
    WrongMagic,
    OnlyMagic,
    Version1,
    BigEndian,
    AbsurdTensorCount,
    AbsurdKeyCount,
    EndlessString, ///< a string of 2^60 bytes
    NestedArrays,
    OddAlignment,
    OverflowingShape, ///< dimensions whose product is more than 2^64
    FiveDimensions,
};
QByteArray damagedGgufBytes(DamagedGguf damage);
