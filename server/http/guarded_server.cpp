#include "http/guarded_server.h"

#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto sweepInterval = 100ms;
constexpr int maxLingeringRefusals = 64;
constexpr int listenBacklog = 512;

// For when not even a descriptor may be spent on saying no.
constexpr char bareRefusal[] =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

} // namespace

GuardedServer::GuardedServer(HttpLimits limits, QObject *parent)
    : QTcpServer(parent)
    , m_limits(std::move(limits))
    , m_bodies(m_limits.totalBodyBytes)
    , m_reserve(m_limits.descriptorReserve)
{
    setMaxPendingConnections(m_limits.maxConnections);
    setListenBacklogSize(listenBacklog);
    m_sweep.setInterval(sweepInterval);
    connect(&m_sweep, &QTimer::timeout, this, &GuardedServer::sweep);
    // Out of descriptors in spite of the reserve: the socket stays readable, and the loop would spin on it.
    connect(this, &QTcpServer::acceptError, this, [this] {
        pauseAccepting();
        QTimer::singleShot(sweepInterval, this, &QTcpServer::resumeAccepting);
    });
}

GuardedServer::~GuardedServer()
{
    abortAll();
}

GuardedSocket *GuardedServer::find(const QHostAddress &address, quint16 port) const
{
    return m_clients.value({address, port});
}

void GuardedServer::closeAfterAnswers()
{
    m_closesAfterAnswers = true;
    for (GuardedSocket *socket : std::as_const(m_clients))
        socket->closeAfterAnswer();
}

void GuardedServer::closeIdle()
{
    const QList<GuardedSocket *> all = m_clients.values();
    for (GuardedSocket *socket : all) {
        if (socket->phase() == GuardedSocket::Phase::Idle)
            socket->lingerClose();
    }
}

void GuardedServer::abortAll()
{
    const QList<GuardedSocket *> all = m_clients.values() + m_refused;
    for (GuardedSocket *socket : all)
        socket->abort();
}

void GuardedServer::incomingConnection(qintptr descriptor)
{
    const bool isLow = m_reserve.isTouched(static_cast<int>(descriptor));
    if (isLow || m_refused.size() >= maxLingeringRefusals) {
        ::send(static_cast<int>(descriptor), bareRefusal, sizeof bareRefusal - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
        ::close(static_cast<int>(descriptor));
        return Q_EMIT requestRefused(503);
    }
    GuardedSocket *socket = adopt(descriptor);
    if (!socket)
        return;
    if (connections() >= m_limits.maxConnections)
        return refuse(socket, u"this service has as many connections as it can take"_s);
    if (m_perAddress.value(socket->peerAddress()) >= m_limits.maxConnectionsPerAddress)
        return refuse(socket, u"your address has as many connections as one may have"_s);
    admit(socket);
}

GuardedSocket *GuardedServer::adopt(qintptr descriptor)
{
    auto *socket = new GuardedSocket(m_limits, m_bodies, this);
    if (!socket->setSocketDescriptor(descriptor)) {
        ::close(static_cast<int>(descriptor));
        delete socket;
        return nullptr;
    }
    connect(socket, &GuardedSocket::refused, this, &GuardedServer::requestRefused);
    if (!m_sweep.isActive()) {
        m_sinceSweep.start();
        m_sweep.start();
    }
    return socket;
}

void GuardedServer::admit(GuardedSocket *socket)
{
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    const Peer peer{socket->peerAddress(), socket->peerPort()};
    m_clients.insert(peer, socket);
    ++m_perAddress[peer.first];
    connect(socket, &QAbstractSocket::disconnected, this, [this, peer] { forget(peer); });
    connect(socket, &GuardedSocket::requestBypassedQt, this, [this, socket] { Q_EMIT requestBypassedQt(socket); });
    if (m_closesAfterAnswers)
        socket->closeAfterAnswer();
    addPendingConnection(socket);
}

void GuardedServer::refuse(GuardedSocket *socket, const QString &message)
{
    m_refused.append(socket);
    connect(socket, &QAbstractSocket::disconnected, this, [this, socket] {
        m_refused.removeOne(socket);
        socket->deleteLater();
    });
    socket->refuse({503, u"too_many_connections"_s, message, u"close idle connections, or try again later"_s});
}

void GuardedServer::forget(const Peer &peer)
{
    m_clients.remove(peer);
    if (const auto count = m_perAddress.find(peer.first); count != m_perAddress.end() && --*count <= 0)
        m_perAddress.erase(count);
}

void GuardedServer::sweep()
{
    // After a stop or a long block of this thread, what clients sent in time may still be unread: judge next time.
    if (m_sinceSweep.restart() > (20 * sweepInterval).count())
        return;
    const QList<GuardedSocket *> all = m_clients.values() + m_refused;
    for (GuardedSocket *socket : all)
        socket->checkDeadlines();
    if (m_clients.isEmpty() && m_refused.isEmpty())
        m_sweep.stop();
}
