#include "download/part_writer.h"

#include "hub/hub_client.h"

#include <fcntl.h>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
constexpr auto checkpointInterval = 5s;
constexpr qint64 hashStepBytes = 2 << 20; ///< less is not worth a change of threads
} // namespace

PartWriter::PartWriter(Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{
    for (QThreadPool *pool : {&m_disk, &m_sync, &m_hash})
        pool->setMaxThreadCount(1);
}

PartWriter::~PartWriter()
{
    ++m_generation;
    cancelHash();
    dropOpening();
    for (QThreadPool *pool : {&m_disk, &m_sync, &m_hash})
        pool->waitForDone();
}

void PartWriter::open(const PartPlan &plan, const QString &partsDirectory, std::shared_ptr<const Lease> lease,
                      std::function<void(Result<void>)> opened)
{
    close();
    m_lastCheckpoint = m_clock.now();
    m_opening = std::make_shared<Opening>();
    runInBackground(
        m_disk, this,
        [this, plan, partsDirectory, lease = std::move(lease), opening = m_opening,
         generation = m_generation.load()]() -> Result<void> {
            if (generation != m_generation) // closed again before its turn came
                return fail(ErrorKind::Cancelled, u"the download was stopped"_s);
            auto part = PartFile::open(plan, partsDirectory, lease);
            if (!part)
                return failWith(part);
            // Not in the answer: until that is read, or for ever when the event loop has ended, it would hold the lock.
            const QMutexLocker locker(&opening->mutex);
            if (opening->isWanted)
                opening->part = std::move(*part);
            return {};
        },
        [this, generation = m_generation.load(), opened = std::move(opened)](const Result<void> &result) {
            if (generation != m_generation) // closed meanwhile
                return;
            const auto opening = std::exchange(m_opening, nullptr);
            if (!result)
                return opened(result);
            m_part = std::move(opening->part); // the disk's thread is done with it
            m_prefixBytes = m_part->prefixBytes();
            if (m_part->plan().bytes != unknownSize)
                m_hasher = std::make_shared<PartHasher>(m_part);
            advanceHash();
            opened({});
        });
}

void PartWriter::dropOpening()
{
    if (const auto opening = std::exchange(m_opening, nullptr)) {
        const QMutexLocker locker(&opening->mutex);
        opening->isWanted = false;
        opening->part.reset();
    }
}

void PartWriter::close()
{
    cancelHash();
    ++m_generation;
    dropOpening();
    m_part.reset();
    m_hasher.reset();
    m_overwrite = Overwrite::Always;
    m_pendingBytes = m_unrecordedBytes = m_prefixBytes = 0;
    m_wasBehind = m_checkpointing = m_hashing = false;
    m_checkpointed.clear();
    m_hashed = {};
    m_hashError.reset();
    m_error.reset();
}

PartWriter::Written PartWriter::writeTo(PartFile &part, qint64 offset, const QByteArray &bytes, Overwrite overwrite)
{
    const qint64 before = part.heldBytes();
    Written outcome;
    if (overwrite == Overwrite::Never) {
        outcome.result = part.writeMissing(offset, bytes);
    } else if (overwrite == Overwrite::IfDifferent) {
        const auto old = part.read(offset, bytes.size());
        outcome.differs = !old || *old != bytes;
        if (outcome.differs)
            outcome.result = part.write(offset, bytes);
    } else {
        outcome.result = part.write(offset, bytes);
    }
    outcome.newBytes = part.heldBytes() - before;
    outcome.prefixBytes = part.prefixBytes();
    return outcome;
}

void PartWriter::write(qint64 offset, const QByteArray &bytes)
{
    if (m_error)
        return;
    m_pendingBytes += bytes.size();
    m_unrecordedBytes += bytes.size();
    m_wasBehind = m_wasBehind || isBehind();
    const ByteRange range{offset, offset + bytes.size()};
    run([offset, bytes, overwrite = m_overwrite](PartFile &part) { return writeTo(part, offset, bytes, overwrite); },
        [this, range, generation = m_generation.load()](const Written &outcome) {
            if (generation == m_generation)
                handleWritten(outcome, range);
        });
    checkpointIfDue();
}

void PartWriter::handleWritten(const Written &outcome, ByteRange range)
{
    m_pendingBytes -= range.size();
    if (!outcome.result)
        return giveUp(outcome.result.error());
    m_prefixBytes = outcome.prefixBytes;
    advanceHash();
    tellIfReady();
    if (outcome.differs)
        Q_EMIT differed(range);
    Q_EMIT written(outcome.newBytes);
}

void PartWriter::tellIfReady()
{
    if (m_wasBehind && !isBehind()) {
        m_wasBehind = false;
        Q_EMIT readyForMore();
    }
}

void PartWriter::giveUp(const Error &error)
{
    if (m_error)
        return;
    m_error = error;
    for (const auto &done : std::exchange(m_checkpointed, {}))
        done(tl::unexpected(error));
    Q_EMIT failed(error);
}

void PartWriter::checkpointIfDue()
{
    if (m_checkpointing || m_error || m_unrecordedBytes == 0)
        return;
    const auto age = m_clock.now() - m_lastCheckpoint;
    if (m_unrecordedBytes >= checkpointBytes || age >= checkpointInterval || !m_checkpointed.empty())
        return beginCheckpoint();
    if (std::exchange(m_checkpointPlanned, true))
        return;
    // What came last must not wait for more to come.
    m_clock.callAfter(std::chrono::ceil<std::chrono::milliseconds>(checkpointInterval - age), this, [this] {
        m_checkpointPlanned = false;
        checkpointIfDue();
    });
}

void PartWriter::beginCheckpoint()
{
    m_checkpointing = true;
    m_lastCheckpoint = m_clock.now();
    run([](PartFile &part) { return part.takeUnrecorded(); },
        [this, taken = m_unrecordedBytes, generation = m_generation.load()](const QList<ByteRange> &ranges) {
            if (generation == m_generation)
                syncAndRecord(ranges, taken);
        });
}

void PartWriter::syncAndRecord(const QList<ByteRange> &ranges, qint64 takenBytes)
{
    // On a thread of its own: the disk thread goes on writing what comes meanwhile.
    runInBackground(
        m_sync, this, [part = m_part] { return part->sync(); },
        [this, ranges, takenBytes, generation = m_generation.load()](const Result<void> &synced) {
            if (generation != m_generation)
                return;
            run(
                [ranges, synced](PartFile &part) -> Result<void> {
                    if (synced)
                        return part.record(ranges);
                    part.distrust();
                    return synced;
                },
                [this, takenBytes, generation](const Result<void> &recorded) {
                    if (generation == m_generation)
                        endCheckpoint(recorded, takenBytes);
                });
        });
}

void PartWriter::endCheckpoint(const Result<void> &result, qint64 recordedBytes)
{
    m_checkpointing = false;
    if (!result)
        return giveUp(result.error());
    m_unrecordedBytes -= recordedBytes;
    if (m_unrecordedBytes == 0) {
        for (const auto &done : std::exchange(m_checkpointed, {}))
            done({});
    }
    tellIfReady();
    checkpointIfDue();
}

void PartWriter::checkpoint(std::function<void(Result<void>)> done)
{
    if (m_error)
        return done(tl::unexpected(*m_error));
    if (m_unrecordedBytes == 0 && !m_checkpointing)
        return done({});
    m_checkpointed.push_back(std::move(done));
    checkpointIfDue();
}

void PartWriter::finishHash(std::function<void(Result<PartDigests>)> done)
{
    if (m_hashError)
        return done(tl::unexpected(*m_hashError));
    m_hashed = std::move(done);
    advanceHash();
}

void PartWriter::settleSize(qint64 bytes)
{
    run([bytes](PartFile &part) { return part.settleSize(bytes); },
        [this, generation = m_generation.load()](const Result<void> &settled) {
            if (generation == m_generation && !settled)
                giveUp(settled.error());
        });
    restartHash();
}

void PartWriter::restartHash()
{
    cancelHash();
    m_hasher.reset();
    m_hashing = false;
    m_hashError.reset();
    m_hashed = {};
    // The pages in memory are what the hash was made of; the disk may hold something else.
    run(
        [](PartFile &part) {
            ::posix_fadvise(part.descriptor(), 0, 0, POSIX_FADV_DONTNEED);
            return part.prefixBytes();
        },
        [this, generation = m_generation.load()](qint64 prefix) {
            if (generation != m_generation)
                return;
            m_prefixBytes = prefix;
            m_hasher = std::make_shared<PartHasher>(m_part);
            advanceHash();
        });
}

void PartWriter::cancelHash()
{
    if (m_hasher)
        m_hasher->cancel();
}

void PartWriter::advanceHash()
{
    if (!m_hasher || m_hashing || m_hashError)
        return;
    const qint64 todo = m_prefixBytes - m_hasher->position();
    const bool complete = m_prefixBytes == m_part->plan().bytes;
    if (complete && todo == 0) {
        if (m_hashed)
            std::exchange(m_hashed, {})(m_hasher->finish());
        return;
    }
    if (!complete && todo < hashStepBytes)
        return;
    m_hashing = true;
    runInBackground(
        m_hash, this, [hasher = m_hasher, end = m_prefixBytes] { return hasher->advanceTo(end); },
        [this, hasher = m_hasher](const Result<void> &result) {
            if (hasher != m_hasher)
                return; // of an earlier hash
            m_hashing = false;
            if (result)
                return advanceHash();
            m_hashError = result.error();
            if (m_hashed)
                std::exchange(m_hashed, {})(failWith(result));
        });
}
