#include "blocking_http.h"
#include "fake_hub.h"
#include "original_fixture.h"
#include "precondition.h"
#include "project_paths.h"
#include "service_process.h"
#include "tiny_gguf.h"

#include <QDir>
#include <QFile>
#include <QLockFile>
#include <QProcess>
#include <QTcpServer>
#include <QTest>

#include <arpa/inet.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

/// shimmyd as the Python service was started: without an option, on 0.0.0.0:8080, with models in /models and Shimmy
/// on 8081. In namespaces of its own, where these ports and this directory are nobody else's.
class TestShimmydDefaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void cleanup();

    void servesOn8080WithModelsInSlashModelsAndShimmyOn8081();
    void givesShimmyAFreePortWhen8081IsTaken();

private:
    void start();

    QTemporaryDir m_directory;
    QLockFile m_lock{QDir::tempPath() + u"/shimmy-manager-models.lock"_s}; // of who may make and remove /models
    bool m_made = false;
    std::unique_ptr<FakeHub> m_hub;
    std::unique_ptr<QProcess> m_service;
};

namespace {

bool bringLoopbackUp()
{
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ifreq request{};
    qstrncpy(request.ifr_name, "lo", sizeof request.ifr_name);
    request.ifr_flags = IFF_UP;
    const bool up = ::ioctl(socket, SIOCSIFFLAGS, &request) == 0;
    ::close(socket);
    return up;
}

/// The IPv4 addresses somebody listens on, as "ADDRESS:PORT".
QStringList listeners()
{
    QFile table(u"/proc/thread-self/net/tcp"_s);
    QStringList found;
    if (!table.open(QIODevice::ReadOnly))
        return found;
    for (const QByteArray &line : table.readAll().split('\n')) {
        const QList<QByteArray> columns = line.simplified().split(' ');
        if (columns.value(3) != "0A")
            continue;
        const QList<QByteArray> ends = columns.at(1).split(':');
        // The kernel writes the address as a number of this machine, but from bytes in the network's order.
        found += QHostAddress(ntohl(ends.at(0).toUInt(nullptr, 16))).toString() + u':'
            + QString::number(ends.at(1).toUInt(nullptr, 16));
    }
    return found;
}

} // namespace

void TestShimmydDefaults::initTestCase()
{
    NEED_OR_SKIP(::unshare(CLONE_NEWNS | CLONE_NEWNET) == 0
                     && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 && bringLoopbackUp(),
                 "namespaces of its own are needed: run the tests as root");
    QVERIFY(m_lock.lock());
    m_made = QDir(u"/"_s).mkdir(u"models"_s);
    QVERIFY(QDir(m_directory.path()).mkdir(u"bin"_s));
    QVERIFY(QFile::link(realShimmy(), m_directory.filePath(u"bin/shimmy"_s)));
}

void TestShimmydDefaults::cleanupTestCase()
{
    if (m_made)
        QDir(u"/"_s).rmdir(u"models"_s);
}

void TestShimmydDefaults::init()
{
    QVERIFY(QDir(m_directory.path()).mkdir(u"models"_s));
    const QByteArray models = QFile::encodeName(m_directory.filePath(u"models"_s));
    QVERIFY(::mount(models.constData(), "/models", nullptr, MS_BIND, nullptr) == 0);
    m_hub = std::make_unique<FakeHub>();
    m_hub->addFile(OriginalFixture::repo, OriginalFixture::filename, tinyGgufBytes());
}

void TestShimmydDefaults::cleanup()
{
    m_service->terminate();
    QVERIFY(m_service->waitForFinished(40'000));
    QCOMPARE(m_service->exitCode(), 0);
    m_service.reset();
    m_hub.reset();
    QVERIFY(::umount("/models") == 0);
    QVERIFY(QDir(m_directory.filePath(u"models"_s)).removeRecursively());
}

void TestShimmydDefaults::start()
{
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, m_directory.filePath(u"bin"_s) + u":/usr/bin:/bin"_s);
    environment.insert(u"HOME"_s, m_directory.path());
    environment.insert(u"HF_ENDPOINT"_s, m_hub->url());
    m_service = std::make_unique<QProcess>();
    m_service->setProcessEnvironment(environment);
    m_service->setProcessChannelMode(QProcess::ForwardedChannels);
    m_service->start(shimmydPath(), QStringList());
    QVERIFY(m_service->waitForStarted());
    QTRY_COMPARE_WITH_TIMEOUT(httpGet(8080, "/v1/health").status, 200, 30'000);
}

void TestShimmydDefaults::servesOn8080WithModelsInSlashModelsAndShimmyOn8081()
{
    start();

    const QStringList atFirst = listeners();
    const QJsonObject ofShimmy = httpGet(8081, "/health").json();
    const QJsonObject pulled =
        httpPost(8080, "/v1/api/pull",
                 {{u"model"_s, OriginalFixture::repo}, {u"filename"_s, OriginalFixture::filename}})
            .lines()
            .last();
    const HttpAnswer generated =
        httpPost(8080, "/v1/generate", {{u"model"_s, u"phi-3-mini-4k-instruct"_s}, {u"prompt"_s, u"Hi\n"_s}});

    QVERIFY2(atFirst.contains(u"0.0.0.0:8080"_s), qPrintable(atFirst.join(u' ')));
    QVERIFY2(atFirst.contains(u"127.0.0.1:8081"_s), qPrintable(atFirst.join(u' ')));
    QCOMPARE(ofShimmy.value("service"_L1), u"shimmy"_s);
    QVERIFY(!ofShimmy.contains("manager"_L1)); // Shimmy itself
    QCOMPARE(pulled.value("status"_L1), u"complete"_s);
    QCOMPARE(pulled.value("path"_L1).toString(), QString(u"/models/"_s + OriginalFixture::filename));
    QVERIFY(QFile::exists(m_directory.filePath(u"models/"_s + OriginalFixture::filename)));
    QCOMPARE(generated.json().value("response"_L1), u" Hello, world!!"_s);
    QVERIFY(listeners().contains(u"0.0.0.0:8080"_s));
}

void TestShimmydDefaults::givesShimmyAFreePortWhen8081IsTaken()
{
    QTcpServer holder;
    QVERIFY(holder.listen(QHostAddress::LocalHost, 8081));

    start();

    QCOMPARE(httpGet(8080, "/v1/health").json().value("service"_L1), u"shimmy"_s);
}

QTEST_GUILESS_MAIN(TestShimmydDefaults)
#include "test_shimmyd_defaults.moc"
