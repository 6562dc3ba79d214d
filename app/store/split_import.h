#pragma once

#include "base/sha256.h"
#include "store/file_hash.h"
#include "store/gguf_join.h"
#include "store/import_source.h"

#include <vector>

// A split model on this machine becomes one file, because Shimmy cannot load several. All calls block; any thread.

/// The shards of a model, in their order, and how they are joined.
struct SplitSource {
    std::vector<ImportSource> shards;
    GgufJoin join;
};

/// Opens the shards of the model that \a path is one of, as in "name-00001-of-00003.gguf", which all must be in one
/// folder, and reads their heads. Error: as openImportSource(); InvalidArgument when \a path is not named so; NotGguf
/// and Unsupported when the shards do not make a model.
Result<SplitSource> openSplitSource(const QString &path, const QStringList &folders);

/// Makes \a to, which must not exist, a durable file of the joined model; its hash. On any error nothing is left.
/// Error: Busy when somebody wrote to a shard meanwhile, DiskFull, DiskFailed, Cancelled.
Result<Sha256> joinSplit(const SplitSource &source, const QString &to, FileReading &reading);
