#pragma once

#include "store/byte_range.h"
#include "store/durable_file.h"

/// Which bytes of a part file are durable: an append-only file of records with a check sum each.
/// A torn record at its end, or one that was never written, is found and dropped.
class PartJournal {
public:
    /// Opens, or creates, the journal at \a path and reads its records.
    static Result<PartJournal> open(const QString &path);
    /// What the records of the journal at \a path claim, without changing it.
    static Result<ByteRanges> read(const QString &path);
    /// The ranges that \a bytes of a file may claim by what the records say.
    const ByteRanges &held() const { return m_held; }
    /// Appends \a ranges and makes them durable. Only after the data itself is durable.
    Result<void> append(const QList<ByteRange> &ranges);
    /// Forgets everything, durably.
    Result<void> clear();

private:
    PartJournal(FileDescriptor file, QString path)
        : m_file(std::move(file))
        , m_path(std::move(path))
    {
    }
    FileDescriptor m_file;
    QString m_path;
    ByteRanges m_held;
    qint64 m_size = 0;
};
