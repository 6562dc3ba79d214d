#include "download/part_writer.h"

using namespace std::chrono_literals;

namespace {
constexpr qint64 checkpointBytes = 64 << 20;
constexpr auto checkpointInterval = 5s;
} // namespace

PartWriter::PartWriter(Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{
    m_pool.setMaxThreadCount(1);
}

PartWriter::~PartWriter()
{
    m_pool.waitForDone();
}

void PartWriter::open(const PartPlan &plan, const QString &partsDirectory, std::function<void(Result<void>)> opened)
{
    m_lastCheckpoint = m_clock.now();
    runInBackground(
        m_pool, this, [plan, partsDirectory] { return PartFile::open(plan, partsDirectory); },
        [this, opened = std::move(opened)](Result<std::shared_ptr<PartFile>> part) {
            if (!part)
                return opened(failWith(part));
            m_part = std::move(*part);
            opened({});
        });
}

void PartWriter::write(qint64 offset, const QByteArray &bytes)
{
    m_pendingBytes += bytes.size();
    m_sinceCheckpoint += bytes.size();
    run([offset, bytes](PartFile &part) { return part.write(offset, bytes); },
        [this, size = bytes.size()](const Result<void> &result) {
            m_pendingBytes -= size;
            if (result)
                Q_EMIT written(size);
            else if (!std::exchange(m_failed, true))
                Q_EMIT failed(result.error());
        });
    checkpointIfDue();
}

void PartWriter::checkpointIfDue()
{
    const auto now = m_clock.now();
    if (m_sinceCheckpoint < checkpointBytes && now - m_lastCheckpoint < checkpointInterval)
        return;
    m_sinceCheckpoint = 0;
    m_lastCheckpoint = now;
    run([](PartFile &part) { return part.checkpoint(); },
        [this](const Result<void> &result) {
            if (!result && !std::exchange(m_failed, true))
                Q_EMIT failed(result.error());
        });
}
