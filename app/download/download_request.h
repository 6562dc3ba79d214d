#pragma once

#include "base/secret.h"
#include "hub/quantization.h"
#include "hub/repo_id.h"
#include "hub/repo_path.h"
#include "hub/revision.h"

#include <optional>

/// What somebody wants to have: a file, or the file of a quantization, or whatever fits best.
struct DownloadRequest {
    explicit DownloadRequest(RepoId wanted)
        : repo(std::move(wanted))
    {
    }

    RepoId repo;
    std::optional<RepoPath> path; ///< nothing: chosen by quantization
    std::optional<Quantization> quantization; ///< nothing, and no path: the best that fits the memory
    Revision revision = Revision::main();
    Secret token; ///< for this pull; empty: the configured one
    bool force = false; ///< look for a newer commit although the file is installed
    QString by; ///< who asked first, for the audit
    int priority = 0; ///< the higher goes first

    /// Both would fetch the same file.
    bool wantsSameAs(const DownloadRequest &other) const;
    /// "owner/name/file", for messages.
    QString toString() const;
};
