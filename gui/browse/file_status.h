#pragma once

#include "client/hub_listing.h"
#include "client/job.h"

/// Where a file of the Hub is on its way to the server.
struct FileStatus {
    enum class Kind {
        None, ///< only on the Hub
        Underway, ///< a job brings it
        Installed,
        Outdated, ///< installed, but the Hub has another one now
        Failed, ///< the last job for it has
        Incomplete, ///< the repo lacks a part of it: it cannot be pulled
    };
    Kind kind = Kind::None;
    QString text; ///< empty: nothing to say
    QString icon; ///< a name for namedIcon(); empty: none
    QString detail; ///< a sentence; may be empty
    std::optional<int> percent; ///< of what is being downloaded
};

/// \a job is the last one for \a file; null: there is none.
FileStatus fileStatus(const OfferedFile &file, const Job *job);

/// Whether \a job brings \a file of \a repo. The parts of a split file become one file with a name of its own.
bool concerns(const Job &job, const QString &repo, const OfferedFile &file);
