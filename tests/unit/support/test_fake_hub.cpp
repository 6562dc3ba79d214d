#include "fake_hub.h"
#include "fake_proxy.h"
#include "silent_port.h"
#include "test_certificates.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryFile>
#include <QTest>

using namespace Qt::StringLiterals;
using Kind = HubFault::Kind;

namespace {

const QString repo = u"org/tiny-GGUF"_s;
const QString file = u"tiny.gguf"_s;
const QByteArray oldBytes(3'000'000, 'o');
const QByteArray newBytes(2'000'000, 'n');

// What curl ends with.
constexpr int couldNotConnect = 7;
constexpr int partialFile = 18;
constexpr int timedOut = 28;
constexpr int receiveError = 56;
constexpr int badCertificate = 60;

struct CurlResult {
    int exitCode = -1;
    QByteArray head; ///< of all answers, in lower case
    QByteArray location; ///< of the first answer
    QByteArray body;
};

CurlResult curl(const QString &url, QStringList arguments = {})
{
    QTemporaryFile head;
    if (!head.open())
        return {};
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy", "NO_PROXY"})
        environment.remove(QString::fromLatin1(name));
    process.setProcessEnvironment(environment);
    process.start(u"curl"_s,
                  QStringList{u"-sL"_s, u"-D"_s, head.fileName(), u"-m"_s, u"30"_s} + arguments + QStringList{url});
    if (!process.waitForFinished(60'000))
        return {};
    const QByteArray heads = head.readAll();
    const qsizetype at = heads.indexOf("Location: ") + 10;
    return {process.exitCode(), heads.toLower(), heads.mid(at, heads.indexOf('\r', at) - at),
            process.readAllStandardOutput()};
}

QString resolveUrl(const FakeHub &hub, const QString &revision = u"main"_s)
{
    return hub.url() + u'/' + repo + u"/resolve/"_s + revision + u'/' + file;
}

HubFault always(Kind kind, qint64 at = 0)
{
    HubFault fault{kind, file.toLatin1()};
    fault.times = -1;
    fault.at = at;
    return fault;
}

bool says(const QByteArray &text, const QByteArray &name, const QByteArray &value)
{
    return text.contains(QByteArray(name + value));
}

QByteArray sha256(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

} // namespace

/// What the stand-in does is looked at with curl, for which it has no say in the matter.
class TestFakeHub : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void olderCommitsStayAsTheyWere();
    void linksLeadToTheCommitTheyWereMadeFor();
    void answersEndAsTheFaultSays_data();
    void answersEndAsTheFaultSays();
    void hidesTheSize();
    void sendsAnotherEtagOnlyOnce();
    void refusesConnectionsBeyondTheLimit();
    void keepsToTheRate();
    void speaksTlsThatCurlChecks();
    void redirectsToAnotherServer();
    void proxyPassesOnBothWays();
    void silentPortNeitherTakesNorRefuses();

private:
    TestCertificates m_certificates;
};

void TestFakeHub::olderCommitsStayAsTheyWere()
{
    FakeHub hub;
    hub.addFile(repo, file, oldBytes);
    const QString older = hub.commitOf(repo);
    hub.addFile(repo, file, newBytes);

    const CurlResult resolved = curl(resolveUrl(hub, older));
    const CurlResult tree = curl(hub.url() + u"/api/models/"_s + repo + u"/tree/"_s + older);
    const CurlResult repoInfo = curl(hub.url() + u"/api/models/"_s + repo + u"/revision/"_s + older + u"?blobs=true"_s);

    QVERIFY(hub.commitOf(repo) != older);
    QVERIFY(resolved.body == oldBytes);
    QVERIFY(says(resolved.head, "x-repo-commit: ", older.toLatin1()));
    QVERIFY(says(resolved.head, "x-linked-etag: \"", sha256(oldBytes)));
    QVERIFY(tree.body.contains(sha256(oldBytes)));
    QVERIFY(says(repoInfo.body, "\"sha\":\"", older.toLatin1()) && repoInfo.body.contains(sha256(oldBytes)));
    QVERIFY(curl(resolveUrl(hub)).body == newBytes);
    QVERIFY(curl(resolveUrl(hub, u"0123456789012345678901234567890123456789"_s)).head.contains("revisionnotfound"));
}

void TestFakeHub::linksLeadToTheCommitTheyWereMadeFor()
{
    FakeHub hub;
    hub.addFile(repo, file, oldBytes);
    const QByteArray link = curl(resolveUrl(hub), {u"--max-redirs"_s, u"0"_s, u"-I"_s}).location;

    hub.addFile(repo, file, newBytes);

    QVERIFY(curl(QString::fromLatin1(link)).body == oldBytes);
    QVERIFY(curl(resolveUrl(hub)).body == newBytes);
}

void TestFakeHub::answersEndAsTheFaultSays_data()
{
    QTest::addColumn<HubFault>("injected");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<qsizetype>("bytes");
    QTest::newRow("cut") << always(Kind::Cut, 1'000'000) << partialFile << qsizetype(1'000'000);
    QTest::newRow("reset") << always(Kind::Reset, 1'000'000) << receiveError << qsizetype(1'000'000);
    QTest::newRow("truncate") << always(Kind::Truncate, 1'000'000) << 0 << qsizetype(1'000'000);
    QTest::newRow("chunked") << always(Kind::Chunked) << 0 << oldBytes.size();
    QTest::newRow("no length") << always(Kind::NoLength) << 0 << oldBytes.size();
    QTest::newRow("stall") << always(Kind::Stall, 1'000'000) << timedOut << qsizetype(1'000'000);
}

void TestFakeHub::answersEndAsTheFaultSays()
{
    QFETCH(HubFault, injected);
    QFETCH(int, exitCode);
    QFETCH(qsizetype, bytes);
    FakeHub hub;
    hub.addFile(repo, file, oldBytes);
    hub.inject(injected);

    const CurlResult result = curl(resolveUrl(hub), {u"-y"_s, u"2"_s}); // two silent seconds are a stall

    QCOMPARE(result.exitCode, exitCode);
    QCOMPARE(result.body.size(), bytes);
}

void TestFakeHub::hidesTheSize()
{
    FakeHub hub;
    hub.addFile(repo, file, oldBytes);
    hub.inject(always(Kind::HideSize));
    hub.inject(always(Kind::Cut, 1'000'000));

    const CurlResult result = curl(resolveUrl(hub), {u"-r"_s, u"10-2999999"_s});

    QCOMPARE(result.body.size(), 1'000'000); // the range is ignored, and the end looks like the end
    QVERIFY(!result.head.contains("content-length") && !result.head.contains("content-range"));
    QVERIFY(!result.head.contains("x-linked-size") && !result.head.contains(sha256(oldBytes)));
    QVERIFY(result.head.contains("x-repo-commit"));
    QVERIFY(!curl(resolveUrl(hub), {u"-I"_s}).head.contains("content-length"));
}

void TestFakeHub::sendsAnotherEtagOnlyOnce()
{
    FakeHub hub;
    hub.addFile(repo, file, oldBytes);
    HubFault once = always(Kind::EtagOnce);
    once.times = 1;
    hub.inject(once);

    QVERIFY(curl(resolveUrl(hub)).head.contains("etag: \"changed-"));
    QVERIFY(!curl(resolveUrl(hub)).head.contains("etag: \"changed-"));
}

void TestFakeHub::refusesConnectionsBeyondTheLimit()
{
    FakeHub hub;
    hub.addFile(repo, file, oldBytes);
    HubFault limit = always(Kind::ConnectionLimit);
    limit.limit = 1;
    hub.inject(limit);
    HubFault slow = always(Kind::Drip);
    slow.rate = 1000;
    slow.times = 1;
    hub.inject(slow);
    QProcess first;
    first.start(u"curl"_s, {u"-sL"_s, u"-o"_s, u"/dev/null"_s, resolveUrl(hub)});
    QTRY_VERIFY(hub.cdnBytes() > 0);

    QVERIFY(curl(resolveUrl(hub)).head.contains("403 forbidden"));
    first.kill();
    first.waitForFinished();
    QTRY_VERIFY(curl(resolveUrl(hub)).body == oldBytes);
}

void TestFakeHub::keepsToTheRate()
{
    FakeHub hub;
    hub.addFile(repo, file, oldBytes);
    hub.addFile(repo, u"few"_s, "abc");
    hub.setBytesPerSecond(6'000'000);
    HubFault drip{Kind::Drip, "few"};
    drip.rate = 1;
    hub.inject(drip);
    QElapsedTimer clock;

    clock.start();
    QVERIFY(curl(resolveUrl(hub)).body == oldBytes);
    QVERIFY(clock.elapsed() >= 480);
    clock.start();
    QCOMPARE(curl(hub.url() + u"/org/tiny-GGUF/resolve/main/few"_s).body, "abc");
    QVERIFY(clock.elapsed() >= 2900);
}

void TestFakeHub::speaksTlsThatCurlChecks()
{
    const QStringList trusting{u"--cacert"_s, m_certificates.authorityPath()};
    FakeHub hub({.hubTls = m_certificates.good(), .cdnTls = m_certificates.good()});
    hub.addFile(repo, file, oldBytes);
    QVERIFY(hub.url().startsWith(u"https://"_s) && hub.cdnUrl().startsWith(u"https://"_s));
    QVERIFY(curl(resolveUrl(hub), trusting).body == oldBytes);
    QVERIFY(curl(resolveUrl(hub), {u"--capath"_s, m_certificates.authorityDirectory()}).body == oldBytes);
    QCOMPARE(curl(resolveUrl(hub)).exitCode, badCertificate);

    for (const HubTls &bad : {m_certificates.expired(), m_certificates.wrongHost(), m_certificates.selfSigned()}) {
        FakeHub badCdn({.cdnTls = bad});
        badCdn.addFile(repo, file, oldBytes);
        const CurlResult refused = curl(resolveUrl(badCdn), trusting);
        QCOMPARE(refused.exitCode, badCertificate);
        QVERIFY(refused.body.isEmpty());
        QCOMPARE(badCdn.cdnRequests(), 0);
        QVERIFY(curl(resolveUrl(badCdn), {u"-k"_s}).body == oldBytes);
    }
}

void TestFakeHub::redirectsToAnotherServer()
{
    FakeHub hub;
    hub.addFile(repo, file, oldBytes);
    hub.setCdn(u"http://localhost:1"_s);

    const CurlResult result = curl(resolveUrl(hub));

    QCOMPARE(result.exitCode, couldNotConnect);
    QVERIFY(result.head.contains("location: http://localhost:1/org/tiny-gguf/tiny.gguf\r"));
}

void TestFakeHub::proxyPassesOnBothWays()
{
    FakeProxy proxy;
    FakeHub plain;
    FakeHub encrypted({.hubTls = m_certificates.good(), .cdnTls = m_certificates.good()});
    for (FakeHub *hub : {&plain, &encrypted}) {
        hub->addFile(repo, file, oldBytes);
        const CurlResult result =
            curl(resolveUrl(*hub), {u"-x"_s, proxy.url(), u"--cacert"_s, m_certificates.authorityPath()});
        QCOMPARE(result.exitCode, 0);
        QVERIFY(result.body == oldBytes);
    }
    QVERIFY(proxy.targets().contains(resolveUrl(plain).toLatin1()));
    QVERIFY(proxy.targets().contains(encrypted.url().mid(8).toLatin1()));
}

void TestFakeHub::silentPortNeitherTakesNorRefuses()
{
    const SilentPort silent(QHostAddress(QHostAddress::LocalHost));
    QVERIFY(silent.port() != 0);

    const CurlResult result = curl(u"http://127.0.0.1:%1/"_s.arg(silent.port()), {u"--connect-timeout"_s, u"1"_s});

    QCOMPARE(result.exitCode, timedOut);
}

QTEST_GUILESS_MAIN(TestFakeHub)
#include "test_fake_hub.moc"
