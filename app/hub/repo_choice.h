#pragma once

#include "hub/repo_file.h"

/// What a GGUF file of a repo is for.
enum class GgufKind {
    Model, ///< answers prompts
    Projector, ///< of images, for a model beside it
    Imatrix, ///< what a quantization was made with
    Draft, ///< a head that guesses ahead for a model beside it
};

GgufKind kindOf(const RepoPath &path);

/// A GGUF of a repo as a user sees it: one file, or all shards of a split one.
struct RepoGguf {
    RepoPath path; ///< of a split one its first shard
    qint64 bytes = 0; ///< of all shards
    std::optional<Sha256> sha256; ///< nothing: split, or unknown
    QList<RepoPath> shards = {}; ///< all that the repo has, by their numbers; empty when it is not split
    bool isComplete = true; ///< no shard is missing
    GgufKind kind = GgufKind::Model;

    std::optional<Quantization> quantization() const { return Quantization::ofFileName(path.fileName()); }
};

/// The GGUFs among \a files: models first, then by preference. Incomplete ones come last.
QList<RepoGguf> ggufsAmong(const QList<RepoFile> &files);

/// What a model of \a bytes takes of memory while it answers: its weights, the context's cache and the process itself.
qint64 neededMemory(qint64 bytes);

/// Average bits a weight takes in \a gguf: by \a parameterCount if that is known (not 0) and can be this file's,
/// else what is typical of its quantization; nothing when that is unknown, too.
std::optional<double> bitsPerWeight(const RepoGguf &gguf, qint64 parameterCount);

/// A file that was chosen, and why.
struct FileChoice {
    RepoGguf gguf;
    QString reason; ///< a clause for a person
};

/// The model of \a files that \a quantization names, or, when it is nothing, the best that fits \a memoryBytes.
/// Error: FileNotFound naming what there is.
Result<FileChoice> chooseFile(const QList<RepoFile> &files, const RepoId &repo,
                              const std::optional<Quantization> &quantization, qint64 memoryBytes);
