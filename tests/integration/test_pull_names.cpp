#include "job_fixture.h"
#include "precondition.h"
#include "silent_port.h"

#include <QElapsedTimer>
#include <QTest>

#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1 << 20;
const QString hubName = u"hub.localhost"_s;

bool bringUpLoopback()
{
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ifreq loopback{};
    qstrncpy(loopback.ifr_name, "lo", sizeof loopback.ifr_name);
    bool up = ::ioctl(socket, SIOCGIFFLAGS, &loopback) == 0;
    loopback.ifr_flags = static_cast<short>(loopback.ifr_flags | IFF_UP);
    up = up && ::ioctl(socket, SIOCSIFFLAGS, &loopback) == 0;
    ::close(socket);
    return up;
}

} // namespace

/// Names that lead nowhere, or to more than one address. Runs in a network of its own, where there is nothing but this
/// machine, and /etc/hosts is the test's.
class TestPullNames : public QObject {
    Q_OBJECT

public:
    /// Before the process has other threads.
    static bool enterOwnNetwork()
    {
        return ::unshare(CLONE_NEWNET | CLONE_NEWNS) == 0
            && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 && bringUpLoopback();
    }

private Q_SLOTS:
    void initTestCase();
    void takesTheAddressThatAnswers();
    void failsAtAHubWithoutAnAddressAndCanBeRetried();
    void goesOnByItselfWhenTheNamesComeBack();

private:
    /// Replaces /etc/hosts by \a lines.
    void setHosts(const QByteArray &lines);

    QTemporaryDir m_directory;
};

void TestPullNames::setHosts(const QByteArray &lines)
{
    QFile hosts(m_directory.filePath(u"hosts"_s)); // the same file: it is mounted
    QVERIFY(hosts.open(QIODevice::WriteOnly | QIODevice::Truncate));
    hosts.write(lines);
}

void TestPullNames::initTestCase()
{
    NEED_OR_SKIP(enterOwnNetwork(), "a network of its own is needed");
    setHosts({});
    QCOMPARE(::mount(QFile::encodeName(m_directory.filePath(u"hosts"_s)).constData(), "/etc/hosts", nullptr, MS_BIND,
                     nullptr),
             0);
}

void TestPullNames::takesTheAddressThatAnswers()
{
    setHosts("::1 localhost hub.localhost\n127.0.0.1 localhost hub.localhost\n");
    JobFixture fixture(PullSetup{.hubHost = hubName});
    QVERIFY(fixture.service().isUp());
    const auto port = [](const QString &url) { return static_cast<quint16>(QUrl(url).port()); };
    const SilentPort hub(QHostAddress(QHostAddress::LocalHostIPv6), port(fixture.hub.url()));
    const SilentPort fileServer(QHostAddress(QHostAddress::LocalHostIPv6), port(fixture.hub.cdnUrl()));
    QVERIFY(hub.port() != 0 && fileServer.port() != 0);
    const QByteArray bytes = fixture.offer(u"both"_s, 20 * mebibyte);
    QElapsedTimer clock;
    clock.start();

    QCOMPARE(fixture.pullWhole(JobFixture::repo, u"both.gguf"_s, bytes), QString());

    QVERIFY2(clock.elapsed() < 10'000, qPrintable(QString::number(clock.elapsed())));
}

void TestPullNames::failsAtAHubWithoutAnAddressAndCanBeRetried()
{
    setHosts("127.0.0.1 localhost\n");
    JobFixture fixture(PullSetup{.hubHost = hubName});
    QVERIFY(fixture.service().isUp());
    fixture.offer(u"found"_s, mebibyte);

    const QJsonObject refused = fixture.pullResult({{u"model"_s, JobFixture::repo}, {u"filename"_s, u"found.gguf"_s}});

    QCOMPARE(refused.value("code"_L1), u"network_failed"_s);
    QVERIFY(refused.value("error"_L1).toString().contains(hubName));
    QVERIFY(fixture.isHealthy());
    const QString id = fixture.jobs().first().value("id"_L1).toString();
    QCOMPARE(fixture.state(id), u"failed"_s);
    setHosts("127.0.0.1 localhost hub.localhost\n");
    QCOMPARE(fixture.post(id, "retry").status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(id), u"complete"_s, 20'000);
}

void TestPullNames::goesOnByItselfWhenTheNamesComeBack()
{
    setHosts("127.0.0.1 localhost hub.localhost\n");
    JobFixture fixture(PullSetup{.hubHost = hubName});
    fixture.offer(u"middle"_s, 20 * mebibyte);
    fixture.hub.inject(slowly(u"middle"_s, mebibyte));
    const QString id = fixture.begin(u"middle"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.job(id).value("completed"_L1).toInteger() > 4 * mebibyte, 20'000);
    QCOMPARE(fixture.service().terminate(), 0); // a name once found is remembered for a minute
    setHosts({});
    fixture.hub.clearFaults();
    const qint64 sent = fixture.hub.cdnBytes();

    fixture.restart();
    QVERIFY(fixture.service().isUp());
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.job(id).value("last_error"_L1).toObject().isEmpty(), 20'000);
    QCOMPARE(fixture.state(id), u"downloading"_s);
    QCOMPARE(fixture.hub.cdnBytes(), sent);
    setHosts("127.0.0.1 localhost hub.localhost\n");

    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(id), u"complete"_s, 30'000);
}

QTEST_GUILESS_MAIN(TestPullNames)
#include "test_pull_names.moc"
