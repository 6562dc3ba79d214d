#include "store/gguf_header.h"

#include "store/durable_file.h"
#include "store/gguf_reader.h"

#include <QtEndian>

#include <fcntl.h>
#include <sys/stat.h>

#include <bit>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 maxHeaderBytes = 256 << 20;
constexpr quint64 maxStringBytes = 10'000'000;
constexpr quint64 maxArrayElements = 1'000'000;
constexpr quint64 maxKeys = 100'000;
constexpr quint64 maxTensors = 1'000'000;
constexpr quint64 maxTensorNameBytes = 63;

enum ValueType : quint32 { U8, I8, U16, I16, U32, I32, F32, Bool, String, Array, U64, I64, F64 };

tl::unexpected<Error> notGguf(const QString &why)
{
    return fail(ErrorKind::NotGguf, u"Downloaded file is not a valid GGUF/GGML model"_s, why);
}

quint64 valueBytes(quint32 type)
{
    switch (type) {
    case U8:
    case I8:
    case Bool: return 1;
    case U16:
    case I16: return 2;
    case U32:
    case I32:
    case F32: return 4;
    case U64:
    case I64:
    case F64: return 8;
    default: return 0;
    }
}

struct BlockSize {
    quint64 weights;
    quint64 bytes;
};

/// Bytes a block of each tensor type takes; {0, 0} for types this reader does not know.
BlockSize blockSize(quint32 type)
{
    static constexpr BlockSize sizes[] = {
        {1, 4},    {1, 2},    {32, 18},   {32, 20},   {0, 0},     {0, 0},     {32, 22},   {32, 24},  {32, 34},
        {32, 36},  {256, 84}, {256, 110}, {256, 144}, {256, 176}, {256, 210}, {256, 292}, {256, 66}, {256, 74},
        {256, 98}, {256, 50}, {32, 18},   {256, 110}, {256, 82},  {256, 136}, {1, 1},     {1, 2},    {1, 4},
        {1, 8},    {1, 8},    {256, 56},  {1, 2},     {0, 0},     {0, 0},     {0, 0},     {256, 54}, {256, 66},
        {0, 0},    {0, 0},    {0, 0},     {32, 17},   {64, 36},
    };
    return type < std::size(sizes) ? sizes[type] : BlockSize{0, 0};
}

bool multiplied(quint64 a, quint64 b, quint64 *product)
{
    return !__builtin_mul_overflow(a, b, product);
}

void skipValue(GgufReader &reader, quint32 type)
{
    if (type == String) {
        reader.string(maxStringBytes);
    } else if (type == Array) {
        const quint32 elementType = reader.u32();
        const quint64 count = reader.u64();
        if (elementType == Array || count > maxArrayElements)
            return reader.setFailed(); // nested arrays do not occur in models
        if (elementType == String) {
            for (quint64 i = 0; i < count && !reader.failed(); ++i)
                reader.string(maxStringBytes);
        } else if (const quint64 bytes = valueBytes(elementType); bytes > 0) {
            reader.skip(bytes * count);
        } else {
            reader.setFailed();
        }
    } else if (const quint64 bytes = valueBytes(type); bytes > 0) {
        reader.skip(bytes);
    } else {
        reader.setFailed();
    }
}

/// An unsigned number, whatever integer type the writer chose.
qint64 readNumber(GgufReader &reader, quint32 type)
{
    if (type == U32 || type == I32)
        return static_cast<qint64>(reader.u32());
    if (type == U64 || type == I64)
        return static_cast<qint64>(reader.u64() & 0x7fffffffffffffff);
    skipValue(reader, type);
    return 0;
}

QString readText(GgufReader &reader, quint32 type)
{
    if (type == String)
        return QString::fromUtf8(reader.string(maxStringBytes)).left(200);
    skipValue(reader, type);
    return {};
}

quint64 readKeyValues(GgufReader &reader, quint64 count, GgufHeader &header)
{
    quint64 alignment = 32;
    for (quint64 i = 0; i < count && !reader.failed(); ++i) {
        const QByteArray key = reader.string(maxStringBytes);
        const quint32 type = reader.u32();
        if (key == "general.architecture")
            header.architecture = readText(reader, type);
        else if (key == "general.name")
            header.name = readText(reader, type);
        else if (key == "general.size_label")
            header.sizeLabel = readText(reader, type);
        else if (key == "general.alignment")
            alignment = static_cast<quint64>(readNumber(reader, type));
        else if (key.endsWith(".context_length") && key.count('.') == 1)
            header.contextLength = readNumber(reader, type);
        else if (key.endsWith(".block_count") && key.count('.') == 1)
            header.blockCount = readNumber(reader, type);
        else {
            header.hasChatTemplate = header.hasChatTemplate || key == "tokenizer.chat_template";
            skipValue(reader, type);
        }
    }
    return alignment;
}

/// Reads the tensor table; returns the furthest byte of tensor data, counted from its start, or sets failed.
quint64 readTensors(GgufReader &reader, quint64 count, GgufHeader &header)
{
    quint64 furthest = 0;
    quint64 parameters = 0;
    for (quint64 i = 0; i < count && !reader.failed(); ++i) {
        reader.string(maxTensorNameBytes);
        const quint32 dimensions = reader.u32();
        if (dimensions > 4)
            reader.setFailed();
        quint64 weights = 1;
        for (quint32 d = 0; d < dimensions && !reader.failed(); ++d) {
            if (!multiplied(weights, reader.u64(), &weights))
                reader.setFailed();
        }
        const BlockSize block = blockSize(reader.u32());
        const quint64 offset = reader.u64();
        quint64 end = offset;
        if (block.weights > 0) {
            quint64 bytes = 0;
            if (weights % block.weights != 0 || !multiplied(weights / block.weights, block.bytes, &bytes)
                || __builtin_add_overflow(offset, bytes, &end))
                reader.setFailed();
        }
        furthest = std::max(furthest, end);
        if (__builtin_add_overflow(parameters, weights, &parameters))
            reader.setFailed();
    }
    header.parameterCount = static_cast<qint64>(std::min<quint64>(parameters, 0x7fffffffffffffff));
    return furthest;
}

} // namespace

Result<GgufHeader> readGgufHeader(int descriptor, qint64 bytes)
{
    GgufReader reader(descriptor, bytes, maxHeaderBytes);
    const quint32 magic = reader.u32();
    if (reader.failed())
        return notGguf(u"the file has %1 bytes"_s.arg(bytes));
    // Legacy containers stand reversed on disk; plain GGML is accepted in either order, as the original service did.
    for (const char *legacy : {"lmgg", "ggml", "GGML", "LMGG", "fmgg", "tjgg"}) {
        if (magic == qFromLittleEndian<quint32>(legacy))
            return GgufHeader();
    }
    if (magic != qFromLittleEndian<quint32>("GGUF"))
        return notGguf(u"its first bytes are not GGUF"_s);
    const quint32 version = reader.u32();
    if (version != 2 && version != 3)
        return notGguf((version & 0xffff) == 0 ? u"it has the other byte order"_s
                                               : u"its format's version is %1"_s.arg(version));
    const quint64 tensorCount = reader.u64();
    const quint64 keyCount = reader.u64();
    if (reader.failed() || tensorCount > maxTensors || keyCount > maxKeys)
        return notGguf(u"its header is damaged"_s);

    GgufHeader header;
    const quint64 alignment = readKeyValues(reader, keyCount, header);
    if (reader.failed() || !std::has_single_bit(alignment) || alignment > (1u << 20))
        return notGguf(u"its header is damaged"_s);
    const quint64 furthest = readTensors(reader, tensorCount, header);
    if (reader.failed() || header.architecture.isEmpty() || tensorCount == 0)
        return notGguf(u"its header is damaged"_s);

    const quint64 dataStart = (static_cast<quint64>(reader.position()) + alignment - 1) / alignment * alignment;
    quint64 needed = 0;
    if (__builtin_add_overflow(dataStart, furthest, &needed) || needed > static_cast<quint64>(bytes))
        return notGguf(u"it is truncated: its tensors need %1 bytes, it has %2"_s.arg(needed).arg(bytes));
    return header;
}

Result<GgufHeader> readGgufHeader(const QString &path)
{
    const auto file = openFile(path, O_RDONLY);
    if (!file)
        return failWith(file);
    struct stat status { };
    if (::fstat(file->get(), &status) != 0 || !S_ISREG(status.st_mode))
        return fail(ErrorKind::DiskFailed, u"%1 is not a regular file"_s.arg(path));
    return readGgufHeader(file->get(), status.st_size);
}
