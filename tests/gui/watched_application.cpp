#include "watched_application.h"

#include <QElapsedTimer>
#include <QEvent>
#include <QThread>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <ctime>

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

} // namespace

WatchedApplication::WatchedApplication(int &argc, char **argv)
    : QApplication(argc, argv)
    , m_schedule(::open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC))
{
}

WatchedApplication::~WatchedApplication()
{
    if (m_schedule >= 0)
        ::close(m_schedule);
}

QStringList WatchedApplication::takeSlowEvents()
{
    return std::exchange(m_slow, {});
}

std::chrono::nanoseconds WatchedApplication::keptOff() const
{
    std::array<char, 128> text{}; // "computed kept-off turns", the times in nanoseconds
    if (m_schedule < 0 || ::pread(m_schedule, text.data(), text.size() - 1, 0) <= 0)
        return 0ns;
    return std::chrono::nanoseconds(QByteArray(text.data()).split(' ').value(1).toLongLong());
}

bool WatchedApplication::notify(QObject *receiver, QEvent *event)
{
    if (QThread::currentThread() != thread())
        return QApplication::notify(receiver, event); // Qt asks here for every thread's
    if (m_depth > 0) // a part of the one that is watched
        return QApplication::notify(receiver, event);
    const QString type = QString::number(event->type());
    const QString name = QLatin1StringView(receiver->metaObject()->className()) + u' ' + receiver->objectName();
    const auto keptOffBefore = keptOff();
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
    const auto own = computed() - computedBefore;
    const auto others = keptOff() - keptOffBefore;
    // The clock of what a thread has computed may jump when a virtual processor was taken away, so it alone proves
    // nothing.
    if (passed - others > m_limit && (own > m_limit || waits() > waitsBefore)) {
        m_slow += u"event %1 of %2: %3 ms, computing %4 ms, kept off the processor %5 ms"_s.arg(
            type, name, milliseconds(passed), milliseconds(own), milliseconds(others));
    }
    return isTaken;
}
