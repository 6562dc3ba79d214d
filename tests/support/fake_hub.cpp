#include "fake_hub.h"

#include "fake_hub_connection.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>

#include <sys/resource.h>

using namespace Qt::StringLiterals;

class FakeHub::Listeners : public QObject {
public:
    Listeners(FakeHubState &state, const FakeHubOptions &options)
        : m_hub(serverFor(options.hubTls))
        , m_cdn(serverFor(options.cdnTls))
    {
        listen(*m_hub, false, state, options.port);
        listen(*m_cdn, true, state, 0);
        state.hubUrl = (options.hubTls ? "https://127.0.0.1:" : "http://127.0.0.1:") + port(*m_hub);
        state.cdnUrl = (options.cdnTls ? "https://localhost:" : "http://localhost:") + port(*m_cdn);
    }
    bool isListening() const { return m_hub->isListening() && m_cdn->isListening(); }

private:
    static QByteArray port(const QTcpServer &server) { return QByteArray::number(server.serverPort()); }

    static std::unique_ptr<QTcpServer> serverFor(const std::optional<HubTls> &tls)
    {
        if (!tls)
            return std::make_unique<QTcpServer>();
        QSslConfiguration configuration;
        configuration.setLocalCertificateChain(QSslCertificate::fromData(tls->certificatePem));
        configuration.setPrivateKey(QSslKey(tls->keyPem, QSsl::Rsa));
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone); // of the client, which has none
        auto server = std::make_unique<QSslServer>();
        server->setSslConfiguration(configuration);
        return server;
    }

    void listen(QTcpServer &server, bool cdn, FakeHubState &state, quint16 port)
    {
        // Not newConnection: with TLS that one comes before the handshake.
        connect(&server, &QTcpServer::pendingConnectionAvailable, this, [this, &server, cdn, &state] {
            while (QTcpSocket *socket = server.nextPendingConnection())
                new FakeHubConnection(socket, cdn, state, this);
        });
        server.setListenBacklogSize(512);
        server.listen(QHostAddress::LocalHost, port);
    }
    std::unique_ptr<QTcpServer> m_hub;
    std::unique_ptr<QTcpServer> m_cdn;
};

FakeHub::FakeHub(quint16 port)
    : FakeHub(FakeHubOptions{.port = port})
{
}

FakeHub::FakeHub(const FakeHubOptions &options)
    : m_state(std::make_unique<FakeHubState>())
{
    auto *starter = new QObject;
    starter->moveToThread(&m_thread);
    m_thread.start();
    QMetaObject::invokeMethod(
        starter,
        [this, &options] {
            ::setpriority(PRIO_PROCESS, 0, 10); // this thread: the Hub's computing is not at the cost of this machine
            m_listeners = new Listeners(*m_state, options);
            m_listening = m_listeners->isListening();
        },
        Qt::BlockingQueuedConnection);
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
    return QString::fromLatin1(m_state->hubUrl);
}

QString FakeHub::cdnUrl() const
{
    return QString::fromLatin1(m_state->cdnUrl);
}

bool FakeHub::isListening() const
{
    return m_listening;
}

namespace {

void commit(HubRepo &repo, const QString &name, const QString &path, const HubFile &file)
{
    HubCommit next = repo.head();
    const QByteArray text = name.toUtf8() + QByteArray::number(repo.commits.size() + 1);
    next.id = QCryptographicHash::hash(text, QCryptographicHash::Sha1).toHex();
    next.files[path] = file;
    repo.commits += next;
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
    const QByteArray sha256 = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
    commit(m_state->repos[repo], repo, path, HubFile{bytes, {}, bytes.size(), sha256, gitOid(sha256)});
}

void FakeHub::addLocalFile(const QString &repo, const QString &path, const QString &localPath,
                           const QByteArray &sha256Hex)
{
    const QMutexLocker lock(&m_state->mutex);
    const qint64 bytes = QFileInfo(localPath).size();
    commit(m_state->repos[repo], repo, path, HubFile{{}, localPath, bytes, sha256Hex, gitOid(sha256Hex)});
}

void FakeHub::addGitFile(const QString &repo, const QString &path, const QByteArray &bytes)
{
    const QMutexLocker lock(&m_state->mutex);
    commit(m_state->repos[repo], repo, path, HubFile{bytes, {}, bytes.size(), {}, gitOid(bytes)});
}

void FakeHub::setAccess(const QString &repo, HubAccess access)
{
    const QMutexLocker lock(&m_state->mutex);
    m_state->repos[repo].access = access;
}

void FakeHub::setFacts(const QString &repo, const HubRepoFacts &facts)
{
    const QMutexLocker lock(&m_state->mutex);
    m_state->repos[repo].facts = facts;
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

void FakeHub::setCdn(const QString &url)
{
    const QMutexLocker lock(&m_state->mutex);
    m_state->otherCdnUrl = url.toUtf8();
}

void FakeHub::setBytesPerSecond(qint64 rate)
{
    const QMutexLocker lock(&m_state->mutex);
    m_state->cdnBytesPerSecond = rate;
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
    return QString::fromLatin1(m_state->repos.value(repo).head().id);
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
