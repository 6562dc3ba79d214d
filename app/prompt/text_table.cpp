#include "prompt/text_table.h"

#include <QHash>

#include <cstring>

namespace {
constexpr qsizetype firstSlots = 1024;
}

QByteArrayView TextTable::at(qint32 number) const
{
    const quint32 begin = number == 0 ? 0 : m_ends.at(number - 1);
    return QByteArrayView(m_bytes.constData() + begin, static_cast<qsizetype>(m_ends.at(number) - begin));
}

/// The slot where \a text is, or else the free one where it would be. There is always a free one.
qsizetype TextTable::slotOf(QByteArrayView text) const
{
    const size_t mask = static_cast<size_t>(m_slots.size()) - 1;
    const size_t hash = qHashBits(text.data(), static_cast<size_t>(text.size()), QHashSeed::globalSeed());
    for (size_t slot = hash & mask;; slot = (slot + 1) & mask) {
        const qint32 number = m_slots.at(static_cast<qsizetype>(slot)) - 1;
        if (number < 0)
            return static_cast<qsizetype>(slot);
        const QByteArrayView there = at(number);
        if (there.size() == text.size()
            && std::memcmp(there.data(), text.data(), static_cast<size_t>(text.size())) == 0)
            return static_cast<qsizetype>(slot);
    }
}

qint32 TextTable::find(QByteArrayView text) const
{
    return m_slots.isEmpty() ? -1 : m_slots.at(slotOf(text)) - 1;
}

void TextTable::grow()
{
    m_slots = QList<qint32>(m_slots.isEmpty() ? firstSlots : m_slots.size() * 2, 0);
    for (qint32 number = 0; number < size(); ++number)
        m_slots[slotOf(at(number))] = number + 1;
}

qint32 TextTable::add(QByteArrayView text)
{
    if (m_ends.size() >= m_slots.size() / 4 * 3)
        grow();
    const qsizetype slot = slotOf(text);
    if (m_slots.at(slot) != 0)
        return -1;
    m_bytes.append(text);
    m_ends.append(static_cast<quint32>(m_bytes.size()));
    m_slots[slot] = size();
    return size() - 1;
}

qint32 TextTable::intern(QByteArrayView text)
{
    const qint32 number = find(text);
    return number >= 0 ? number : add(text);
}

void TextTable::squeeze()
{
    m_bytes.squeeze();
    m_ends.squeeze();
}

qint64 TextTable::memoryBytes() const
{
    return m_bytes.capacity() + m_ends.capacity() * qint64(sizeof(quint32))
        + m_slots.capacity() * qint64(sizeof(qint32));
}
