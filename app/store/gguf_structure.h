#pragma once

#include "store/gguf_reader.h"

#include <QByteArray>
#include <QSet>
#include <QVarLengthArray>

#include <optional>

// The parts of a GGUF header in the order of the file, each read within the limits that a file from anybody needs.
// Damage goes to the reader: its reason() says what is wrong.

inline constexpr qint64 maxGgufHeaderBytes = 256 << 20;
inline constexpr quint64 maxGgufKeys = 100'000;
inline constexpr quint64 maxGgufTensors = 1'000'000;
inline constexpr quint64 defaultGgufAlignment = 32;

/// "GGUF" on disk, read as a little-endian number.
inline constexpr quint32 ggufMagic = 0x46554747;

/// What stands before the key-values.
struct GgufPreamble {
    quint32 version = 0;
    quint64 tensorCount = 0;
    quint64 keyCount = 0;
};

/// Reads what follows \a magic, the file's first four bytes.
GgufPreamble readGgufPreamble(GgufReader &reader, quint32 magic);

/// What an array begins with; its elements follow in the file.
struct GgufArray {
    quint32 type = 0; ///< of the elements, a GgufValue
    quint64 count = 0; ///< at most 1,000,000
};

/// Walks over the key-values. Refuses a key that comes twice, as llama.cpp does.
class GgufKeys {
public:
    GgufKeys(GgufReader &reader, quint64 count);
    /// Goes to the next key-value, and stands before its value, which one of the functions below has to read.
    /// False: there is none, or the reader failed.
    bool next();
    const QByteArray &key() const { return m_key; }
    /// Where the key-value begins in the file.
    qint64 begin() const { return m_begin; }

    void skipValue();
    /// An integer of any width; nothing for a value of another type, or one that is larger than a signed number holds.
    std::optional<qint64> readInteger();
    /// The first 200 characters of a text; empty for a value of another type.
    QString readText();
    /// The bytes of a text, or no more than the first \a keptBytes of it; empty for a value of another type.
    QByteArray readBytes(quint64 keptBytes);
    /// A truth value; nothing for a value of another type.
    std::optional<bool> readFlag();
    /// The head of an array, whose elements the caller has to read, all of them, from the reader. Nothing: the value
    /// was of another type, or the array cannot be.
    std::optional<GgufArray> readArrayHead();
    /// The value of general.alignment.
    quint64 readAlignment();

private:
    void skipArray();

    GgufReader &m_reader;
    quint64 m_left;
    qint64 m_begin = 0;
    QByteArray m_key;
    quint32 m_type = 0;
    quint64 m_keyBytes = 0;
    QSet<QByteArray> m_seen;
};

/// One row of the table of tensors.
struct GgufTensor {
    QByteArray name;
    QVarLengthArray<quint64, 4> dimensions; ///< the fastest one first
    quint32 type = 0;
    quint64 offset = 0; ///< from the start of the tensor data; a multiple of the alignment
    quint64 weights = 1; ///< the product of the dimensions; fits a signed number
    std::optional<quint64> bytes; ///< nothing: of a type that this reader does not know

    /// Where its data ends, as far as is known.
    quint64 end() const { return offset + bytes.value_or(0); }
};

/// Walks over the table of tensors. Refuses a name that comes twice, as llama.cpp does.
class GgufTensors {
public:
    GgufTensors(GgufReader &reader, quint64 count, quint64 alignment);
    /// Reads the next tensor. False: there is none, or the reader failed.
    bool next();
    const GgufTensor &tensor() const { return m_tensor; }

private:
    void readDimensions();
    void readPlace();

    GgufReader &m_reader;
    quint64 m_left;
    quint64 m_alignment;
    GgufTensor m_tensor;
    QSet<QByteArray> m_seen;
};

/// A key or a tensor's name as it may stand in a message.
QString quoted(const QByteArray &name);

/// \a position, moved up to a multiple of \a alignment. Both are small: positions in a header.
qint64 alignedUp(qint64 position, quint64 alignment);
