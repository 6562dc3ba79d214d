#include "base/log_history.h"
#include "base/signal_watcher.h"
#include "base/utf8_locale.h"
#include "init_process.h"
#include "service.h"
#include "settings.h"

#include <QCoreApplication>

#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <cstdio>

namespace {

int refuse(StartFailure failure, const Error &error)
{
    QString sentence = error.message;
    if (!error.hint.isEmpty())
        sentence += QStringLiteral("; ") + error.hint;
    std::fprintf(stderr, "shimmyd: %s\n", qUtf8Printable(sentence));
    return static_cast<int>(failure);
}

/// Most systems give a process few descriptors and let it take more: a connection takes one, a file that is mirrored
/// three. No more than these, because some libraries walk through all.
void takeDescriptors()
{
    constexpr rlim_t most = 1 << 16;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= most)
        return;
    limit.rlim_cur = std::min(limit.rlim_max, most);
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// Keeps other processes of our user, a Shimmy that a hostile model has taken over above all, from reading our
/// environment and memory, where the keys and tokens are. Before becomeInitIfFirst(), whose parent has them, too.
void hideFromOthers()
{
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/// A full file system or a limit must be an error that a call returns, not a signal; no core may hold a token.
void hardenProcess()
{
    ::signal(SIGXFSZ, SIG_IGN);
    ::signal(SIGPIPE, SIG_IGN);
    ::umask(077);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    takeDescriptors();
    // A download's pieces of up to a megabyte are used again and again: mapped each time they would cost more in page
    // faults than in reading. What is larger goes back to the system as it is freed, and so does the heap's top.
    ::mallopt(M_MMAP_THRESHOLD, 4 << 20);
    ::mallopt(M_TRIM_THRESHOLD, 8 << 20);
    // Each connection has a thread. A heap for each, eight a core by default, would each keep what it may before it is
    // trimmed: more than a pull is to take altogether.
    ::mallopt(M_ARENA_MAX, 2);
}

} // namespace

int main(int argc, char **argv)
{
    hideFromOthers();
    static LogHistory logHistory; // what ends after main() may still log
    becomeInitIfFirst();
    hardenProcess();
    useUtf8Locale();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("shimmyd"));

    const auto invocation = parseInvocation(argc, argv);
    if (!invocation)
        return refuse(StartFailure::BadOption, invocation.error());
    if (invocation->text) {
        std::fputs(qUtf8Printable(*invocation->text), stdout);
        std::fputs(qUtf8Printable(invocation->notice), stderr);
        return 0;
    }
    installLogging(invocation->settings.logLevel, invocation->settings.logFormat, &logHistory);

    SignalWatcher signalWatcher;
    const auto service = Service::start(invocation->settings, logHistory);
    if (!service)
        return refuse(service.error().failure, service.error().error);
    QObject::connect(&signalWatcher, &SignalWatcher::terminationRequested, service->get(), &Service::shutDown);
    QObject::connect(&signalWatcher, &SignalWatcher::reloadRequested, service->get(), &Service::reload);
    QObject::connect(service->get(), &Service::stopped, &application, &QCoreApplication::quit, Qt::QueuedConnection);
    qCInfo(logService) << "ready on port" << (*service)->port();
    return QCoreApplication::exec();
}
