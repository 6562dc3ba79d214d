#include "download/download.h"

#include "base/byte_count.h"
#include "base/logging.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Download::Download(JobRecord record, DownloadContext context, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
    , m_record(std::move(record))
    , m_progress(m_context.transfer.clock)
    , m_writer(m_context.transfer.clock, this)
    , m_startedAt(m_context.transfer.clock.now())
    , m_error(m_record.error)
{
    connect(&m_writer, &PartWriter::written, this, &Download::handleWritten);
    connect(&m_writer, &PartWriter::failed, this, &Download::handleTrouble);
    if (m_record.error)
        m_state = State::Failed;
    else if (m_record.wish == JobRecord::Wish::Pause)
        m_state = State::Paused;
    if (m_record.plan) {
        m_progress.begin(m_record.plan->bytes, PartFile::heldBytes(*m_record.plan, m_context.store.layout().parts()));
    }
}

Download::~Download() = default;

void Download::setState(State state)
{
    m_state = state;
    qCDebug(logDownload).noquote() << m_record.id << m_record.request.toString() << state;
    Q_EMIT stateChanged();
}

qint64 Download::unreservedBytes() const
{
    const bool ahead = m_state == State::Queued || m_state == State::Resolving || m_state == State::Reserving;
    if (!m_record.plan || !ahead)
        return 0;
    const qint64 allocated = PartFile::allocatedBytes(*m_record.plan, m_context.store.layout().parts());
    return std::max<qint64>(0, m_record.plan->bytes - allocated);
}

double Download::verifiedPercent() const
{
    const qint64 total = m_progress.totalBytes();
    return total <= 0
        ? 100
        : std::floor(static_cast<double>(m_writer.hashedBytes()) / static_cast<double>(total) * 1000) / 10;
}

std::optional<Download::HubPause> Download::hubPause() const
{
    std::optional<HubWait> wait;
    if (m_state == State::Resolving)
        wait = m_hubWait;
    else if (m_verification && m_verification->isMending())
        wait = m_verification->transfer().hubWait();
    else if (m_transfer)
        wait = m_transfer->hubWait();
    const auto now = m_context.transfer.clock.now();
    if (!wait || wait->until <= now)
        return std::nullopt;
    return HubPause{wait->why, std::chrono::ceil<std::chrono::seconds>(wait->until - now)};
}

int Download::attempts() const
{
    return m_attemptsBefore + (m_transfer ? m_transfer->attempts() : 0)
        + (m_verification ? m_verification->transfer().attempts() : 0);
}

QList<SegmentReport> Download::segments() const
{
    if (m_verification && m_verification->isMending())
        return m_verification->transfer().segments();
    return m_transfer ? m_transfer->segments() : QList<SegmentReport>();
}

std::optional<Error> Download::lastTrouble() const
{
    return m_transfer && m_transfer->lastError() ? m_transfer->lastError() : m_trouble;
}

void Download::begin()
{
    if (m_context.store.lease())
        m_context.store.refresh();
    if (joinInstalled()) // it came while this one waited
        return;
    m_publications = 0;
    setState(State::Reserving);
    if (!hasSpace())
        return;
    m_writer.open(*m_record.plan, m_context.store.layout().parts(), m_context.store.lease(),
                  [this, run = m_run](const Result<void> &opened) {
                      if (run == m_run)
                          handleOpened(opened);
                  });
}

void Download::handleOpened(const Result<void> &opened)
{
    if (!opened)
        return handleTrouble(opened.error());
    m_spaceFailures = 0;
    if (m_record.plan->isSplit() && !m_joinedHeader.isEmpty())
        return prepareSplit([this] { handleOpened({}); });
    if (m_record.plan->isSplit() && m_writer.part().prefixBytes() == 0) // its header was never written
        return planAnew();
    m_heldBytes = m_writer.part().heldBytes();
    m_progress.begin(m_record.plan->bytes, m_heldBytes);
    setState(State::Fetching);
    startTransfer();
}

/// Writes what is not in any shard as it is: the joined file's header, and the zeros between the shards.
void Download::prepareSplit(std::function<void()> prepared)
{
    m_writer.run(
        [heads = std::exchange(m_shardHeads, {}),
         header = std::exchange(m_joinedHeader, {})](PartFile &part) -> Result<void> {
            for (qsizetype i = 0; i < heads.size(); ++i) {
                if (const auto kept = part.keepHead(static_cast<int>(i), heads[i]); !kept)
                    return kept;
            }
            if (const auto written = part.write(0, header); !written)
                return written;
            ByteRanges places;
            places.add({0, header.size()});
            for (const PartSource &shard : part.plan().shards)
                places.add(shard.place());
            for (const ByteRange &gap : places.missing(part.plan().bytes)) {
                if (const auto written = part.write(gap.begin, QByteArray(gap.size(), '\0')); !written)
                    return written;
            }
            return part.checkpoint();
        },
        [this, prepared = std::move(prepared), run = m_run](const Result<void> &written) {
            if (run != m_run)
                return;
            if (!written)
                return handleTrouble(written.error());
            m_writer.restartHash(); // with the heads, and from the part's start
            prepared();
        });
}

/// A server that told no size has sent the whole file.
void Download::handleSizeLearned(qint64 bytes)
{
    m_record.plan->bytes = bytes;
    m_writer.settleSize(bytes);
    m_progress.begin(bytes, bytes);
    Q_EMIT recordChanged();
}

void Download::startTransfer()
{
    m_transfer =
        std::make_unique<Transfer>(m_context.transfer, *m_record.plan, m_record.request.token, m_writer, nullptr);
    connect(m_transfer.get(), &Transfer::finished, this, &Download::verify);
    connect(m_transfer.get(), &Transfer::connectionRetried, this, &Download::connectionRetried);
    connect(m_transfer.get(), &Transfer::hubWaits, this, &Download::progressed);
    connect(m_transfer.get(), &Transfer::sizeLearned, this, &Download::handleSizeLearned);
    connect(m_transfer.get(), &Transfer::planBroken, this, &Download::planAnew, Qt::QueuedConnection);
    connect(m_transfer.get(), &Transfer::failed, this, &Download::handleTrouble, Qt::QueuedConnection);
    m_transfer->start(m_writer.part().missing(), m_locations);
}

void Download::handleWritten(qint64 bytes)
{
    m_heldBytes += bytes;
    if (m_state != State::Fetching)
        return;
    m_progress.setCompleted(m_heldBytes);
    Q_EMIT progressed();
}

void Download::handleTrouble(const Error &error)
{
    if (m_changing || !isRunning())
        return;
    if (error.kind == ErrorKind::DiskFull)
        return waitForSpace(error);
    if (error.kind == ErrorKind::Locked && error.retryable && m_context.store.lease())
        return yieldToReplica(error);
    fail(error);
}

/// Another replica works on the same file: this download waits until that one has it, or is gone.
void Download::yieldToReplica(const Error &error)
{
    qCInfo(logDownload).noquote() << m_record.id << m_record.request.toString() << "waits:" << error.message;
    m_restsUntil = m_context.transfer.clock.now() + 1s;
    halt(State::Queued, true);
}

void Download::follow()
{
    const qint64 held = PartFile::heldBytes(*m_record.plan, m_context.store.layout().parts());
    if (held > m_progress.completedBytes())
        m_progress.setCompleted(held);
}

/// False when there is no room: then it waits for some.
bool Download::hasSpace()
{
    const auto free = m_context.budget.availableBytes();
    if (!free) {
        fail(free.error());
        return false;
    }
    const qint64 allocated = PartFile::allocatedBytes(*m_record.plan, m_context.store.layout().parts());
    const qint64 needed = std::max<qint64>(0, m_record.plan->bytes - allocated);
    if (needed <= *free)
        return true;
    const QString what =
        u"%1 needs %2, %3: %4 are missing"_s.arg(m_record.request.toString(), formatByteCount(needed),
                                                 m_context.budget.describe(*free), formatByteCount(needed - *free));
    waitForSpace({ErrorKind::DiskFull, what, u"free space there; the download then goes on by itself"_s, true, {}});
    return false;
}

void Download::waitForSpace(const Error &error)
{
    qCWarning(logDownload).noquote() << m_record.id << m_record.request.toString()
                                     << "waits for space:" << error.message;
    m_error = error;
    halt(State::WaitingForSpace, true);
}

void Download::pollSpace(std::chrono::milliseconds interval)
{
    m_context.transfer.clock.callAfter(interval, this, [this, interval, run = m_run] {
        if (run != m_run || m_state != State::WaitingForSpace)
            return;
        const auto free = m_context.budget.availableBytes();
        const qint64 allocated = PartFile::allocatedBytes(*m_record.plan, m_context.store.layout().parts());
        if (!free || std::max<qint64>(1, m_record.plan->bytes - allocated) > *free)
            return pollSpace(interval);
        m_error.reset();
        setState(State::Queued);
    });
}

/// Ends what runs, with a last checkpoint or without the part, and then is in \a state.
void Download::halt(State state, bool keepPart)
{
    ++m_run;
    m_splitResolver.reset();
    if (m_transfer && m_transfer->isRunning()) {
        m_locations = m_transfer->locations();
        m_transfer->stop(); // hands over what it has received
    }
    if (m_verification)
        m_verification->stop();
    const auto end = [this, state] {
        m_changing = false;
        letGo();
        if (state == State::WaitingForSpace) {
            // A quota is not seen in what is free: ask less and less often while asking does not help.
            pollSpace(std::chrono::seconds(2) * (1 << std::min(m_spaceFailures++, 5)));
        }
        setState(state);
    };
    m_changing = true;
    if (!m_writer.isOpen()) {
        if (keepPart || !m_record.plan)
            return end();
        // After an open() that may be under way.
        return m_writer.runClosed(
            [plan = *m_record.plan, layout = m_context.store.layout(), lease = m_context.store.lease()] {
                PartFile::remove(plan, layout.parts(), layout.trash(), lease.get());
                return true;
            },
            [end](bool) { end(); });
    }
    if (keepPart)
        return m_writer.checkpoint([end](const Result<void> &) { end(); });
    m_writer.run(
        [trash = m_context.store.layout().trash()](PartFile &part) {
            part.remove(trash);
            return true;
        },
        [end](bool) { end(); });
}

/// Of what fetched and wrote, only what it has to tell stays: its threads and connections are for those that run.
void Download::letGo()
{
    m_attemptsBefore = attempts();
    m_trouble = lastTrouble();
    m_writer.close();
    m_transfer.reset();
    m_verification.reset();
}

void Download::removePart() const
{
    const ModelStore &store = m_context.store;
    PartFile::remove(*m_record.plan, store.layout().parts(), store.layout().trash(), store.lease().get());
}

void Download::fail(const Error &error)
{
    if (isFinished() || m_changing)
        return;
    qCWarning(logDownload).noquote() << m_record.id << m_record.request.toString() << "failed:" << error.message;
    m_error = error;
    m_record.error = error;
    Q_EMIT recordChanged();
    // Bytes that proved wrong help nobody; those of a broken transfer save a retry from fetching them again.
    const bool worthless = error.kind == ErrorKind::HashMismatch || error.kind == ErrorKind::NotGguf;
    halt(State::Failed, !worthless);
}

void Download::giveUp(const Error &error)
{
    fail(error);
}
