#pragma once

#include <csignal>

/// While it lives, SIGINT and SIGTERM end the process as they do by default: for a call that blocks, during which
/// nobody would see to them.
class UsualSignals {
public:
    UsualSignals()
    {
        struct sigaction usual { };
        usual.sa_handler = SIG_DFL;
        ::sigaction(SIGINT, &usual, &m_interrupt);
        ::sigaction(SIGTERM, &usual, &m_termination);
    }
    ~UsualSignals()
    {
        ::sigaction(SIGINT, &m_interrupt, nullptr);
        ::sigaction(SIGTERM, &m_termination, nullptr);
    }
    UsualSignals(const UsualSignals &) = delete;
    UsualSignals &operator=(const UsualSignals &) = delete;

private:
    struct sigaction m_interrupt { };
    struct sigaction m_termination { };
};
