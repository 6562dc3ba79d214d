#pragma once

#include "base/log_line.h"

#include <QList>

#include <deque>
#include <functional>
#include <mutex>

/// The last lines of the log, for those who look at it from elsewhere: 2000 at most, and a mebibyte of text. May be
/// used from any thread.
class LogHistory {
public:
    struct Entry {
        quint64 number; ///< from 1, without a gap
        LogLine line;
    };
    void add(LogLine line);
    /// The lines after the one with \a number, the oldest first, \a most at most.
    QList<Entry> after(quint64 number, qsizetype most) const;
    /// The number of the line that came last; 0 before the first.
    quint64 last() const;
    /// \a added is called after each line, on the thread that wrote it: it must be short and must not log.
    void setListener(std::function<void()> added);

private:
    mutable std::mutex m_mutex;
    std::deque<Entry> m_entries;
    qint64 m_characters = 0;
    quint64 m_last = 0;
    std::function<void()> m_added;
};
