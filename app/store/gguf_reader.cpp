#include "store/gguf_reader.h"

#include <QtEndian>

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace {
constexpr qint64 bufferBytes = 256 * 1024;
}

GgufReader::GgufReader(int descriptor, qint64 fileBytes, qint64 limit)
    : m_descriptor(descriptor)
    , m_end(std::min(fileBytes, limit))
{
}

bool GgufReader::need(quint64 bytes)
{
    if (m_failed || bytes > static_cast<quint64>(m_end - m_position)) {
        m_failed = true;
        return false;
    }
    const qint64 wanted = static_cast<qint64>(bytes);
    if (m_position >= m_bufferStart && m_position + wanted <= m_bufferStart + m_buffer.size())
        return true;
    m_bufferStart = m_position;
    m_buffer.resize(std::min(std::max(wanted, bufferBytes), m_end - m_position));
    for (qint64 filled = 0; filled < m_buffer.size();) {
        const ssize_t got = ::pread(m_descriptor, m_buffer.data() + filled,
                                    static_cast<size_t>(m_buffer.size() - filled), m_bufferStart + filled);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            m_failed = true;
            return false;
        }
        filled += got;
    }
    return true;
}

template <class T>
T GgufReader::scalar()
{
    if (!need(sizeof(T)))
        return 0;
    const T value = qFromLittleEndian<T>(m_buffer.constData() + (m_position - m_bufferStart));
    m_position += static_cast<qint64>(sizeof(T));
    return value;
}

template quint8 GgufReader::scalar<quint8>();
template quint32 GgufReader::scalar<quint32>();
template quint64 GgufReader::scalar<quint64>();

QByteArray GgufReader::string(quint64 maxBytes)
{
    const quint64 bytes = u64();
    if (bytes > maxBytes || !need(bytes)) {
        m_failed = true;
        return {};
    }
    const QByteArray text = m_buffer.mid(m_position - m_bufferStart, static_cast<qsizetype>(bytes));
    m_position += static_cast<qint64>(bytes);
    return text;
}

void GgufReader::skip(quint64 bytes)
{
    if (m_failed || bytes > static_cast<quint64>(m_end - m_position))
        m_failed = true;
    else
        m_position += static_cast<qint64>(bytes);
}
