#pragma once

#include <QtGlobal>

#include <sys/types.h>

#include <csignal>

/// Sends \a signal to the process \a pid; whether it was sent. To kill(2), 0 and less mean groups of processes: a test
/// that asks a QProcess for its pid just after its death would end its own group, ctest and all that called it.
inline bool signalProcess(qint64 pid, int signal)
{
    return pid > 0 && ::kill(static_cast<pid_t>(pid), signal) == 0;
}

/// Whether a process \a pid is there, dead and not waited for included.
inline bool isProcess(qint64 pid)
{
    return signalProcess(pid, 0);
}
