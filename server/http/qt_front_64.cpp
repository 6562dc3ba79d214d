// For Qt 6.4 up to 6.7: a request comes with its socket.
#include "http/guarded_server.h"
#include "http/guarded_socket.h"
#include "http/qt_front.h"

#include <QAbstractHttpServer>
#include <QHttpServerRequest>

namespace {

class QtFront final : public QAbstractHttpServer {
public:
    explicit QtFront(RequestDelivery deliver)
        : m_deliver(std::move(deliver))
    {
    }

protected:
    bool handleRequest(const QHttpServerRequest &request, QTcpSocket *socket) override
    {
        auto *guarded = qobject_cast<GuardedSocket *>(socket);
        if (guarded && guarded->phase() == GuardedSocket::Phase::Answering)
            m_deliver(*guarded, request.body());
        return true;
    }
    void missingHandler(const QHttpServerRequest & /*request*/, QTcpSocket * /*socket*/) override { }

private:
    RequestDelivery m_deliver;
};

} // namespace

std::unique_ptr<QObject> makeQtFront(GuardedServer &server, RequestDelivery deliver)
{
    auto front = std::make_unique<QtFront>(std::move(deliver));
    front->bind(&server);
    server.setParent(nullptr); // bind() took it, and would have it deleted twice
    return front;
}

const bool qtAnswersExpect = QT_VERSION >= QT_VERSION_CHECK(6, 5, 0);
