#pragma once

#include "store/model_store.h"

/// What the store has of one repo, as a Hub shows it: the verified files that were pulled from it.
class MirrorRepo {
public:
    /// The repo \a name, in any case; nothing when the store has no file of it.
    static std::optional<MirrorRepo> find(const ModelStore &store, const QString &name);
    /// All of them, by name.
    static QList<MirrorRepo> all(const ModelStore &store);

    /// As the Hub spells it.
    QString name() const { return m_name; }
    /// All files.
    const QList<Model> &files() const { return m_files; }
    /// The branches and tags that files were pulled from, by name.
    QStringList revisions() const;
    /// The commit that \a revision means: of the file that came last from a branch or tag, or itself. Empty: nothing
    /// was pulled from there.
    QString commitOf(const QString &revision) const;
    /// The files at \a revision; at a commit also those that came from the same branch at other commits, because a
    /// mirror has one version of each file.
    QList<Model> filesAt(const QString &revision) const;
    /// The file at \a path; nothing when there is none at \a revision.
    std::optional<Model> fileAt(const QString &revision, const QString &path) const;

private:
    explicit MirrorRepo(QString name)
        : m_name(std::move(name))
    {
    }
    QString m_name;
    QList<Model> m_files; ///< the oldest first
};
