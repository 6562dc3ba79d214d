#include "init_process.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <initializer_list>

namespace {

/// Reaps all that have ended. Exits like \a service once that is among them.
void reap(pid_t service)
{
    int status = 0;
    for (pid_t ended; (ended = ::waitpid(-1, &status, WNOHANG)) > 0;) {
        if (ended != service)
            continue;
        // As a shell does: 128 and the signal's number.
        std::_Exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    }
}

} // namespace

void becomeInitIfFirst()
{
    if (::getpid() != 1)
        return;
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT})
        ::sigdelset(&all, fault);
    ::sigprocmask(SIG_BLOCK, &all, &before);

    const pid_t service = ::fork();
    if (service < 0)
        std::_Exit(1);
    if (service == 0) {
        ::sigprocmask(SIG_SETMASK, &before, nullptr);
        ::setpgid(0, 0);
        return;
    }
    for (;;) {
        const int number = ::sigwaitinfo(&all, nullptr);
        if (number == SIGCHLD)
            reap(service);
        else if (number > 0)
            ::kill(service, number);
    }
}
