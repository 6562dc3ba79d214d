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
    QString repo; ///< these three are empty if it did not come from the Hub
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
    qint64 neededMemory = 0; ///< bytes, with the context
    qint64 availableMemory = 0;
    bool fits = true;
    std::optional<bool> updateAvailable; ///< nothing: not checked

    static ModelDetails fromJson(const QJsonObject &json);
    static QList<ModelDetails> listFromJson(const QJsonObject &answer);
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
