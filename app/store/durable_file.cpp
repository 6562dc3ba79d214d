#include "store/durable_file.h"

#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

using namespace Qt::StringLiterals;

Error diskError(int errorNumber, const QString &action, const QString &path)
{
    Error error;
    const bool full = errorNumber == ENOSPC || errorNumber == EDQUOT || errorNumber == EFBIG;
    error.kind = full ? ErrorKind::DiskFull : ErrorKind::DiskFailed;
    error.message = u"cannot %1 %2: %3"_s.arg(action, path, QString::fromLocal8Bit(std::strerror(errorNumber)));
    error.hint = full          ? u"free some space on that disk"_s
        : errorNumber == EROFS ? u"the file system is read-only: check the disk, then mount it again"_s
                               : u"check the disk and the directory's permissions"_s;
    error.retryable = full;
    return error;
}

Result<FileDescriptor> openFile(const QString &path, int flags, unsigned mode)
{
    FileDescriptor file(::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC | O_NOFOLLOW, mode));
    if (!file.isOpen())
        return tl::unexpected(diskError(errno, u"open"_s, path));
    return file;
}

Result<void> writeAt(int descriptor, qint64 offset, QByteArrayView bytes, const QString &path)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::pwrite(descriptor, bytes.data(), static_cast<size_t>(bytes.size()), offset);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return tl::unexpected(diskError(written < 0 ? errno : ENOSPC, u"write"_s, path));
        bytes = bytes.sliced(written);
        offset += written;
    }
    return {};
}

Result<void> readAt(int descriptor, qint64 offset, char *to, qint64 bytes, const QString &path)
{
    while (bytes > 0) {
        const ssize_t got = ::pread(descriptor, to, static_cast<size_t>(bytes), offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return tl::unexpected(diskError(got < 0 ? errno : EIO, u"read"_s, path));
        to += got;
        offset += got;
        bytes -= got;
    }
    return {};
}

Result<void> syncDirectory(const QString &directory)
{
    const auto opened = openFile(directory, O_RDONLY | O_DIRECTORY);
    if (!opened)
        return failWith(opened);
    if (::fsync(opened->get()) != 0)
        return tl::unexpected(diskError(errno, u"sync"_s, directory));
    return {};
}

namespace {

/// Writes \a bytes durably to a file beside \a path, whose name is returned.
Result<QString> writeBeside(const QString &path, QByteArrayView bytes)
{
    // Of this process: another replica may write the same file now.
    static const QString suffix = u'.' + QUuid::createUuid().toString(QUuid::Id128).left(8) + u".new";
    const QString temporary = path + suffix;
    const auto file = openFile(temporary, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file)
        return failWith(file);
    if (const auto written = writeAt(file->get(), 0, bytes, temporary); !written)
        return failWith(written);
    if (::fsync(file->get()) != 0)
        return tl::unexpected(diskError(errno, u"sync"_s, temporary));
    return temporary;
}

} // namespace

Result<void> writeDurably(const QString &path, QByteArrayView bytes)
{
    const auto temporary = writeBeside(path, bytes);
    if (!temporary)
        return failWith(temporary);
    if (::rename(QFile::encodeName(*temporary).constData(), QFile::encodeName(path).constData()) != 0)
        return tl::unexpected(diskError(errno, u"rename"_s, *temporary));
    return syncDirectory(QFileInfo(path).path());
}

int renameWithoutReplacing(const QString &from, const QString &to)
{
    const QByteArray source = QFile::encodeName(from);
    const QByteArray target = QFile::encodeName(to);
    if (::renameat2(AT_FDCWD, source.constData(), AT_FDCWD, target.constData(), RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    if (::link(source.constData(), target.constData()) != 0)
        return errno;
    ::unlink(source.constData());
    return 0;
}

Result<void> createDurably(const QString &path, QByteArrayView bytes)
{
    const auto temporary = writeBeside(path, bytes);
    if (!temporary)
        return failWith(temporary);
    const int error = renameWithoutReplacing(*temporary, path);
    if (error != 0)
        ::unlink(QFile::encodeName(*temporary).constData());
    if (error != 0 && error != EEXIST)
        return tl::unexpected(diskError(error, u"create"_s, path));
    return syncDirectory(QFileInfo(path).path());
}

Result<void> makeDirectory(const QString &path)
{
    if (QFileInfo(path).isDir())
        return {};
    const QString parent = QFileInfo(path).path();
    if (parent != path) {
        if (const auto made = makeDirectory(parent); !made)
            return made;
    }
    if (::mkdir(QFile::encodeName(path).constData(), 0750) != 0 && errno != EEXIST)
        return tl::unexpected(diskError(errno, u"create"_s, path));
    if (!QFileInfo(path).isDir())
        return fail(ErrorKind::DiskFailed, u"%1 is in the way of a directory"_s.arg(path), u"move it away"_s);
    return syncDirectory(parent);
}

Result<qint64> freeBytes(const QString &path)
{
    struct statvfs status { };
    if (::statvfs(QFile::encodeName(path).constData(), &status) != 0)
        return tl::unexpected(diskError(errno, u"examine"_s, path));
    return static_cast<qint64>(status.f_bavail) * static_cast<qint64>(status.f_frsize);
}
