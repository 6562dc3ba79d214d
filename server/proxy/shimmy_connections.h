#pragma once

#include <QHash>
#include <QObject>

class QTcpSocket;

/// Connections to the Shimmys on this machine that wait for their next request: one a port, because a Shimmy is asked
/// one thing at a time. Those that Shimmy closes, as it does when it dies, are dropped.
class ShimmyConnections final : public QObject {
    Q_OBJECT

public:
    ~ShimmyConnections() override;

    /// Connected, and now the caller's; null when none waits.
    QTcpSocket *take(quint16 port);
    /// Keeps \a socket, of which an answer has been read to its end.
    void keep(quint16 port, QTcpSocket *socket);

private:
    void drop(quint16 port, QTcpSocket *socket);

    QHash<quint16, QTcpSocket *> m_idle;
};
