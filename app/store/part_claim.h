#pragma once

#include "store/lease.h"

// Which replica works on a part: the one that the name of a file in the part's directory says, "owner.REPLICA". It is
// passed on by a rename, which only one can win. "owner.none" is a part that nobody works on.

/// Makes the part in \a directory, which must exist, \a lease's: nobody's, or a dead replica's. Succeeds when it is
/// already. Error: Locked when a living replica works on it, DiskFull, DiskFailed.
Result<void> claimPart(const QString &directory, const Lease &lease);

/// The part in \a directory is \a lease's.
bool ownsPart(const QString &directory, const Lease &lease);

/// A living replica that is not \a lease's own works on the part in \a directory.
bool isOwnedByOther(const QString &directory, const Lease &lease);

/// Lets another replica go on with the part in \a directory, if it is \a lease's.
void releasePart(const QString &directory, const Lease &lease);

/// Forgets who worked on the part in \a directory: for a process that has all parts for itself.
void forgetOwners(const QString &directory);
