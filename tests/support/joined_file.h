#pragma once

#include "store/gguf_join.h"

#include <QByteArray>
#include <QList>

/// The file that \a join makes of \a shards. Like a fresh part file it holds zeros where nobody writes.
inline QByteArray joinedFile(const GgufJoin &join, const QList<QByteArray> &shards)
{
    QByteArray file(join.bytes, '\0');
    file.replace(0, join.header.size(), join.header);
    for (qsizetype i = 0; i < shards.size(); ++i) {
        const GgufPlacement &placement = join.placements[i];
        file.replace(placement.begin, placement.bytes, shards[i].mid(placement.sourceBegin, placement.bytes));
    }
    return file;
}

/// Reads and joins whole shards.
inline Result<GgufJoin> joinWhole(const QList<QByteArray> &shards)
{
    QList<GgufShardHead> heads;
    for (const QByteArray &shard : shards) {
        const auto head = readShardHead(shard, shard.size());
        if (!head)
            return failWith(head);
        heads += **head;
    }
    return joinShards(heads);
}
