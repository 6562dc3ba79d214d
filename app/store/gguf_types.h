#pragma once

#include <QtGlobal>

/// The types that a key's value may have.
namespace GgufValue {
enum Type : quint32 { U8, I8, U16, I16, U32, I32, F32, Bool, String, Array, U64, I64, F64 };
}

/// Bytes of a value of the fixed-width \a type; 0 for texts, arrays and unknown types.
quint64 ggufValueBytes(quint32 type);

/// How a tensor type packs weights.
struct GgufBlock {
    quint64 weights; ///< 0: a type that this reader does not know
    quint64 bytes;
};

/// The block of the tensor type with the number \a type.
GgufBlock ggufBlock(quint32 type);
