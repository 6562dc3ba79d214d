#pragma once

#include "client/api_call.h"

#include <QDateTime>
#include <QList>

#include <optional>

/// All that a server knows of an installed model: GET /v1/api/models/{id}.
struct ModelDetails {
    QString id;
    QString filename;
    QString path; ///< on the server
    qint64 bytes = 0;
    QString sha256; ///< empty: not known
    QDateTime addedAt; ///< UTC
    QDateTime lastUsed; ///< UTC; null: never
    bool pinned = false;
    QString state; ///< the server's word: ready, loading, verifying, deleting, damaged, not_served
    QString origin; ///< pull, import or found
    QString importedFrom; ///< a path on the server; empty if it was not
    QString repo; ///< these four are empty if it did not come from the Hub
    QString repoPath; ///< of its file in the repo
    QString revision;
    QString commit;
    QString architecture;
    QString name; ///< its own, from its header
    QString sizeLabel;
    qint64 contextLength = 0; ///< tokens; 0: not known
    qint64 parameters = 0; ///< 0: not known
    QString quantization;
    double bitsPerWeight = 0; ///< 0: not known
    bool hasChatTemplate = false;
    qint64 weightsMemory = 0; ///< bytes
    qint64 contextMemory = 0; ///< bytes; 0: not known
    qint64 neededMemory = 0; ///< bytes, with the context
    qint64 availableMemory = 0;
    bool fits = true;
    std::optional<bool> updateAvailable; ///< nothing: not checked

    static ModelDetails fromJson(const QJsonObject &json);
    static QList<ModelDetails> listFromJson(const QJsonObject &answer);
    friend bool operator==(const ModelDetails &, const ModelDetails &) = default;
};

/// What the Hub has in place of an installed model now.
struct UpdateCheck {
    bool isAvailable = false;
    QString latestCommit;
    qint64 latestBytes = 0; ///< 0: not known

    static UpdateCheck fromJson(const QJsonObject &json);
};

/// How a model was deleted.
struct ModelDeletion {
    bool isFreed = true; ///< false: somebody still reads it; its bytes are freed after that

    static ModelDeletion fromJson(const QJsonObject &json);
};

/// One line of the answer to a verification or an import.
struct ModelProgress {
    enum class Status { Starting, Verifying, Importing, Loading, Complete, Unknown };

    Status status = Status::Unknown;
    qint64 completedBytes = 0;
    qint64 totalBytes = 0; ///< 0: not known
    double percent = 0;
    QString modelId; ///< of a complete import
    bool wasRecorded = true; ///< of a complete verification; false: there was no hash to compare with, there is now

    static ModelProgress fromJson(const QJsonObject &json);
};

ApiCall listModelDetailsCall();
ApiCall getModelDetailsCall(const QString &model);
ApiCall deleteModelCall(const QString &model);
/// \a verb: pin, unpin or check.
ApiCall orderModelCall(const QString &model, const QString &verb);
/// A stream of objects with "status".
ApiCall verifyModelCall(const QString &model);
/// A stream of objects with "status". \a path is on the server; \a mode and \a filename may be empty.
ApiCall importModelCall(const QString &path, const QString &mode, const QString &filename);
/// Answers a tar.
ApiCall exportModelCall(const QString &model);
