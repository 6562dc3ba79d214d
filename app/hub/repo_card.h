#pragma once

#include <QByteArrayView>
#include <QStringList>

/// What a repo's README says, for people: plain text without markup, however hostile the README is.
struct RepoCard {
    QString license; ///< its identifier or, when that says "other", its name; empty: not told
    QString licenseLink; ///< an http(s) URL; empty: not told
    QStringList tags; ///< at most 50
    QString text; ///< the first 40 lines

    /// Reads \a readme: Markdown, behind YAML front matter if it has some.
    static RepoCard parse(QByteArrayView readme);
};
