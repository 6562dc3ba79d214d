#include "store/lease.h"

#include "store/durable_file.h"

#include <QFile>
#include <QFileInfo>
#include <QSysInfo>
#include <QUuid>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 maxBeatBytes = 1024;
constexpr auto leftMark = "left\n";
/// Before others may take over, by enough for a write that was under way.
constexpr auto trustedFor = Lease::deadAfter - 5s;

/// Unlike the steady clock, it counts the time in which the machine slept: the others did not.
qint64 bootTime()
{
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return qint64(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

} // namespace

Lease::Lease(QString replicasDirectory, QString replica)
    : m_replicasDirectory(std::move(replicasDirectory))
    , m_replica(std::move(replica))
{
}

Lease::~Lease()
{
    if (m_heldUntil != 0) // the service did not start
        release();
}

Result<std::shared_ptr<Lease>> Lease::take(const QString &replicasDirectory)
{
    const QString name = QUuid::createUuid().toString(QUuid::Id128).left(12);
    std::shared_ptr<Lease> lease(new Lease(replicasDirectory, name));
    if (const auto taken = lease->retake(); !taken)
        return failWith(taken);
    return lease;
}

Result<void> Lease::retake()
{
    if (const auto made = makeDirectory(directory()); !made)
        return made;
    const qint64 now = bootTime();
    ++m_life;
    const auto written = write({}, O_CREAT);
    if (written)
        m_heldUntil = now + std::chrono::nanoseconds(trustedFor).count();
    return written;
}

bool Lease::isHeld() const
{
    return bootTime() < m_heldUntil;
}

bool Lease::isAlive(const QString &replica) const
{
    return QFileInfo(m_replicasDirectory + u'/' + replica).isDir();
}

bool Lease::beginWork(const QString &part) const
{
    const QMutexLocker locked(&m_guard);
    if (m_parts.contains(part))
        return false;
    m_parts.insert(part);
    return true;
}

void Lease::endWork(const QString &part) const
{
    const QMutexLocker locked(&m_guard);
    m_parts.remove(part);
}

/// Writes \a beat, or if that is empty the next one.
Result<void> Lease::write(const QByteArray &beat, int flags)
{
    QByteArray content = beat;
    if (content.isEmpty()) {
        content = QSysInfo::machineHostName().toUtf8() + ' ' + QByteArray::number(::getpid()) + ' '
            + QByteArray::number(++m_beats) + '\n';
    }
    const QString path = directory() + u"/beat"_s;
    const auto file = openFile(path, O_WRONLY | flags);
    if (!file)
        return failWith(file);
    if (const auto written = writeAt(file->get(), 0, content, path); !written)
        return written;
    if (::ftruncate(file->get(), content.size()) != 0)
        return tl::unexpected(diskError(errno, u"write"_s, path));
    return {};
}

Result<void> Lease::beat()
{
    const qint64 now = bootTime(); // before the write: how long that takes counts
    const auto written = write({}, 0);
    // Its directory may have been renamed away while it was written to.
    if (written && isAlive(m_replica)) {
        m_heldUntil = now + std::chrono::nanoseconds(trustedFor).count();
        return {};
    }
    if (QFileInfo(m_replicasDirectory).isDir() && !isAlive(m_replica)) {
        m_heldUntil = 0;
        return fail(ErrorKind::Locked, u"the other replicas took this one for dead"_s,
                    u"its downloads are theirs now"_s);
    }
    if (written)
        return fail(ErrorKind::DiskFailed, u"%1 is gone"_s.arg(m_replicasDirectory), u"bring it back"_s);
    return written;
}

void Lease::release()
{
    m_heldUntil = 0;
    // What it does not say, the others see 30 s later.
    (void)write(leftMark, 0);
}

QByteArray Lease::beatOf(const QString &replicasDirectory, const QString &replica)
{
    QFile file(replicasDirectory + u'/' + replica + u"/beat"_s);
    return file.open(QIODevice::ReadOnly) ? file.read(maxBeatBytes) : QByteArray();
}

bool Lease::hasLeft(QByteArrayView beat)
{
    return beat == leftMark;
}

QString Lease::describe(QByteArrayView beat)
{
    const QList<QByteArray> words = beat.toByteArray().simplified().split(' ');
    return words.size() < 2 ? u"an unknown process"_s
                            : u"process %2 on %1"_s.arg(QString::fromUtf8(words[0]), QString::fromUtf8(words[1]));
}
