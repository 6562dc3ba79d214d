#include "application/single_instance.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QLocalSocket>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 1000; // ms
constexpr qint64 longestToken = 512;
const QByteArray tokenVariable = "XDG_ACTIVATION_TOKEN"; // by which a desktop lets a window come to the front

/// Without an ending.
QString pathFor(const QString &settingsFile)
{
    const QString settings = settingsFile.isEmpty() ? settingsFile : QFileInfo(settingsFile).absoluteFilePath();
    const QByteArray hash = QCryptographicHash::hash(settings.toUtf8(), QCryptographicHash::Sha256).toHex().left(12);
    return QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) + u"/shimmy-manager-"_s
        + QString::fromLatin1(hash);
}

} // namespace

SingleInstance::SingleInstance(const QString &settingsFile, QObject *parent)
    : QObject(parent)
    , m_path(pathFor(settingsFile))
    , m_lock(m_path + u".lock"_s)
{
    m_lock.setStaleLockTime(0); // its process tells whether it holds
    if (!m_lock.tryLock(0))
        return;
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::take);
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    QLocalServer::removeServer(m_path + u".socket"_s); // of one that was killed
    m_server.listen(m_path + u".socket"_s);
}

SingleInstance::~SingleInstance() = default;

bool SingleInstance::callFirst() const
{
    QLocalSocket socket;
    socket.connectToServer(m_path + u".socket"_s);
    if (!socket.waitForConnected(patience))
        return false;
    socket.write(qgetenv(tokenVariable.constData()).left(longestToken) + '\n');
    return socket.waitForDisconnected(patience); // it has read it
}

void SingleInstance::take()
{
    QLocalSocket *const socket = m_server.nextPendingConnection();
    connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
        if (!socket->canReadLine() && socket->bytesAvailable() < longestToken)
            return;
        if (const QByteArray token = socket->read(longestToken).trimmed(); !token.isEmpty())
            qputenv(tokenVariable.constData(), token);
        socket->disconnectFromServer();
        Q_EMIT called();
    });
}
