#include "fake_proxy.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>

using namespace Qt::StringLiterals;

namespace {

/// One client, and the server that it asked for with its first request.
class ProxyConnection final : public QObject {
public:
    ProxyConnection(QTcpSocket *client, std::function<void(const QByteArray &)> remember, QObject *parent)
        : QObject(parent)
        , m_client(client)
        , m_remember(std::move(remember))
    {
        m_client->setParent(this);
        connect(m_client, &QTcpSocket::readyRead, this, &ProxyConnection::readClient);
        connect(m_client, &QTcpSocket::disconnected, this, &QObject::deleteLater);
        connect(&m_server, &QTcpSocket::readyRead, this, [this] { m_client->write(m_server.readAll()); });
        connect(&m_server, &QTcpSocket::disconnected, m_client, &QTcpSocket::disconnectFromHost);
        connect(&m_server, &QTcpSocket::errorOccurred, m_client, &QTcpSocket::disconnectFromHost);
        connect(&m_server, &QTcpSocket::connected, this, [this] {
            if (m_tunnel)
                m_client->write("HTTP/1.1 200 Connection established\r\n\r\n");
        });
    }

private:
    void readClient()
    {
        if (m_tunnel) {
            m_server.write(m_client->readAll());
            return;
        }
        m_input += m_client->readAll();
        const qsizetype end = m_input.indexOf("\r\n\r\n");
        if (end >= 0)
            start(end);
    }

    void start(qsizetype headEnd)
    {
        const QList<QByteArray> words = m_input.left(m_input.indexOf('\r')).split(' ');
        const QByteArray target = words.value(1);
        m_remember(target);
        m_tunnel = words.first() == "CONNECT";
        if (m_tunnel) {
            connectTo(QUrl(u"tunnel://"_s + QString::fromLatin1(target)));
            m_server.write(m_input.sliced(headEnd + 4));
            return;
        }
        // Towards the server the target is a path; one request a connection keeps that simple.
        const QUrl url = QUrl::fromEncoded(target);
        connectTo(url);
        const QUrl path = url.adjusted(QUrl::RemoveScheme | QUrl::RemoveAuthority);
        const QByteArray rest = m_input.sliced(m_input.indexOf("\r\n") + 2);
        m_server.write(words.first() + ' ' + path.toEncoded() + " HTTP/1.1\r\nConnection: close\r\n");
        for (const QByteArray &line : rest.left(rest.indexOf("\r\n\r\n")).split('\n')) {
            if (!line.toLower().startsWith("connection:") && !line.toLower().startsWith("proxy-connection:"))
                m_server.write(line.trimmed() + "\r\n");
        }
        m_server.write("\r\n");
        m_input.clear();
    }

    void connectTo(const QUrl &url) { m_server.connectToHost(url.host(), static_cast<quint16>(url.port(80))); }

    QTcpSocket *m_client;
    std::function<void(const QByteArray &)> m_remember;
    QTcpSocket m_server;
    QByteArray m_input;
    bool m_tunnel = false;
};

} // namespace

class FakeProxy::Listener : public QObject {
public:
    explicit Listener(FakeProxy &proxy)
    {
        connect(&m_server, &QTcpServer::newConnection, this, [this, &proxy] {
            while (QTcpSocket *socket = m_server.nextPendingConnection())
                new ProxyConnection(
                    socket, [&proxy](const QByteArray &target) { proxy.remember(target); }, this);
        });
        m_server.listen(QHostAddress::LocalHost, 0);
        proxy.m_port = m_server.serverPort();
    }

private:
    QTcpServer m_server;
};

FakeProxy::FakeProxy()
{
    auto *starter = new QObject;
    starter->moveToThread(&m_thread);
    m_thread.start();
    QMetaObject::invokeMethod(
        starter, [this] { m_listener = new Listener(*this); }, Qt::BlockingQueuedConnection);
    starter->deleteLater();
}

FakeProxy::~FakeProxy()
{
    QMetaObject::invokeMethod(
        m_listener, [this] { delete m_listener; }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

QList<QByteArray> FakeProxy::targets() const
{
    const QMutexLocker lock(&m_mutex);
    return m_targets;
}

void FakeProxy::remember(const QByteArray &target)
{
    const QMutexLocker lock(&m_mutex);
    m_targets += target;
}
