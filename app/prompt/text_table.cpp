#include "prompt/text_table.h"

#include <QHash>

#include <cstring>

namespace {

constexpr qsizetype firstSlots = 1024;
constexpr int numberBits = 22;
constexpr quint32 numberMask = (1u << numberBits) - 1;

__extension__ using Wide = unsigned __int128;

quint64 folded(quint64 a, quint64 b)
{
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<quint64>(product) ^ static_cast<quint64>(product >> 64);
}

/// Two multiplications for most tokens: looking for them is what SentencePiece spends its time on, and Qt's hash takes
/// several times as long for so few bytes.
quint64 hashOf(QByteArrayView text)
{
    constexpr quint64 odd = 0x9e3779b97f4a7c15;
    quint64 hash = QHashSeed::globalSeed() ^ static_cast<quint64>(text.size());
    for (; text.size() > 8; text = text.sliced(8)) {
        quint64 eight = 0;
        std::memcpy(&eight, text.data(), 8);
        hash = folded(hash ^ eight, odd);
    }
    quint64 rest = 0;
    if (!text.isEmpty())
        std::memcpy(&rest, text.data(), static_cast<size_t>(text.size()));
    return folded(folded(hash ^ rest, odd), ~odd);
}

/// The number of the text in \a slot; -1: it is free.
qint32 numberIn(quint32 slot)
{
    return static_cast<qint32>(slot & numberMask) - 1;
}

} // namespace

QByteArrayView TextTable::at(qint32 number) const
{
    const quint32 begin = number == 0 ? 0 : m_ends.at(number - 1);
    return QByteArrayView(m_bytes.constData() + begin, static_cast<qsizetype>(m_ends.at(number) - begin));
}

/// The slot where \a text is, or else the free one where it would be. There is always a free one.
TextTable::Place TextTable::placeOf(QByteArrayView text) const
{
    const auto mask = static_cast<quint64>(m_slots.size()) - 1;
    const quint64 hash = hashOf(text);
    const quint32 mark = static_cast<quint32>(hash >> 54) << numberBits;
    for (quint64 slot = hash & mask;; slot = (slot + 1) & mask) {
        const quint32 there = m_slots.at(static_cast<qsizetype>(slot));
        if (there == 0)
            return {static_cast<qsizetype>(slot), mark};
        if ((there & ~numberMask) != mark) // which spares a look at most other texts
            continue;
        if (at(numberIn(there)) == text)
            return {static_cast<qsizetype>(slot), mark};
    }
}

qint32 TextTable::find(QByteArrayView text) const
{
    return m_slots.isEmpty() ? -1 : numberIn(m_slots.at(placeOf(text).slot));
}

void TextTable::grow()
{
    m_slots = QList<quint32>(m_slots.isEmpty() ? firstSlots : m_slots.size() * 2, 0);
    for (qint32 number = 0; number < size(); ++number) {
        const Place place = placeOf(at(number));
        m_slots[place.slot] = place.mark | static_cast<quint32>(number + 1);
    }
}

qint32 TextTable::add(QByteArrayView text)
{
    Q_ASSERT(size() < maxTexts);
    if (m_ends.size() >= m_slots.size() / 4 * 3)
        grow();
    const Place place = placeOf(text);
    if (m_slots.at(place.slot) != 0)
        return -1;
    m_bytes.append(text);
    m_ends.append(static_cast<quint32>(m_bytes.size()));
    m_slots[place.slot] = place.mark | static_cast<quint32>(size());
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
        + m_slots.capacity() * qint64(sizeof(quint32));
}
