#pragma once

#include "store/model_manifest.h"
#include "store/part_file.h"
#include "store/store_layout.h"

// The last steps of a pull, after all bytes are there: verify, then make the file appear. They block, so they run
// on the download's disk thread.

/// What verify() found.
struct Verified {
    std::optional<Sha256> sha256; ///< of the bytes on disk
    GgufHeader header;
};

/// Proves \a part: durable, the Hub's hash, a GGUF header that fits the size. \a progress counts hashed bytes.
/// Error: HashMismatch with both hashes, NotGguf, Cancelled, DiskFailed.
Result<Verified> verifyPart(PartFile &part, std::atomic<qint64> &progress, const std::atomic<bool> &cancelled);

/// Makes \a part appear as \a relative below the models directory, with its manifest, durably; then removes the
/// part. \a replace says that a file there is this model's older version. Error: Locked when a file appeared there
/// meanwhile, DiskFull, DiskFailed.
Result<ModelManifest> publishPart(PartFile &part, const Verified &verified, const StoreLayout &layout,
                                  const QString &relative, bool replace, const QDateTime &now);
