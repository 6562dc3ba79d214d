#pragma once

#include "download/job_record.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QThreadPool>

#include <functional>
#include <vector>

/// The records of accepted pulls on the disk. Lives on the core's thread; a thread of its own writes. Of several
/// changes of one record that wait for the disk only the last is written.
class JobStore final : public QObject {
    Q_OBJECT

public:
    /// \a directory must exist.
    explicit JobStore(QString directory, QObject *parent = nullptr);
    /// Writes what still waits.
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
    using Saved = std::function<void(Result<void>)>;
    /// What the disk shall have of a job.
    struct Order {
        std::optional<QByteArray> json; ///< nothing: no record
        std::vector<Saved> saved; ///< who waits for it
    };
    QString pathOf(const QString &id) const;
    void carryOut(const QString &id);
    static Result<void> write(const QString &path, const std::optional<QByteArray> &json);

    const QString m_directory;
    QThreadPool m_disk;
    QHash<QString, Order> m_orders; ///< not begun, by id
    QSet<QString> m_busy; ///< ids that are being written
};
