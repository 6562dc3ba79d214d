#include "blocking_http.h"
#include "fake_shimmy_program.h"
#include "service_process.h"

#include <QTest>

using namespace Qt::StringLiterals;

/// What a page in somebody's browser can do to a running shimmyd.
class TestWebPages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aReboundPageReadsNothingOfAServiceWithoutKeys();
    void clientsInAClusterFindAServiceWithoutKeys();
    void whereKeysAreAskedForAnyNameWillDo();

private:
    FakeShimmyProgram m_shimmy;
};

namespace {

const QByteArray browser = "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n";

int statusAs(quint16 port, const QByteArray &path, const QByteArray &host, const QByteArray &fields = {})
{
    BlockingHttp client(port);
    client.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n");
    return client.read().status;
}

} // namespace

void TestWebPages::aReboundPageReadsNothingOfAServiceWithoutKeys()
{
    const ServiceProcess service({.shimmy = m_shimmy.path(), .address = u"0.0.0.0"_s});
    QVERIFY(service.isUp());

    // As a browser asks when evil.example has come to mean our address: it is the page's own origin, so none is said.
    for (const char *path : {"/v1/api/logs", "/v1/api/downloads", "/v1/api/doctor", "/v1/models"})
        QCOMPARE(statusAs(service.port(), path, "evil.example:8080", browser), 421);
    QCOMPARE(statusAs(service.port(), "/health", "balancer.example", browser), 200);
}

void TestWebPages::clientsInAClusterFindAServiceWithoutKeys()
{
    const ServiceProcess service(
        {.shimmy = m_shimmy.path(), .address = u"0.0.0.0"_s, .arguments = {u"--host"_s, u"shimmy.team-a"_s}});
    QVERIFY(service.isUp());

    for (const char *host :
         {"shimmy", "shimmy:8080", "shimmy.team-a.svc", "shimmy.team-a.svc.cluster.local:8080", "shimmy.team-a:8080"})
        QCOMPARE(statusAs(service.port(), "/v1/models", host, browser), 200);
    QCOMPARE(statusAs(service.port(), "/v1/models", "shimmy.team-b", browser), 421);
    QCOMPARE(statusAs(service.port(), "/v1/models", "shimmy.team-b"), 200); // a program
}

void TestWebPages::whereKeysAreAskedForAnyNameWillDo()
{
    const ServiceProcess service({.shimmy = m_shimmy.path(),
                                  .address = u"0.0.0.0"_s,
                                  .variables = {{u"SHIMMYD_API_KEY"_s, u"shm_canary-of-the-owner"_s}}});
    QVERIFY(service.isUp());

    QCOMPARE(statusAs(service.port(), "/v1/api/logs", "models.example"), 401);
    QCOMPARE(statusAs(service.port(), "/v1/models", "models.example", "X-Api-Key: shm_canary-of-the-owner\r\n"), 200);
}

QTEST_GUILESS_MAIN(TestWebPages)
#include "test_web_pages.moc"
