#include "store/file_copy.h"

#include "store/durable_file.h"

#include <QFile>

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

using namespace Qt::StringLiterals;

namespace {

Result<void> copyBytes(int from, int to, qint64 bytes, const QString &path)
{
    while (bytes > 0) {
        const auto most = static_cast<size_t>(std::min<qint64>(bytes, 1 << 30));
        const ssize_t copied = ::copy_file_range(from, nullptr, to, nullptr, most, 0);
        if (copied < 0 && errno == EINTR)
            continue;
        if (copied <= 0)
            return tl::unexpected(diskError(copied < 0 ? errno : EIO, u"copy"_s, path));
        bytes -= copied;
    }
    return {};
}

} // namespace

Result<void> copyFile(const QString &from, const QString &to)
{
    const auto source = openFile(from, O_RDONLY);
    if (!source)
        return failWith(source);
    struct stat status { };
    if (::fstat(source->get(), &status) != 0 || !S_ISREG(status.st_mode))
        return fail(ErrorKind::DiskFailed, u"%1 is not a regular file"_s.arg(from));
    {
        const auto target = openFile(to, O_WRONLY | O_CREAT | O_EXCL);
        if (!target)
            return failWith(target);
        if (::ioctl(target->get(), FICLONE, source->get()) == 0) {
            if (::fsync(target->get()) != 0)
                return tl::unexpected(diskError(errno, u"sync"_s, to));
            return {};
        }
    }
    const QByteArray target = QFile::encodeName(to);
    ::unlink(target.constData());
    if (::link(QFile::encodeName(from).constData(), target.constData()) == 0)
        return {};
    const auto copy = openFile(to, O_WRONLY | O_CREAT | O_EXCL);
    if (!copy)
        return failWith(copy);
    if (const auto copied = copyBytes(source->get(), copy->get(), status.st_size, to); !copied)
        return copied;
    if (::fsync(copy->get()) != 0)
        return tl::unexpected(diskError(errno, u"sync"_s, to));
    return {};
}
