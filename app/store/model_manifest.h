#pragma once

#include "base/sha256.h"
#include "hub/quantization.h"
#include "store/gguf_header.h"
#include "store/part_plan.h"

#include <QDateTime>
#include <QJsonObject>

/// Where a model came from. Absent for files that somebody put there by hand.
struct ModelSource {
    RepoId repo;
    RepoPath path;
    Revision revision;
    QString commit;
};

/// What is known of a model file, kept beside the models so that nothing has to be asked or hashed again.
struct ModelManifest {
    QString file; ///< relative to the models directory
    qint64 bytes = 0;
    std::optional<Sha256> sha256; ///< proven when the file was published
    std::optional<ModelSource> source;
    QList<Sha256> shards; ///< as the Hub had them, of a model that was joined from several files; empty: not known
    QString importedFrom; ///< the path of a file on this machine; empty: not so
    bool isDamaged = false; ///< a verification has found other bytes than those that were published
    QDateTime addedAt; ///< UTC
    GgufHeader header;

    std::optional<Quantization> quantization() const;
    QJsonObject toJson() const;
    static Result<ModelManifest> fromJson(const QJsonObject &json);
};
