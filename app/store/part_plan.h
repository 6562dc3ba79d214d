#pragma once

#include "base/sha256.h"
#include "hub/repo_id.h"
#include "hub/repo_path.h"
#include "hub/revision.h"

#include <QJsonObject>

#include <optional>

/// What a part file will be: written before its first byte, so that a restart knows.
struct PartPlan {
    RepoId repo;
    RepoPath path;
    Revision revision; ///< as asked for
    QString commit; ///< what it was then; the bytes are this commit's
    qint64 bytes = 0;
    std::optional<Sha256> sha256;

    /// The same for the same file of the same commit: the part's directory.
    QString id() const;
    QJsonObject toJson() const;
    static Result<PartPlan> fromJson(const QJsonObject &json);
    friend bool operator==(const PartPlan &, const PartPlan &) = default;
};
