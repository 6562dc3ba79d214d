#pragma once

#include "store/file_hash.h"
#include "store/import_source.h"

#include <optional>

/// How a file comes into the models directory.
enum class ImportMode {
    Auto, ///< a clone where the file system can, else a copy
    HardLink, ///< the same file under a second name: whoever writes to one writes to the other
    Reflink, ///< a clone that shares the disk's blocks until one of the two is written to
    Copy,
};

/// "auto", "hardlink", "reflink" or "copy".
std::optional<ImportMode> importModeOf(const QString &name);
QString nameOf(ImportMode mode);

/// What importFile() has made.
struct ImportedFile {
    Sha256 sha256; ///< of the bytes that are there now
    ImportMode mode = ImportMode::Copy; ///< how it was done; never Auto
};

/// Makes \a to, which must not exist, a durable file with the bytes of \a source, and hashes them. Blocks; any thread.
/// On any error nothing is left. Error: Unsupported when the file system, or the mode of the file, does not allow
/// \a mode; DiskFull, DiskFailed; Cancelled; Busy when somebody wrote to the file meanwhile.
Result<ImportedFile> importFile(const ImportSource &source, const QString &to, ImportMode mode, FileReading &reading);
