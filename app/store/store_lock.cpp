#include "store/store_lock.h"

#include "base/logging.h"
#include "store/durable_file.h"
#include "store/lease.h"

#include <QDir>
#include <QFile>
#include <QThread>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

using namespace Qt::StringLiterals;

namespace {

/// A shimmyd that was killed while it started a Shimmy leaves a child that has the lock too, until it execs or finds
/// its parent gone: milliseconds later.
int lockPatiently(int descriptor, struct flock &lock)
{
    constexpr int attempts = 50;
    for (int attempt = 1;; ++attempt) {
        const int locked = ::fcntl(descriptor, F_OFD_SETLK, &lock);
        if (locked == 0 || attempt == attempts || (errno != EAGAIN && errno != EACCES))
            return locked;
        QThread::msleep(20);
    }
}

tl::unexpected<Error> isLocked(const StoreLayout &layout, bool shared)
{
    QStringList replicas;
    for (const QString &replica : QDir(layout.replicas()).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QByteArray beat = Lease::beatOf(layout.replicas(), replica);
        if (!beat.isEmpty() && !Lease::hasLeft(beat))
            replicas += Lease::describe(beat);
    }
    if (!shared && !replicas.isEmpty()) {
        return fail(ErrorKind::Locked,
                    u"shimmyd with --shared uses this models directory (%1)"_s.arg(replicas.join(u", "_s)),
                    u"start this one with --shared too, or choose another --models directory"_s);
    }
    QFile holder(layout.lock());
    const QByteArray pid = holder.open(QIODevice::ReadOnly) ? holder.read(32).trimmed() : QByteArray();
    return fail(ErrorKind::Locked,
                u"another shimmyd (process %1) uses this models directory"_s.arg(QString::fromLatin1(pid)),
                u"stop it, choose another --models directory, or start all of them with --shared"_s);
}

} // namespace

Result<FileDescriptor> lockModels(const StoreLayout &layout, bool shared)
{
    const QString path = layout.lock();
    auto file = openFile(path, O_RDWR | O_CREAT);
    if (!file)
        return file;
    struct flock whole { };
    whole.l_type = static_cast<short>(shared ? F_RDLCK : F_WRLCK);
    whole.l_whence = SEEK_SET;
    if (lockPatiently(file->get(), whole) != 0) {
        if (errno == EAGAIN || errno == EACCES)
            return isLocked(layout, shared);
        if (!shared || (errno != ENOLCK && errno != EOPNOTSUPP && errno != ENOSYS))
            return tl::unexpected(diskError(errno, u"lock"_s, path));
        qCWarning(logStore).noquote() << "the file system of" << path << "knows no locks:" << std::strerror(errno)
                                      << "— nothing keeps a shimmyd without --shared away";
    }
    if (shared)
        return file;
    const QByteArray pid = QByteArray::number(::getpid()) + '\n';
    if (::ftruncate(file->get(), 0) != 0)
        return tl::unexpected(diskError(errno, u"write"_s, path));
    if (const auto written = writeAt(file->get(), 0, pid, path); !written)
        return failWith(written);
    return file;
}
