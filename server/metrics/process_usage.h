#pragma once

#include <QtGlobal>

/// What a process takes of its machine.
struct ProcessUsage {
    qint64 residentBytes = 0;
    qint64 virtualBytes = 0;
    double cpuSeconds = 0; ///< of all its threads so far, in user and kernel mode
    double startedAt = 0; ///< seconds since 1970
    qint64 descriptors = 0; ///< that are open
    qint64 mostDescriptors = 0; ///< that may be
};

/// Of this process, as the kernel says. What it does not say is 0.
ProcessUsage ownUsage();
