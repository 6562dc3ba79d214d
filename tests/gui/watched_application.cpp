#include "watched_application.h"

#include <QElapsedTimer>
#include <QEvent>
#include <QThread>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>
#include <string>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

std::chrono::nanoseconds computed()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

/// How often this thread has waited for something.
long waits()
{
    rusage usage{};
    ::getrusage(RUSAGE_THREAD, &usage);
    return usage.ru_nvcsw;
}

QString milliseconds(std::chrono::nanoseconds time)
{
    return QString::number(std::chrono::duration<double, std::milli>(time).count(), 'f', 1);
}

QByteArray contentOf(const std::string &path)
{
    std::array<char, 128> text{};
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const ssize_t size = file < 0 ? 0 : ::read(file, text.data(), text.size());
    if (file >= 0)
        ::close(file);
    return {text.data(), std::max<ssize_t>(size, 0)};
}

/// How long the thread of a schedstat was ready to go on while others had the processors, since its beginning.
std::chrono::nanoseconds keptOff(const std::string &schedstat)
{
    return std::chrono::nanoseconds(contentOf(schedstat).split(' ').value(1).toLongLong());
}

} // namespace

QStringList WatchedApplication::takeSlowEvents()
{
    return std::exchange(m_slow, {});
}

std::chrono::nanoseconds WatchedApplication::paintersKeptOff()
{
    std::chrono::nanoseconds sum{};
    std::error_code failure;
    for (std::filesystem::directory_iterator task("/proc/self/task", failure), end; !failure && task != end;
         task.increment(failure)) {
        const std::string path = task->path().string();
        const int thread = std::stoi(task->path().filename().string());
        auto known = m_isPainter.find(thread);
        if (known == m_isPainter.end()) {
            const bool isPooled = contentOf(path + "/comm") == "Thread (pooled)\n";
            known = m_isPainter.insert(
                thread, isPooled && ::getpriority(PRIO_PROCESS, id_t(thread)) == ::getpriority(PRIO_PROCESS, 0));
        }
        if (*known)
            sum += keptOff(path + "/schedstat");
    }
    return sum;
}

bool WatchedApplication::notify(QObject *receiver, QEvent *event)
{
    if (QThread::currentThread() != thread())
        return QApplication::notify(receiver, event); // Qt asks here for every thread's
    if (m_depth > 0) // a part of the one that is watched
        return QApplication::notify(receiver, event);
    static const std::string own = "/proc/thread-self/schedstat";
    const QString type = QString::number(event->type());
    const QString name = QLatin1StringView(receiver->metaObject()->className()) + u' ' + receiver->objectName();
    const auto paintersBefore = paintersKeptOff();
    const auto keptOffBefore = keptOff(own);
    const auto computedBefore = computed();
    const long waitsBefore = waits();
    QElapsedTimer timer;
    timer.start();
    ++m_depth;
    const bool isTaken = QApplication::notify(receiver, event);
    --m_depth;
    const std::chrono::nanoseconds passed(timer.nsecsElapsed());
    if (passed <= m_limit)
        return isTaken;
    const auto computing = computed() - computedBefore;
    const auto others = keptOff(own) - keptOffBefore;
    const auto painters = paintersKeptOff() - paintersBefore;
    // The clock of what a thread has computed may jump when a virtual processor was taken away, so it alone proves
    // nothing.
    const bool computedForLong = computing > m_limit && passed - others > m_limit;
    const bool waitedForLong = waits() > waitsBefore && passed - others - painters > m_limit;
    if (computedForLong || waitedForLong) {
        m_slow += u"event %1 of %2: %3 ms, computing %4 ms, kept off the processor %5 ms, painters %6 ms"_s.arg(
            type, name, milliseconds(passed), milliseconds(computing), milliseconds(others), milliseconds(painters));
    }
    return isTaken;
}
