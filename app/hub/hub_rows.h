#pragma once

#include "hub/repo_file.h"

#include <QDateTime>
#include <QJsonObject>
#include <QStringList>

// What the Hub's API answers, read into values. All of it comes from outside: what is not as it should be is left out
// or refused, never trusted.

/// Who may read the files of a repo.
enum class Gating {
    None,
    Auto, ///< whoever asks for access gets it
    Manual, ///< the owner decides
};

/// What the Hub tells about a repo beside its files.
struct RepoFacts {
    RepoId repo; ///< as the Hub spells it now
    QString commit; ///< empty: not told
    Gating gating = Gating::None;
    qint64 downloads = 0;
    qint64 likes = 0;
    QString lastModified; ///< as the Hub writes it; empty: not told
    qint64 parameterCount = 0; ///< of a GGUF repo; 0: not told
    QString architecture; ///< empty: not told
    qint64 contextLength = 0; ///< tokens; 0: not told
    QString license; ///< its identifier; empty: not told
};

/// Whose token it is.
struct HubUser {
    QString name;
    QString fullName;
    QString type; ///< "user", "org"
    QStringList organisations;
    QString tokenName;
    QString tokenRole; ///< "read", "write", "fineGrained"
};

/// Nothing: \a row names no repo.
std::optional<RepoFacts> repoFactsOf(const QJsonObject &row);

/// The files of one page of a tree. Error: HubFailed.
Result<QList<RepoFile>> filesOfTree(QByteArrayView json);

/// The repos of one page of a search. Error: HubFailed.
Result<QList<RepoFacts>> reposOfSearch(QByteArrayView json);

/// Error: HubFailed.
Result<HubUser> userOfWhoami(QByteArrayView json);

/// The URL of `Link: <url>; rel="next"`; empty on the last page.
QByteArray nextPageOf(const QByteArray &link);
