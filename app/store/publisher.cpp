#include "store/publisher.h"

#include "base/json.h"

#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

Result<void> renameInto(const QString &from, const QString &to, bool replace)
{
    const QByteArray source = QFile::encodeName(from);
    const QByteArray target = QFile::encodeName(to);
    if (replace) {
        if (::rename(source.constData(), target.constData()) == 0)
            return {};
    } else {
        if (::renameat2(AT_FDCWD, source.constData(), AT_FDCWD, target.constData(), RENAME_NOREPLACE) == 0)
            return {};
        // Some file systems know no flags: a hard link does not replace either.
        if ((errno == EINVAL || errno == ENOSYS) && ::link(source.constData(), target.constData()) == 0) {
            ::unlink(source.constData());
            return {};
        }
    }
    if (errno == EEXIST)
        return fail(ErrorKind::Locked, u"%1 appeared while it was downloaded"_s.arg(to), u"move that file away"_s);
    return tl::unexpected(diskError(errno, u"publish"_s, to));
}

} // namespace

Result<Verified> verifyPart(PartFile &part, std::atomic<qint64> &progress, const std::atomic<bool> &cancelled)
{
    if (const auto durable = part.checkpoint(); !durable)
        return failWith(durable);
    const auto header = readGgufHeader(part.descriptor(), part.plan().bytes);
    if (!header)
        return failWith(header);
    const auto sha256 = part.hash(progress, cancelled);
    if (!sha256)
        return failWith(sha256);
    const auto &expected = part.plan().sha256;
    if (expected && *expected != *sha256) {
        return fail(ErrorKind::HashMismatch,
                    u"%1 arrived damaged: its SHA-256 is %2, the Hub's is %3"_s.arg(part.plan().path.toString(),
                                                                                    sha256->toHex(), expected->toHex()),
                    u"pull it again; if that repeats, check the proxy, the memory and the disk"_s, true);
    }
    return Verified{*sha256, *header};
}

Result<ModelManifest> publishPart(PartFile &part, const Verified &verified, const StoreLayout &layout,
                                  const QString &relative, bool replace, const QDateTime &now)
{
    const PartPlan &plan = part.plan();
    ModelManifest manifest;
    manifest.file = relative;
    manifest.bytes = plan.bytes;
    manifest.sha256 = verified.sha256;
    manifest.source = ModelSource{plan.repo, plan.path, plan.revision, plan.commit};
    manifest.addedAt = now;
    manifest.header = verified.header;

    const QString target = layout.pathOf(relative);
    if (const auto made = makeDirectory(QFileInfo(target).path()); !made)
        return failWith(made);
    if (::fchmod(part.descriptor(), 0640) != 0 || ::fsync(part.descriptor()) != 0)
        return tl::unexpected(diskError(errno, u"sync"_s, part.dataPath()));
    if (const auto written = writeDurably(layout.manifestOf(relative), toJson(manifest.toJson())); !written)
        return failWith(written);
    if (const auto renamed = renameInto(part.dataPath(), target, replace); !renamed)
        return failWith(renamed);
    for (const QString &directory : {QFileInfo(target).path(), part.directory()}) {
        if (const auto synced = syncDirectory(directory); !synced)
            return failWith(synced);
    }
    part.remove();
    return manifest;
}
