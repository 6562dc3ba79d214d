#pragma once

#include <QByteArray>

/// A token or key. It cannot be streamed, logged or converted by accident: only reveal() gives the bytes.
class Secret {
public:
    Secret() = default;
    explicit Secret(QByteArray bytes)
        : m_bytes(std::move(bytes))
    {
    }
    bool isEmpty() const { return m_bytes.isEmpty(); }
    /// The bytes themselves: for an Authorization header and nothing else.
    const QByteArray &reveal() const { return m_bytes; }

private:
    QByteArray m_bytes;
};
