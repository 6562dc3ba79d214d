#pragma once

#include "store/lease.h"
#include "store/store_layout.h"

/// Of models that were about to appear when a crash came: the manifest that waits for a file holds if that file has
/// come, and else what was there before. Those of living replicas, which know themselves, are left alone; without
/// \a lease there are none.
void settleManifests(const StoreLayout &layout, const Lease *lease);
