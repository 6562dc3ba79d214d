#pragma once

#include <QProcess>

/// A session bus that is not the user's, for as long as it lives. Make it before the application.
class PrivateBus {
public:
    PrivateBus();
    ~PrivateBus();

private:
    QProcess m_daemon;
};
