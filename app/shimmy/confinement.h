#pragma once

#include <QtGlobal>

#include <sys/types.h>

/// What a child gives up before it becomes Shimmy: it dies with \a parent, leads a group of its own, gains no
/// privileges, and inherits no descriptor but 0 to 2. With \a memoryBytes, it may allocate that much and no more
/// (RLIMIT_DATA: heap, stacks and other private memory, touched or not; what it maps of a model's file does not count,
/// as it would for RLIMIT_AS). Runs between fork and exec: async-signal-safe calls only.
void confineChild(pid_t parent, qint64 memoryBytes = 0);
