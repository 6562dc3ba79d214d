#pragma once

#include "base/background.h"
#include "base/clock.h"
#include "store/part_file.h"

#include <QObject>
#include <QThreadPool>

/// Writes a part file from the core's thread without ever blocking it: one disk thread a download, in order.
class PartWriter final : public QObject {
    Q_OBJECT

public:
    /// Opens the part on the disk thread and answers in \a opened.
    PartWriter(Clock &clock, QObject *parent);
    ~PartWriter() override;

    void open(const PartPlan &plan, const QString &partsDirectory, std::function<void(Result<void>)> opened);
    /// Takes \a bytes. written() or failed() follows. Checkpoints come by themselves, every 64 MiB or 5 s.
    void write(qint64 offset, const QByteArray &bytes);
    /// Bytes taken and not yet written: stop reading above the mark, go on at written().
    bool isBehind() const { return m_pendingBytes > highWaterBytes; }

    /// Runs \a work on the disk thread after everything before it, then \a done here.
    template <class Work, class Done>
    void run(Work work, Done done)
    {
        runInBackground(
            m_pool, this, [part = m_part, work = std::move(work)]() mutable { return work(*part); }, std::move(done));
    }
    bool isOpen() const { return m_part != nullptr; }
    /// The part while no work runs on it: before the first write and after the last answer.
    PartFile &part() { return *m_part; }

Q_SIGNALS:
    void written(qint64 bytes);
    void failed(const Error &error);

private:
    static constexpr qint64 highWaterBytes = 16 << 20;
    void checkpointIfDue();

    Clock &m_clock;
    QThreadPool m_pool;
    std::shared_ptr<PartFile> m_part;
    qint64 m_pendingBytes = 0;
    qint64 m_sinceCheckpoint = 0;
    std::chrono::steady_clock::time_point m_lastCheckpoint;
    bool m_failed = false;
};
