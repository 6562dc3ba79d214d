#pragma once

#include <QStringList>

/// Where everything stands below the models directory, for one process.
class StoreLayout {
public:
    /// \a modelsDirectory must be absolute and clean. \a replica is this process's name among those that share the
    /// directory; empty when it is alone.
    explicit StoreLayout(QString modelsDirectory, QString replica = {})
        : m_models(std::move(modelsDirectory))
        , m_replica(std::move(replica))
    {
    }
    const QString &models() const { return m_models; }
    const QString &replica() const { return m_replica; }
    bool isShared() const { return !m_replica.isEmpty(); }
    QString own() const { return m_models + QStringLiteral("/.shimmyd"); }
    QString lock() const { return own() + QStringLiteral("/lock"); }
    QString parts() const { return own() + QStringLiteral("/parts"); }
    QString manifests() const { return own() + QStringLiteral("/manifests"); }
    /// When each model was used last, and which must stay.
    QString usage() const { return own() + QStringLiteral("/usage"); }
    QString trash() const { return own() + QStringLiteral("/trash"); }
    /// Shimmy's working directory: empty, because Shimmy also looks for models in ./models.
    QString run() const { return own() + QStringLiteral("/run"); }
    /// A directory for each replica (see Lease).
    QString replicas() const { return own() + QStringLiteral("/replicas"); }
    /// The records of the jobs of this process.
    QString jobs() const { return home() + QStringLiteral("/jobs"); }
    /// The same of all replicas there are now, and of those that are just being taken over.
    QStringList jobsOfReplicas() const;
    /// Directories of dead replicas whose jobs this process goes on with.
    QString adopted() const { return home() + QStringLiteral("/adopted"); }
    /// What Shimmy is shown. Not in home(): a replica that was only thought dead still serves from it.
    QString serving() const
    {
        return own() + (isShared() ? QStringLiteral("/serving.") + m_replica : QStringLiteral("/serving"));
    }
    QString pathOf(const QString &relative) const { return m_models + u'/' + relative; }
    /// The manifest of the model at \a relative.
    QString manifestOf(const QString &relative) const;
    /// A file whose time is when the model at \a relative was used last.
    QString useMarkOf(const QString &relative) const;
    /// A file that is there while the model at \a relative is pinned.
    QString pinOf(const QString &relative) const;
    /// The manifest while its file, with \a inode, is about to appear, written by this process.
    QString nextManifestOf(const QString &relative, quint64 inode) const;
    /// The same from the moment on in which this process began to remove its file, with \a inode, until that is gone.
    QString lastManifestOf(const QString &relative, quint64 inode) const;

private:
    QString ofWriter(const QString &name) const;
    QString home() const { return isShared() ? replicas() + u'/' + m_replica : own(); }

    QString m_models;
    QString m_replica;
};
