#include "require.h"
#include "store/gguf_join.h"

#include <QtEndian>

#include <algorithm>
#include <limits>

namespace {

struct Shard {
    QByteArrayView prefix;
    qint64 fileBytes;
};

constexpr qint64 mostBytes = std::numeric_limits<qint64>::max();
constexpr qsizetype mostShards = 8;

/// Takes the input apart. Before the known start of each shard stand its length, in two bytes, and in four how much
/// longer the file is: 27 bits, moved by the other five; all ones are a file as large as can be.
QList<Shard> shardsOf(QByteArrayView input)
{
    QList<Shard> shards;
    while (input.size() >= 6 && shards.size() < mostShards) {
        const qsizetype known = std::min<qsizetype>(qFromLittleEndian<quint16>(input.data()), input.size() - 6);
        const quint32 longer = qFromLittleEndian<quint32>(input.data() + 2);
        const qint64 fileBytes = longer == 0xffffffff ? mostBytes : known + (qint64(longer >> 5) << (longer & 31));
        shards += Shard{input.sliced(6, known), fileBytes};
        input = input.sliced(6 + known);
    }
    return shards;
}

void checkHead(const GgufShardHead &head, const Shard &shard)
{
    REQUIRE(head.dataBegin % static_cast<qint64>(head.alignment) == 0);
    REQUIRE(head.dataBytes >= 0);
    REQUIRE(head.tensors.isEmpty() || head.dataBegin <= shard.fileBytes);
    REQUIRE(head.tensors.isEmpty() || head.dataBytes <= shard.fileBytes - head.dataBegin);
    for (const GgufTensor &tensor : head.tensors)
        REQUIRE(tensor.end() <= static_cast<quint64>(head.dataBytes));
    // A shorter start asks for more, or says the same.
    const auto early = readShardHead(shard.prefix.first(shard.prefix.size() / 2), shard.fileBytes);
    REQUIRE(early && (!*early || (*early)->dataBegin == head.dataBegin));
}

void checkJoin(const GgufJoin &join, const QList<GgufShardHead> &heads)
{
    // What was made reads as one file that is not split, with the tensors of all shards where their data goes.
    const auto read = readShardHead(join.header, join.bytes);
    REQUIRE(read && *read);
    const GgufShardHead &joined = **read;
    REQUIRE(joined.dataBegin == join.header.size());
    REQUIRE(!joined.number && !joined.count && !joined.tensorCount);
    REQUIRE(join.placements.size() == heads.size());
    qint64 end = join.header.size();
    qsizetype index = 0;
    for (qsizetype i = 0; i < heads.size(); ++i) {
        const GgufPlacement &placement = join.placements[i];
        REQUIRE(placement.begin >= end && placement.bytes <= join.bytes - placement.begin);
        end = placement.begin + placement.bytes;
        REQUIRE(placement.sourceBegin == heads[i].dataBegin && placement.bytes == heads[i].dataBytes);
        for (const GgufTensor &tensor : heads[i].tensors) {
            const GgufTensor &moved = joined.tensors[index++];
            REQUIRE(moved.name == tensor.name && moved.type == tensor.type && moved.dimensions == tensor.dimensions);
            REQUIRE(joined.dataBegin + static_cast<qint64>(moved.offset)
                    == placement.begin + static_cast<qint64>(tensor.offset));
        }
    }
    REQUIRE(index == joined.tensors.size());
}

} // namespace

/// The input is the starts of several shards.
extern "C" int LLVMFuzzerTestOneInput(const quint8 *input, size_t size);

int LLVMFuzzerTestOneInput(const quint8 *input, size_t size)
{
    QList<GgufShardHead> heads;
    for (const Shard &shard : shardsOf(QByteArrayView(input, static_cast<qsizetype>(size)))) {
        const auto head = readShardHead(shard.prefix, shard.fileBytes);
        REQUIRE(!head || *head || shard.prefix.size() < shard.fileBytes);
        if (!head || !*head)
            continue;
        checkHead(**head, shard);
        heads += **head;
    }
    if (const auto join = joinShards(heads))
        checkJoin(*join, heads);
    return 0;
}
