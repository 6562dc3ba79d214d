#include "proxy/shimmy_connections.h"

#include <QTcpSocket>

ShimmyConnections::~ShimmyConnections()
{
    for (QTcpSocket *socket : std::as_const(m_idle))
        disconnect(socket, nullptr, this, nullptr);
}

QTcpSocket *ShimmyConnections::take(quint16 port)
{
    QTcpSocket *socket = m_idle.take(port);
    if (socket) {
        disconnect(socket, nullptr, this, nullptr);
        socket->setParent(nullptr);
    }
    return socket;
}

void ShimmyConnections::keep(quint16 port, QTcpSocket *socket)
{
    if (QTcpSocket *other = m_idle.value(port))
        drop(port, other);
    socket->setParent(this);
    m_idle.insert(port, socket);
    const auto dropIt = [this, port, socket] { drop(port, socket); };
    connect(socket, &QAbstractSocket::disconnected, this, dropIt);
    connect(socket, &QIODevice::readyRead, this, dropIt); // nobody asked for anything
}

void ShimmyConnections::drop(quint16 port, QTcpSocket *socket)
{
    disconnect(socket, nullptr, this, nullptr);
    socket->deleteLater();
    m_idle.remove(port);
}
