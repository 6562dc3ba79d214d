#include "require.h"
#include "store/gguf_header.h"
#include "store/gguf_source.h"

#include <limits>

namespace {

Result<std::optional<GgufHeader>> readStart(QByteArrayView start, qint64 fileBytes)
{
    GgufPrefixSource source(QByteArray::fromRawData(start.data(), start.size()), fileBytes);
    return readGgufHeader(source);
}

bool isSame(const Result<std::optional<GgufHeader>> &a, const Result<std::optional<GgufHeader>> &b)
{
    if (!a || !b)
        return !a && !b && a.error().hint == b.error().hint;
    return (*a)->name == (*b)->name && (*a)->parameterCount == (*b)->parameterCount;
}

/// What the whole file is must not depend on how much of it is known: a shorter start says the same, or asks for more.
void readFile(QByteArrayView bytes, qint64 fileBytes, qsizetype shorter)
{
    const auto header = readStart(bytes, fileBytes);
    const auto early = readStart(bytes.first(shorter), fileBytes);
    const bool asksForMore = early && !*early;
    if (header && !*header)
        REQUIRE(asksForMore || !early); // the longer start is not enough either
    else
        REQUIRE(asksForMore || isSame(early, header));
    REQUIRE(!early || !asksForMore || shorter < fileBytes);
    if (header && *header) {
        REQUIRE((*header)->contextLength >= 0 && (*header)->blockCount >= 0 && (*header)->parameterCount >= 0);
        REQUIRE((*header)->name.size() <= 200);
    }
}

} // namespace

/// The input is a file: whole, and as the start of the largest one that can be.
extern "C" int LLVMFuzzerTestOneInput(const quint8 *input, size_t size);

int LLVMFuzzerTestOneInput(const quint8 *input, size_t size)
{
    const QByteArrayView bytes(input, static_cast<qsizetype>(size));
    const qsizetype shorter = bytes.isEmpty() ? 0 : bytes.size() * static_cast<quint8>(bytes.back()) / 256;
    const auto whole = readStart(bytes, bytes.size());
    REQUIRE(!whole || *whole); // a file that is known to its end needs no more
    readFile(bytes, bytes.size(), shorter);
    readFile(bytes, std::numeric_limits<qint64>::max(), shorter);
    return 0;
}
