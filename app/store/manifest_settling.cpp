#include "store/manifest_settling.h"

#include "base/json.h"
#include "base/logging.h"
#include "store/durable_file.h"
#include "store/model_manifest.h"

#include <QDir>
#include <QFile>

#include <sys/stat.h>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

/// Who wrote the manifest \a name, which waits for its file: a replica, or empty when it was a process on its own.
QString writerOf(const QString &name)
{
    return name.section(u".for-"_s, 1).section(u'.', 1);
}

} // namespace

void settleManifests(const StoreLayout &layout, const Lease *lease)
{
    const QDir directory(layout.manifests());
    QStringList waiting = directory.entryList({u"*.json.for-*"_s}, QDir::Files);
    waiting.removeIf([lease](const QString &name) {
        const QString writer = writerOf(name);
        return name.endsWith(".new"_L1) || (lease && !writer.isEmpty() && lease->isAlive(writer));
    });
    for (const QString &name : std::as_const(waiting)) {
        QFile file(directory.filePath(name));
        const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.read(1 << 20) : QByteArray();
        const auto json = parseJsonObject(bytes, u"the manifest"_s);
        const auto manifest = json ? ModelManifest::fromJson(*json) : failWith(json);
        struct stat status { };
        const bool hasCome = manifest
            && ::lstat(QFile::encodeName(layout.pathOf(manifest->file)).constData(), &status) == 0
            && file.fileName()
                == StoreLayout(layout.models(), writerOf(name)).nextManifestOf(manifest->file, status.st_ino);
        if (hasCome)
            ::rename(QFile::encodeName(file.fileName()).constData(),
                     QFile::encodeName(layout.manifestOf(manifest->file)).constData());
        else
            file.remove();
    }
    if (waiting.isEmpty())
        return;
    if (const auto synced = syncDirectory(layout.manifests()); !synced)
        qCWarning(logStore).noquote() << synced.error().message;
}
