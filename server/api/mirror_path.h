#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

/// What a path below /hub asks for.
struct MirrorPath {
    enum class What { Whoami, Search, Repo, Refs, Tree, PathsInfo, File, Pointer };
    What what = What::Repo;
    QString repo;
    QString revision; ///< decoded; empty: none is named
    QString file; ///< decoded; of a tree the folder, empty for its root
    QByteArray before; ///< of the path as sent, what stands between /hub and the repo's name
    QByteArray after; ///< and what stands behind it

    /// \a path as sent, with /hub, still percent-encoded: a revision is one segment of it whatever it contains.
    /// Nothing: a Hub has no such path.
    static std::optional<MirrorPath> parse(const QByteArray &path);
};
