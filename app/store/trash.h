#pragma once

#include <QString>

#include <optional>

/// Removes \a path, a file or a directory with all it holds: renamed into \a trashDirectory first, so that it is gone
/// at once and as a whole, then unlinked. What a crash leaves in between, emptyTrash() removes. Blocks; any thread.
void moveToTrash(const QString &path, const QString &trashDirectory);

/// The first half of moveToTrash(): where \a path is now, for removeFromTrash(). Nothing when it cannot be moved, and
/// when there is no such path. Durable when the folder of \a path is synced.
std::optional<QString> buryInTrash(const QString &path, const QString &trashDirectory);
/// The second half, which takes long for a large file.
void removeFromTrash(const QString &grave);

/// Removes everything in \a trashDirectory.
void emptyTrash(const QString &trashDirectory);
