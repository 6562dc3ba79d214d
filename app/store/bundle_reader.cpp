#include "base/json.h"
#include "store/bundle.h"
#include "store/durable_file.h"

#include <QFile>

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostManifestBytes = 1 << 20;
constexpr qint64 mostSumsBytes = 4096;

tl::unexpected<Error> notBundle(const ImportSource &source, const QString &why)
{
    return fail(ErrorKind::Unsupported, u"%1 is no bundle of a model: %2"_s.arg(source.path, why),
                u"GET /v1/api/export makes one"_s);
}

/// Walks over the entries of a tar, from its start. Only plain tar: what is compressed may be a bomb.
class TarReader {
public:
    explicit TarReader(const ImportSource &source)
        : m_archive(archive_read_new())
    {
        archive_read_support_format_tar(m_archive);
        // It has no position of its own then, so that the same file can be read twice.
        ::lseek(source.descriptor.get(), 0, SEEK_SET);
        archive_read_open_fd(m_archive, source.descriptor.get(), 256 << 10);
    }
    ~TarReader() { archive_read_free(m_archive); }
    TarReader(const TarReader &) = delete;
    TarReader &operator=(const TarReader &) = delete;

    /// Goes to the next entry, which must be a regular file. False: there is none.
    bool next()
    {
        return archive_read_next_header(m_archive, &m_entry) == ARCHIVE_OK
            && archive_entry_filetype(m_entry) == AE_IFREG && archive_entry_size_is_set(m_entry) != 0;
    }
    QString name() const
    {
        const char *const text = archive_entry_pathname_utf8(m_entry);
        return text ? QString::fromUtf8(text) : QString();
    }
    qint64 bytes() const { return archive_entry_size(m_entry); }
    /// The next bytes of the entry; empty at its end. Nothing: the tar is damaged.
    std::optional<qint64> read(QByteArray &into)
    {
        const la_ssize_t got = archive_read_data(m_archive, into.data(), static_cast<size_t>(into.size()));
        return got < 0 ? std::nullopt : std::optional<qint64>(got);
    }
    /// All of an entry of at most \a most bytes; nothing when it is larger, or damaged.
    std::optional<QByteArray> readAll(qint64 most)
    {
        if (bytes() > most)
            return std::nullopt;
        QByteArray all(static_cast<qsizetype>(bytes()), Qt::Uninitialized);
        qint64 filled = 0;
        while (filled < all.size()) {
            const la_ssize_t got =
                archive_read_data(m_archive, all.data() + filled, static_cast<size_t>(all.size() - filled));
            if (got <= 0)
                return std::nullopt;
            filled += got;
        }
        return all;
    }

private:
    archive *m_archive;
    archive_entry *m_entry = nullptr;
};

/// The manifest, which comes first; \a tar then stands at the model's entry.
Result<BundleContents> readHead(TarReader &tar, const ImportSource &source)
{
    if (!tar.next() || tar.name() != "manifest.json"_L1)
        return notBundle(source, u"it does not begin with manifest.json"_s);
    const auto bytes = tar.readAll(mostManifestBytes);
    const auto json = bytes ? parseJsonObject(*bytes, u"manifest.json"_s)
                            : fail(ErrorKind::Unsupported, u"manifest.json is damaged or too large"_s);
    auto manifest = json ? ModelManifest::fromJson(*json) : failWith(json);
    if (!manifest)
        return notBundle(source, manifest.error().message);
    if (!tar.next() || tar.bytes() != manifest->bytes || tar.name() != manifest->file.section(u'/', -1))
        return notBundle(source, u"the file that its manifest tells of does not follow"_s);
    return BundleContents{std::move(*manifest)};
}

Result<Sha256> unpack(TarReader &tar, const ImportSource &source, int target, const QString &to, FileReading &reading)
{
    Sha256Hasher hasher;
    QByteArray piece(1 << 20, Qt::Uninitialized);
    for (qint64 offset = 0; offset < tar.bytes();) {
        if (reading.isCancelled)
            return fail(ErrorKind::Cancelled, u"the import of %1 was ended"_s.arg(source.path), u"ask again"_s, true);
        const auto got = tar.read(piece);
        if (!got || *got == 0 || *got > tar.bytes() - offset)
            return notBundle(source, u"it is truncated or damaged"_s);
        const auto bytes = QByteArrayView(piece).first(*got);
        hasher.add(bytes);
        if (const auto written = writeAt(target, offset, bytes, to); !written)
            return failWith(written);
        offset += *got;
        reading.position = offset;
    }
    const Sha256 sha256 = hasher.finish();
    const auto sums = tar.next() && tar.name() == "SHA256SUMS"_L1 ? tar.readAll(mostSumsBytes) : std::nullopt;
    const auto recorded =
        sums ? Sha256::fromHex(QByteArrayView(*sums).first(std::min<qsizetype>(64, sums->size()))) : std::nullopt;
    if (!recorded)
        return notBundle(source, u"it does not end with SHA256SUMS"_s);
    if (*recorded != sha256) {
        return fail(ErrorKind::HashMismatch,
                    u"%1 is damaged: the SHA-256 of its model is %2, and should be %3"_s.arg(
                        source.path, sha256.toHex(), recorded->toHex()),
                    u"bring it here again"_s);
    }
    if (::fsync(target) != 0)
        return tl::unexpected(diskError(errno, u"sync"_s, to));
    return sha256;
}

} // namespace

Result<BundleContents> readBundle(const ImportSource &source)
{
    TarReader tar(source);
    return readHead(tar, source);
}

Result<Sha256> unpackBundle(const ImportSource &source, const BundleContents &contents, const QString &to,
                            FileReading &reading)
{
    TarReader tar(source);
    const auto head = readHead(tar, source);
    if (!head)
        return failWith(head);
    const auto target = openFile(to, O_WRONLY | O_CREAT | O_EXCL);
    if (!target)
        return failWith(target);
    auto sha256 = unpack(tar, source, target->get(), to, reading);
    if (sha256 && contents.manifest.sha256 && *contents.manifest.sha256 != *sha256) {
        sha256 = fail(ErrorKind::HashMismatch,
                      u"%1 is damaged: its manifest tells another SHA-256 than its model has"_s.arg(source.path),
                      u"bring it here again"_s);
    }
    if (!sha256)
        ::unlink(QFile::encodeName(to).constData());
    return sha256;
}
