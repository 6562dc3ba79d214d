#pragma once

#include "store/lease.h"
#include "store/store_layout.h"

#include <functional>

// What a process that is gone leaves to the others: the records of its jobs. (Its parts are free once it is known to
// be dead; see part_claim.h.) All calls block. What cannot be moved is logged and stays where it is.

/// Takes over the jobs of the replicas of \a layout, but for its own, for whose beat \a isAbandoned, and what an
/// adoption that a crash interrupted had begun to take over.
void adoptAbandoned(const StoreLayout &layout, const std::function<bool(QByteArrayView beat)> &isAbandoned);

/// Takes over the jobs of \a replica, which is dead from now on. False when another replica was quicker, or when its
/// beat is not \a lastBeat any more: then it lives.
bool adoptReplica(const StoreLayout &layout, const QString &replica, const QByteArray &lastBeat);

/// Takes over the jobs of the process with the layout \a left, which cannot be running.
void adoptJobs(const StoreLayout &left, const StoreLayout &layout);

/// Removes what dead replicas showed to their Shimmy: all of it without \a lease, else after a week, because one that
/// was only thought dead serves on.
void removeServingDirectories(const StoreLayout &layout, const Lease *lease);
