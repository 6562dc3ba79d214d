#pragma once

#include "store/gguf_shard_head.h"

/// Where the tensor data of one shard goes. All in bytes.
struct GgufPlacement {
    qint64 sourceBegin = 0; ///< in the shard
    qint64 bytes = 0; ///< 0: the shard has no tensors
    qint64 begin = 0; ///< in the joined file
};

/// How the shards of a split model become one file, without ever needing room for both: the header is written, each
/// shard's data goes straight to its place, and all other bytes up to the end are zeros.
struct GgufJoin {
    QByteArray header; ///< the joined file's first bytes, up to the tensor data
    QList<GgufPlacement> placements; ///< one a shard, in their order; they do not overlap
    qint64 bytes = 0; ///< of the joined file
};

/// Joins the shards of one model, given in their order, as llama-gguf-split --merge does: the first shard's key-values
/// without those of the split, then the tensors of all. Each shard's data stays one block.
/// Error: NotGguf, saying which shard does not belong to the others and why; Unsupported when together they are more
/// than this program reads, or lie in a way that Shimmy would not load.
Result<GgufJoin> joinShards(const QList<GgufShardHead> &shards);
