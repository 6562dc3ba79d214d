#include "store/store_layout.h"

#include "base/sha256.h"

#include <QDirIterator>

namespace {

/// A path with folders must become one file name of bounded length: a hash.
QString nameFor(const QString &relative)
{
    return sha256Of(relative.toUtf8()).toHex().left(32);
}

} // namespace

QStringList StoreLayout::jobsOfReplicas() const
{
    QStringList jobs;
    for (const QString &top : QStringList{replicas(), own() + QStringLiteral("/adopted")}) {
        QDirIterator each(top, {QStringLiteral("jobs")}, QDir::Dirs, QDirIterator::Subdirectories);
        while (each.hasNext())
            jobs += each.next();
    }
    return jobs;
}

QString StoreLayout::manifestOf(const QString &relative) const
{
    return manifests() + u'/' + nameFor(relative) + QStringLiteral(".json");
}

QString StoreLayout::useMarkOf(const QString &relative) const
{
    return usage() + u'/' + nameFor(relative) + QStringLiteral(".used");
}

QString StoreLayout::pinOf(const QString &relative) const
{
    return usage() + u'/' + nameFor(relative) + QStringLiteral(".pinned");
}

QString StoreLayout::ofWriter(const QString &name) const
{
    return isShared() ? QString(name + u'.' + m_replica) : name;
}

QString StoreLayout::nextManifestOf(const QString &relative, quint64 inode) const
{
    return ofWriter(manifestOf(relative) + QStringLiteral(".for-%1").arg(inode));
}

QString StoreLayout::lastManifestOf(const QString &relative, quint64 inode) const
{
    return ofWriter(manifestOf(relative) + QStringLiteral(".of-%1").arg(inode));
}
