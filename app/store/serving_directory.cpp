#include "store/serving_directory.h"

#include "store/durable_file.h"

#include <QDir>
#include <QFile>
#include <QHash>

#include <cerrno>

using namespace Qt::StringLiterals;

Result<void> showModels(const QString &directory, const QList<Model> &models)
{
    QHash<QString, QString> wanted;
    for (const Model &model : models)
        wanted.insert(model.servingName + u".gguf"_s, model.path);

    const QDir serving(directory);
    for (const QString &name :
         serving.entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
        const QString path = serving.filePath(name);
        if (wanted.contains(name) && QFile::symLinkTarget(path) == wanted.value(name)) {
            wanted.remove(name);
            continue;
        }
        if (::unlink(QFile::encodeName(path).constData()) != 0)
            return tl::unexpected(diskError(errno, u"remove"_s, path));
    }
    for (auto link = wanted.cbegin(); link != wanted.cend(); ++link) {
        const QString path = serving.filePath(link.key());
        if (::symlink(QFile::encodeName(link.value()).constData(), QFile::encodeName(path).constData()) != 0)
            return tl::unexpected(diskError(errno, u"link"_s, path));
    }
    return {};
}
