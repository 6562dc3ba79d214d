#include "application/first_paint.h"

#include "base/logging.h"

#include <QEvent>
#include <QFile>
#include <QTimer>
#include <QWidget>

#include <unistd.h>

#include <ctime>

FirstPaint::FirstPaint(QWidget &window)
    : QObject(&window)
{
    window.installEventFilter(this);
}

bool FirstPaint::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Paint) {
        watched->removeEventFilter(this);
        QTimer::singleShot(0, this, [this] { // when what is below it is painted as well
            qCInfo(logService) << "the window was shown" << processAge().count() << "ms after the start";
            deleteLater();
        });
    }
    return QObject::eventFilter(watched, event);
}

std::chrono::milliseconds processAge()
{
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray text = file.readAll();
    const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    const qint64 startTicks = fields.value(19).toLongLong(); // proc(5): the 22nd, two are cut off, counted from 0
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::milliseconds(now.tv_nsec / 1'000'000)
        - std::chrono::milliseconds(startTicks * 1000 / ::sysconf(_SC_CLK_TCK));
}
