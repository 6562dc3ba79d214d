#pragma once

#include "base/result.h"
#include "store/file_descriptor.h"
#include "store/store_layout.h"

/// Takes the lock of the models directory of \a layout, for as long as the descriptor is open: for this process alone,
/// or \a shared with other processes that also share it. Waits a second at the most for one that is just ending.
/// A file system that knows no locks is no error when it is shared: the replicas' leases have to be enough there.
/// Error: Locked naming who has it, DiskFull, DiskFailed.
Result<FileDescriptor> lockModels(const StoreLayout &layout, bool shared);
