#include "store/gguf_source.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

GgufFileSource::GgufFileSource(int descriptor, qint64 bytes)
    : m_descriptor(descriptor)
    , m_bytes(std::max<qint64>(bytes, 0))
{
}

bool GgufFileSource::read(qint64 offset, char *to, qint64 count)
{
    for (qint64 filled = 0; filled < count;) {
        const ssize_t got = ::pread(m_descriptor, to + filled, static_cast<size_t>(count - filled), offset + filled);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        filled += got;
    }
    return true;
}

GgufPrefixSource::GgufPrefixSource(const QByteArray &prefix, qint64 fileBytes)
    : m_prefix(prefix)
    , m_fileBytes(std::max<qint64>(fileBytes, 0))
{
}

bool GgufPrefixSource::read(qint64 offset, char *to, qint64 count)
{
    std::memcpy(to, m_prefix.constData() + offset, static_cast<size_t>(count));
    return true;
}
