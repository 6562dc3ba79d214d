#pragma once

#include "store/file_hash.h"
#include "store/import_source.h"
#include "store/model_manifest.h"

#include <memory>

// A model to carry to a place without a network: a tar with manifest.json, the model's file, and SHA256SUMS, which
// `sha256sum -c` reads as well.

/// Writes a model as a bundle, piece by piece. Used from one thread at a time, whichever.
class BundleWriter {
public:
    /// Opens \a path, the file of the model with \a manifest. Error: DiskFailed, also when it has another size.
    static Result<std::unique_ptr<BundleWriter>> open(const QString &path, const ModelManifest &manifest);
    ~BundleWriter();

    /// The next bytes, some hundred kilobytes; empty after the last. Blocks. Error: DiskFailed; HashMismatch when the
    /// file is not what was published: what was written before is then worth nothing.
    Result<QByteArray> read();

private:
    class Archive;
    BundleWriter(FileDescriptor file, QString path, const ModelManifest &manifest);
    Result<void> writeEntry(const QString &name, QByteArrayView bytes);

    const FileDescriptor m_file;
    const QString m_path;
    const ModelManifest m_manifest;
    std::unique_ptr<Archive> m_archive;
    Sha256Hasher m_hasher;
    qint64 m_position = -1; ///< in the model's file; -1: the manifest comes first
    bool m_isComplete = false;
};

/// What a bundle says it holds.
struct BundleContents {
    ModelManifest manifest;
};

/// Reads the head of the bundle that \a source is. Blocks; any thread. Error: Unsupported when it is none, DiskFailed.
Result<BundleContents> readBundle(const ImportSource &source);

/// Makes \a to, which must not exist, a durable file of the model in the bundle that \a source is, and proves its hash.
/// Blocks; any thread. On any error nothing is left. Error: HashMismatch, Unsupported, DiskFull, DiskFailed, Cancelled.
Result<Sha256> unpackBundle(const ImportSource &source, const BundleContents &contents, const QString &to,
                            FileReading &reading);
