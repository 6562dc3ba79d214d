#pragma once

#include "base/result.h"
#include "store/file_descriptor.h"

#include <QString>

// Files that survive a power loss. Qt's classes do not fsync directories, so these are plain system calls.
// Errors everywhere: DiskFull (no room, quota, file size limit) or DiskFailed, naming the path.

/// The Error for \a errorNumber of a call on \a path.
Error diskError(int errorNumber, const QString &action, const QString &path);

/// Opens \a path; symbolic links in the last component are not followed. \a flags as for open(2).
Result<FileDescriptor> openFile(const QString &path, int flags, unsigned mode = 0640);

/// Writes all of \a bytes at \a offset, however many calls it takes.
Result<void> writeAt(int descriptor, qint64 offset, QByteArrayView bytes, const QString &path);

/// Reads exactly \a bytes at \a offset into \a to, however many calls it takes. Error also when the file ends before.
Result<void> readAt(int descriptor, qint64 offset, char *to, qint64 bytes, const QString &path);

/// Makes the entries of \a directory durable.
Result<void> syncDirectory(const QString &directory);

/// Replaces \a path by \a bytes: temporary file, fsync, rename, fsync of the directory.
Result<void> writeDurably(const QString &path, QByteArrayView bytes);

/// Renames \a from to \a to, unless that exists. Returns 0 or the errno, EEXIST for one that does. Where the file
/// system knows no such rename, by a hard link.
int renameWithoutReplacing(const QString &from, const QString &to);

/// Creates \a path with \a bytes in the same way, unless it exists: then it stays as it is.
Result<void> createDurably(const QString &path, QByteArrayView bytes);

/// Creates \a path and its parents, each made durable. Succeeds when it exists.
Result<void> makeDirectory(const QString &path);

/// Bytes that an unprivileged process may still write to the file system of \a path. Error: DiskFailed.
Result<qint64> freeBytes(const QString &path);
