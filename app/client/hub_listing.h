#pragma once

#include "base/secret.h"
#include "client/api_call.h"

#include <QDateTime>
#include <QList>
#include <QStringList>

#include <optional>

/// A GGUF file of a repo; of a split model, all its shards.
struct HubFile {
    QString filename;
    QString kind; ///< model, projector, imatrix or draft
    qint64 bytes = 0;
    QString quantization; ///< may be empty
    double bitsPerWeight = 0; ///< 0: not known
    int shards = 0; ///< 0: one file
    qint64 neededMemory = 0;
    bool fits = false;
    bool recommended = false;
    QString installedAs; ///< the model's id; empty: not installed
};

/// What a repo offers: GET /v1/api/files.
struct RepoListing {
    QString repo;
    QString commit;
    QString accessPage; ///< of a gated repo, where access is asked for
    QString reason; ///< why that one is recommended
    qint64 memoryLimit = 0; ///< bytes
    QList<HubFile> files; ///< the best first

    static RepoListing fromJson(const QJsonObject &json);
};

/// A repo that a search found.
struct FoundRepo {
    QString repo;
    qint64 downloads = 0;
    qint64 likes = 0;
    QDateTime lastModified;
    bool gated = false;
    qint64 parameters = 0; ///< 0: not known
    QString architecture;
    std::optional<bool> fits;
    QStringList installed; ///< ids
};

struct SearchPage {
    QList<FoundRepo> repos;
    QString nextCursor; ///< empty: the last page

    static SearchPage fromJson(const QJsonObject &json);
};

struct SearchOrder {
    QString words;
    QString author;
    QString sort;
    int limit = 20;
    QString cursor;
    bool fits = false;
};

/// \a hubToken, here and below, is for this one call; empty: the server's own.
ApiCall listFilesCall(const QString &model, const QString &revision, const Secret &hubToken);
ApiCall searchCall(const SearchOrder &order, const Secret &hubToken);
ApiCall whoAmICall(const Secret &hubToken);
