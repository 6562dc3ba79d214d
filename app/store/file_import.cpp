#include "store/file_import.h"

#include "store/durable_file.h"

#include <QFile>

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

using namespace Qt::StringLiterals;

namespace {

constexpr std::array modes{std::pair{ImportMode::Auto, "auto"}, std::pair{ImportMode::HardLink, "hardlink"},
                           std::pair{ImportMode::Reflink, "reflink"}, std::pair{ImportMode::Copy, "copy"}};

tl::unexpected<Error> notPossible(ImportMode mode, const QString &path, int error)
{
    return fail(
        ErrorKind::Unsupported,
        u"%1 cannot be imported by %2: %3"_s.arg(path, nameOf(mode), QString::fromLocal8Bit(std::strerror(error))),
        u"both must be on one file system that can do it; or use mode \"copy\""_s);
}

/// Links the file that is open, whatever has its name now.
Result<void> link(const ImportSource &source, const QString &to)
{
    const QByteArray opened = "/proc/self/fd/" + QByteArray::number(source.descriptor.get());
    if (::linkat(AT_FDCWD, opened.constData(), AT_FDCWD, QFile::encodeName(to).constData(), AT_SYMLINK_FOLLOW) != 0)
        return notPossible(ImportMode::HardLink, source.path, errno);
    return {};
}

Result<Sha256> copy(const ImportSource &source, int target, const QString &to, FileReading &reading)
{
    constexpr qint64 pieceBytes = 1 << 20;
    constexpr qint64 syncBytes = qint64(256) << 20; // so that the last sync is not the only one
    if (const int error = ::posix_fallocate(target, 0, std::max<qint64>(source.bytes, 1)); error != 0)
        return tl::unexpected(diskError(error, u"reserve"_s, to));
    Sha256Hasher hasher;
    QByteArray piece(pieceBytes, Qt::Uninitialized);
    for (qint64 offset = 0; offset < source.bytes;) {
        if (reading.isCancelled)
            return fail(ErrorKind::Cancelled, u"the import of %1 was ended"_s.arg(source.path), u"ask again"_s, true);
        const qint64 count = std::min(pieceBytes, source.bytes - offset);
        if (const auto read = readAt(source.descriptor.get(), offset, piece.data(), count, source.path); !read)
            return failWith(read);
        const auto bytes = QByteArrayView(piece).first(count);
        hasher.add(bytes);
        if (const auto written = writeAt(target, offset, bytes, to); !written)
            return failWith(written);
        offset += count;
        reading.position = offset;
        if (offset % syncBytes == 0 && ::fdatasync(target) != 0)
            return tl::unexpected(diskError(errno, u"sync"_s, to));
    }
    return hasher.finish();
}

Result<ImportedFile> cloneOrCopy(const ImportSource &source, const QString &to, ImportMode mode, FileReading &reading)
{
    const auto target = openFile(to, O_RDWR | O_CREAT | O_EXCL);
    if (!target)
        return failWith(target);
    const bool isCloned = mode != ImportMode::Copy && ::ioctl(target->get(), FICLONE, source.descriptor.get()) == 0;
    if (mode == ImportMode::Reflink && !isCloned)
        return notPossible(mode, source.path, errno);
    const auto sha256 =
        isCloned ? hashFile(target->get(), source.bytes, to, reading) : copy(source, target->get(), to, reading);
    if (!sha256)
        return failWith(sha256);
    if (::fsync(target->get()) != 0)
        return tl::unexpected(diskError(errno, u"sync"_s, to));
    return ImportedFile{*sha256, isCloned ? ImportMode::Reflink : ImportMode::Copy};
}

} // namespace

std::optional<ImportMode> importModeOf(const QString &name)
{
    for (const auto &[mode, text] : modes) {
        if (name == QLatin1String(text))
            return mode;
    }
    return std::nullopt;
}

QString nameOf(ImportMode mode)
{
    const auto *const found =
        std::find_if(modes.begin(), modes.end(), [mode](const auto &m) { return m.first == mode; });
    return QString::fromLatin1(found->second);
}

Result<ImportedFile> importFile(const ImportSource &source, const QString &to, ImportMode mode, FileReading &reading)
{
    const auto before = stampOf(source);
    const auto imported = [&]() -> Result<ImportedFile> {
        if (mode != ImportMode::HardLink)
            return cloneOrCopy(source, to, mode, reading);
        if (const auto linked = link(source, to); !linked)
            return failWith(linked);
        const auto sha256 = hashFile(source.descriptor.get(), source.bytes, source.path, reading);
        if (!sha256)
            return failWith(sha256);
        return ImportedFile{*sha256, mode};
    }();
    const bool hasChanged = stampOf(source) != before;
    if (imported && !hasChanged)
        return imported;
    ::unlink(QFile::encodeName(to).constData());
    if (imported)
        return fail(ErrorKind::Busy, u"%1 was written to while it was imported"_s.arg(source.path), u"try again"_s,
                    true);
    return imported;
}
