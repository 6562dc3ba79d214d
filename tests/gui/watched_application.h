#pragma once

#include <QApplication>
#include <QHash>

#include <chrono>

/// An application that knows how long each event of its own thread held the loop up.
///
/// Time in which this thread could have gone on but the system ran others does not count, or a busy machine would
/// fail what is right: an event is slow when computing and waiting took it longer than the limit. The same holds for
/// the threads that Qt paints with, for which this one waits. The service's threads are none of them: it has made them
/// nicer.
class WatchedApplication final : public QApplication {
public:
    using QApplication::QApplication;

    void setLimit(std::chrono::milliseconds limit) { m_limit = limit; }
    /// What was slow since the last call, in words.
    QStringList takeSlowEvents();

    bool notify(QObject *receiver, QEvent *event) override;

private:
    /// How long Qt's painting threads were ready to go on while others had the processors, all together.
    std::chrono::nanoseconds paintersKeptOff();

    QHash<int, bool> m_isPainter; ///< by the number of a thread
    std::chrono::milliseconds m_limit{16};
    int m_depth = 0;
    QStringList m_slow;
};
