#include "watched_application.h"

#include <QElapsedTimer>
#include <QEvent>

#include <sys/resource.h>

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

} // namespace

QStringList WatchedApplication::takeSlowEvents()
{
    return std::exchange(m_slow, {});
}

bool WatchedApplication::notify(QObject *receiver, QEvent *event)
{
    if (m_depth > 0) // a part of the one that is watched
        return QApplication::notify(receiver, event);
    const QString type = QString::number(event->type());
    const QString name = QLatin1StringView(receiver->metaObject()->className()) + u' ' + receiver->objectName();
    const auto computedBefore = computed();
    const long waitsBefore = waits();
    QElapsedTimer timer;
    timer.start();
    ++m_depth;
    const bool isTaken = QApplication::notify(receiver, event);
    --m_depth;
    const std::chrono::nanoseconds passed(timer.nsecsElapsed());
    const auto own = computed() - computedBefore;
    // A thread that others kept off the processor was not held up by its own event. The clock of what a thread has
    // computed may jump when a virtual processor was taken away, so it alone proves nothing.
    if (passed > m_limit && (own > m_limit || waits() > waitsBefore)) {
        m_slow += u"event %1 of %2: %3 ms, computing %4 ms"_s.arg(type, name)
                      .arg(std::chrono::duration<double, std::milli>(passed).count(), 0, 'f', 1)
                      .arg(std::chrono::duration<double, std::milli>(own).count(), 0, 'f', 1);
    }
    return isTaken;
}
