#pragma once

#include "base/log_line.h"

#include <QHash>
#include <QList>

#include <chrono>
#include <deque>

/// So many at once, so many a second in the long run. A value.
class TokenBucket {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    TokenBucket(double capacity, double perSecond)
        : m_capacity(capacity)
        , m_perSecond(perSecond)
        , m_tokens(capacity)
    {
    }
    /// Takes one if there is one.
    bool take(TimePoint now);

private:
    double m_capacity;
    double m_perSecond;
    double m_tokens;
    TimePoint m_last;
};

/// Keeps a flood from the log, whose disk is not endless: of lines of a kind, 100 at once and 10 a second, and ten
/// times as many of a category. Lines are of a kind when they differ in nothing but digits, as far as their first 48
/// characters go. Pure; not for several threads.
class LogLimiter {
public:
    using TimePoint = TokenBucket::TimePoint;
    /// Lines that were left out.
    struct LeftOut {
        QString category;
        QString example; ///< how they began
        qint64 count = 0;
    };

    bool admit(const QString &category, LogLevel level, QStringView message, TimePoint now);
    /// What was left out and not told yet, of kinds that were first left out a second ago or longer.
    QList<LeftOut> takeLeftOut(TimePoint now);

private:
    struct Kind {
        TokenBucket bucket;
        LeftOut leftOut;
        TimePoint since; ///< of what was left out
    };
    Kind &kindOf(const QString &category, LogLevel level, QStringView message);

    QHash<size_t, Kind> m_kinds;
    std::deque<size_t> m_order; ///< the kinds, the oldest first
    QHash<QString, TokenBucket> m_categories;
};
