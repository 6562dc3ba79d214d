#pragma once

#include "store/part_file.h"

#include <atomic>

/// What hashing a whole part has found.
struct PartDigests {
    Sha256 whole; ///< of the model as it will be published
    QList<Sha256> sources; ///< of each file of the Hub, in the plan's order
    friend bool operator==(const PartDigests &, const PartDigests &) = default;
};

/// Hashes a part from its start on, while what stands behind is still being fetched: a file's SHA-256 has no other
/// order. It reads what was written just now, so from the page cache. Used from one thread at a time, whichever;
/// position() and cancel() from any.
class PartHasher {
public:
    explicit PartHasher(std::shared_ptr<const PartFile> part);

    /// Hashes on up to \a end, which must be there. Blocks. Error: DiskFailed, Cancelled.
    Result<void> advanceTo(qint64 end);
    /// Bytes hashed so far.
    qint64 position() const { return m_position; }
    /// Makes a running and every later advanceTo() fail.
    void cancel() { m_cancelled = true; }
    /// Once, after everything has been hashed.
    PartDigests finish();

private:
    void beginSources();
    void add(QByteArrayView bytes);

    const std::shared_ptr<const PartFile> m_part;
    const QList<PartSource> m_sources;
    Sha256Hasher m_whole; ///< of a split model; of one file it is its source's
    std::optional<Sha256Hasher> m_source; ///< of m_sources[m_digests.size()], once it has begun
    QList<Sha256> m_digests;
    std::atomic<qint64> m_position = 0;
    std::atomic<bool> m_cancelled = false;
};
