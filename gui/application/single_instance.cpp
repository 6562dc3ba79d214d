#include "application/single_instance.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QLocalSocket>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace {

constexpr int patienceWithACall = 5'000; // ms
constexpr int patienceWithTheEnd = 30'000; // ms; running generations may end
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
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::take);
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    begin(0);
}

SingleInstance::~SingleInstance() = default;

bool SingleInstance::begin(int patience)
{
    if (!m_lock.tryLock(patience))
        return false;
    QLocalServer::removeServer(m_path + u".socket"_s); // of one that was killed
    m_server.listen(m_path + u".socket"_s);
    return true;
}

bool SingleInstance::waitForFirst()
{
    return begin(patienceWithTheEnd);
}

void SingleInstance::leave()
{
    m_server.close();
}

bool SingleInstance::callFirst() const
{
    QLocalSocket socket;
    socket.connectToServer(m_path + u".socket"_s);
    if (!socket.waitForConnected(patienceWithACall))
        return false;
    socket.write(qgetenv(tokenVariable.constData()).left(longestToken) + '\n');
    return socket.waitForDisconnected(patienceWithACall); // it has read it
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
