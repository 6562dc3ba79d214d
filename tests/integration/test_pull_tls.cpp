#include "job_fixture.h"
#include "test_certificates.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1 << 20;
const QString file = u"secret.gguf"_s;

} // namespace

Q_DECLARE_METATYPE(std::optional<HubTls>)

/// Certificates are checked, always, and what is encrypted stays so.
class TestPullTls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void trustsTheAuthoritiesOfTheEnvironment();
    void refusesABadCertificate_data();
    void refusesABadCertificate();
    void refusesToLeaveTls_data();
    void refusesToLeaveTls();

private:
    PullSetup trusting(const std::optional<HubTls> &hub, const std::optional<HubTls> &cdn) const
    {
        return {.hub = {.hubTls = hub, .cdnTls = cdn},
                .variables = {{u"SSL_CERT_FILE"_s, m_certificates.authorityPath()}}};
    }

    const TestCertificates m_certificates;
};

void TestPullTls::trustsTheAuthoritiesOfTheEnvironment()
{
    JobFixture fixture(trusting(m_certificates.good(), m_certificates.good()));
    const QByteArray bytes = fixture.offer(u"secret"_s, 20 * mebibyte);
    QCOMPARE(fixture.pullWhole(JobFixture::repo, file, bytes), QString());
}

void TestPullTls::refusesABadCertificate_data()
{
    QTest::addColumn<std::optional<HubTls>>("hub");
    QTest::addColumn<std::optional<HubTls>>("cdn");
    QTest::addColumn<bool>("trustsTheAuthority");
    const std::optional<HubTls> good = m_certificates.good();
    const QList<std::pair<const char *, HubTls>> bad{{"expired", m_certificates.expired()},
                                                     {"of another host", m_certificates.wrongHost()},
                                                     {"signed by itself", m_certificates.selfSigned()}};
    for (const auto &[name, tls] : bad) {
        QTest::addRow("Hub's is %s", name) << std::optional(tls) << good << true;
        QTest::addRow("file server's is %s", name) << good << std::optional(tls) << true;
    }
    QTest::newRow("nobody knows the authority") << good << good << false;
}

void TestPullTls::refusesABadCertificate()
{
    QFETCH(std::optional<HubTls>, hub);
    QFETCH(std::optional<HubTls>, cdn);
    QFETCH(bool, trustsTheAuthority);
    PullSetup setup = trusting(hub, cdn);
    if (!trustsTheAuthority)
        setup.variables.clear();
    JobFixture fixture(setup);
    fixture.offer(u"secret"_s, mebibyte);

    const QJsonObject refused = fixture.pullResult({{u"model"_s, JobFixture::repo}, {u"filename"_s, file}});

    QCOMPARE(refused.value("status"_L1), u"error"_s);
    QCOMPARE(refused.value("code"_L1), u"tls_failed"_s);
    QVERIFY(!refused.value("hint"_L1).toString().isEmpty());
    QCOMPARE(fixture.hub.cdnRequests({}), 0);
    QCOMPARE(fixture.jobs().first().value("completed"_L1).toInteger(), 0);
    QVERIFY(!fixture.service().log().contains("retrying in"));
    QVERIFY(!fixture.service().log().contains("goes on in"));
    QCOMPARE(fixture.modelFiles(), QStringList());
    QVERIFY(fixture.isHealthy());
}

void TestPullTls::refusesToLeaveTls_data()
{
    QTest::addColumn<bool>("byTheHub");
    QTest::newRow("for the file server") << true;
    QTest::newRow("on the way of a redirect") << false;
}

void TestPullTls::refusesToLeaveTls()
{
    QFETCH(bool, byTheHub);
    JobFixture fixture(trusting(m_certificates.good(), byTheHub ? std::nullopt : std::optional(m_certificates.good())));
    fixture.offer(u"secret"_s, mebibyte);
    FakeHub plain;
    HubFault redirect{HubFault::Kind::Redirect, file.toLatin1()};
    redirect.times = -1;
    redirect.value = plain.cdnUrl().toLatin1() + "/secret.gguf";
    if (!byTheHub)
        fixture.hub.inject(redirect);

    const QJsonObject refused = fixture.pullResult({{u"model"_s, JobFixture::repo}, {u"filename"_s, file}});

    QCOMPARE(refused.value("code"_L1), u"hub_failed"_s);
    QVERIFY(refused.value("error"_L1).toString().contains("not encrypted"_L1));
    QCOMPARE(plain.requests().size(), 0);
    QCOMPARE(fixture.hub.cdnBytes(), 0);
    QCOMPARE(fixture.modelFiles(), QStringList());
    QVERIFY(fixture.isHealthy());
}

QTEST_GUILESS_MAIN(TestPullTls)
#include "test_pull_tls.moc"
