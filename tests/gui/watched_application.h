#pragma once

#include <QApplication>

#include <chrono>

/// An application that knows how long each event held its loop up.
///
/// Time in which the system ran other processes does not count, or a busy machine would fail what is right: an event
/// is slow when it computed longer than the limit, or waited for something and was longer than the limit over it.
class WatchedApplication final : public QApplication {
public:
    using QApplication::QApplication;

    void setLimit(std::chrono::milliseconds limit) { m_limit = limit; }
    /// What was slow since the last call, in words.
    QStringList takeSlowEvents();

    bool notify(QObject *receiver, QEvent *event) override;

private:
    std::chrono::milliseconds m_limit{16};
    int m_depth = 0;
    QStringList m_slow;
};
