#include "store/gguf_join.h"

#include <QSet>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace {

QString advice()
{
    return u"choose a quantization that comes as one file, or ask the repo's owner to upload it again"_s;
}

tl::unexpected<Error> doNotFit(const QString &why)
{
    return fail(ErrorKind::NotGguf, u"The parts of the split model do not belong together: %1"_s.arg(why), advice());
}

tl::unexpected<Error> tooLarge(const QString &what)
{
    return fail(ErrorKind::Unsupported, u"The split model is too large: %1"_s.arg(what), advice());
}

/// Whether \a shard can be the part number \a index of as many as \a shards, which is not empty.
Result<void> checkShard(const GgufShardHead &shard, qsizetype index, const QList<GgufShardHead> &shards)
{
    const GgufShardHead &first = shards.first();
    const qsizetype part = index + 1; // as people and file names count
    if (!shard.number || !shard.count || !shard.tensorCount)
        return doNotFit(u"part %1 does not say which part of which model it is"_s.arg(part));
    if (*shard.count != shards.size())
        return doNotFit(
            u"part %1 says that there are %2 parts, but there are %3"_s.arg(part).arg(*shard.count).arg(shards.size()));
    if (*shard.number != index)
        return doNotFit(u"part %1 says that it is part %2"_s.arg(part).arg(static_cast<quint64>(*shard.number) + 1));
    if (*shard.tensorCount != *first.tensorCount)
        return doNotFit(u"part %1 says that the model has %2 tensors, part 1 says %3"_s.arg(part)
                            .arg(*shard.tensorCount)
                            .arg(*first.tensorCount));
    if (shard.version != first.version)
        return doNotFit(
            u"part %1 is of version %2, part 1 of version %3"_s.arg(part).arg(shard.version).arg(first.version));
    if (shard.alignment != first.alignment)
        return doNotFit(u"the alignment of part %1 is %2, that of part 1 is %3"_s.arg(part)
                            .arg(shard.alignment)
                            .arg(first.alignment));
    return {};
}

Result<void> checkTensors(const QList<GgufShardHead> &shards)
{
    qint64 count = 0;
    for (const GgufShardHead &shard : shards)
        count += shard.tensors.size();
    if (count != *shards.first().tensorCount)
        return doNotFit(
            u"they have %1 tensors together, but the model has %2"_s.arg(count).arg(*shards.first().tensorCount));
    if (count == 0)
        return doNotFit(u"they have no tensors"_s);
    if (count > static_cast<qint64>(maxGgufTensors))
        return tooLarge(u"it has %1 tensors"_s.arg(count));
    QSet<QByteArray> names;
    names.reserve(count);
    for (qsizetype i = 0; i < shards.size(); ++i) {
        for (const GgufTensor &tensor : shards[i].tensors) {
            const auto seenBefore = names.size();
            names.insert(tensor.name);
            if (names.size() == seenBefore)
                return doNotFit(u"the tensor %1 of part %2 is in an earlier part, too"_s.arg(quoted(tensor.name),
                                                                                             QString::number(i + 1)));
        }
    }
    return {};
}

/// Whether each tensor of part \a part begins where the one before it ends: llama.cpp computes the offsets itself, and
/// refuses a file that has others. A tensor of unknown size ends the check.
Result<void> checkOrder(const GgufShardHead &shard, qsizetype part)
{
    quint64 expected = 0;
    for (const GgufTensor &tensor : shard.tensors) {
        if (tensor.offset != expected)
            return fail(
                ErrorKind::Unsupported,
                u"Shimmy could not load the model: the tensor %1 of part %2 is not where the one before it ends"_s.arg(
                    quoted(tensor.name), QString::number(part)),
                advice());
        if (!tensor.bytes)
            return {};
        expected = (tensor.end() + shard.alignment - 1) / shard.alignment * shard.alignment;
    }
    return {};
}

/// Moves \a position behind \a bytes more and up to the alignment. False: the sum is more than a file can have.
bool advance(qint64 &position, qint64 bytes, quint64 alignment)
{
    qint64 end = 0;
    if (__builtin_add_overflow(position, bytes, &end)
        || __builtin_add_overflow(end, static_cast<qint64>(alignment) - 1, &end))
        return false;
    position = end - end % static_cast<qint64>(alignment);
    return true;
}

template <class T>
void append(QByteArray &bytes, T value)
{
    char encoded[sizeof(T)];
    qToLittleEndian(value, encoded);
    bytes.append(encoded, sizeof(T));
}

void appendTensor(QByteArray &header, const GgufTensor &tensor, qint64 base)
{
    append(header, static_cast<quint64>(tensor.name.size()));
    header += tensor.name;
    append(header, static_cast<quint32>(tensor.dimensions.size()));
    for (const quint64 dimension : tensor.dimensions)
        append(header, dimension);
    append(header, tensor.type);
    append(header, tensor.offset + static_cast<quint64>(base));
}

/// The header of the joined file; \a bases says where each shard's data begins, counted from the start of all data.
Result<QByteArray> joinedHeader(const QList<GgufShardHead> &shards, const QList<qint64> &bases)
{
    const GgufShardHead &first = shards.first();
    QByteArray keyValues;
    quint64 keyCount = 0;
    for (const GgufKeyValue &keyValue : first.keyValues) {
        if (keyValue.key.startsWith("split."))
            continue;
        keyValues += keyValue.bytes;
        ++keyCount;
    }
    QByteArray header("GGUF");
    append(header, first.version);
    append(header, static_cast<quint64>(*first.tensorCount));
    append(header, keyCount);
    header += keyValues;
    for (qsizetype i = 0; i < shards.size(); ++i) {
        for (const GgufTensor &tensor : shards[i].tensors)
            appendTensor(header, tensor, bases[i]);
    }
    if (header.size() > maxGgufHeaderBytes)
        return tooLarge(u"its header would have %1 bytes"_s.arg(header.size()));
    header.append(alignedUp(header.size(), first.alignment) - header.size(), '\0');
    return header;
}

} // namespace

Result<GgufJoin> joinShards(const QList<GgufShardHead> &shards)
{
    if (shards.isEmpty())
        return doNotFit(u"there are none"_s);
    for (qsizetype i = 0; i < shards.size(); ++i) {
        if (const auto checked = checkShard(shards[i], i, shards); !checked)
            return failWith(checked);
    }
    if (const auto checked = checkTensors(shards); !checked)
        return failWith(checked);
    for (qsizetype i = 0; i < shards.size(); ++i) {
        if (const auto checked = checkOrder(shards[i], i + 1); !checked)
            return failWith(checked);
    }

    // Padded to the alignment and no further, so that also the first tensor of a shard is where llama.cpp wants it.
    const quint64 alignment = shards.first().alignment;
    QList<qint64> bases;
    qint64 dataBytes = 0;
    for (const GgufShardHead &shard : shards) {
        bases += dataBytes;
        if (!advance(dataBytes, shard.dataBytes, alignment))
            return tooLarge(u"its tensors end behind 2^63 bytes"_s);
    }
    auto header = joinedHeader(shards, bases);
    if (!header)
        return failWith(header);

    GgufJoin join;
    join.bytes = header->size();
    if (!advance(join.bytes, dataBytes, alignment))
        return tooLarge(u"its tensors end behind 2^63 bytes"_s);
    for (qsizetype i = 0; i < shards.size(); ++i) // each of them in front of the end
        join.placements += GgufPlacement{shards[i].dataBegin, shards[i].dataBytes, header->size() + bases[i]};
    join.header = *std::move(header);
    return join;
}
