#include "store/part_file.h"

#include "base/json.h"
#include "store/part_claim.h"
#include "store/trash.h"

#include <QDir>
#include <QFile>
#include <QThread>

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 maxPlanBytes = 1 << 20;

/// Asks \a attempt again for a second: a part that this process has just closed, to pause it and go on at once, is
/// still held by the thread that ends its last work.
template <class Attempt>
bool succeedsSoon(Attempt attempt)
{
    constexpr int attempts = 50;
    for (int i = 1; !attempt(); ++i) {
        if (i == attempts)
            return false;
        QThread::msleep(20);
    }
    return true;
}

Result<void> lockWhole(int descriptor, const QString &path)
{
    // Owned by the open file, not by the process: closing another descriptor of the same file does not drop it.
    struct flock whole { };
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    int error = 0;
    const bool isFree = succeedsSoon([&] {
        error = ::fcntl(descriptor, F_OFD_SETLK, &whole) == 0 ? 0 : errno;
        return error != EAGAIN && error != EACCES;
    });
    if (!isFree)
        return fail(ErrorKind::Locked, u"another process is downloading %1"_s.arg(path));
    if (error != 0)
        return tl::unexpected(diskError(error, u"lock"_s, path));
    return {};
}

bool holdsPlan(const QString &path, const PartPlan &plan)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const auto json = parseJsonObject(file.read(maxPlanBytes), u"the plan"_s);
    auto stored = json ? PartPlan::fromJson(*json) : failWith(json);
    if (!stored)
        return false;
    stored->revision = plan.revision; // another name of the same commit
    return *stored == plan;
}

tl::unexpected<Error> isOthersNow(const QString &path)
{
    return fail(ErrorKind::Locked, u"another replica goes on with %1"_s.arg(path),
                u"it will be there when that one is done"_s, true);
}

QString directoryOf(const PartPlan &plan, const QString &partsDirectory)
{
    return partsDirectory + u'/' + plan.id();
}

} // namespace

PartFile::PartFile(PartPlan plan, QString directory, FileDescriptor data, PartJournal journal,
                   std::shared_ptr<const Lease> lease)
    : m_plan(std::move(plan))
    , m_directory(std::move(directory))
    , m_data(std::move(data))
    , m_journal(std::move(journal))
    , m_lease(std::move(lease))
    , m_life(m_lease ? m_lease->life() : 0)
{
}

bool PartFile::isLeaseHeld() const
{
    return !m_lease || (m_lease->isHeld() && m_lease->life() == m_life);
}

QString PartFile::dataPath() const
{
    return m_directory + u"/data"_s;
}

qint64 PartFile::allocatedBytes(const PartPlan &plan, const QString &partsDirectory)
{
    constexpr qint64 statBlockBytes = 512; // whatever the file system's own are
    const QString path = directoryOf(plan, partsDirectory) + u"/data";
    struct stat status { };
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_blocks * statBlockBytes : 0;
}

qint64 PartFile::heldBytes(const PartPlan &plan, const QString &partsDirectory)
{
    const QString directory = directoryOf(plan, partsDirectory);
    if (!holdsPlan(directory + u"/plan.json"_s, plan) || QFile(directory + u"/data"_s).size() != plan.bytes)
        return 0;
    const auto held = PartJournal::read(directory + u"/journal"_s);
    return held ? std::min(held->totalBytes(), plan.bytes) : 0;
}

bool PartFile::isHeldElsewhere(const PartPlan &plan, const QString &partsDirectory, const Lease &lease)
{
    return isOwnedByOther(directoryOf(plan, partsDirectory), lease);
}

void PartFile::remove(const PartPlan &plan, const QString &partsDirectory, const QString &trashDirectory,
                      const Lease *lease)
{
    const QString directory = directoryOf(plan, partsDirectory);
    if (!lease || !QFileInfo(directory).isDir() || claimPart(directory, *lease))
        moveToTrash(directory, trashDirectory);
}

Result<std::shared_ptr<PartFile>> PartFile::open(const PartPlan &plan, const QString &partsDirectory,
                                                 std::shared_ptr<const Lease> lease)
{
    const QString directory = directoryOf(plan, partsDirectory);
    if (!QFileInfo(partsDirectory).isDir()) {
        return fail(ErrorKind::DiskFailed, u"%1 is gone"_s.arg(partsDirectory),
                    u"bring the models directory back, then restart shimmyd"_s);
    }
    if (const auto made = makeDirectory(directory); !made)
        return failWith(made);
    if (!lease)
        return openOwn(plan, directory, {});
    if (!succeedsSoon([&] { return lease->beginWork(directory); }))
        return isOthersNow(plan.path.toString());
    // The lease as the part has it: with its last holder the claim ends.
    const Lease *const held = lease.get();
    const std::shared_ptr<const Lease> claim(held, [lease = std::move(lease), directory](const Lease *) {
        releasePart(directory, *lease);
        lease->endWork(directory);
    });
    if (const auto claimed = claimPart(directory, *claim); !claimed)
        return failWith(claimed);
    return openOwn(plan, directory, claim);
}

Result<std::shared_ptr<PartFile>> PartFile::openOwn(const PartPlan &plan, const QString &directory,
                                                    std::shared_ptr<const Lease> lease)
{
    auto data = openFile(directory + u"/data"_s, O_RDWR | O_CREAT);
    if (!data)
        return failWith(data);
    if (!lease) { // a claim is all that replicas have: locks of a frozen one would outlive it
        if (const auto locked = lockWhole(data->get(), plan.path.toString()); !locked)
            return failWith(locked);
        forgetOwners(directory);
    }
    auto journal = PartJournal::open(directory + u"/journal"_s);
    if (!journal)
        return failWith(journal);
    std::shared_ptr<PartFile> part(
        new PartFile(plan, directory, std::move(*data), std::move(*journal), std::move(lease)));
    if (const auto prepared = part->prepare(); !prepared)
        return failWith(prepared);
    return part;
}

Result<void> PartFile::prepare()
{
    const QString planPath = m_directory + u"/plan.json"_s;
    const bool known = holdsPlan(planPath, m_plan);
    struct stat status { };
    if (!known || ::fstat(m_data.get(), &status) != 0 || status.st_size != m_plan.bytes) {
        if (const auto cleared = m_journal.clear(); !cleared)
            return cleared;
    }
    if (!known) {
        if (const auto written = writeDurably(planPath, toJson(m_plan.toJson())); !written)
            return written;
    }
    if (const auto reserved = reserve(); !reserved)
        return reserved;
    for (const ByteRange &range : m_journal.held().ranges())
        m_written.add({range.begin, std::min(range.end, m_plan.bytes)});
    return {};
}

Result<void> PartFile::reserve()
{
    if (m_plan.bytes < 0)
        return syncDirectory(m_directory); // nobody knows how much
    int reserved = m_plan.bytes == 0 ? 0 : ::fallocate(m_data.get(), 0, 0, m_plan.bytes);
    if (reserved != 0 && (errno == EOPNOTSUPP || errno == ENOSYS))
        reserved = ::ftruncate(m_data.get(), m_plan.bytes);
    if (reserved != 0)
        return tl::unexpected(diskError(errno, u"reserve space for"_s, dataPath()));
    if (::ftruncate(m_data.get(), m_plan.bytes) != 0 || ::fsync(m_data.get()) != 0)
        return tl::unexpected(diskError(errno, u"sync"_s, dataPath()));
    return syncDirectory(m_directory);
}

qint64 PartFile::prefixBytes() const
{
    const auto &ranges = m_written.ranges();
    return ranges.isEmpty() || ranges.first().begin > 0 ? 0 : ranges.first().end;
}

Result<void> PartFile::write(qint64 offset, QByteArrayView bytes)
{
    if (offset < 0 || (m_plan.bytes >= 0 && bytes.size() > m_plan.bytes - offset))
        return fail(ErrorKind::Internal, u"a write beyond the end of %1"_s.arg(m_plan.path.toString()));
    if (!isLeaseHeld())
        return isOthersNow(m_plan.path.toString());
    if (const auto written = writeAt(m_data.get(), offset, bytes, dataPath()); !written)
        return written;
    const ByteRange range{offset, offset + bytes.size()};
    m_written.add(range);
    if (!m_unrecorded.isEmpty() && m_unrecorded.last().end == range.begin)
        m_unrecorded.last().end = range.end;
    else
        m_unrecorded += range;
    return {};
}

Result<void> PartFile::settleSize(qint64 bytes)
{
    if (::ftruncate(m_data.get(), bytes) != 0)
        return tl::unexpected(diskError(errno, u"truncate"_s, dataPath()));
    m_plan.bytes = bytes;
    return writeDurably(m_directory + u"/plan.json"_s, toJson(m_plan.toJson()));
}

Result<void> PartFile::writeMissing(qint64 offset, QByteArrayView bytes)
{
    const ByteRange given{offset, offset + bytes.size()};
    for (const ByteRange &gap : m_written.missing(given.end)) {
        const ByteRange wanted{std::max(gap.begin, given.begin), std::min(gap.end, given.end)};
        if (wanted.size() <= 0)
            continue;
        if (const auto written = write(wanted.begin, bytes.sliced(wanted.begin - offset, wanted.size())); !written)
            return written;
    }
    return {};
}

Result<QByteArray> PartFile::read(qint64 offset, qint64 bytes) const
{
    QByteArray buffer(std::clamp<qint64>(m_plan.bytes - offset, 0, bytes), Qt::Uninitialized);
    if (const auto read = readAt(m_data.get(), offset, buffer.data(), buffer.size(), dataPath()); !read)
        return failWith(read);
    return buffer;
}

QList<ByteRange> PartFile::takeUnrecorded()
{
    ByteRanges merged;
    for (const ByteRange &range : std::exchange(m_unrecorded, {}))
        merged.add(range);
    return merged.ranges();
}

Result<void> PartFile::sync() const
{
    if (::fdatasync(m_data.get()) != 0)
        return tl::unexpected(diskError(errno, u"sync"_s, dataPath()));
    return {};
}

Result<void> PartFile::checkStillOurs() const
{
    if (!isLeaseHeld() || (m_lease && !ownsPart(m_directory, *m_lease)))
        return isOthersNow(m_plan.path.toString());
    struct stat status { };
    if (::fstat(m_data.get(), &status) == 0 && status.st_nlink > 0)
        return {};
    return fail(ErrorKind::DiskFailed, u"%1 was removed while it was downloaded"_s.arg(dataPath()),
                u"retry the download"_s, true);
}

Result<void> PartFile::record(const QList<ByteRange> &ranges)
{
    if (ranges.isEmpty())
        return {};
    auto recorded = checkStillOurs();
    if (recorded)
        recorded = m_journal.append(ranges);
    if (!recorded)
        distrust();
    return recorded;
}

void PartFile::distrust()
{
    m_written = m_journal.held();
    m_unrecorded.clear();
}

Result<void> PartFile::checkpoint()
{
    const QList<ByteRange> ranges = takeUnrecorded();
    if (ranges.isEmpty())
        return {};
    if (const auto synced = sync(); !synced) {
        distrust();
        return synced;
    }
    return record(ranges);
}

Result<void> PartFile::reset()
{
    m_written = {};
    m_unrecorded.clear();
    return m_journal.clear();
}

Result<void> PartFile::keepHead(int index, QByteArrayView head) const
{
    return writeDurably(m_directory + u"/head-%1"_s.arg(index), head);
}

QByteArray PartFile::head(int index) const
{
    QFile file(m_directory + u"/head-%1"_s.arg(index));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void PartFile::remove(const QString &trashDirectory)
{
    if (isLeaseHeld() && (!m_lease || ownsPart(m_directory, *m_lease)))
        moveToTrash(m_directory, trashDirectory);
}
