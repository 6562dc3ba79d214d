#pragma once

#include <QObject>

#include <deque>
#include <functional>

/// Does a bounded share of its work in each turn of the event loop. What need not wait here, because it is urgent, is
/// thereby done within a turn, however much there is of the rest. Lives on one thread.
class TurnQueue final : public QObject {
public:
    using Work = std::function<void()>;

    /// Does \a work in its turn: at once, if there is nothing before it and this turn's share is not used up.
    void add(Work work);

private:
    static constexpr int share = 8; ///< a turn; each costs some 20 microseconds, if its work is small

    void takeTurn();
    void scheduleTurn();

    std::deque<Work> m_waiting;
    int m_left = share;
    bool m_isScheduled = false;
};
