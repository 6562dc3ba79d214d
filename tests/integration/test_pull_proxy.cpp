#include "fake_proxy.h"
#include "job_fixture.h"
#include "test_certificates.h"

#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1 << 20;
const QString file = u"proxied.gguf"_s;

} // namespace

/// The proxy of the environment is for the Hub, and for nothing else.
class TestPullProxy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asksTheHubThroughTheProxy_data();
    void asksTheHubThroughTheProxy();
    void goesStraightToWhatIsExcepted_data();
    void goesStraightToWhatIsExcepted();
};

void TestPullProxy::asksTheHubThroughTheProxy_data()
{
    QTest::addColumn<QString>("variable");
    QTest::addColumn<bool>("tls");
    QTest::newRow("HTTP_PROXY") << u"HTTP_PROXY"_s << false;
    QTest::newRow("http_proxy") << u"http_proxy"_s << false;
    QTest::newRow("HTTPS_PROXY") << u"HTTPS_PROXY"_s << true;
    QTest::newRow("https_proxy") << u"https_proxy"_s << true;
}

void TestPullProxy::asksTheHubThroughTheProxy()
{
    QFETCH(QString, variable);
    QFETCH(bool, tls);
    const TestCertificates certificates;
    FakeProxy proxy;
    PullSetup setup{.variables = {{variable, proxy.url()}, {u"SSL_CERT_FILE"_s, certificates.authorityPath()}}};
    if (tls)
        setup.hub = {.hubTls = certificates.good(), .cdnTls = certificates.good()};
    JobFixture fixture(setup);
    QVERIFY(fixture.service().isUp());
    const QByteArray bytes = fixture.offer(u"proxied"_s, 4 * mebibyte);

    QCOMPARE(fixture.pullWhole(JobFixture::repo, file, bytes), QString());

    const auto authority = [](const QString &url) { return QUrl(url).authority().toLatin1(); };
    int hub = 0;
    int fileServer = 0;
    for (const QByteArray &target : proxy.targets()) {
        hub += target.contains(authority(fixture.hub.url()));
        fileServer += target.contains(authority(fixture.hub.cdnUrl()));
    }
    QVERIFY(hub > 0);
    QVERIFY(fileServer > 0);
    // Shimmy listens on this machine: no proxy could reach it.
    QCOMPARE(proxy.targets().size(), hub + fileServer);
}

void TestPullProxy::goesStraightToWhatIsExcepted_data()
{
    QTest::addColumn<QString>("variable");
    QTest::newRow("NO_PROXY") << u"NO_PROXY"_s;
    QTest::newRow("no_proxy") << u"no_proxy"_s;
}

void TestPullProxy::goesStraightToWhatIsExcepted()
{
    QFETCH(QString, variable);
    FakeProxy proxy;
    JobFixture fixture(PullSetup{.variables = {{u"HTTP_PROXY"_s, proxy.url()}, {variable, u"127.0.0.1,localhost"_s}}});
    const QByteArray bytes = fixture.offer(u"proxied"_s, 4 * mebibyte);

    QCOMPARE(fixture.pullWhole(JobFixture::repo, file, bytes), QString());

    QCOMPARE(proxy.targets(), QList<QByteArray>());
}

QTEST_GUILESS_MAIN(TestPullProxy)
#include "test_pull_proxy.moc"
