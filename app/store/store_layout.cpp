#include "store/store_layout.h"

#include "base/sha256.h"

#include <QDir>

QStringList StoreLayout::jobsOfReplicas() const
{
    QStringList jobs;
    for (const QString &replica : QDir(replicas()).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        jobs += replicas() + u'/' + replica + QStringLiteral("/jobs");
    return jobs;
}

QString StoreLayout::manifestOf(const QString &relative) const
{
    // Named by a hash: a path with folders must become one file name of bounded length.
    return manifests() + u'/' + sha256Of(relative.toUtf8()).toHex().left(32) + QStringLiteral(".json");
}

QString StoreLayout::nextManifestOf(const QString &relative, quint64 inode) const
{
    const QString name = manifestOf(relative) + QStringLiteral(".for-%1").arg(inode);
    return isShared() ? QString(name + u'.' + m_replica) : name;
}
