#pragma once

#include "base/result.h"
#include "store/gguf_structure.h"

#include <QList>

#include <optional>

/// One key-value of a GGUF file.
struct GgufKeyValue {
    QByteArray key;
    QByteArray bytes; ///< all of it as in the file: key, type and value
};

/// The head of one shard of a split model: everything before its tensor data.
/// Offsets and lengths are in bytes from the start of the shard, those of the tensors from dataBegin.
/// The most tensors that a head may have, maxGgufTensors, take some 250 MB here: who keeps the heads of many shards
/// adds their tensors up and stops there.
struct GgufShardHead {
    quint32 version = 0;
    quint64 alignment = defaultGgufAlignment;
    QList<GgufKeyValue> keyValues;
    QList<GgufTensor> tensors; ///< may be empty: some splitters keep the first shard small
    qint64 dataBegin = 0; ///< a multiple of the alignment
    /// Up to the furthest end of a tensor; what follows in the file is padding. With a tensor whose type is unknown,
    /// and so its size, all the rest of the file.
    qint64 dataBytes = 0;
    std::optional<qint64> number; ///< split.no, counted from 0
    std::optional<qint64> count; ///< split.count
    std::optional<qint64> tensorCount; ///< split.tensors.count: of all shards together
};

/// Once this much of a shard is known, its head is read or refused.
inline constexpr qint64 maxGgufShardHeadBytes = 64 << 20;

/// Reads the head of a shard of \a fileBytes bytes from \a prefix, its first bytes, and checks that the tensors fit
/// into the file. Nothing: the head goes on behind the prefix; fetch a longer one, best twice as long, so that the
/// work stays in proportion to the head. Error: NotGguf, saying what is wrong.
Result<std::optional<GgufShardHead>> readShardHead(QByteArrayView prefix, qint64 fileBytes);
