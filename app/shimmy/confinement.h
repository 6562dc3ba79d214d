#pragma once

#include <QProcess>

#include <sys/types.h>

/// What a child gives up before it becomes Shimmy: it dies with \a parent, leads a group of its own, gains no
/// privileges, and inherits no descriptor but 0 to 2. With \a memoryBytes, it may allocate that much and no more
/// (RLIMIT_DATA: heap, stacks and other private memory, touched or not; what it maps of a model's file does not count,
/// as it would for RLIMIT_AS). Runs between fork and exec: async-signal-safe calls only.
void confineChild(pid_t parent, qint64 memoryBytes = 0);

/// Ends \a process and the group that confineChild() made it the leader of, with SIGKILL. Does nothing when it does not
/// run.
void killGroup(QProcess &process);
