#include "store/part_journal.h"

#include "base/sha256.h"

#include <QFile>
#include <QtEndian>

#include <fcntl.h>

#include <algorithm>
#include <cerrno>

using namespace Qt::StringLiterals;

namespace {

// begin, end (u64, little-endian), then the first 8 bytes of the SHA-256 of those 16 bytes.
constexpr qsizetype recordBytes = 24;
constexpr qint64 maxJournalBytes = 64 << 20;

QByteArray recordOf(const ByteRange &range)
{
    QByteArray record(16, Qt::Uninitialized);
    qToLittleEndian(range.begin, record.data());
    qToLittleEndian(range.end, record.data() + 8);
    return record + QByteArray::fromHex(sha256Of(record).toHex().left(16).toLatin1());
}

struct Records {
    ByteRanges held;
    qint64 bytes = 0; ///< of the journal, up to the end of the last good record
};

Result<Records> readRecords(int descriptor, const QString &path)
{
    QFile reader;
    if (!reader.open(descriptor, QIODevice::ReadOnly, QFileDevice::DontCloseHandle))
        return fail(ErrorKind::DiskFailed, u"cannot read %1"_s.arg(path));
    const QByteArray bytes = reader.read(std::min(maxJournalBytes, reader.size()));
    Records records;
    for (qsizetype at = 0; at + recordBytes <= bytes.size(); at += recordBytes) {
        const ByteRange range{qFromLittleEndian<qint64>(bytes.constData() + at),
                              qFromLittleEndian<qint64>(bytes.constData() + at + 8)};
        if (range.begin < 0 || range.end < range.begin || bytes.mid(at, recordBytes) != recordOf(range))
            break; // a crash tore the rest
        records.held.add(range);
        records.bytes = at + recordBytes;
    }
    return records;
}

} // namespace

Result<PartJournal> PartJournal::open(const QString &path)
{
    auto file = openFile(path, O_RDWR | O_CREAT);
    if (!file)
        return failWith(file);
    PartJournal journal(std::move(*file), path);
    const auto records = readRecords(journal.m_file.get(), path);
    if (!records)
        return failWith(records);
    journal.m_held = records->held;
    journal.m_size = records->bytes;
    // A torn record must not stand between good ones.
    if (::ftruncate(journal.m_file.get(), journal.m_size) != 0)
        return tl::unexpected(diskError(errno, u"truncate"_s, path));
    return journal;
}

Result<ByteRanges> PartJournal::read(const QString &path)
{
    const auto file = openFile(path, O_RDONLY);
    if (!file)
        return failWith(file);
    return readRecords(file->get(), path).map([](const Records &records) { return records.held; });
}

Result<void> PartJournal::append(const QList<ByteRange> &ranges)
{
    QByteArray records;
    for (const ByteRange &range : ranges)
        records += recordOf(range);
    if (const auto written = writeAt(m_file.get(), m_size, records, m_path); !written)
        return written;
    if (::fdatasync(m_file.get()) != 0)
        return tl::unexpected(diskError(errno, u"sync"_s, m_path));
    m_size += records.size();
    for (const ByteRange &range : ranges)
        m_held.add(range);
    return {};
}

Result<void> PartJournal::clear()
{
    if (::ftruncate(m_file.get(), 0) != 0 || ::fdatasync(m_file.get()) != 0)
        return tl::unexpected(diskError(errno, u"truncate"_s, m_path));
    m_size = 0;
    m_held = {};
    return {};
}
