#pragma once

#include <QApplication>

#include <chrono>

/// An application that knows how long each event of its own thread held the loop up.
///
/// Time in which this thread could have gone on but the system ran others does not count, or a busy machine would
/// fail what is right: an event is slow when computing and waiting took it longer than the limit.
class WatchedApplication final : public QApplication {
public:
    WatchedApplication(int &argc, char **argv);
    ~WatchedApplication() override;
    WatchedApplication(const WatchedApplication &) = delete;
    WatchedApplication &operator=(const WatchedApplication &) = delete;

    void setLimit(std::chrono::milliseconds limit) { m_limit = limit; }
    /// What was slow since the last call, in words.
    QStringList takeSlowEvents();

    bool notify(QObject *receiver, QEvent *event) override;

private:
    /// How long this thread was ready to go on while others had the processors, since its beginning.
    std::chrono::nanoseconds keptOff() const;

    int m_schedule; ///< where the kernel tells that; -1: it does not
    std::chrono::milliseconds m_limit{16};
    int m_depth = 0;
    QStringList m_slow;
};
