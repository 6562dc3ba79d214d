#include "http/http_server.h"

#include "http/file_sender.h"
#include "http/guarded_server.h"
#include "http/qt_front.h"

using namespace Qt::StringLiterals;

namespace {

QString endpoint(const QHostAddress &address, quint16 port)
{
    const bool isIpv6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    // QHostAddress::Any has no text of its own.
    const QString text = address == QHostAddress(QHostAddress::Any) ? u"0.0.0.0"_s : address.toString();
    return (isIpv6 ? u"[%1]:%2"_s : u"%1:%2"_s).arg(text).arg(port);
}

tl::unexpected<Error> cannotListen(const GuardedServer &server, const QString &where)
{
    switch (server.serverError()) {
    case QAbstractSocket::AddressInUseError:
        return fail(ErrorKind::Busy, u"%1 is taken by another program"_s.arg(where),
                    u"stop that program, or choose another port with --listen ADDR:PORT"_s);
    case QAbstractSocket::SocketAccessError:
        return fail(ErrorKind::Forbidden, u"this user may not listen on %1"_s.arg(where),
                    u"choose a port of 1024 or above with --listen ADDR:PORT"_s);
    case QAbstractSocket::SocketAddressNotAvailableError:
        return fail(ErrorKind::InvalidArgument, u"%1 is not an address of this machine"_s.arg(where),
                    u"choose one that it has with --listen ADDR:PORT, or 0.0.0.0 for all"_s);
    default:
        return fail(ErrorKind::InvalidArgument, u"cannot listen on %1: %2"_s.arg(where, server.errorString()),
                    u"choose another address with --listen ADDR:PORT"_s);
    }
}

} // namespace

HttpServer::HttpServer(Handler handler, HttpLimits limits, QObject *parent)
    : QObject(parent)
    , m_handler(std::move(handler))
    , m_files(std::make_unique<FileSender>(limits.stuckTime))
    , m_server(std::make_unique<GuardedServer>(std::move(limits)))
{
    connect(m_server.get(), &GuardedServer::requestBypassedQt, this,
            [this](GuardedSocket *socket) { deliver(*socket, {}); });
    connect(m_server.get(), &GuardedServer::requestRefused, this, &HttpServer::requestRefused);
}

HttpServer::~HttpServer()
{
    // Before Qt's objects go: unanswered exchanges still refer to them.
    m_server->abortAll();
    m_qtFront.reset();
}

void HttpServer::setHostRule(HostRule rule)
{
    m_hostRule = std::move(rule);
}

void HttpServer::setUrgency(std::function<bool(const HttpRequest &)> isUrgent)
{
    m_isUrgent = std::move(isUrgent);
}

void HttpServer::setObserver(ExchangeObserver observer)
{
    m_observer = std::make_shared<const ExchangeObserver>(std::move(observer));
}

Result<quint16> HttpServer::listen(const QHostAddress &address, quint16 port)
{
    if (!m_server->listen(address, port))
        return cannotListen(*m_server, endpoint(address, port));
    m_qtFront =
        makeQtFront(*m_server, [this](GuardedSocket &socket, const QByteArray &body) { deliver(socket, body); });
    return m_server->serverPort();
}

void HttpServer::stopListening()
{
    m_server->close();
    m_server->closeAfterAnswers();
}

void HttpServer::closeIdle()
{
    m_server->closeIdle();
}

int HttpServer::connections() const
{
    return m_server->connections();
}

/// Lets the script of a listed web page see the answer.
void HttpServer::allowOrigin(Exchange &exchange) const
{
    const QByteArray origin = exchange.request().field("origin");
    if (origin.isEmpty() || !m_hostRule->isListedOrigin(origin))
        return;
    exchange.setField("Access-Control-Allow-Origin", origin);
    exchange.setField("Access-Control-Expose-Headers", "X-Request-Id, Retry-After, WWW-Authenticate");
    exchange.setField("Vary", "Origin");
}

void HttpServer::deliver(GuardedSocket &socket, const QByteArray &body)
{
    const ExchangePtr exchange(new Exchange(socket, body, *m_files, m_observer));
    if (m_hostRule) {
        if (const auto refusal = m_hostRule->check(exchange->request()))
            return exchange->send(refusal->status, {}, refusal->toJson());
        allowOrigin(*exchange);
    }
    if (m_isUrgent && m_isUrgent(exchange->request()))
        return m_handler(exchange);
    m_turns.add([this, exchange] {
        if (exchange->isOpen()) // its client may have left meanwhile
            m_handler(exchange);
    });
}
