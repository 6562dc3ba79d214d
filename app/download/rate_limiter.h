#pragma once

#include "base/clock.h"

#include <QObject>

/// The bandwidth that all downloads share. Lives on the core's thread.
class RateLimiter final : public QObject {
    Q_OBJECT

public:
    /// \a bytesPerSecond 0: no limit.
    explicit RateLimiter(Clock &clock, qint64 bytesPerSecond = 0, QObject *parent = nullptr);

    qint64 bytesPerSecond() const { return m_rate; }
    /// Takes effect at once, for transfers that run as well.
    void setBytesPerSecond(qint64 rate);

    /// How many of \a wanted bytes may be read now; they are spent. Fewer than \a wanted: ask
    /// again at refilled().
    qint64 take(qint64 wanted);
    /// All that take() has ever granted.
    qint64 takenBytes() const { return m_taken; }

Q_SIGNALS:
    void refilled();
    void bytesPerSecondChanged();

private:
    void refill();
    qint64 grant(qint64 wanted);

    Clock &m_clock;
    qint64 m_rate = 0;
    qint64 m_taken = 0;
    double m_bytes = 0; ///< that may be read now
    bool m_refillPlanned = false;
    std::chrono::steady_clock::time_point m_lastRefill;
};
