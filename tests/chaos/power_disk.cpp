#include "power_disk.h"

#include <QFile>
#include <QProcess>
#include <QTest>

#include <fcntl.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

using namespace Qt::StringLiterals;

namespace {

bool run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    const bool done =
        process.waitForFinished() && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    if (!done)
        qWarning().noquote() << program << arguments << process.errorString() << process.readAllStandardError();
    return done;
}

} // namespace

bool enterOwnMounts()
{
    return ::unshare(CLONE_NEWNS) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

PowerDisk::PowerDisk(qint64 bytes)
{
    QFile image(m_directory.filePath(u"image"_s));
    m_mounted = image.open(QIODevice::WriteOnly) && image.resize(bytes)
        && run(u"/sbin/mkfs.ext4"_s, {u"-q"_s, u"-F"_s, u"-m"_s, u"0"_s, image.fileName()})
        && ::mkdir(QFile::encodeName(path()).constData(), 0755) == 0 && mount();
}

PowerDisk::~PowerDisk()
{
    if (m_mounted && !unmount())
        ::umount2(QFile::encodeName(path()).constData(), MNT_DETACH);
}

bool PowerDisk::mount()
{
    // The loop device goes with its mount.
    return run(
        u"/bin/mount"_s,
        {u"-t"_s, u"ext4"_s, u"-o"_s, u"loop,commit=600,noauto_da_alloc"_s, m_directory.filePath(u"image"_s), path()});
}

bool PowerDisk::unmount()
{
    int error = EBUSY;
    const auto isDone = [&] {
        error = ::umount2(QFile::encodeName(path()).constData(), 0) == 0 ? 0 : errno;
        return error != EBUSY; // as long as the last of the killed has not gone
    };
    return QTest::qWaitFor(isDone, 10'000) && error == 0;
}

void PowerDisk::cutPower()
{
    constexpr unsigned long shutdownRequest = 0x8004587d; // EXT4_IOC_SHUTDOWN
    constexpr std::uint32_t withoutFlushing = 2; // EXT4_GOING_FLAGS_NOLOGFLUSH
    const int root = ::open(QFile::encodeName(path()).constData(), O_RDONLY | O_CLOEXEC);
    if (root < 0 || ::ioctl(root, shutdownRequest, &withoutFlushing) != 0)
        qFatal("cannot cut the power of %s", qPrintable(path()));
    ::close(root);
}

bool PowerDisk::powerOn()
{
    m_mounted = unmount();
    m_mounted = m_mounted && mount();
    return m_mounted;
}
