#include "store/part_claim.h"

#include "store/durable_file.h"

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

const QString nobody = u"none"_s;

QString ownerFile(const QString &directory, const QString &replica)
{
    return directory + u"/owner."_s + replica;
}

QStringList ownersOf(const QString &directory)
{
    QStringList owners;
    for (const QString &name : QDir(directory).entryList({u"owner.*"_s}, QDir::Files, QDir::Name))
        owners += name.sliced(6);
    return owners;
}

bool passOn(const QString &directory, const QString &from, const QString &to)
{
    return ::rename(QFile::encodeName(ownerFile(directory, from)).constData(),
                    QFile::encodeName(ownerFile(directory, to)).constData())
        == 0;
}

bool hasOther(const QStringList &owners, const Lease &lease)
{
    return std::any_of(owners.begin(), owners.end(), [&lease](const QString &owner) {
        return owner != lease.replica() && owner != nobody && lease.isAlive(owner);
    });
}

tl::unexpected<Error> isTaken()
{
    return fail(ErrorKind::Locked, u"another replica is downloading it"_s, u"it will be there when that one is done"_s,
                true);
}

} // namespace

bool isOwnedByOther(const QString &directory, const Lease &lease)
{
    return hasOther(ownersOf(directory), lease);
}

Result<void> claimPart(const QString &directory, const Lease &lease)
{
    constexpr int tries = 8; // each but the last means that somebody else was quicker
    for (int attempt = 0; attempt < tries; ++attempt) {
        // One look at the directory for both questions: between two, a living owner may come.
        QStringList owners = ownersOf(directory);
        if (hasOther(owners, lease))
            return isTaken();
        if (owners.contains(lease.replica()))
            return {};
        if (owners.isEmpty()) {
            // A new part, or one of a process that was alone. Of those who find it so at the same time one creates
            // the file, and one of them, maybe another, renames it.
            const auto created = openFile(ownerFile(directory, nobody), O_WRONLY | O_CREAT);
            if (!created)
                return failWith(created);
            owners += nobody;
        }
        if (!passOn(directory, owners.takeFirst(), lease.replica())) {
            if (errno == ENOENT)
                continue;
            return tl::unexpected(diskError(errno, u"claim"_s, directory));
        }
        for (const QString &dead : std::as_const(owners))
            QFile::remove(ownerFile(directory, dead));
        // Two may each have found no owner and renamed a file of their own: who sees the other lets go. The later one
        // sees the earlier one for sure.
        if (!isOwnedByOther(directory, lease))
            return {};
        releasePart(directory, lease);
        return isTaken();
    }
    return isTaken();
}

bool ownsPart(const QString &directory, const Lease &lease)
{
    return QFile::exists(ownerFile(directory, lease.replica()));
}

void releasePart(const QString &directory, const Lease &lease)
{
    passOn(directory, lease.replica(), nobody);
}

void forgetOwners(const QString &directory)
{
    for (const QString &owner : ownersOf(directory))
        QFile::remove(ownerFile(directory, owner));
}
