#include "store/file_hash.h"

#include "store/durable_file.h"

#include <fcntl.h>

#include <algorithm>

using namespace Qt::StringLiterals;

Result<Sha256> hashFile(int descriptor, qint64 bytes, const QString &path, FileReading &reading)
{
    constexpr qint64 pieceBytes = 1 << 20;
    ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
    ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
    Sha256Hasher hasher;
    QByteArray piece(static_cast<qsizetype>(std::min(pieceBytes, std::max<qint64>(bytes, 1))), Qt::Uninitialized);
    for (qint64 offset = 0; offset < bytes;) {
        if (reading.isCancelled)
            return fail(ErrorKind::Cancelled, u"the reading of %1 was ended"_s.arg(path), u"ask again"_s, true);
        const qint64 count = std::min<qint64>(piece.size(), bytes - offset);
        if (const auto read = readAt(descriptor, offset, piece.data(), count, path); !read)
            return failWith(read);
        hasher.add(QByteArrayView(piece).first(count));
        offset += count;
        reading.position = offset;
    }
    return hasher.finish();
}
