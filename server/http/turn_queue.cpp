#include "http/turn_queue.h"

void TurnQueue::add(Work work)
{
    if (m_left == 0 || !m_waiting.empty())
        m_waiting.push_back(std::move(work));
    else {
        --m_left;
        work();
    }
    if (m_left == 0)
        scheduleTurn();
}

void TurnQueue::takeTurn()
{
    m_isScheduled = false;
    for (m_left = share; m_left > 0 && !m_waiting.empty(); --m_left) {
        const Work work = std::move(m_waiting.front());
        m_waiting.pop_front();
        work();
    }
    if (m_left == 0)
        scheduleTurn();
}

void TurnQueue::scheduleTurn()
{
    if (std::exchange(m_isScheduled, true))
        return;
    // A posted event that posts another has the loop look at all sockets in between.
    QMetaObject::invokeMethod(
        this, [this] { takeTurn(); }, Qt::QueuedConnection);
}
