#include "store/gguf_structure.h"

#include "store/gguf_types.h"

#include <bit>
#include <limits>

using namespace Qt::StringLiterals;

namespace {

constexpr quint64 maxStringBytes = 10'000'000;
constexpr quint64 maxArrayElements = 1'000'000;
constexpr quint64 maxKeyBytes = 65'535; // the format's own limit
// All keys together: they are kept to find the one that comes twice.
constexpr quint64 maxAllKeyBytes = 16 << 20;
constexpr quint64 maxTensorNameBytes = 63;
constexpr quint64 maxAlignment = 1 << 20;
constexpr quint64 keptTextBytes = 800; // 200 characters of up to four bytes
constexpr auto maxSigned = static_cast<quint64>(std::numeric_limits<qint64>::max());

} // namespace

GgufPreamble readGgufPreamble(GgufReader &reader, quint32 magic)
{
    GgufPreamble preamble;
    if (magic != ggufMagic)
        reader.refuse(u"its first bytes are not GGUF"_s);
    preamble.version = reader.u32();
    if (preamble.version != 2 && preamble.version != 3) {
        reader.refuse((preamble.version & 0xffff) == 0 ? u"it has the other byte order"_s
                                                       : u"its format's version is %1"_s.arg(preamble.version));
    }
    preamble.tensorCount = reader.u64();
    if (preamble.tensorCount > maxGgufTensors)
        reader.refuse(u"it has %1 tensors"_s.arg(preamble.tensorCount));
    preamble.keyCount = reader.u64();
    if (preamble.keyCount > maxGgufKeys)
        reader.refuse(u"it has %1 keys"_s.arg(preamble.keyCount));
    return preamble;
}

GgufKeys::GgufKeys(GgufReader &reader, quint64 count)
    : m_reader(reader)
    , m_left(count)
{
}

bool GgufKeys::next()
{
    if (m_left == 0 || m_reader.failed())
        return false;
    --m_left;
    m_begin = m_reader.position();
    m_key = m_reader.string(maxKeyBytes);
    m_type = m_reader.u32();
    m_keyBytes += static_cast<quint64>(m_key.size());
    if (m_keyBytes > maxAllKeyBytes)
        m_reader.refuse(u"its keys alone are longer than %1 bytes"_s.arg(maxAllKeyBytes));
    if (m_reader.failed())
        return false;
    const auto seenBefore = m_seen.size();
    m_seen.insert(m_key);
    if (m_seen.size() == seenBefore)
        m_reader.refuse(u"it has the key %1 twice"_s.arg(quoted(m_key)));
    return !m_reader.failed();
}

void GgufKeys::skipValue()
{
    if (m_type == GgufValue::String)
        m_reader.skipString(maxStringBytes);
    else if (m_type == GgufValue::Array)
        skipArray();
    else if (const quint64 bytes = ggufValueBytes(m_type); bytes > 0)
        m_reader.skip(bytes);
    else
        m_reader.refuse(u"the value of %1 is of the unknown type %2"_s.arg(quoted(m_key), QString::number(m_type)));
}

void GgufKeys::skipArray()
{
    const auto array = readArrayHead();
    if (!array)
        return;
    if (array->type == GgufValue::String) {
        for (quint64 i = 0; i < array->count && !m_reader.failed(); ++i)
            m_reader.skipString(maxStringBytes);
    } else {
        m_reader.skip(ggufValueBytes(array->type) * array->count); // cannot overflow: both are small by now
    }
}

std::optional<GgufArray> GgufKeys::readArrayHead()
{
    if (m_type != GgufValue::Array) {
        skipValue();
        return {};
    }
    GgufArray array;
    array.type = m_reader.u32();
    array.count = m_reader.u64();
    if (array.type == GgufValue::Array)
        m_reader.refuse(u"the value of %1 is an array of arrays"_s.arg(quoted(m_key)));
    else if (array.count > maxArrayElements)
        m_reader.refuse(u"the array of %1 has %2 elements"_s.arg(quoted(m_key), QString::number(array.count)));
    else if (array.type != GgufValue::String && ggufValueBytes(array.type) == 0)
        m_reader.refuse(u"the array of %1 is of the unknown type %2"_s.arg(quoted(m_key), QString::number(array.type)));
    return m_reader.failed() ? std::nullopt : std::optional(array);
}

std::optional<qint64> GgufKeys::readInteger()
{
    switch (m_type) {
    case GgufValue::U8: return m_reader.u8();
    case GgufValue::I8: return static_cast<qint8>(m_reader.u8());
    case GgufValue::U16: return m_reader.u16();
    case GgufValue::I16: return static_cast<qint16>(m_reader.u16());
    case GgufValue::U32: return m_reader.u32();
    case GgufValue::I32: return static_cast<qint32>(m_reader.u32());
    case GgufValue::I64: return static_cast<qint64>(m_reader.u64());
    case GgufValue::U64: {
        const quint64 value = m_reader.u64();
        return value > maxSigned ? std::nullopt : std::optional(static_cast<qint64>(value));
    }
    default: skipValue(); return std::nullopt;
    }
}

QString GgufKeys::readText()
{
    return QString::fromUtf8(readBytes(keptTextBytes)).left(200);
}

QByteArray GgufKeys::readBytes(quint64 keptBytes)
{
    if (m_type == GgufValue::String)
        return m_reader.stringStart(maxStringBytes, keptBytes);
    skipValue();
    return {};
}

std::optional<bool> GgufKeys::readFlag()
{
    if (m_type == GgufValue::Bool)
        return m_reader.u8() != 0;
    skipValue();
    return {};
}

quint64 GgufKeys::readAlignment()
{
    // llama.cpp asks for this type without looking, and aborts when it is another one.
    if (m_type != GgufValue::U32)
        m_reader.refuse(u"its alignment is of the type %1"_s.arg(m_type));
    const quint64 alignment = m_reader.u32();
    if (!std::has_single_bit(alignment) || alignment > maxAlignment)
        m_reader.refuse(u"its alignment is %1"_s.arg(alignment));
    return alignment;
}

GgufTensors::GgufTensors(GgufReader &reader, quint64 count, quint64 alignment)
    : m_reader(reader)
    , m_left(count)
    , m_alignment(alignment)
{
}

bool GgufTensors::next()
{
    if (m_left == 0 || m_reader.failed())
        return false;
    --m_left;
    m_tensor = {};
    m_tensor.name = m_reader.string(maxTensorNameBytes);
    readDimensions();
    m_tensor.type = m_reader.u32();
    m_tensor.offset = m_reader.u64();
    readPlace();
    if (m_reader.failed())
        return false;
    const auto seenBefore = m_seen.size();
    m_seen.insert(m_tensor.name);
    if (m_seen.size() == seenBefore)
        m_reader.refuse(u"it has the tensor %1 twice"_s.arg(quoted(m_tensor.name)));
    return !m_reader.failed();
}

void GgufTensors::readDimensions()
{
    const quint32 count = m_reader.u32();
    if (count > 4)
        m_reader.refuse(u"the tensor %1 has %2 dimensions"_s.arg(quoted(m_tensor.name), QString::number(count)));
    for (quint32 i = 0; i < count && !m_reader.failed(); ++i) {
        const quint64 dimension = m_reader.u64();
        // Zero makes llama.cpp divide by zero; and it would hide that the other dimensions overflow.
        if (dimension == 0 || dimension > maxSigned) {
            m_reader.refuse(
                u"the tensor %1 has a dimension of %2"_s.arg(quoted(m_tensor.name), QString::number(dimension)));
        } else if (__builtin_mul_overflow(m_tensor.weights, dimension, &m_tensor.weights)
                   || m_tensor.weights > maxSigned) {
            m_reader.refuse(u"the tensor %1 has more weights than can be"_s.arg(quoted(m_tensor.name)));
        }
        m_tensor.dimensions.append(dimension);
    }
}

/// Checks that the offset and the type fit the dimensions.
void GgufTensors::readPlace()
{
    if (m_reader.failed())
        return;
    if (m_tensor.offset % m_alignment != 0)
        m_reader.refuse(
            u"the tensor %1 is off the alignment of %2"_s.arg(quoted(m_tensor.name), QString::number(m_alignment)));
    const GgufBlock block = ggufBlock(m_tensor.type);
    quint64 bytes = 0;
    if (block.weights > 0) {
        const quint64 row = m_tensor.dimensions.isEmpty() ? 1 : m_tensor.dimensions.first();
        if (row % block.weights != 0) {
            m_reader.refuse(u"the rows of the tensor %1 are no whole blocks"_s.arg(quoted(m_tensor.name)));
        } else if (!__builtin_mul_overflow(m_tensor.weights / block.weights, block.bytes, &bytes)) {
            m_tensor.bytes = bytes;
        } else {
            m_reader.refuse(u"the tensor %1 has more than 2^63 bytes"_s.arg(quoted(m_tensor.name)));
        }
    }
    quint64 end = 0;
    if (__builtin_add_overflow(m_tensor.offset, bytes, &end) || end > maxSigned)
        m_reader.refuse(u"the tensor %1 ends behind 2^63 bytes"_s.arg(quoted(m_tensor.name)));
}

QString quoted(const QByteArray &name)
{
    QString text = QString::fromUtf8(name.left(64));
    for (QChar &character : text) {
        if (!character.isPrint())
            character = u'?';
    }
    return u'"' + text + u'"';
}

qint64 alignedUp(qint64 position, quint64 alignment)
{
    const auto step = static_cast<qint64>(alignment);
    return (position + step - 1) / step * step;
}
