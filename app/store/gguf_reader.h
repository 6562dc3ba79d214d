#pragma once

#include "base/result.h"

#include <QByteArray>

/// Reads little-endian values from a file that may be hostile: forward only, buffered, and never further than a
/// limit. The first failure sticks: every later read answers 0 or empty, and failed() says so.
class GgufReader {
public:
    /// Reads \a descriptor from its start, at most \a limit bytes. The caller keeps the descriptor open.
    GgufReader(int descriptor, qint64 fileBytes, qint64 limit);

    quint8 u8() { return scalar<quint8>(); }
    quint32 u32() { return scalar<quint32>(); }
    quint64 u64() { return scalar<quint64>(); }
    /// A length-prefixed string of at most \a maxBytes.
    QByteArray string(quint64 maxBytes);
    void skip(quint64 bytes);

    qint64 position() const { return m_position; }
    bool failed() const { return m_failed; }
    /// Marks the file as unusable from the outside (a value that cannot be).
    void setFailed() { m_failed = true; }

private:
    template <class T>
    T scalar();
    bool need(quint64 bytes);

    int m_descriptor;
    qint64 m_end;
    qint64 m_position = 0;
    QByteArray m_buffer;
    qint64 m_bufferStart = 0;
    bool m_failed = false;
};
