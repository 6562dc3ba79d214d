// For Qt 6.8 and later: a request comes with a responder, and the connection's parser waits until that has gone.
#include "http/guarded_server.h"
#include "http/guarded_socket.h"
#include "http/qt_front.h"

#include <QAbstractHttpServer>
#include <QHttpServerRequest>
#include <QHttpServerResponder>

namespace {

class QtFront final : public QAbstractHttpServer {
public:
    QtFront(GuardedServer &server, RequestDelivery deliver)
        : m_server(server)
        , m_deliver(std::move(deliver))
    {
    }

protected:
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &responder) override
    {
        // A request that was still buffered when its client left is not to be answered: Qt has scheduled the end of
        // the object behind its responder. find() knows connected clients only.
        GuardedSocket *socket = m_server.find(request.remoteAddress(), request.remotePort());
        if (!socket || socket->phase() != GuardedSocket::Phase::Answering)
            return true;
        m_deliver(*socket, request.body());
        // Only now, and only if unanswered: a responder that is moved away and destroyed before we return has Qt
        // connect its readyRead slot once more with every request, which costs quadratic time on a connection.
        if (socket->phase() == GuardedSocket::Phase::Answering)
            socket->holdParser(std::make_shared<QHttpServerResponder>(std::move(responder)));
        return true;
    }
    void missingHandler(const QHttpServerRequest & /*request*/, QHttpServerResponder & /*responder*/) override { }

private:
    GuardedServer &m_server;
    RequestDelivery m_deliver;
};

} // namespace

std::unique_ptr<QObject> makeQtFront(GuardedServer &server, RequestDelivery deliver)
{
    auto front = std::make_unique<QtFront>(server, std::move(deliver));
    front->bind(&server);
    server.setParent(nullptr); // bind() took it, and would have it deleted twice
    return front;
}

const bool qtAnswersExpect = true;
