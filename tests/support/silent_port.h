#pragma once

#include <QHostAddress>
#include <QList>

/// An address that takes no connection and refuses none: who connects waits. For an IPv6 address that leads nowhere.
class SilentPort {
public:
    /// Takes \a port of \a address; 0: any. port() is 0 when that fails.
    explicit SilentPort(const QHostAddress &address = QHostAddress(QHostAddress::LocalHostIPv6), quint16 port = 0);
    ~SilentPort();
    SilentPort(const SilentPort &) = delete;
    SilentPort &operator=(const SilentPort &) = delete;

    quint16 port() const { return m_port; }

private:
    QList<int> m_descriptors;
    quint16 m_port = 0;
};
