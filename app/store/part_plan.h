#pragma once

#include "base/sha256.h"
#include "hub/repo_id.h"
#include "hub/repo_path.h"
#include "hub/revision.h"
#include "store/byte_range.h"

#include <QJsonObject>

#include <optional>

/// A file of the Hub of which a part holds the bytes, or all but a head that is kept beside them.
struct PartSource {
    RepoPath path;
    qint64 bytes = 0;
    std::optional<Sha256> sha256;
    qint64 headBytes = 0; ///< of the file, from its start, that are not in the part
    qint64 dataBytes = 0; ///< of the file, after the head, that are
    qint64 begin = 0; ///< where they stand in the part

    ByteRange place() const { return {begin, begin + dataBytes}; }
    /// Where in the file the byte at \a offset of the part comes from.
    qint64 fileOffset(qint64 offset) const { return offset - begin + headBytes; }
    friend bool operator==(const PartSource &, const PartSource &) = default;
};

/// What a part file will be: written before its first byte, so that a restart knows.
struct PartPlan {
    RepoId repo;
    RepoPath path; ///< of the model: the file's, or what the parts of a split model make together
    Revision revision; ///< as asked for
    QString commit; ///< what it was then; the bytes are this commit's
    qint64 bytes = 0; ///< negative: the server does not tell, it is known when all has come
    std::optional<Sha256> sha256; ///< of the whole; not known of a split model until it is joined
    QList<PartSource> shards = {}; ///< of a split model, in their order; empty: one file

    bool isSplit() const { return !shards.isEmpty(); }
    /// Where the bytes come from: the shards, or the one file.
    QList<PartSource> sources() const;
    /// The same for the same file of the same commit: the part's directory.
    QString id() const;
    QJsonObject toJson() const;
    static Result<PartPlan> fromJson(const QJsonObject &json);
    friend bool operator==(const PartPlan &, const PartPlan &) = default;
};
