#include "base/clock.h"

#include <QThread>
#include <QTimer>

std::chrono::steady_clock::time_point SystemClock::now() const
{
    return std::chrono::steady_clock::now();
}

QDateTime SystemClock::utc() const
{
    return QDateTime::currentDateTimeUtc();
}

void SystemClock::callAfter(std::chrono::milliseconds delay, QObject *context, std::function<void()> call)
{
    if (context->thread() != QThread::currentThread())
        return QTimer::singleShot(delay, Qt::PreciseTimer, context, std::move(call));
    // As a child it goes with its context. Qt's own single shot stays until it is due, and each that stays makes all
    // timers slower: with a time-out of minutes for each of some thousand requests a second, that is what they cost.
    auto *timer = new QTimer(context);
    timer->setSingleShot(true);
    timer->setTimerType(Qt::PreciseTimer);
    QObject::connect(timer, &QTimer::timeout, context, [timer, call = std::move(call)] {
        timer->deleteLater();
        call();
    });
    timer->start(delay);
}
