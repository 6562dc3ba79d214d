#include "store/import_source.h"

#include "store/durable_file.h"

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

using namespace Qt::StringLiterals;

namespace {

// Neither a pipe nor a device may make us wait.
constexpr int openFlags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;

tl::unexpected<Error> notAllowed(const QString &path, const QStringList &folders)
{
    return fail(ErrorKind::Forbidden, u"%1 is in no folder that files may be imported from"_s.arg(path),
                folders.isEmpty() ? u"start shimmyd with --import-from DIR"_s
                                  : u"allowed: %1"_s.arg(folders.join(u", "_s)));
}

/// Component by component, for kernels and sandboxes without openat2(): no link is followed.
int openWithoutLinks(int folder, const QByteArray &relative)
{
    FileDescriptor at(::dup(folder));
    const QList<QByteArray> components = relative.split('/');
    for (qsizetype i = 0; i < components.size(); ++i) {
        const bool isLast = i + 1 == components.size();
        const int flags = isLast ? openFlags | O_NOFOLLOW : O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
        FileDescriptor next(::openat(at.get(), components[i].constData(), flags));
        if (!next.isOpen())
            return -1;
        if (isLast)
            return ::dup(next.get());
        at = std::move(next);
    }
    return -1;
}

/// The descriptor of \a relative below \a folder; -1 with errno. EXDEV: it leads out of the folder.
int openBeneath(int folder, const QByteArray &relative)
{
    open_how how{};
    how.flags = static_cast<quint64>(openFlags);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    const auto opened = static_cast<int>(::syscall(SYS_openat2, folder, relative.constData(), &how, sizeof how));
    if (opened >= 0 || (errno != ENOSYS && errno != EPERM))
        return opened;
    return openWithoutLinks(folder, relative);
}

/// \a path relative to \a folder; empty when it is not below.
QString below(const QString &folder, const QString &path)
{
    const QString prefix = folder.endsWith(u'/') ? folder : QString(folder + u'/');
    return path.startsWith(prefix) ? path.sliced(prefix.size()) : QString();
}

} // namespace

FileStamp stampOf(const ImportSource &source)
{
    struct stat status { };
    ::fstat(source.descriptor.get(), &status);
    return {status.st_size, status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec};
}

Result<ImportSource> openImportSource(const QString &path, const QStringList &folders)
{
    const QString clean = QDir::cleanPath(path);
    if (!QDir::isAbsolutePath(path) || path.contains(QChar(0)))
        return fail(ErrorKind::InvalidArgument, u"\"path\" must be absolute"_s);
    for (const QString &folder : folders) {
        const QString relative = below(QDir::cleanPath(folder), clean);
        if (relative.isEmpty())
            continue;
        const FileDescriptor directory(::open(QFile::encodeName(folder).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC));
        if (!directory.isOpen())
            return tl::unexpected(diskError(errno, u"open"_s, folder));
        FileDescriptor file(openBeneath(directory.get(), QFile::encodeName(relative)));
        if (!file.isOpen() && (errno == EXDEV || errno == ELOOP))
            return notAllowed(clean, folders);
        if (!file.isOpen() && (errno == ENOENT || errno == ENOTDIR))
            return fail(ErrorKind::FileNotFound, u"there is no file %1"_s.arg(clean));
        if (!file.isOpen())
            return tl::unexpected(diskError(errno, u"open"_s, clean));
        struct stat status { };
        if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode))
            return fail(ErrorKind::InvalidArgument, u"%1 is not a regular file"_s.arg(clean));
        return ImportSource{clean, std::move(file), status.st_size};
    }
    return notAllowed(clean, folders);
}
