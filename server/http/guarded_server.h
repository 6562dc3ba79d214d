#pragma once

#include "http/descriptor_reserve.h"
#include "http/guarded_socket.h"

#include <QElapsedTimer>
#include <QHash>
#include <QTcpServer>
#include <QTimer>

/// Accepts clients within the caps, as GuardedSockets, and watches over their deadlines.
class GuardedServer final : public QTcpServer {
    Q_OBJECT

public:
    explicit GuardedServer(HttpLimits limits, QObject *parent = nullptr);
    ~GuardedServer() override;

    /// The connected client with this peer; null when there is none.
    GuardedSocket *find(const QHostAddress &address, quint16 port) const;
    /// Connected clients, without those that were refused.
    int connections() const { return static_cast<int>(m_clients.size()); }
    /// Each connection ends with the answer in progress or, if it has none, with the next.
    void closeAfterAnswers();
    /// Closes the connections that are between two requests.
    void closeIdle();
    /// Breaks all connections.
    void abortAll();

Q_SIGNALS:
    /// See GuardedSocket::requestBypassedQt().
    void requestBypassedQt(GuardedSocket *socket);
    /// A client was answered \a status instead of being served.
    void requestRefused(int status);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    using Peer = std::pair<QHostAddress, quint16>;

    GuardedSocket *adopt(qintptr descriptor);
    void admit(GuardedSocket *socket);
    void refuse(GuardedSocket *socket, const QString &message);
    void forget(const Peer &peer);
    void sweep();

    HttpLimits m_limits;
    BodyBudget m_bodies;
    QHash<Peer, GuardedSocket *> m_clients;
    QHash<QHostAddress, int> m_perAddress;
    QList<GuardedSocket *> m_refused; ///< clients that are reading their 503
    DescriptorReserve m_reserve;
    QTimer m_sweep;
    QElapsedTimer m_sinceSweep;
    bool m_closesAfterAnswers = false;
};
