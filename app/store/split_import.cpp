#include "store/split_import.h"

#include "hub/repo_file.h"
#include "store/durable_file.h"

#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace {

constexpr int mostShards = 500;
constexpr qint64 firstHeadBytes = 1 << 20;
constexpr qint64 pieceBytes = 1 << 20;

/// The head of \a shard; more of the file is read as long as it goes on.
Result<GgufShardHead> readHead(const ImportSource &shard)
{
    for (qint64 bytes = std::min(firstHeadBytes, shard.bytes);;
         bytes = std::min({bytes * 2, maxGgufShardHeadBytes, shard.bytes})) {
        QByteArray prefix(bytes, Qt::Uninitialized);
        if (const auto read = readAt(shard.descriptor.get(), 0, prefix.data(), bytes, shard.path); !read)
            return failWith(read);
        auto head = readShardHead(prefix, shard.bytes);
        if (!head)
            return fail(head.error().kind, u"%1 is no part of a model"_s.arg(shard.path), head.error().hint);
        if (*head)
            return **std::move(head);
        if (bytes == shard.bytes || bytes >= maxGgufShardHeadBytes)
            return fail(ErrorKind::NotGguf, u"%1 is no part of a model"_s.arg(shard.path), u"its head does not end"_s);
    }
}

/// Writes the joined file from its start to its end, and hashes it.
class Joining {
public:
    Joining(int target, const QString &to, FileReading &reading)
        : m_target(target)
        , m_to(to)
        , m_reading(reading)
    {
    }

    Result<void> write(QByteArrayView bytes)
    {
        if (m_reading.isCancelled)
            return fail(ErrorKind::Cancelled, u"the import to %1 was ended"_s.arg(m_to), u"ask again"_s, true);
        if (const auto written = writeAt(m_target, m_position, bytes, m_to); !written)
            return written;
        m_hasher.add(bytes);
        m_position += bytes.size();
        m_reading.position = m_position;
        return {};
    }

    Result<void> writeZerosUpTo(qint64 end)
    {
        const QByteArray zeros(std::min(pieceBytes, end - m_position), '\0');
        while (m_position < end) {
            if (const auto written = write(QByteArrayView(zeros).first(std::min(pieceBytes, end - m_position)));
                !written)
                return written;
        }
        return {};
    }

    Result<void> copy(const ImportSource &shard, const GgufPlacement &placement)
    {
        QByteArray piece(std::min(pieceBytes, placement.bytes), Qt::Uninitialized);
        for (qint64 done = 0; done < placement.bytes;) {
            const qint64 count = std::min(pieceBytes, placement.bytes - done);
            if (const auto read =
                    readAt(shard.descriptor.get(), placement.sourceBegin + done, piece.data(), count, shard.path);
                !read)
                return read;
            if (const auto written = write(QByteArrayView(piece).first(count)); !written)
                return written;
            done += count;
        }
        return {};
    }

    Sha256 finish() { return m_hasher.finish(); }

private:
    const int m_target;
    const QString &m_to;
    FileReading &m_reading;
    Sha256Hasher m_hasher;
    qint64 m_position = 0;
};

Result<Sha256> join(const SplitSource &source, int target, const QString &to, FileReading &reading)
{
    if (const int error = ::posix_fallocate(target, 0, source.join.bytes); error != 0)
        return tl::unexpected(diskError(error, u"reserve"_s, to));
    const QList<GgufPlacement> &placements = source.join.placements;
    std::vector<size_t> order(source.shards.size());
    std::iota(order.begin(), order.end(), size_t(0));
    std::ranges::sort(order, {}, [&](size_t shard) { return placements[qsizetype(shard)].begin; });

    Joining joining(target, to, reading);
    auto written = joining.write(source.join.header);
    for (const size_t shard : order) {
        const GgufPlacement &placement = placements[qsizetype(shard)];
        if (placement.bytes == 0)
            continue;
        if (written)
            written = joining.writeZerosUpTo(placement.begin);
        if (written)
            written = joining.copy(source.shards[shard], placement);
    }
    if (written)
        written = joining.writeZerosUpTo(source.join.bytes);
    if (!written)
        return failWith(written);
    if (::fsync(target) != 0)
        return tl::unexpected(diskError(errno, u"sync"_s, to));
    return joining.finish();
}

QList<FileStamp> stampsOf(const SplitSource &source)
{
    QList<FileStamp> stamps;
    for (const ImportSource &shard : source.shards)
        stamps += stampOf(shard);
    return stamps;
}

} // namespace

Result<SplitSource> openSplitSource(const QString &path, const QStringList &folders)
{
    const QFileInfo file(path);
    const auto name = RepoPath::parseGguf(file.fileName());
    const auto shard = name ? shardOf(*name) : std::nullopt;
    if (!shard || shard->stem.isEmpty() || shard->count < 1 || shard->count > mostShards || shard->number < 1
        || shard->number > shard->count) {
        return fail(ErrorKind::InvalidArgument, u"%1 is not the name of a part of a split model"_s.arg(path),
                    u"name one of its files, as in model-00001-of-00003.gguf"_s);
    }
    SplitSource source;
    QList<GgufShardHead> heads;
    qsizetype tensors = 0;
    for (int number = 1; number <= shard->count; ++number) {
        const QString each =
            u"%1/%2-%3-of-%4.gguf"_s.arg(file.path(), shard->stem, QString::number(number).rightJustified(5, u'0'),
                                         QString::number(shard->count).rightJustified(5, u'0'));
        auto opened = openImportSource(each, folders);
        if (!opened)
            return failWith(opened);
        auto head = readHead(*opened);
        if (!head)
            return failWith(head);
        tensors += head->tensors.size();
        if (tensors > qsizetype(maxGgufTensors))
            return fail(ErrorKind::Unsupported, u"the split model %1 has too many tensors"_s.arg(path));
        heads += *std::move(head);
        source.shards.push_back(*std::move(opened));
    }
    auto joined = joinShards(heads);
    if (!joined)
        return failWith(joined);
    source.join = *std::move(joined);
    return source;
}

Result<Sha256> joinSplit(const SplitSource &source, const QString &to, FileReading &reading)
{
    const auto before = stampsOf(source);
    const auto target = openFile(to, O_WRONLY | O_CREAT | O_EXCL);
    if (!target)
        return failWith(target);
    auto sha256 = join(source, target->get(), to, reading);
    if (sha256 && stampsOf(source) != before) {
        sha256 = fail(ErrorKind::Busy,
                      u"a part of %1 was written to while it was imported"_s.arg(source.shards.front().path),
                      u"try again"_s, true);
    }
    if (!sha256)
        ::unlink(QFile::encodeName(to).constData());
    return sha256;
}
