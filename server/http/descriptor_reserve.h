#pragma once

#include <QDeadlineTimer>

/// Tells when the process is about to run out of file descriptors, cheaply enough to ask for every connection.
class DescriptorReserve {
public:
    /// \a reserve: descriptors that must stay free.
    explicit DescriptorReserve(int reserve);

    /// \a newest: a descriptor that has just been opened.
    bool isTouched(int newest);

private:
    int m_reserve;
    int m_free = 0; ///< as last counted, less those opened since
    QDeadlineTimer m_recount{0};
};
