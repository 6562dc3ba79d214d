#pragma once

#include <QByteArray>
#include <QList>

/// Numbered texts, each of which can be found by its bytes: one block of bytes, their ends, and a hash index, so that a
/// vocabulary of 262,144 tokens takes some megabytes. Reading is safe from any thread; the hash is seeded, so that no
/// file can choose texts that collide.
class TextTable {
public:
    static constexpr qint32 maxTexts = (1 << 22) - 2;

    /// How many texts there are.
    qint32 size() const { return static_cast<qint32>(m_ends.size()); }
    /// The bytes of all texts together.
    qint64 textBytes() const { return m_bytes.size(); }
    QByteArrayView at(qint32 number) const;
    /// The number of \a text; -1: it is not here.
    qint32 find(QByteArrayView text) const;
    /// Adds \a text and returns its number; -1, and nothing changes, if it is here already. There must not be more than
    /// maxTexts, and they must stay below 2^31 bytes together.
    qint32 add(QByteArrayView text);
    /// The number of \a text, which is added when it is new.
    qint32 intern(QByteArrayView text);
    /// Gives back memory that was only taken for growing.
    void squeeze();
    /// Bytes of memory that it holds.
    qint64 memoryBytes() const;

private:
    struct Place {
        qsizetype slot;
        quint32 mark; ///< what a slot of such a text has besides its number
    };
    Place placeOf(QByteArrayView text) const;
    void grow();

    QByteArray m_bytes;
    QList<quint32> m_ends;
    QList<quint32> m_slots; // number + 1, and above it ten bits of the hash; 0: free. As many as a power of two.
};
