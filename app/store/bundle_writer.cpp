#include "base/json.h"
#include "store/bundle.h"
#include "store/durable_file.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>

using namespace Qt::StringLiterals;

/// libarchive's side: what it writes is collected here.
class BundleWriter::Archive {
public:
    Archive()
        : m_archive(archive_write_new())
        , m_entry(archive_entry_new())
    {
        archive_write_set_format_pax_restricted(m_archive); // plain ustar, but for sizes and names beyond it
        archive_write_set_bytes_per_block(m_archive, 0);
        archive_write_open(m_archive, this, nullptr, &Archive::collect, nullptr);
    }
    ~Archive()
    {
        archive_entry_free(m_entry);
        archive_write_free(m_archive);
    }
    Archive(const Archive &) = delete;
    Archive &operator=(const Archive &) = delete;

    bool begin(const QString &name, qint64 bytes, const QDateTime &time)
    {
        archive_entry_clear(m_entry);
        archive_entry_set_pathname(m_entry, name.toUtf8().constData());
        archive_entry_set_filetype(m_entry, AE_IFREG);
        archive_entry_set_perm(m_entry, 0644);
        archive_entry_set_size(m_entry, bytes);
        archive_entry_set_mtime(m_entry, time.toSecsSinceEpoch(), 0);
        return archive_write_header(m_archive, m_entry) == ARCHIVE_OK;
    }
    bool write(QByteArrayView bytes)
    {
        return archive_write_data(m_archive, bytes.data(), static_cast<size_t>(bytes.size())) == bytes.size();
    }
    bool end() { return archive_write_close(m_archive) == ARCHIVE_OK; }
    QByteArray take() { return std::exchange(m_collected, {}); }
    QString trouble() const
    {
        const char *const text = archive_error_string(m_archive);
        return text ? QString::fromUtf8(text) : u"no reason given"_s;
    }

private:
    static la_ssize_t collect(archive *, void *self, const void *bytes, size_t count)
    {
        static_cast<Archive *>(self)->m_collected.append(static_cast<const char *>(bytes),
                                                         static_cast<qsizetype>(count));
        return static_cast<la_ssize_t>(count);
    }

    archive *m_archive;
    archive_entry *m_entry;
    QByteArray m_collected;
};

namespace {

constexpr qint64 pieceBytes = 256 << 10;

} // namespace

Result<std::unique_ptr<BundleWriter>> BundleWriter::open(const QString &path, const ModelManifest &manifest)
{
    auto file = openFile(path, O_RDONLY);
    if (!file)
        return failWith(file);
    struct stat status { };
    if (::fstat(file->get(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_size != manifest.bytes)
        return fail(ErrorKind::DiskFailed, u"%1 was replaced by hand"_s.arg(path), u"verify the model"_s);
    return std::unique_ptr<BundleWriter>(new BundleWriter(std::move(*file), path, manifest));
}

BundleWriter::BundleWriter(FileDescriptor file, QString path, const ModelManifest &manifest)
    : m_file(std::move(file))
    , m_path(std::move(path))
    , m_manifest(manifest)
    , m_archive(std::make_unique<Archive>())
{
}

BundleWriter::~BundleWriter() = default;

Result<void> BundleWriter::writeEntry(const QString &name, QByteArrayView bytes)
{
    if (m_archive->begin(name, bytes.size(), m_manifest.addedAt) && m_archive->write(bytes))
        return {};
    return fail(ErrorKind::Internal, u"the bundle of %1 cannot be written: %2"_s.arg(m_path, m_archive->trouble()));
}

Result<QByteArray> BundleWriter::read()
{
    if (m_isComplete)
        return QByteArray();
    const QString name = m_manifest.file.section(u'/', -1);
    if (m_position < 0) {
        ModelManifest manifest = m_manifest;
        manifest.importedFrom.clear(); // a path of this machine is nobody else's business
        if (const auto written = writeEntry(u"manifest.json"_s, QByteArray(toJson(manifest.toJson()) + '\n')); !written)
            return failWith(written);
        if (!m_archive->begin(name, m_manifest.bytes, m_manifest.addedAt))
            return fail(ErrorKind::Internal, u"%1 cannot be bundled: %2"_s.arg(m_path, m_archive->trouble()));
        m_position = 0;
        return m_archive->take();
    }
    if (m_position < m_manifest.bytes) {
        QByteArray piece(static_cast<qsizetype>(std::min(pieceBytes, m_manifest.bytes - m_position)),
                         Qt::Uninitialized);
        if (const auto got = readAt(m_file.get(), m_position, piece.data(), piece.size(), m_path); !got)
            return failWith(got);
        m_hasher.add(piece);
        m_position += piece.size();
        if (!m_archive->write(piece))
            return fail(ErrorKind::Internal, u"%1 cannot be bundled: %2"_s.arg(m_path, m_archive->trouble()));
        return m_archive->take();
    }
    const Sha256 sha256 = m_hasher.finish();
    m_isComplete = true;
    if (m_manifest.sha256 && *m_manifest.sha256 != sha256) {
        return fail(ErrorKind::HashMismatch, u"%1 is damaged: its SHA-256 is %2"_s.arg(m_path, sha256.toHex()),
                    u"verify the model"_s);
    }
    const QByteArray sums = sha256.toHex().toLatin1() + "  " + name.toUtf8() + '\n';
    if (const auto written = writeEntry(u"SHA256SUMS"_s, sums); !written)
        return failWith(written);
    if (!m_archive->end())
        return fail(ErrorKind::Internal, u"%1 cannot be bundled: %2"_s.arg(m_path, m_archive->trouble()));
    return m_archive->take();
}
