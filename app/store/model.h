#pragma once

#include "store/model_manifest.h"

#include <QList>
#include <QStringList>

/// A verified model file of the store.
struct Model {
    QString id; ///< what users call it; unique among the installed models
    QString path; ///< absolute
    QString servingName; ///< Shimmy's id for it: the name of its link without ".gguf"
    ModelManifest manifest;
    QString shortStem = {}; ///< the stem without the quantization; assignIds() fills it in
    quint64 version = 0; ///< of a store: another one whenever anything else here is another

    /// Answers prompts. A projector, an importance matrix or a draft head is kept, but not shown to Shimmy.
    bool isServable() const;
    QString fileName() const { return manifest.file.section(u'/', -1); }
    /// The file name without ".gguf".
    QString stem() const { return fileName().chopped(5); }
};

/// The id that Shimmy gives a file of its own accord: the stem, lower case, with '-' for '_' and ' '.
QString shimmyIdOf(const QString &stem);

/// The name under which the model at \a relativePath is shown to Shimmy: unique, in Shimmy's own spelling, and never
/// ending in a way that Shimmy takes for a shard or an adapter.
QString servingNameOf(const QString &relativePath);

/// Gives each of \a models its id: the stem without the quantization for the oldest of that name, the full stem for
/// the others, and the whole path where even that is taken. One that gets another id than it had has no version then.
void assignIds(QList<Model> &models);

/// The model that \a name means, in any case: its id, stem, file name, Shimmy's id, or repo:QUANT.
/// Error: ModelNotFound naming what is installed, AmbiguousModel naming the candidates.
Result<Model> findModel(const QList<Model> &models, const QString &name);
