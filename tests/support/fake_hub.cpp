#include "fake_hub.h"

#include "fake_hub_connection.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QTcpServer>

using namespace Qt::StringLiterals;

class FakeHub::Listeners : public QObject {
public:
    Listeners(FakeHubState &state, quint16 port)
    {
        listen(m_hub, false, state, port);
        listen(m_cdn, true, state, 0);
        state.hubPort = m_hub.serverPort();
        state.cdnPort = m_cdn.serverPort();
    }

private:
    void listen(QTcpServer &server, bool cdn, FakeHubState &state, quint16 port)
    {
        connect(&server, &QTcpServer::newConnection, this, [this, &server, cdn, &state] {
            while (QTcpSocket *socket = server.nextPendingConnection())
                new FakeHubConnection(socket, cdn, state, this);
        });
        server.setListenBacklogSize(512);
        server.listen(QHostAddress::LocalHost, port);
    }
    QTcpServer m_hub;
    QTcpServer m_cdn;
};

FakeHub::FakeHub(quint16 port)
    : m_state(std::make_unique<FakeHubState>())
{
    auto *starter = new QObject;
    starter->moveToThread(&m_thread);
    m_thread.start();
    QMetaObject::invokeMethod(
        starter, [this, port] { m_listeners = new Listeners(*m_state, port); }, Qt::BlockingQueuedConnection);
    starter->deleteLater();
}

FakeHub::~FakeHub()
{
    QMetaObject::invokeMethod(
        m_listeners, [this] { delete m_listeners; }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

QString FakeHub::url() const
{
    return u"http://127.0.0.1:%1"_s.arg(m_state->hubPort);
}

bool FakeHub::isListening() const
{
    return m_state->hubPort != 0 && m_state->cdnPort != 0;
}

namespace {

void commit(HubRepo &repo, const QString &name)
{
    const QByteArray text = name.toUtf8() + QByteArray::number(++repo.commits);
    repo.commit = QCryptographicHash::hash(text, QCryptographicHash::Sha1).toHex();
}

QByteArray gitOid(const QByteArray &bytes)
{
    const QByteArray blob = "blob " + QByteArray::number(bytes.size()) + '\0' + bytes;
    return QCryptographicHash::hash(blob, QCryptographicHash::Sha1).toHex();
}

} // namespace

void FakeHub::addFile(const QString &repo, const QString &path, const QByteArray &bytes)
{
    const QMutexLocker lock(&m_state->mutex);
    HubRepo &entry = m_state->repos[repo];
    const QByteArray sha256 = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
    entry.files[path] = HubFile{bytes, {}, bytes.size(), sha256, gitOid(sha256)};
    commit(entry, repo);
}

void FakeHub::addLocalFile(const QString &repo, const QString &path, const QString &localPath,
                           const QByteArray &sha256Hex)
{
    const QMutexLocker lock(&m_state->mutex);
    HubRepo &entry = m_state->repos[repo];
    entry.files[path] = HubFile{{}, localPath, QFileInfo(localPath).size(), sha256Hex, gitOid(sha256Hex)};
    commit(entry, repo);
}

void FakeHub::addGitFile(const QString &repo, const QString &path, const QByteArray &bytes)
{
    const QMutexLocker lock(&m_state->mutex);
    HubRepo &entry = m_state->repos[repo];
    entry.files[path] = HubFile{bytes, {}, bytes.size(), {}, gitOid(bytes)};
    commit(entry, repo);
}

void FakeHub::setAccess(const QString &repo, HubAccess access)
{
    const QMutexLocker lock(&m_state->mutex);
    m_state->repos[repo].access = access;
}

void FakeHub::moveRepo(const QString &repo, const QString &newName)
{
    const QMutexLocker lock(&m_state->mutex);
    m_state->repos[repo].movedTo = newName;
}

void FakeHub::addToken(const QByteArray &token)
{
    const QMutexLocker lock(&m_state->mutex);
    m_state->tokens += token;
}

void FakeHub::setLinkSeconds(int seconds)
{
    const QMutexLocker lock(&m_state->mutex);
    m_state->linkSeconds = seconds;
}

void FakeHub::setPageSize(int entries)
{
    const QMutexLocker lock(&m_state->mutex);
    m_state->pageSize = entries;
}

void FakeHub::inject(const HubFault &fault)
{
    const QMutexLocker lock(&m_state->mutex);
    m_state->faults += fault;
}

void FakeHub::clearFaults()
{
    const QMutexLocker lock(&m_state->mutex);
    m_state->faults.clear();
    m_state->etagGeneration = 0;
}

QString FakeHub::commitOf(const QString &repo) const
{
    const QMutexLocker lock(&m_state->mutex);
    return QString::fromLatin1(m_state->repos.value(repo).commit);
}

QList<HubRequestLog> FakeHub::requests() const
{
    const QMutexLocker lock(&m_state->mutex);
    return m_state->log;
}

int FakeHub::cdnRequests(const QByteArray &method) const
{
    int count = 0;
    for (const HubRequestLog &request : requests())
        count += request.cdn && (method.isEmpty() || request.method == method) ? 1 : 0;
    return count;
}

qint64 FakeHub::cdnBytes() const
{
    const QMutexLocker lock(&m_state->mutex);
    return m_state->cdnBytes;
}

bool FakeHub::cdnSawToken() const
{
    const auto log = requests();
    return std::any_of(log.begin(), log.end(),
                       [](const HubRequestLog &request) { return request.cdn && request.hasToken; });
}
