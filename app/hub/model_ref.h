#pragma once

#include "hub/quantization.h"
#include "hub/repo_id.h"
#include "hub/repo_path.h"
#include "hub/revision.h"

#include <QStringList>

#include <optional>

/// What a user may type to name a model on the Hub.
struct ModelRef {
    RepoId repo;
    std::optional<QString> quantization; ///< as typed after ':'; may be "auto" or "latest"
    std::optional<RepoPath> file; ///< from a URL of a file
    std::optional<Revision> revision; ///< from a URL

    /// Accepts "owner/name", "owner/name:QUANT", both behind "hf.co/" or "huggingface.co/", and https URLs of a repo
    /// or a file on those hosts or on \a endpointHost. Error: InvalidArgument.
    static Result<ModelRef> parse(QStringView text, const QString &endpointHost);
};
