#include "store/gguf_reader.h"

#include <QtEndian>

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

namespace {
constexpr qint64 bufferBytes = 256 * 1024;
}

GgufReader::GgufReader(GgufSource &source, qint64 limit)
    : m_source(source)
    , m_limit(limit)
{
}

void GgufReader::refuse(const QString &reason)
{
    if (failed())
        return;
    m_state = State::Damaged;
    m_reason = reason;
}

/// Whether the next \a bytes bytes can be read. What not even the whole file could give is damage at once.
bool GgufReader::reach(quint64 bytes)
{
    if (failed())
        return false;
    if (bytes > static_cast<quint64>(m_source.bytes() - m_position))
        refuse(u"it ends inside its header"_s);
    else if (bytes > static_cast<quint64>(m_limit - m_position))
        refuse(u"its header is longer than %1 bytes"_s.arg(m_limit));
    else if (bytes > static_cast<quint64>(m_source.available() - m_position))
        m_state = State::NeedsMore;
    return !failed();
}

/// Copies from the buffer, refilling it as often as it takes. The bytes are within reach().
bool GgufReader::copy(char *to, qint64 bytes)
{
    while (bytes > 0) {
        const qint64 buffered = m_bufferStart + m_buffer.size() - m_position;
        if (buffered <= 0) {
            m_buffer.resize(std::min({bufferBytes, m_source.available() - m_position, m_limit - m_position}));
            m_bufferStart = m_position;
            if (!m_source.read(m_position, m_buffer.data(), m_buffer.size())) {
                m_buffer.clear();
                m_state = State::Unreadable;
                return false;
            }
            continue;
        }
        const qint64 copied = std::min(bytes, buffered);
        std::memcpy(to, m_buffer.constData() + (m_position - m_bufferStart), static_cast<size_t>(copied));
        m_position += copied;
        to += copied;
        bytes -= copied;
    }
    return true;
}

template <class T>
T GgufReader::scalar()
{
    char bytes[sizeof(T)];
    if (!reach(sizeof(T)) || !copy(bytes, sizeof(T)))
        return 0;
    return qFromLittleEndian<T>(bytes);
}

template quint8 GgufReader::scalar<quint8>();
template quint16 GgufReader::scalar<quint16>();
template quint32 GgufReader::scalar<quint32>();
template quint64 GgufReader::scalar<quint64>();

QByteArray GgufReader::string(quint64 maxBytes)
{
    return stringStart(maxBytes, maxBytes);
}

QByteArray GgufReader::stringStart(quint64 maxBytes, quint64 keptBytes)
{
    const quint64 bytes = u64();
    if (bytes > maxBytes)
        refuse(u"it has a string of %1 bytes where at most %2 may be"_s.arg(bytes).arg(maxBytes));
    if (!reach(bytes)) // before anything is allocated
        return {};
    QByteArray text(static_cast<qsizetype>(std::min(bytes, keptBytes)), Qt::Uninitialized);
    if (!copy(text.data(), text.size()))
        return {};
    skip(bytes - static_cast<quint64>(text.size()));
    return text;
}

void GgufReader::skip(quint64 bytes)
{
    if (reach(bytes))
        m_position += static_cast<qint64>(bytes);
}
