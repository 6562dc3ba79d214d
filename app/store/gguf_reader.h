#pragma once

#include "store/gguf_source.h"

#include <QByteArray>
#include <QString>

/// Reads little-endian values from a file that may be hostile: forward only, buffered, and never further than a
/// limit. The first failure sticks: every later read answers 0 or empty, and failed() says so. It allocates one
/// buffer and the strings that it returns, none of them longer than the caller allowed.
class GgufReader {
public:
    enum class State {
        Reading,
        NeedsMore, ///< what was asked for is in the file, but not yet available from the source
        Damaged, ///< the file is no GGUF; reason() says why
        Unreadable, ///< the source did not give bytes that it has: the disk's fault, not the file's
    };

    /// Reads \a source from its start, at most \a limit bytes. The caller keeps the source alive.
    GgufReader(GgufSource &source, qint64 limit);

    quint8 u8() { return scalar<quint8>(); }
    quint16 u16() { return scalar<quint16>(); }
    quint32 u32() { return scalar<quint32>(); }
    quint64 u64() { return scalar<quint64>(); }
    /// A length-prefixed string; one of more than \a maxBytes is damage.
    QByteArray string(quint64 maxBytes);
    /// The first \a keptBytes of a string of at most \a maxBytes; goes on behind it.
    QByteArray stringStart(quint64 maxBytes, quint64 keptBytes);
    void skipString(quint64 maxBytes) { stringStart(maxBytes, 0); }
    void skip(quint64 bytes);

    qint64 position() const { return m_position; }
    State state() const { return m_state; }
    bool failed() const { return m_state != State::Reading; }
    /// Why the file is damaged, as the rest of a sentence about it: "it ends inside its header".
    const QString &reason() const { return m_reason; }
    /// Marks the file as damaged, from the outside, because of a value that cannot be.
    void refuse(const QString &reason);

private:
    template <class T>
    T scalar();
    bool reach(quint64 bytes);
    bool copy(char *to, qint64 bytes);

    GgufSource &m_source;
    qint64 m_limit;
    qint64 m_position = 0;
    QByteArray m_buffer;
    qint64 m_bufferStart = 0;
    State m_state = State::Reading;
    QString m_reason;
};
