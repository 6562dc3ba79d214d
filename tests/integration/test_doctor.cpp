#include "fake_shimmy_program.h"
#include "pull_fixture.h"
#include "silent_port.h"
#include "tiny_gguf.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QLocale>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <atomic>
#include <memory>
#include <thread>

using namespace Qt::StringLiterals;

namespace {

const QString repo = u"org/doctor-GGUF"_s;

QJsonObject check(const QJsonObject &examination, const QString &name)
{
    for (const auto &each : examination.value("checks"_L1).toArray()) {
        if (each[u"name"_s] == name)
            return each.toObject();
    }
    return {};
}

QString statusOf(const QJsonObject &examination, const QString &name)
{
    return check(examination, name).value("status"_L1).toString();
}

/// A Hub whose clock is \a skew seconds away from ours, and which knows nobody. Answers one request.
class SkewedHub {
public:
    explicit SkewedHub(qint64 skew)
        : m_thread([this, skew] { answer(skew); })
    {
        while (m_port == 0)
            std::this_thread::yield();
    }
    ~SkewedHub() { m_thread.join(); }
    QString url() const { return u"http://127.0.0.1:%1"_s.arg(int(m_port)); }

private:
    void answer(qint64 skew)
    {
        QTcpServer server;
        server.listen(QHostAddress::LocalHost, 0);
        m_port = server.serverPort();
        if (!server.waitForNewConnection(60'000))
            return;
        const std::unique_ptr<QTcpSocket> socket(server.nextPendingConnection());
        QByteArray head;
        while (!head.contains("\r\n\r\n") && socket->waitForReadyRead(10'000))
            head += socket->readAll();
        const QString date =
            QLocale::c().toString(QDateTime::currentDateTimeUtc().addSecs(skew), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
        socket->write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nDate: " + date.toLatin1() + "\r\n\r\n");
        socket->waitForBytesWritten(10'000);
        socket->disconnectFromHost();
    }

    std::atomic<int> m_port = 0;
    std::thread m_thread;
};

} // namespace

/// What the doctor sees.
class TestDoctor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsAHealthyServiceHealthy();
    void saysWhatToDoWithoutAHub();
    void isBoundedWhereNobodyAnswersAndKeepsNobodyWaiting();
    void asksNobodyOffline();
    void seesATokenThatTheHubDoesNotKnow();
    void seesAClockThatIsWrong_data();
    void seesAClockThatIsWrong();
    void seesHowFullTheQuotaIs_data();
    void seesHowFullTheQuotaIs();
    void seesFilesThatAreNoneOfOurs();
    void seesAShimmyThatHasBeenGivenUp();
    void doesNotQueueUpBehindOthers();
    void examinesOnceForAllWhoAskAtTheSameTime();
    void examinesNothingForAHead();
    void leavesShimmyAloneWhenTheClientLeaves();

private:
    FakeShimmyProgram m_shimmy;
};

void TestDoctor::findsAHealthyServiceHealthy()
{
    PullFixture fixture({}, {}, m_shimmy.path());
    fixture.hub.addFile(repo, u"well.gguf"_s, tinyGgufBytes());
    fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, u"well.gguf"_s}});

    const QJsonObject examination = httpGet(fixture.port(), "/v1/api/doctor").json();

    QStringList names;
    for (const auto &each : examination.value("checks"_L1).toArray())
        names += each[u"name"_s].toString();
    QCOMPARE(names,
             (QStringList{u"dns"_s, u"proxy"_s, u"ca"_s, u"hub"_s, u"token"_s, u"clock"_s, u"disk"_s, u"quota"_s,
                          u"models"_s, u"shimmy"_s, u"generation"_s}));
    for (const QString &name : {u"dns"_s, u"hub"_s, u"token"_s, u"disk"_s, u"models"_s, u"shimmy"_s, u"generation"_s})
        QVERIFY2(statusOf(examination, name) == "ok"_L1,
                 qPrintable(name + u": " + check(examination, name).value("seen"_L1).toString()));
    QCOMPARE(statusOf(examination, u"proxy"_s), u"skipped"_s);
    QCOMPARE(statusOf(examination, u"ca"_s), u"skipped"_s); // no TLS here
    QCOMPARE(statusOf(examination, u"quota"_s), u"skipped"_s); // there is none
    QVERIFY(check(examination, u"token"_s).value("seen"_L1).toString().contains("tester"_L1));
    QVERIFY(check(examination, u"generation"_s).value("seen"_L1).toString().startsWith("well "_L1));
    QVERIFY(check(examination, u"shimmy"_s).value("seen"_L1).toString().contains("1.8.1"_L1));
    QCOMPARE(examination.value("status"_L1), u"ok"_s);
    QVERIFY(examination.value("seconds"_L1).toDouble() < 10);
    QVERIFY(!fixture.service().log().contains(PullFixture::token));
}

void TestDoctor::saysWhatToDoWithoutAHub()
{
    ServiceProcess service({.hub = u"http://127.0.0.1:9"_s, .shimmy = m_shimmy.path()});
    QVERIFY(service.isUp());

    const QJsonObject examination = httpGet(service.port(), "/v1/api/doctor").json();

    QCOMPARE(statusOf(examination, u"hub"_s), u"fail"_s);
    QVERIFY(check(examination, u"hub"_s).value("remedy"_L1).toString().contains("HTTPS_PROXY"_L1));
    QCOMPARE(statusOf(examination, u"clock"_s), u"skipped"_s);
    QCOMPARE(statusOf(examination, u"token"_s), u"skipped"_s);
    QCOMPARE(statusOf(examination, u"generation"_s), u"skipped"_s); // no model
    QCOMPARE(examination.value("status"_L1), u"fail"_s);
}

void TestDoctor::isBoundedWhereNobodyAnswersAndKeepsNobodyWaiting()
{
    const SilentPort silent(QHostAddress(QHostAddress::LocalHost));
    ServiceProcess service({.hub = u"http://127.0.0.1:%1"_s.arg(silent.port()), .shimmy = m_shimmy.path()});
    QVERIFY(service.isUp());
    BlockingHttp patient(service.port());
    QElapsedTimer clock;
    clock.start();
    patient.send(httpRequestBytes("GET", "/v1/api/doctor", {}, {}));

    qint64 slowest = 0;
    for (int i = 0; i < 50; ++i) {
        QElapsedTimer one;
        one.start();
        QCOMPARE(httpGet(service.port(), "/v1/health").status, 200);
        slowest = std::max(slowest, one.elapsed());
    }
    const QJsonObject examination = patient.read().json();

    QVERIFY2(clock.elapsed() < 20'000, qPrintable(QString::number(clock.elapsed())));
    QVERIFY2(slowest < 2000, qPrintable(QString::number(slowest)));
    QCOMPARE(statusOf(examination, u"hub"_s), u"fail"_s);
    QCOMPARE(statusOf(examination, u"disk"_s), u"ok"_s);
}

void TestDoctor::asksNobodyOffline()
{
    PullFixture fixture({.shimmy = m_shimmy.path(), .variables = {{u"HF_HUB_OFFLINE"_s, u"1"_s}}});

    const QJsonObject examination = httpGet(fixture.port(), "/v1/api/doctor").json();

    for (const QString &name : {u"dns"_s, u"proxy"_s, u"ca"_s, u"hub"_s, u"token"_s, u"clock"_s})
        QCOMPARE(statusOf(examination, name), u"skipped"_s);
    QCOMPARE(examination.value("status"_L1), u"ok"_s);
    QVERIFY(fixture.hub.requests().isEmpty());
}

void TestDoctor::seesATokenThatTheHubDoesNotKnow()
{
    FakeHub hub;
    ServiceProcess service(
        {.hub = hub.url(), .shimmy = m_shimmy.path(), .variables = {{u"HF_TOKEN"_s, u"hf_canaryUnknown"_s}}});
    QVERIFY(service.isUp());

    const HttpAnswer answer = httpGet(service.port(), "/v1/api/doctor");

    QCOMPARE(statusOf(answer.json(), u"hub"_s), u"ok"_s);
    QCOMPARE(statusOf(answer.json(), u"token"_s), u"fail"_s);
    QVERIFY(!answer.body.contains("canary"));
}

void TestDoctor::seesAClockThatIsWrong_data()
{
    QTest::addColumn<qint64>("skew");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("seen");
    QTest::newRow("right") << qint64(0) << u"ok"_s << u"the Hub's"_s;
    QTest::newRow("a little behind") << qint64(120) << u"warn"_s << u"s behind the Hub's"_s;
    QTest::newRow("an hour before") << qint64(-3600) << u"fail"_s << u"s before the Hub's"_s;
}

void TestDoctor::seesAClockThatIsWrong()
{
    QFETCH(qint64, skew);
    QFETCH(QString, status);
    QFETCH(QString, seen);
    const SkewedHub hub(skew);
    ServiceProcess service({.hub = hub.url(), .shimmy = m_shimmy.path()});
    QVERIFY(service.isUp());

    const QJsonObject examination = httpGet(service.port(), "/v1/api/doctor?generation=false").json();

    QCOMPARE(statusOf(examination, u"clock"_s), status);
    const QString text = check(examination, u"clock"_s).value("seen"_L1).toString();
    QVERIFY2(text.contains(seen), qPrintable(text));
}

void TestDoctor::seesHowFullTheQuotaIs_data()
{
    QTest::addColumn<QString>("quota");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("seen");
    // The one model has 40 MB.
    QTest::newRow("with room") << u"100000000000"_s << u"ok"_s << u"40.0 MB of the quota of 100.0 GB are used"_s;
    QTest::newRow("with little room") << u"1000000000"_s << u"warn"_s << u"40.0 MB of the quota of 1.0 GB are used"_s;
    QTest::newRow("exceeded") << u"39000000"_s << u"fail"_s << u"40.0 MB of the quota of 39.0 MB are used"_s;
}

void TestDoctor::seesHowFullTheQuotaIs()
{
    QFETCH(QString, quota);
    QFETCH(QString, status);
    QFETCH(QString, seen);
    QTemporaryDir models;
    QVERIFY(writeSparseGguf(models.filePath(u"model.gguf"_s), 40'000'000));
    const ServiceProcess service({.hub = u"http://127.0.0.1:9"_s,
                                  .shimmy = m_shimmy.path(),
                                  .models = models.path(),
                                  .arguments = {u"--disk-quota"_s, quota}});
    QVERIFY(service.isUp());

    const QJsonObject found = check(httpGet(service.port(), "/v1/api/doctor?generation=false").json(), u"quota"_s);

    QCOMPARE(found.value("status"_L1).toString(), status);
    QVERIFY2(found.value("seen"_L1).toString().startsWith(seen), qPrintable(found.value("seen"_L1).toString()));
    QCOMPARE(found.value("remedy"_L1).toString().contains("--disk-quota"_L1), status != "ok"_L1);
}

void TestDoctor::seesFilesThatAreNoneOfOurs()
{
    PullFixture fixture({}, {}, m_shimmy.path());
    fixture.hub.addFile(repo, u"ours.gguf"_s, tinyGgufBytes());
    fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, u"ours.gguf"_s}});
    QFile stray(fixture.modelsDirectory() + u"/half.gguf.tmp"_s);
    QVERIFY(stray.open(QIODevice::WriteOnly));

    const QJsonObject models = check(httpGet(fixture.port(), "/v1/api/doctor").json(), u"models"_s);

    QCOMPARE(models.value("status"_L1), u"warn"_s);
    QVERIFY2(models.value("seen"_L1).toString().endsWith("models: half.gguf.tmp"_L1),
             qPrintable(models.value("seen"_L1).toString()));
}

void TestDoctor::seesAShimmyThatHasBeenGivenUp()
{
    const FakeShimmyProgram broken({{u"exitAtStart"_s, 3}});
    ServiceProcess service({.shimmy = broken.path(), .waitUntilHealthy = false});
    QTRY_COMPARE_WITH_TIMEOUT(httpGet(service.port(), "/v1/api/shimmy").json().value("state"_L1).toString(),
                              u"failed"_s, 60'000);

    const QJsonObject shimmy = check(httpGet(service.port(), "/v1/api/doctor").json(), u"shimmy"_s);

    QCOMPARE(shimmy.value("status"_L1), u"fail"_s);
    QVERIFY(!shimmy.value("remedy"_L1).toString().isEmpty());
}

void TestDoctor::doesNotQueueUpBehindOthers()
{
    const FakeShimmyProgram slow({{u"loadDelayMs"_s, 60'000}});
    PullFixture fixture({}, {}, slow.path());
    fixture.hub.addFile(repo, u"slow.gguf"_s, tinyGgufBytes());
    fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, u"slow.gguf"_s}});
    BlockingHttp client(fixture.port());
    client.send(httpRequestBytes("POST", "/v1/generate", R"({"model":"slow","prompt":"x"})",
                                 {{"Content-Type", "application/json"}}));
    QTRY_COMPARE(httpGet(fixture.port(), "/v1/api/shimmy").json().value("queue"_L1)[u"generations"_s], 1);

    const QJsonObject examination = httpGet(fixture.port(), "/v1/api/doctor").json();

    QCOMPARE(statusOf(examination, u"generation"_s), u"skipped"_s);
    QCOMPARE(examination.value("status"_L1), u"ok"_s);
}

void TestDoctor::examinesOnceForAllWhoAskAtTheSameTime()
{
    FakeHub hub;
    hub.inject({.kind = HubFault::Kind::NoHeaders, .path = "/api/whoami-v2", .onCdn = false, .times = -1});
    ServiceProcess service({.hub = hub.url(), .shimmy = m_shimmy.path()});
    QVERIFY(service.isUp());
    std::vector<std::unique_ptr<BlockingHttp>> clients;

    for (int i = 0; i < 10; ++i) {
        clients.push_back(std::make_unique<BlockingHttp>(service.port()));
        clients.back()->send(httpRequestBytes("GET", "/v1/api/doctor?generation=false", {}, {}));
    }
    clients.front()->close(); // who leaves does not end it for the others
    for (size_t i = 1; i < clients.size(); ++i) {
        const QJsonObject examination = clients[i]->read().json();
        QCOMPARE(statusOf(examination, u"hub"_s), u"fail"_s);
        QCOMPARE(statusOf(examination, u"disk"_s), u"ok"_s);
    }

    QCOMPARE(hub.requests().size(), 1);
}

void TestDoctor::examinesNothingForAHead()
{
    FakeHub hub;
    ServiceProcess service({.hub = hub.url(), .shimmy = m_shimmy.path()});
    QVERIFY(service.isUp());
    BlockingHttp client(service.port());

    client.send(httpRequestBytes("HEAD", "/v1/api/doctor", {}, {}));
    const HttpAnswer answer = client.read(true);

    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.field("content-type"), "application/json");
    // The next one is behind it, and is seen.
    QCOMPARE(httpGet(service.port(), "/v1/api/doctor?generation=false").status, 200);
    QCOMPARE(hub.requests().size(), 1);
}

void TestDoctor::leavesShimmyAloneWhenTheClientLeaves()
{
    const FakeShimmyProgram slow({{u"loadDelayMs"_s, 4000}});
    PullFixture fixture({}, {}, slow.path());
    fixture.hub.addFile(repo, u"left.gguf"_s, tinyGgufBytes());
    fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, u"left.gguf"_s}});
    const auto shimmy = [&fixture] { return httpGet(fixture.port(), "/v1/api/shimmy").json(); };
    const auto process = [&shimmy] { return shimmy().value("instances"_L1)[0][u"pid"_s].toInteger(); };
    // The one before the pull may still be on its way out.
    QTRY_COMPARE_WITH_TIMEOUT(shimmy().value("instances"_L1).toArray().size(), 1, 20'000);
    const qint64 before = process();
    QVERIFY(before > 0);

    BlockingHttp client(fixture.port());
    client.send(httpRequestBytes("GET", "/v1/api/doctor", {}, {}));
    QTRY_COMPARE(shimmy().value("queue"_L1)[u"generations"_s].toInt(), 1);
    client.close(true);

    QTRY_COMPARE_WITH_TIMEOUT(shimmy().value("queue"_L1)[u"generations"_s].toInt(), 0, 20'000);
    QCOMPARE(process(), before);
    QCOMPARE(statusOf(httpGet(fixture.port(), "/v1/api/doctor").json(), u"generation"_s), u"ok"_s);
}

QTEST_GUILESS_MAIN(TestDoctor)
#include "test_doctor.moc"
