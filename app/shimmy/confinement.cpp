#include "shimmy/confinement.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

namespace {

void closeOnExecFrom(int first)
{
    if (::close_range(static_cast<unsigned>(first), ~0U, CLOSE_RANGE_CLOEXEC) == 0)
        return;
    // A kernel before 5.11.
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    for (rlim_t descriptor = static_cast<rlim_t>(first); descriptor < limit.rlim_cur; ++descriptor)
        ::fcntl(static_cast<int>(descriptor), F_SETFD, FD_CLOEXEC);
}

} // namespace

void confineChild(pid_t parent, qint64 memoryBytes)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent)
        ::_exit(127); // the parent died before the line above
    ::setsid(); // a group of its own, so that grandchildren can be ended with it
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (memoryBytes > 0) {
        const rlimit limit{static_cast<rlim_t>(memoryBytes), static_cast<rlim_t>(memoryBytes)};
        ::setrlimit(RLIMIT_DATA, &limit);
    }
    closeOnExecFrom(3);
}

void killGroup(QProcess &process)
{
    const auto pid = static_cast<pid_t>(process.processId());
    if (pid <= 0)
        return; // to kill(2) these mean the caller's own group, and everybody
    // Before setsid() in the child the group is not there yet: then the process alone.
    ::kill(-pid, SIGKILL);
    process.kill();
}
