#include "store/publisher.h"

#include "base/json.h"
#include "store/file_copy.h"
#include "store/trash.h"

#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <functional>

using namespace Qt::StringLiterals;

namespace {

/// 0, or the errno.
int renameInto(const QString &from, const QString &to, bool replace)
{
    if (!replace)
        return renameWithoutReplacing(from, to);
    return ::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) == 0 ? 0 : errno;
}

/// The inode of \a path; nothing when there is none.
std::optional<quint64> inodeOf(const QString &path)
{
    struct stat status { };
    if (::lstat(QFile::encodeName(path).constData(), &status) != 0)
        return std::nullopt;
    return status.st_ino;
}

/// The file that was verified is the one that has the name: nobody has put another in its place.
Result<void> checkSameFile(int descriptor, const QString &path)
{
    struct stat opened { };
    struct stat named { };
    if (::fstat(descriptor, &opened) == 0 && ::lstat(QFile::encodeName(path).constData(), &named) == 0
        && opened.st_dev == named.st_dev && opened.st_ino == named.st_ino)
        return {};
    return fail(ErrorKind::DiskFailed, u"%1 was removed or replaced while it was verified"_s.arg(path),
                u"retry the download"_s, true);
}

/// Empty unless the Hub has told all of them.
QList<Sha256> shardHashesOf(const PartPlan &plan)
{
    QList<Sha256> hashes;
    for (const PartSource &shard : plan.shards) {
        if (!shard.sha256)
            return {};
        hashes += *shard.sha256;
    }
    return hashes;
}

ModelManifest manifestFor(const PartPlan &plan, const Sha256 &sha256, const GgufHeader &header,
                          const Publication &publication)
{
    ModelManifest manifest;
    manifest.file = publication.relative;
    manifest.bytes = plan.bytes;
    manifest.sha256 = sha256;
    manifest.source = ModelSource{plan.repo, plan.path, plan.revision, plan.commit};
    manifest.shards = shardHashesOf(plan);
    manifest.addedAt = publication.now;
    manifest.header = header;
    return manifest;
}

/// The file with \a inode has come: its manifest, which waited at \a manifestPath, becomes the one that counts.
Result<void> settle(const QString &manifestPath, const ModelManifest &manifest, const Publication &publication,
                    quint64 inode)
{
    const StoreLayout &layout = publication.layout;
    if (inodeOf(layout.pathOf(publication.relative)) != inode) { // another replica has replaced it already
        QFile::remove(manifestPath);
        return {};
    }
    // One that took us for dead may have settled it, or not known yet that the file would come.
    if (!QFile::exists(manifestPath))
        return writeDurably(layout.manifestOf(publication.relative), toJson(manifest.toJson()));
    const QString current = layout.manifestOf(publication.relative);
    if (const int error = renameInto(manifestPath, current, true); error != 0)
        return tl::unexpected(diskError(error, u"publish"_s, current));
    return syncDirectory(layout.manifests());
}

/// Renames \a file to \a target, whose folder is made where there is none. \a mayAppear is asked before each try.
Result<void> moveInto(const QString &file, const QString &target, bool replace,
                      const std::function<Result<void>()> &mayAppear)
{
    constexpr int mostTries = 3; // the folder may go in between: with its last model
    for (int tries = 1;; ++tries) {
        if (const auto made = makeDirectory(QFileInfo(target).path()); !made && tries == mostTries)
            return made;
        if (const auto may = mayAppear ? mayAppear() : Result<void>(); !may)
            return may;
        const int error = renameInto(file, target, replace);
        if (error == 0)
            return {};
        if (error == EEXIST)
            return fail(ErrorKind::Locked, u"%1 appeared while it was downloaded"_s.arg(target),
                        u"move that file away"_s);
        if (error != ENOENT || tries == mostTries)
            return tl::unexpected(diskError(error, u"publish"_s, target));
    }
}

/// Makes \a file, which is durable, appear with \a manifest: the manifest first, because a manifest without a file
/// means nothing, and a file without one would be taken for somebody else's. What has the place until then, or has come
/// to it just now, keeps its own: the new one waits under a name that says which file it is about, and a start after a
/// crash sees by it whether that file has come (settleManifests()).
/// \a mayAppear is asked last, directly before the file does.
Result<void> appear(const QString &file, const ModelManifest &manifest, const Publication &publication,
                    const std::function<Result<void>()> &mayAppear = {})
{
    const StoreLayout &layout = publication.layout;
    const QString target = layout.pathOf(publication.relative);
    const auto inode = inodeOf(file);
    if (!inode)
        return tl::unexpected(diskError(errno, u"examine"_s, file));
    const QString manifestPath = layout.nextManifestOf(publication.relative, *inode);
    if (const auto written = writeDurably(manifestPath, toJson(manifest.toJson())); !written)
        return written;
    if (const auto moved = moveInto(file, target, publication.replace, mayAppear); !moved) {
        QFile::remove(manifestPath);
        return moved;
    }
    for (const QString &directory : {QFileInfo(target).path(), QFileInfo(file).path()}) {
        if (const auto synced = syncDirectory(directory); !synced)
            return synced;
    }
    return settle(manifestPath, manifest, publication, *inode);
}

} // namespace

Result<void> checkDigests(const PartPlan &plan, const PartDigests &digests)
{
    const QList<PartSource> sources = plan.sources();
    for (qsizetype i = 0; i < sources.size(); ++i) {
        const PartSource &source = sources[i];
        if (!source.sha256 || *source.sha256 == digests.sources[i])
            continue;
        return fail(ErrorKind::HashMismatch,
                    u"%1 arrived damaged: its SHA-256 is %2, the Hub's is %3"_s.arg(
                        source.path.toString(), digests.sources[i].toHex(), source.sha256->toHex()),
                    u"pull it again; if that repeats, check the proxy, the memory and the disk"_s, true);
    }
    return {};
}

Result<Verified> verifyPart(const PartFile &part, const PartDigests &digests)
{
    // The header first: what is no model at all should be called so, and not a damaged one.
    const auto header = readGgufHeader(part.descriptor(), part.plan().bytes);
    if (!header)
        return failWith(header);
    if (const auto right = checkDigests(part.plan(), digests); !right)
        return failWith(right);
    return Verified{digests.whole, *header};
}

Result<ModelManifest> publishPart(PartFile &part, const Verified &verified, const Publication &publication)
{
    if (::fchmod(part.descriptor(), 0640) != 0 || ::fsync(part.descriptor()) != 0)
        return tl::unexpected(diskError(errno, u"sync"_s, part.dataPath()));
    if (const auto ours = part.checkStillOurs(); !ours)
        return failWith(ours);
    if (const auto same = checkSameFile(part.descriptor(), part.dataPath()); !same)
        return failWith(same);
    const ModelManifest manifest = manifestFor(part.plan(), verified.sha256, verified.header, publication);
    if (const auto appeared = appear(part.dataPath(), manifest, publication, [&part] { return part.checkStillOurs(); });
        !appeared)
        return failWith(appeared);
    part.remove(publication.layout.trash());
    return manifest;
}

Result<ModelManifest> publishCopy(const ModelManifest &model, const PartPlan &plan, const Publication &publication)
{
    // A replica's own: others may make the same copy now.
    const QString copy = publication.layout.parts() + u'/' + plan.id() + u".copy"_s + publication.layout.replica();
    moveToTrash(copy, publication.layout.trash()); // of a try that a crash ended
    if (const auto copied = copyFile(publication.layout.pathOf(model.file), copy); !copied)
        return failWith(copied);
    const ModelManifest manifest = manifestFor(plan, *model.sha256, model.header, publication);
    if (const auto appeared = appear(copy, manifest, publication); !appeared)
        return failWith(appeared);
    return manifest;
}

Result<void> publishFile(const QString &file, const ModelManifest &manifest, const Publication &publication)
{
    return appear(file, manifest, publication);
}
