#pragma once

#include "base/result.h"
#include "store/file_descriptor.h"

#include <QStringList>

#include <utility>

/// A file on this machine that somebody wants to have as a model. Everything that follows works on the descriptor, so
/// that nobody can put another file in its place.
struct ImportSource {
    QString path; ///< as asked for, without "." and ".."
    FileDescriptor descriptor;
    qint64 bytes = 0;
};

/// Another one whenever somebody has written to a file: its size and time.
using FileStamp = std::pair<qint64, qint64>;

FileStamp stampOf(const ImportSource &source);

/// Opens \a path, which must be absolute and below one of \a folders, which the administrator has named. The kernel
/// itself keeps symbolic links from leading out of the folder; where it cannot, no links are followed at all. Blocks;
/// any thread. Error: Forbidden, also for what is not there outside the folders; FileNotFound; InvalidArgument when it
/// is no regular file; DiskFailed.
Result<ImportSource> openImportSource(const QString &path, const QStringList &folders);
