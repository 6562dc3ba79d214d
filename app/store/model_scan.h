#pragma once

#include "store/model_manifest.h"
#include "store/model_removal.h"
#include "store/store_layout.h"

#include <sys/stat.h>

#include <optional>
#include <vector>

// Finds the models on the disk. All calls block; any thread.

/// What \a path is; nothing when it is no regular file.
std::optional<struct stat> regularFile(const QString &path);

/// All *.gguf files of the models directory, relative to it, without our own and other hidden folders.
QStringList modelFilesIn(const StoreLayout &layout);

/// Changes whenever a manifest comes, goes or is replaced.
QByteArray signatureOfManifests(const StoreLayout &layout);

/// What the manifest of the model at \a relative says; nothing when there is none for this file.
std::optional<ModelManifest> knownModel(const StoreLayout &layout, const QString &relative);

/// The same for each of \a files, on several threads when they are many.
std::vector<std::optional<ModelManifest>> knownModels(const StoreLayout &layout, const QStringList &files);

/// Takes a file that was put there by hand, or by the service that this one replaces, for a model and writes its
/// manifest; nothing when it is none that Shimmy could load, which is logged.
std::optional<ModelManifest> adoptModel(const StoreLayout &layout, const RemovalNotes &removals,
                                        const QString &relative);
