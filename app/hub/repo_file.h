#pragma once

#include "base/sha256.h"
#include "hub/quantization.h"
#include "hub/repo_id.h"
#include "hub/repo_path.h"

#include <QList>

#include <optional>

/// A file of a repo, as the Hub lists it.
struct RepoFile {
    RepoPath path;
    qint64 bytes = 0;
    std::optional<Sha256> sha256; ///< of large files only
};

/// Which part of a split model a file is.
struct Shard {
    QString stem; ///< what all parts share
    int number = 0; ///< from 1
    int count = 0;
};

/// Nothing for files that are not part of a split model.
std::optional<Shard> shardOf(const RepoPath &path);

/// The path of the first file of the split model that \a path is part of; \a path itself when it is none.
RepoPath firstShardOf(const RepoPath &path);

/// A GGUF file that holds a language model: not a projector, an importance matrix or a draft head.
bool isModelFile(const RepoPath &path);
