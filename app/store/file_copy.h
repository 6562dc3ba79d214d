#pragma once

#include "base/result.h"

#include <QString>

/// Makes \a to, which must not exist, a durable file with the bytes of \a from: a clone that shares the disk's blocks
/// where the file system can, else a hard link, else a copy. Blocks; any thread. Error: DiskFull, DiskFailed.
Result<void> copyFile(const QString &from, const QString &to);
