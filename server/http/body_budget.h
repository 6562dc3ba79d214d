#pragma once

#include <QtGlobal>

/// The bytes that the bodies of all unanswered requests may take together.
class BodyBudget {
public:
    explicit BodyBudget(qint64 bytes)
        : m_left(bytes)
    {
    }

    /// What one request has taken of it; given back when it goes, and by release(). The budget must outlive it.
    class Share {
    public:
        explicit Share(BodyBudget &budget)
            : m_budget(budget)
        {
        }
        ~Share() { release(); }
        Q_DISABLE_COPY_MOVE(Share)

        /// Takes \a bytes more; false, and nothing is taken, when so much is not left.
        bool grow(qint64 bytes)
        {
            if (bytes > m_budget.m_left)
                return false;
            m_budget.m_left -= bytes;
            m_bytes += bytes;
            return true;
        }
        void release()
        {
            if (m_bytes == 0)
                return;
            m_budget.m_left += m_bytes;
            m_bytes = 0;
        }

    private:
        BodyBudget &m_budget;
        qint64 m_bytes = 0;
    };

private:
    qint64 m_left;
};
