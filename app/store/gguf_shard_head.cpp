#include "store/gguf_shard_head.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

/// The value of one of the keys that number a shard.
qint64 readSplitNumber(GgufReader &reader, GgufKeys &keys)
{
    const QByteArray key = keys.key();
    const auto value = keys.readInteger();
    if (!value || *value < 0)
        reader.refuse(u"its %1 is not a number of the kind that counts"_s.arg(QString::fromLatin1(key)));
    return value.value_or(0);
}

void readKeys(GgufReader &reader, quint64 count, QByteArrayView prefix, GgufShardHead &head)
{
    for (GgufKeys keys(reader, count); keys.next();) {
        if (keys.key() == "general.alignment")
            head.alignment = keys.readAlignment();
        else if (keys.key() == "split.no")
            head.number = readSplitNumber(reader, keys);
        else if (keys.key() == "split.count")
            head.count = readSplitNumber(reader, keys);
        else if (keys.key() == "split.tensors.count")
            head.tensorCount = readSplitNumber(reader, keys);
        else
            keys.skipValue();
        if (reader.failed())
            return;
        head.keyValues +=
            GgufKeyValue{keys.key(), prefix.sliced(keys.begin(), reader.position() - keys.begin()).toByteArray()};
    }
}

/// Reads the tensors and where their data is.
void readTensors(GgufReader &reader, quint64 count, qint64 fileBytes, GgufShardHead &head)
{
    quint64 end = 0;
    bool endIsKnown = true;
    for (GgufTensors tensors(reader, count, head.alignment); tensors.next();) {
        head.tensors += tensors.tensor();
        end = std::max(end, tensors.tensor().end());
        endIsKnown = endIsKnown && tensors.tensor().bytes.has_value();
    }
    if (reader.failed())
        return;
    head.dataBegin = alignedUp(reader.position(), head.alignment);
    const qint64 room = fileBytes - head.dataBegin;
    if (head.tensors.isEmpty())
        return; // not even the padding behind the head need be there
    if (room < 0 || end > static_cast<quint64>(room)) {
        // The sum cannot overflow: a head is small, and a tensor ends before 2^63.
        reader.refuse(
            u"it is truncated: its tensors need %1 bytes, it has %2"_s.arg(static_cast<quint64>(head.dataBegin) + end)
                .arg(fileBytes));
        return;
    }
    head.dataBytes = endIsKnown ? static_cast<qint64>(end) : room;
}

} // namespace

Result<std::optional<GgufShardHead>> readShardHead(QByteArrayView prefix, qint64 fileBytes)
{
    GgufPrefixSource source(QByteArray::fromRawData(prefix.data(), prefix.size()), fileBytes);
    GgufReader reader(source, maxGgufShardHeadBytes);
    const GgufPreamble preamble = readGgufPreamble(reader, reader.u32());
    GgufShardHead head;
    head.version = preamble.version;
    readKeys(reader, preamble.keyCount, prefix, head);
    readTensors(reader, preamble.tensorCount, fileBytes, head);
    if (reader.state() == GgufReader::State::NeedsMore)
        return std::nullopt;
    if (reader.failed())
        return fail(ErrorKind::NotGguf, u"The file is not a valid GGUF model: %1"_s.arg(reader.reason()),
                    u"choose another file of the repo, or ask its owner"_s);
    return head;
}
