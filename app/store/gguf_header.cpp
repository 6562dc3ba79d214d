#include "store/gguf_header.h"

#include "store/durable_file.h"
#include "store/gguf_structure.h"

#include <QtEndian>

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace {

tl::unexpected<Error> notGguf(const QString &why)
{
    return fail(ErrorKind::NotGguf, u"Downloaded file is not a valid GGUF/GGML model"_s, why);
}

/// What a failed reader means to the caller.
Result<std::optional<GgufHeader>> stopped(const GgufReader &reader)
{
    if (reader.state() == GgufReader::State::NeedsMore)
        return std::nullopt;
    if (reader.state() == GgufReader::State::Unreadable)
        return fail(ErrorKind::DiskFailed, u"the model file cannot be read to the end of its header"_s,
                    u"check the disk; the file may also have been cut meanwhile"_s);
    return notGguf(reader.reason());
}

/// Legacy containers stand reversed on disk; plain GGML is accepted in either order, as the original service did.
bool isLegacy(quint32 magic)
{
    static constexpr const char *magics[] = {"lmgg", "ggml", "GGML", "LMGG", "fmgg", "tjgg"};
    return std::any_of(std::begin(magics), std::end(magics),
                       [magic](const char *legacy) { return magic == qFromLittleEndian<quint32>(legacy); });
}

/// What a model's attention keeps of each token.
struct Attention {
    qint64 embedding = 0;
    qint64 heads = 0;
    qint64 keyValueHeads = 0;
    qint64 keyLength = 0;
    qint64 valueLength = 0;

    /// Reads the value of a key if it is about this.
    bool read(GgufKeys &keys)
    {
        const auto value = [this](const QByteArray &key) -> qint64 * {
            if (key.endsWith(".embedding_length") && key.count('.') == 1)
                return &embedding;
            if (key.endsWith(".attention.head_count"))
                return &heads;
            if (key.endsWith(".attention.head_count_kv"))
                return &keyValueHeads;
            if (key.endsWith(".attention.key_length"))
                return &keyLength;
            return key.endsWith(".attention.value_length") ? &valueLength : nullptr;
        }(keys.key());
        if (value == nullptr)
            return false;
        *value = keys.readInteger().value_or(0); // a list, of one number a layer, is not understood
        return true;
    }

    /// Bytes of all \a blocks; 0 when the header does not tell, or tells what cannot be.
    qint64 cacheBytesPerToken(qint64 blocks) const
    {
        constexpr qint64 most = 1 << 20; // of anything that real models have
        const auto isSane = [](qint64 number) { return number > 0 && number <= most; };
        if (!isSane(blocks) || !isSane(embedding) || !isSane(heads))
            return 0;
        const qint64 each = keyValueHeads > 0 ? keyValueHeads : heads;
        const qint64 keys = keyLength > 0 ? keyLength : embedding / heads;
        const qint64 values = valueLength > 0 ? valueLength : embedding / heads;
        if (!isSane(each) || !isSane(keys) || !isSane(values) || each * (keys + values) > most)
            return 0;
        return 2 * blocks * each * (keys + values);
    }
};

/// Reads the key-values; returns the alignment.
quint64 readKeys(GgufReader &reader, quint64 count, GgufHeader &header)
{
    quint64 alignment = defaultGgufAlignment;
    Attention attention;
    for (GgufKeys keys(reader, count); keys.next();) {
        const QByteArray &key = keys.key();
        const auto isOfArchitecture = [&key](QByteArrayView name) { return key.endsWith(name) && key.count('.') == 1; };
        if (key == "general.architecture")
            header.architecture = keys.readText();
        else if (key == "general.name")
            header.name = keys.readText();
        else if (key == "general.size_label")
            header.sizeLabel = keys.readText();
        else if (key == "general.alignment")
            alignment = keys.readAlignment();
        else if (isOfArchitecture(".context_length"))
            header.contextLength = std::max<qint64>(keys.readInteger().value_or(0), 0);
        else if (isOfArchitecture(".block_count"))
            header.blockCount = std::max<qint64>(keys.readInteger().value_or(0), 0);
        else if (!attention.read(keys)) {
            header.hasChatTemplate = header.hasChatTemplate || key == "tokenizer.chat_template";
            keys.skipValue();
        }
    }
    header.cacheBytesPerToken = attention.cacheBytesPerToken(header.blockCount);
    return alignment;
}

/// Reads the table of tensors; returns the furthest byte of their data, counted from its start.
quint64 readTensors(GgufReader &reader, quint64 count, quint64 alignment, GgufHeader &header)
{
    constexpr auto most = static_cast<quint64>(std::numeric_limits<qint64>::max());
    quint64 furthest = 0;
    quint64 parameters = 0;
    for (GgufTensors tensors(reader, count, alignment); tensors.next();) {
        furthest = std::max(furthest, tensors.tensor().end());
        parameters = std::min(parameters + tensors.tensor().weights, most); // both fit a signed number
    }
    header.parameterCount = static_cast<qint64>(parameters);
    return furthest;
}

} // namespace

Result<std::optional<GgufHeader>> readGgufHeader(GgufSource &source)
{
    GgufReader reader(source, maxGgufHeaderBytes);
    const quint32 magic = reader.u32();
    if (!reader.failed() && isLegacy(magic))
        return GgufHeader();
    const GgufPreamble preamble = readGgufPreamble(reader, magic);
    if (preamble.tensorCount == 0)
        reader.refuse(u"it has no tensors"_s);
    GgufHeader header;
    const quint64 alignment = readKeys(reader, preamble.keyCount, header);
    if (header.architecture.isEmpty())
        reader.refuse(u"it names no architecture"_s);
    const quint64 furthest = readTensors(reader, preamble.tensorCount, alignment, header);
    if (reader.failed())
        return stopped(reader);

    // Neither sum overflows: the header is small, and a tensor ends before 2^63.
    const quint64 needed = static_cast<quint64>(alignedUp(reader.position(), alignment)) + furthest;
    if (needed > static_cast<quint64>(source.bytes()))
        return notGguf(u"it is truncated: its tensors need %1 bytes, it has %2"_s.arg(needed).arg(source.bytes()));
    return header;
}

Result<GgufHeader> readGgufHeader(int descriptor, qint64 bytes)
{
    GgufFileSource source(descriptor, bytes);
    const auto header = readGgufHeader(source);
    if (!header)
        return failWith(header);
    return **header; // all of a file is available
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
