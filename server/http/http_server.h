#pragma once

#include "base/result.h"
#include "http/exchange.h"
#include "http/host_rule.h"
#include "http/http_limits.h"
#include "http/turn_queue.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

class FileSender;
class GuardedServer;
class GuardedSocket;

/// An HTTP/1.1 server on one address. Framing, limits, deadlines and the host rule are kept before a handler sees a
/// request; what breaks them gets a JSON error and is not seen at all. Lives on one thread, as its exchanges do.
class HttpServer final : public QObject {
    Q_OBJECT

public:
    /// Answers the exchange, at once or later. A handler that lets go of it unanswered has answered 500.
    using Handler = std::function<void(ExchangePtr)>;

    explicit HttpServer(Handler handler, HttpLimits limits = {}, QObject *parent = nullptr);
    /// Ends all connections. Exchanges may outlive the server; they are then not open.
    ~HttpServer() override;

    /// Requests that break \a rule are answered 421 or 403 and do not reach the handler.
    void setHostRule(HostRule rule);

    /// Requests for which \a isUrgent says so are handled as soon as they are read; of the others, few in each turn of
    /// the event loop.
    void setUrgency(std::function<bool(const HttpRequest &)> isUrgent);
    /// \a observer sees every exchange at its end, also those that break the rule. Before listen().
    void setObserver(ExchangeObserver observer);

    /// Listens, once in a server's life; answers the port, which the system chose if \a port is 0.
    /// Error: Busy (the port is taken), Forbidden (a port below 1024), InvalidArgument (not an address of this
    /// machine).
    Result<quint16> listen(const QHostAddress &address, quint16 port);
    /// Takes no more connections, and closes each that there is with its answer.
    void stopListening();
    /// Closes the connections that have no request in progress. After stopListening() and this, connections() falls
    /// to zero as the exchanges in progress are answered.
    void closeIdle();
    /// Clients that are connected.
    int connections() const;

Q_SIGNALS:
    /// A client was answered \a status before there was a request that a handler could see.
    void requestRefused(int status);

private:
    void deliver(GuardedSocket &socket, const QByteArray &body);
    void allowOrigin(Exchange &exchange) const;

    Handler m_handler;
    std::optional<HostRule> m_hostRule;
    std::function<bool(const HttpRequest &)> m_isUrgent;
    std::shared_ptr<const ExchangeObserver> m_observer;
    std::unique_ptr<FileSender> m_files;
    std::unique_ptr<GuardedServer> m_server;
    std::unique_ptr<QObject> m_qtFront;
    TurnQueue m_turns; ///< first to go: what waits in it refers to connections
};
