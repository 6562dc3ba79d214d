#include "store/serving_directory.h"

#include "store/durable_file.h"

#include <QFile>
#include <QHash>

#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <vector>

namespace fs = std::filesystem;

using namespace Qt::StringLiterals;

Result<void> showModels(const QString &directory, const QList<Model> &models)
{
    QHash<QByteArray, QByteArray> wanted;
    for (const Model &model : models)
        wanted.insert(QFile::encodeName(model.servingName + u".gguf"_s), QFile::encodeName(model.path));

    // Not Qt's: its lists and links ask for the status of each of what may be thousands.
    std::vector<fs::path> superfluous;
    std::error_code failure;
    for (fs::directory_iterator entry(QFile::encodeName(directory).toStdString(), failure), end;
         !failure && entry != end; entry.increment(failure)) {
        std::error_code isNoLink;
        const std::string target = fs::read_symlink(entry->path(), isNoLink).string();
        const auto link = wanted.constFind(QByteArray::fromStdString(entry->path().filename().string()));
        if (!isNoLink && link != wanted.constEnd() && QByteArrayView(*link) == QByteArrayView(target))
            wanted.erase(link);
        else
            superfluous.push_back(entry->path());
    }
    if (failure)
        return tl::unexpected(diskError(failure.value(), u"read"_s, directory));
    for (const fs::path &path : superfluous) {
        if (::unlink(path.c_str()) != 0)
            return tl::unexpected(diskError(errno, u"remove"_s, QString::fromStdString(path.string())));
    }
    const QByteArray folder = QFile::encodeName(directory) + '/';
    for (auto link = wanted.cbegin(); link != wanted.cend(); ++link) {
        const QByteArray path = folder + link.key();
        if (::symlink(link.value().constData(), path.constData()) != 0)
            return tl::unexpected(diskError(errno, u"link"_s, QFile::decodeName(path)));
    }
    return {};
}
