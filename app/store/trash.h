#pragma once

#include <QString>

/// Removes \a path, a file or a directory with all it holds: renamed into \a trashDirectory first, so that it is gone
/// at once and as a whole, then unlinked. What a crash leaves in between, emptyTrash() removes. Blocks; any thread.
void moveToTrash(const QString &path, const QString &trashDirectory);

/// Removes everything in \a trashDirectory.
void emptyTrash(const QString &trashDirectory);
