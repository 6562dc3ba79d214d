#pragma once

#include "download/job_record.h"

#include <QObject>
#include <QThreadPool>

#include <functional>

/// The records of accepted pulls on the disk. Lives on the core's thread; a thread of its own writes, in order.
class JobStore final : public QObject {
    Q_OBJECT

public:
    /// \a directory must exist.
    explicit JobStore(QString directory, QObject *parent = nullptr);
    /// Waits for what is being written.
    ~JobStore() override;

    /// All records, in their order. Blocks; for the start. What cannot be read is logged and left alone.
    QList<JobRecord> load() const { return loadFrom(m_directory); }
    /// The same of another process's directory at \a path.
    static QList<JobRecord> loadFrom(const QString &path);
    /// Writes \a record durably, then calls \a saved here. Error: DiskFull, DiskFailed.
    void save(const JobRecord &record, std::function<void(Result<void>)> saved);
    void remove(const QString &id);
    /// The record of \a id is on the disk. Blocks.
    bool has(const QString &id) const;

private:
    QString pathOf(const QString &id) const;

    const QString m_directory;
    QThreadPool m_disk;
};
