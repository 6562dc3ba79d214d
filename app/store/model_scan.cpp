#include "store/model_scan.h"

#include "base/json.h"
#include "base/logging.h"
#include "store/durable_file.h"

#include <QDir>
#include <QFile>

#include <fcntl.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <thread>

namespace fs = std::filesystem;

using namespace Qt::StringLiterals;

namespace {

constexpr int maxFolderDepth = 8;
constexpr qint64 mostManifestBytes = 1 << 20;

/// All *.gguf files below \a root, relative to it, without our own and other hidden folders.
void collectFiles(const QDir &root, const QString &prefix, int depth, QStringList &files)
{
    const QDir folder(root.filePath(prefix));
    for (const QFileInfo &entry : folder.entryInfoList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        const QString relative = prefix.isEmpty() ? entry.fileName() : QString(prefix + u'/' + entry.fileName());
        if (entry.isSymLink())
            continue; // where it leads may change under a running Shimmy
        if (entry.isDir() && depth < maxFolderDepth)
            collectFiles(root, relative, depth + 1, files);
        else if (entry.isFile() && entry.fileName().endsWith(".gguf"_L1, Qt::CaseInsensitive))
            files += relative;
    }
}

/// Not durable: after a power loss the file is adopted again, and thousands of syncs would keep a start waiting.
Result<void> noteManifest(const QString &path, QByteArrayView json)
{
    const QString temporary = path + u".new"_s;
    const auto file = openFile(temporary, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file)
        return failWith(file);
    if (const auto written = writeAt(file->get(), 0, json, temporary); !written)
        return written;
    if (::rename(QFile::encodeName(temporary).constData(), QFile::encodeName(path).constData()) != 0)
        return tl::unexpected(diskError(errno, u"rename"_s, temporary));
    return {};
}

} // namespace

std::optional<struct stat> regularFile(const QString &path)
{
    struct stat status { };
    if (::lstat(QFile::encodeName(path).constData(), &status) != 0 || !S_ISREG(status.st_mode))
        return std::nullopt;
    return status;
}

QStringList modelFilesIn(const StoreLayout &layout)
{
    QStringList files;
    collectFiles(QDir(layout.models()), {}, 0, files);
    return files;
}

QByteArray signatureOfManifests(const StoreLayout &layout)
{
    QByteArrayList lines;
    std::error_code failure;
    for (fs::directory_iterator entry(QFile::encodeName(layout.manifests()).toStdString(), failure), end;
         !failure && entry != end; entry.increment(failure)) {
        struct stat status { };
        if (entry->path().extension() != ".json" || ::stat(entry->path().c_str(), &status) != 0)
            continue;
        lines += QByteArray::fromStdString(entry->path().filename().string()) + ' '
            + QByteArray::number(qint64(status.st_mtim.tv_sec)) + '.'
            + QByteArray::number(qint64(status.st_mtim.tv_nsec)) + ' ' + QByteArray::number(qint64(status.st_size));
    }
    std::sort(lines.begin(), lines.end());
    return lines.join('\n');
}

std::optional<ModelManifest> knownModel(const StoreLayout &layout, const QString &relative)
{
    const auto status = regularFile(layout.pathOf(relative));
    if (!status)
        return std::nullopt;
    QStringList candidates;
    if (layout.isShared()) {
        // Another replica's file may have come a moment before its manifest, which waits under the file's number.
        const QFileInfo waiting(StoreLayout(layout.models()).nextManifestOf(relative, status->st_ino));
        for (const QString &name : waiting.dir().entryList({waiting.fileName() + u".*"}, QDir::Files)) {
            if (!name.endsWith(".new"_L1))
                candidates += waiting.dir().filePath(name);
        }
    }
    candidates += layout.manifestOf(relative);
    for (const QString &candidate : std::as_const(candidates)) {
        QFile file(candidate);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        if (file.size() > mostManifestBytes)
            continue;
        const auto json = parseJsonObject(file.readAll(), u"the manifest"_s);
        const auto manifest = json ? ModelManifest::fromJson(*json) : failWith(json);
        if (manifest && manifest->file == relative && manifest->bytes == status->st_size)
            return *manifest;
    }
    return std::nullopt;
}

std::vector<std::optional<ModelManifest>> knownModels(const StoreLayout &layout, const QStringList &files)
{
    // A start waits for this; each file costs some 50 µs.
    constexpr qsizetype worthAThread = 500;
    std::vector<std::optional<ModelManifest>> known(static_cast<std::size_t>(files.size()));
    std::atomic<qsizetype> next = 0;
    const auto work = [&] {
        for (qsizetype file = next++; file < files.size(); file = next++)
            known[static_cast<std::size_t>(file)] = knownModel(layout, files[file]);
    };
    std::vector<std::jthread> helpers;
    const qsizetype most = std::min<qsizetype>(4, std::thread::hardware_concurrency());
    for (qsizetype helper = 1; helper < std::min(most, files.size() / worthAThread); ++helper)
        helpers.emplace_back(work);
    work();
    helpers.clear(); // waits for them
    return known;
}

std::optional<ModelManifest> adoptModel(const StoreLayout &layout, const RemovalNotes &removals,
                                        const QString &relative)
{
    const QString path = layout.pathOf(relative);
    const auto status = regularFile(path);
    if (!status || removals.has(relative, status->st_ino)) // by another replica, or it cannot go yet
        return std::nullopt;
    const bool hadManifest = QFile::exists(layout.manifestOf(relative)); // of another file
    const auto header = readGgufHeader(path);
    if (!header || header->architecture.isEmpty()) {
        qCWarning(logStore).noquote() << "not serving" << path << "—"
                                      << (header ? u"a format that Shimmy cannot load"_s : header.error().hint);
        return std::nullopt;
    }
    ModelManifest manifest;
    manifest.file = relative;
    manifest.bytes = status->st_size;
    manifest.addedAt = QFileInfo(path).lastModified().toUTC();
    manifest.header = *header;
    // Another replica may have brought this file just now, and know better where it comes from.
    if (auto brought = layout.isShared() ? knownModel(layout, relative) : std::nullopt)
        return brought;
    const QString manifestPath = layout.manifestOf(relative);
    const QByteArray json = toJson(manifest.toJson());
    const auto kept = !layout.isShared() ? noteManifest(manifestPath, json)
        : hadManifest                    ? writeDurably(manifestPath, json)
                                         : createDurably(manifestPath, json);
    if (!kept)
        qCWarning(logStore).noquote() << kept.error().message;
    qCInfo(logStore).noquote() << "adopted" << path;
    return manifest;
}
