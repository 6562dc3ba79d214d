#pragma once

#include <QMetaObject>
#include <QPointer>
#include <QThreadPool>

#include <utility>

/// For work that has no pool of its own. Not Qt's global one: there Qt 6.4 paints, and a window would wait for our
/// work.
QThreadPool &backgroundPool();

/// Runs \a work on \a pool and hands what it returns to \a done in the thread of \a context.
/// When \a context has died meanwhile, the result is dropped. \a work must not touch \a context.
template <class Work, class Done>
void runInBackground(QThreadPool &pool, QObject *context, Work work, Done done)
{
    // The pool's thread may outlive `context`, so delivery goes through a courier that lives in its thread.
    auto *courier = new QObject;
    courier->moveToThread(context->thread());
    pool.start([courier, guard = QPointer<QObject>(context), work = std::move(work), done = std::move(done)]() mutable {
        auto result = work();
        QMetaObject::invokeMethod(
            courier,
            [courier, guard, result = std::move(result), done = std::move(done)]() mutable {
                courier->deleteLater();
                if (guard)
                    done(std::move(result));
            },
            Qt::QueuedConnection);
    });
}
