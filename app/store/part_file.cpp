#include "store/part_file.h"

#include "base/json.h"
#include "base/logging.h"

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

using namespace Qt::StringLiterals;

namespace {

Result<void> lockWhole(int descriptor, const QString &path)
{
    // Owned by the open file, not by the process: closing another descriptor of the same file does not drop it.
    struct flock whole { };
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    if (::fcntl(descriptor, F_OFD_SETLK, &whole) == 0)
        return {};
    if (errno == EAGAIN || errno == EACCES)
        return fail(ErrorKind::Locked, u"another process is downloading %1"_s.arg(path));
    return tl::unexpected(diskError(errno, u"lock"_s, path));
}

bool holdsPlan(const QString &path, const PartPlan &plan)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const auto json = parseJsonObject(file.read(64 * 1024), u"the plan"_s);
    const auto stored = json ? PartPlan::fromJson(*json) : failWith(json);
    return stored && *stored == plan;
}

} // namespace

PartFile::PartFile(PartPlan plan, QString directory, FileDescriptor data, PartJournal journal)
    : m_plan(std::move(plan))
    , m_directory(std::move(directory))
    , m_data(std::move(data))
    , m_journal(std::move(journal))
{
}

QString PartFile::dataPath() const
{
    return m_directory + u"/data"_s;
}

qint64 PartFile::allocatedBytes(const PartPlan &plan, const QString &partsDirectory)
{
    constexpr qint64 statBlockBytes = 512; // whatever the file system's own are
    const QString path = partsDirectory + u'/' + plan.id() + u"/data";
    struct stat status { };
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_blocks * statBlockBytes : 0;
}

Result<std::shared_ptr<PartFile>> PartFile::open(const PartPlan &plan, const QString &partsDirectory)
{
    const QString directory = partsDirectory + u'/' + plan.id();
    if (const auto made = makeDirectory(directory); !made)
        return failWith(made);
    auto data = openFile(directory + u"/data"_s, O_RDWR | O_CREAT);
    if (!data)
        return failWith(data);
    if (const auto locked = lockWhole(data->get(), plan.path.toString()); !locked)
        return failWith(locked);
    auto journal = PartJournal::open(directory + u"/journal"_s);
    if (!journal)
        return failWith(journal);

    const QString planPath = directory + u"/plan.json"_s;
    const bool known = holdsPlan(planPath, plan);
    std::shared_ptr<PartFile> part(new PartFile(plan, directory, std::move(*data), std::move(*journal)));
    struct stat status { };
    if (!known || ::fstat(part->m_data.get(), &status) != 0 || status.st_size != plan.bytes) {
        if (const auto cleared = part->m_journal.clear(); !cleared)
            return failWith(cleared);
    }
    if (!known) {
        if (const auto written = writeDurably(planPath, toJson(plan.toJson())); !written)
            return failWith(written);
    }
    if (const auto reserved = part->reserve(); !reserved)
        return failWith(reserved);
    for (const ByteRange &range : part->m_journal.held().ranges())
        part->m_written.add({range.begin, std::min(range.end, plan.bytes)});
    return part;
}

Result<void> PartFile::reserve()
{
    int reserved = m_plan.bytes == 0 ? 0 : ::fallocate(m_data.get(), 0, 0, m_plan.bytes);
    if (reserved != 0 && (errno == EOPNOTSUPP || errno == ENOSYS))
        reserved = ::ftruncate(m_data.get(), m_plan.bytes);
    if (reserved != 0)
        return tl::unexpected(diskError(errno, u"reserve space for"_s, dataPath()));
    if (::ftruncate(m_data.get(), m_plan.bytes) != 0 || ::fsync(m_data.get()) != 0)
        return tl::unexpected(diskError(errno, u"sync"_s, dataPath()));
    return syncDirectory(m_directory);
}

Result<void> PartFile::write(qint64 offset, QByteArrayView bytes)
{
    if (offset < 0 || offset + bytes.size() > m_plan.bytes)
        return fail(ErrorKind::Internal, u"a write beyond the end of %1"_s.arg(m_plan.path.toString()));
    if (const auto written = writeAt(m_data.get(), offset, bytes, dataPath()); !written)
        return written;
    const ByteRange range{offset, offset + bytes.size()};
    m_written.add(range);
    if (!m_sinceCheckpoint.isEmpty() && m_sinceCheckpoint.last().end == range.begin)
        m_sinceCheckpoint.last().end = range.end;
    else
        m_sinceCheckpoint += range;
    return {};
}

Result<void> PartFile::checkpoint()
{
    if (m_sinceCheckpoint.isEmpty())
        return {};
    ByteRanges merged;
    for (const ByteRange &range : std::exchange(m_sinceCheckpoint, {}))
        merged.add(range);
    if (::fdatasync(m_data.get()) != 0) {
        // The kernel may have dropped the dirty pages and will report success next time: never retry the sync.
        const Error error = diskError(errno, u"sync"_s, dataPath());
        m_written = m_journal.held();
        return tl::unexpected(error);
    }
    if (const auto recorded = m_journal.append(merged.ranges()); !recorded) {
        m_written = m_journal.held();
        return recorded;
    }
    return {};
}

Result<void> PartFile::reset()
{
    m_written = {};
    m_sinceCheckpoint.clear();
    return m_journal.clear();
}

Result<Sha256> PartFile::hash(std::atomic<qint64> &progress, const std::atomic<bool> &cancelled) const
{
    Sha256Hasher hasher;
    QByteArray buffer(1 << 20, Qt::Uninitialized);
    for (qint64 at = 0; at < m_plan.bytes;) {
        if (cancelled)
            return fail(ErrorKind::Cancelled, u"verifying was cancelled"_s);
        const auto wanted = static_cast<size_t>(std::min<qint64>(buffer.size(), m_plan.bytes - at));
        const ssize_t got = ::pread(m_data.get(), buffer.data(), wanted, at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return tl::unexpected(diskError(got < 0 ? errno : EIO, u"read"_s, dataPath()));
        hasher.add(QByteArrayView(buffer.constData(), got));
        at += got;
        progress = at;
    }
    return hasher.finish();
}

void PartFile::remove()
{
    if (!QDir(m_directory).removeRecursively())
        qCWarning(logStore) << "cannot remove" << m_directory;
}
