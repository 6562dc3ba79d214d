#pragma once

#include "base/secret.h"
#include "client/api_call.h"

#include <QDateTime>
#include <QList>
#include <QStringList>

#include <optional>

/// A GGUF file of a repo; of a split model, all its shards.
struct OfferedFile {
    QString filename;
    QString kind; ///< model, projector, imatrix or draft
    qint64 bytes = 0;
    QString quantization; ///< may be empty
    double bitsPerWeight = 0; ///< 0: not known
    int shards = 0; ///< 0: one file
    bool isComplete = true; ///< false: the repo lacks a shard
    QString sha256; ///< empty: not known
    qint64 neededMemory = 0; ///< bytes, with a context
    bool fits = false;
    bool recommended = false;
    QString installedAs; ///< the model's id; empty: not installed
    std::optional<bool> installedIsCurrent; ///< false: the Hub has another one now

    bool isModel() const { return kind == QLatin1StringView("model"); }
};

/// What a repo offers: GET /v1/api/files.
struct RepoOffer {
    QString repo; ///< as the Hub spells it now
    QString revision; ///< as asked for
    QString commit;
    QString page; ///< for people
    QString accessPage; ///< of a gated repo, where access is asked for
    QString reason; ///< why that one is recommended, or why none is
    qint64 parameters = 0; ///< 0: not known
    qint64 memoryLimit = 0; ///< bytes
    QList<OfferedFile> files; ///< the best first

    static RepoOffer fromJson(const QJsonObject &json);
};

/// What a repo says of itself, as plain text: GET /v1/api/card.
struct ModelCard {
    QString repo;
    QString license; ///< its identifier or name; empty: not told
    QString licenseLink; ///< empty: not told
    QStringList tags;
    QString text; ///< the first lines; empty: it says nothing

    static ModelCard fromJson(const QJsonObject &json);
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
    qint64 contextLength = 0; ///< tokens; 0: not known
    qint64 neededMemory = 0; ///< bytes, of a usual quantization; 0: not known
    std::optional<bool> fits;
    QStringList installed; ///< ids
};

struct SearchPage {
    QList<FoundRepo> repos;
    QString nextCursor; ///< empty: the last page
    qint64 memoryLimit = 0; ///< bytes

    static SearchPage fromJson(const QJsonObject &json);
};

struct SearchOrder {
    QString words = {};
    QString author = {};
    QString sort = {}; ///< downloads, likes, lastModified, createdAt or trendingScore; empty: downloads
    int limit = 20; ///< up to 100
    QString cursor = {}; ///< SearchPage::nextCursor of the page before, with all else unchanged
    bool fits = false;
};

/// \a hubToken, here and below, is for this one call; empty: the server's own.
ApiCall listFilesCall(const QString &model, const QString &revision, const Secret &hubToken);
ApiCall modelCardCall(const QString &model, const QString &revision, const Secret &hubToken);
ApiCall searchCall(const SearchOrder &order, const Secret &hubToken);
ApiCall whoAmICall(const Secret &hubToken);
