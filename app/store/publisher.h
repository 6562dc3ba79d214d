#pragma once

#include "store/model_manifest.h"
#include "store/part_hasher.h"
#include "store/store_layout.h"

// The last steps of a pull, after all bytes are there: verify, then make the file appear. They block, so they run
// on the download's disk thread.

/// What verifyPart() has proven.
struct Verified {
    Sha256 sha256; ///< of the bytes on disk
    GgufHeader header;
};

/// Where a model's file goes, and when.
struct Publication {
    StoreLayout layout;
    QString relative; ///< below the models directory
    bool replace = false; ///< what is there is this model's older version
    QDateTime now; ///< UTC
};

/// Every source of \a plan has the Hub's hash by \a digests. Error: HashMismatch with both hashes.
Result<void> checkDigests(const PartPlan &plan, const PartDigests &digests);

/// Proves \a part, whose bytes are durable and have \a digests: the Hub's hashes, and a GGUF header that fits the
/// size. Error: HashMismatch, NotGguf, DiskFailed.
Result<Verified> verifyPart(const PartFile &part, const PartDigests &digests);

/// Makes \a part appear in the models directory, with its manifest, durably; then removes the part.
/// Error: Locked when a file appeared there meanwhile, DiskFull, DiskFailed.
Result<ModelManifest> publishPart(PartFile &part, const Verified &verified, const Publication &publication);

/// Makes \a file, which is durable and on the same file system, appear in the models directory with \a manifest.
/// Error: as publishPart(); \a file then stays.
Result<void> publishFile(const QString &file, const ModelManifest &manifest, const Publication &publication);

/// Makes the file of \a model, which has the bytes that \a plan wants, appear a second time under the plan's name: as a
/// clone where the file system can, else as a hard link, else as a copy. Error: as publishPart().
Result<ModelManifest> publishCopy(const ModelManifest &model, const PartPlan &plan, const Publication &publication);
