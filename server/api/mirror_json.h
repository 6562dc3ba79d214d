#pragma once

#include "api/mirror_repo.h"

#include <QJsonArray>
#include <QJsonObject>

// What a mirror says of its repos, in the Hub's words.

/// GET /api/models/{repo}[/revision/{rev}]; \a blobs with sizes and hashes.
QJsonObject mirrorRepoJson(const MirrorRepo &repo, const QString &revision, bool blobs);
/// A row of GET /api/models.
QJsonObject mirrorRowJson(const MirrorRepo &repo);
/// GET …/refs
QJsonObject mirrorRefsJson(const MirrorRepo &repo);
/// A file in a tree.
QJsonObject mirrorFileJson(const Model &model);
/// What git holds in place of a large file: GET …/raw/{rev}/{file}, by which some clients look whether it is there.
QByteArray mirrorPointer(const Model &model);
/// GET …/tree/{rev}[/{folder}]; \a recursive with all that is in folders.
QJsonArray mirrorTreeJson(const QList<Model> &files, const QString &folder, bool recursive);
