#pragma once

#include <QString>

/// Where everything stands below the models directory.
class StoreLayout {
public:
    /// \a modelsDirectory must be absolute and clean.
    explicit StoreLayout(QString modelsDirectory)
        : m_models(std::move(modelsDirectory))
    {
    }
    const QString &models() const { return m_models; }
    QString own() const { return m_models + QStringLiteral("/.shimmyd"); }
    QString lock() const { return own() + QStringLiteral("/lock"); }
    QString parts() const { return own() + QStringLiteral("/parts"); }
    QString jobs() const { return own() + QStringLiteral("/jobs"); }
    QString manifests() const { return own() + QStringLiteral("/manifests"); }
    QString serving() const { return own() + QStringLiteral("/serving"); }
    QString trash() const { return own() + QStringLiteral("/trash"); }
    /// Shimmy's working directory: empty, because Shimmy also looks for models in ./models.
    QString run() const { return own() + QStringLiteral("/run"); }
    QString pathOf(const QString &relative) const { return m_models + u'/' + relative; }
    /// The manifest of the model at \a relative.
    QString manifestOf(const QString &relative) const;
    /// The same while its file, with \a inode, is about to replace another one.
    QString nextManifestOf(const QString &relative, quint64 inode) const;

private:
    QString m_models;
};
