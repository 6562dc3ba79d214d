#include "gguf_writer.h"

#include <QtEndian>

namespace {

enum Type : quint32 { U16 = 2, U32 = 4, I32 = 5, F32 = 6, Bool = 7, Text = 8, Array = 9 };

} // namespace

QByteArray GgufWriter::padded(const QByteArray &bytes) const
{
    const auto alignment = static_cast<qsizetype>(m_alignment);
    return bytes + QByteArray((alignment - bytes.size() % alignment) % alignment, '\0');
}

template <class T>
QByteArray GgufWriter::number(T value)
{
    QByteArray bytes(sizeof(T), Qt::Uninitialized);
    qToLittleEndian(value, bytes.data());
    return bytes;
}

template QByteArray GgufWriter::number<quint16>(quint16);
template QByteArray GgufWriter::number<quint32>(quint32);
template QByteArray GgufWriter::number<quint64>(quint64);
template QByteArray GgufWriter::number<qint32>(qint32);
template QByteArray GgufWriter::number<float>(float);

QByteArray GgufWriter::text(const QByteArray &value)
{
    return number(static_cast<quint64>(value.size())) + value;
}

void GgufWriter::addRaw(const QByteArray &key, quint32 type, const QByteArray &value)
{
    m_keys += text(key) + number(type) + value;
    ++m_keyCount;
}

void GgufWriter::addText(const QByteArray &key, const QByteArray &value)
{
    addRaw(key, Text, text(value));
}

void GgufWriter::addNumber(const QByteArray &key, quint32 value)
{
    addRaw(key, U32, number(value));
}

void GgufWriter::addShort(const QByteArray &key, quint16 value)
{
    addRaw(key, U16, number(value));
}

void GgufWriter::addSigned(const QByteArray &key, qint32 value)
{
    addRaw(key, I32, number(value));
}

void GgufWriter::addFloat(const QByteArray &key, float value)
{
    addRaw(key, F32, number(value));
}

void GgufWriter::addFlag(const QByteArray &key, bool value)
{
    addRaw(key, Bool, QByteArray(1, value ? '\1' : '\0'));
}

void GgufWriter::addTexts(const QByteArray &key, const QList<QByteArray> &values)
{
    QByteArray array = number(quint32(Text)) + number(static_cast<quint64>(values.size()));
    for (const QByteArray &value : values)
        array += text(value);
    addRaw(key, Array, array);
}

void GgufWriter::addFloats(const QByteArray &key, const QList<float> &values)
{
    QByteArray array = number(quint32(F32)) + number(static_cast<quint64>(values.size()));
    for (const float value : values)
        array += number(value);
    addRaw(key, Array, array);
}

void GgufWriter::addNumbers(const QByteArray &key, const QList<qint32> &values)
{
    QByteArray array = number(quint32(I32)) + number(static_cast<quint64>(values.size()));
    for (const qint32 value : values)
        array += number(value);
    addRaw(key, Array, array);
}

void GgufWriter::addTensor(const QByteArray &name, const QList<quint64> &shape, const QByteArray &bytes)
{
    addTypedTensor(name, shape, 0, bytes);
}

void GgufWriter::addTypedTensor(const QByteArray &name, const QList<quint64> &shape, quint32 type,
                                const QByteArray &bytes, std::optional<quint64> offset)
{
    m_tensors += Tensor{name, shape, padded(bytes), type, offset};
}

void GgufWriter::setAlignment(quint32 alignment)
{
    addNumber("general.alignment", alignment);
    m_alignment = alignment;
}

QByteArray GgufWriter::bytes(quint64 tensorCount, quint64 keyCount, quint32 version) const
{
    QByteArray head = "GGUF" + number(version)
        + number(tensorCount ? tensorCount : static_cast<quint64>(m_tensors.size()))
        + number(keyCount ? keyCount : m_keyCount) + m_keys;
    quint64 offset = 0;
    for (const Tensor &tensor : m_tensors) {
        head += text(tensor.name) + number(static_cast<quint32>(tensor.shape.size()));
        for (const quint64 dimension : tensor.shape)
            head += number(dimension);
        head += number(tensor.type) + number(tensor.offset.value_or(offset));
        offset += static_cast<quint64>(tensor.data.size());
    }
    head = padded(head);
    for (const Tensor &tensor : m_tensors)
        head += tensor.data;
    return head;
}

QList<GgufWriter> GgufWriter::split(const QList<qsizetype> &tensorsPerShard) const
{
    QList<GgufWriter> shards;
    qsizetype next = 0;
    for (const qsizetype count : tensorsPerShard) {
        GgufWriter shard;
        if (shards.isEmpty()) {
            shard.m_keys = m_keys;
            shard.m_keyCount = m_keyCount;
            shard.m_alignment = m_alignment;
        } else if (m_alignment != 32) {
            shard.setAlignment(m_alignment);
        }
        shard.addShort("split.no", static_cast<quint16>(shards.size()));
        shard.addShort("split.count", static_cast<quint16>(tensorsPerShard.size()));
        shard.addSigned("split.tensors.count", static_cast<qint32>(m_tensors.size()));
        shard.m_tensors = m_tensors.mid(next, count);
        next += count;
        shards += shard;
    }
    return shards;
}
