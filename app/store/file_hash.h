#pragma once

#include "base/result.h"
#include "base/sha256.h"

#include <atomic>

/// What one thread tells another about a file that it reads. Any thread.
struct FileReading {
    std::atomic<qint64> position = 0; ///< bytes read so far
    std::atomic<bool> isCancelled = false; ///< set by the other: the reading ends with Cancelled
};

/// Hashes the \a bytes bytes of \a descriptor from their start, as the disk has them, as far as the system lets us: not
/// from its cache. \a path is for messages. Blocks; any thread. Error: DiskFailed, Cancelled.
Result<Sha256> hashFile(int descriptor, qint64 bytes, const QString &path, FileReading &reading);
