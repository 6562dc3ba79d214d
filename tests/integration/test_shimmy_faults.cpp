#include "shimmy_fault_fixture.h"
#include "signal_process.h"
#include "tiny_gguf.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTest>

#include <atomic>
#include <csignal>
#include <thread>

using namespace Qt::StringLiterals;

/// The running service before a Shimmy that misbehaves.
class TestShimmyFaults : public QObject, private ShimmyFaultFixture {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { m_service.reset(); }

    void aDeathInAStreamIsAnErrorEvent_data();
    void aDeathInAStreamIsAnErrorEvent();
    void whatIsNoAnswerIs502_data();
    void whatIsNoAnswerIs502();
    void anAbortOverAPromptIsTheClientsMistake();
    void aRefusalIsNoReasonToEndIt();
    void aHangEndsWithTheClient();
    void promptsWaitForASlowStart();
    void healthSaysThatAStartIsSlow();
    void promptsFailAtOnceWhenItIsGivenUp();
    void takesAnotherPortWhenSomethingHoldsTheFirst();
    void healthStays200WhileClientsLeave();
    void clientsThatLeftDoNotFillTheQueue();
};

void TestShimmyFaults::aDeathInAStreamIsAnErrorEvent_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QString>("says");
    for (const char *path : {"/v1/generate", "/v1/chat/completions", "/v1/completions"}) {
        QTest::addRow("it dies, %s", path) << u"diesAfterTokens"_s << QByteArray(path) << u"it was told to die"_s;
        QTest::addRow("it cuts the connection, %s", path)
            << u"cutsAfterTokens"_s << QByteArray(path) << u"broke its answer off"_s;
    }
}

void TestShimmyFaults::aDeathInAStreamIsAnErrorEvent()
{
    QFETCH(QString, fault);
    QFETCH(QByteArray, path);
    QFETCH(QString, says);
    start({{u"incremental"_s, true}, {fault, 2}});
    const QJsonObject message{{u"role"_s, u"user"_s}, {u"content"_s, u"hi"_s}};
    BlockingHttp client(port());

    QVERIFY(send(client, {{u"stream"_s, true}, {u"messages"_s, QJsonArray{message}}}, path));
    const HttpAnswer streamed = client.read();
    m_program.tell({});

    QCOMPARE(streamed.status, 200);
    QVERIFY(streamed.complete);
    // The error in the shape of the route, and what every stream ends with.
    const QByteArray error = streamed.events().value(streamed.events().size() - 2);
    QVERIFY2(error.startsWith("{\"error\":") && error.contains(says.toUtf8()), streamed.body.constData());
    QCOMPARE(streamed.body.contains("event: error\n"), path == "/v1/generate");
    QCOMPARE(streamed.events().last(), "[DONE]");
    QTRY_COMPARE(generate().json().value("response"_L1), u" Hello, world!!"_s);
}

void TestShimmyFaults::whatIsNoAnswerIs502_data()
{
    QTest::addColumn<QString>("fault");
    for (const char *fault : {"garbageAnswer", "hugeHead", "endlessLine", "endlessRefusal"})
        QTest::newRow(fault) << QString::fromLatin1(fault);
}

void TestShimmyFaults::whatIsNoAnswerIs502()
{
    QFETCH(QString, fault);
    start({{fault, true}});
    const qint64 before = m_service->residentBytes();
    QElapsedTimer clock;
    clock.start();

    const HttpAnswer answer = generate();
    const qint64 took = clock.elapsed();
    const qint64 grown = m_service->residentBytes() - before;
    m_program.tell({});

    QCOMPARE(answer.status, 502);
    QCOMPARE(codeOf(answer.json()), u"shimmy_failed"_s);
    QVERIFY2(took < 15'000, qPrintable(QString::number(took)));
    qInfo() << fault << "took" << took << "ms and" << grown / 1024 << "KiB:" << answer.body;
#ifndef __SANITIZE_ADDRESS__
    QVERIFY2(grown < 20 << 20, qPrintable(QString::number(grown)));
#endif
    QTRY_COMPARE_WITH_TIMEOUT(httpGet(port(), "/v1/health").status, 200, 20'000);
}

void TestShimmyFaults::anAbortOverAPromptIsTheClientsMistake()
{
    // The model has no vocabulary to count with: Shimmy finds out, and dies of it.
    const QTemporaryDir models;
    QVERIFY(writeSparseGguf(models.filePath(u"tiny.gguf"_s), 1 << 20));
    start({}, true, models.path());
    const QList<qint64> before = m_service->children();

    const HttpAnswer plain = generate({{u"prompt"_s, QString(5000, u'a')}});
    BlockingHttp client(port());
    QVERIFY(send(client, {{u"prompt"_s, QString(5000, u'a')}}, "/v1/completions"));
    const HttpAnswer openAi = client.read();

    QCOMPARE(plain.status, 400);
    QCOMPARE(codeOf(plain.json()), u"context_length_exceeded"_s);
    QVERIFY(plain.body.contains("4096"));
    QCOMPARE(openAi.status, 400);
    QCOMPARE(codeOf(openAi.json()), u"context_length_exceeded"_s);
    QTRY_COMPARE(generate().json().value("response"_L1), u" Hello, world!!"_s);
    QVERIFY(m_service->children() != before);
}

void TestShimmyFaults::aRefusalIsNoReasonToEndIt()
{
    start({{u"refusesWith"_s, 500}});
    const QList<qint64> before = m_service->children();

    QCOMPARE(generate().status, 502);

    QCOMPARE(m_service->children(), before);
}

void TestShimmyFaults::aHangEndsWithTheClient()
{
    start({{u"incremental"_s, true}, {u"hangsAfterTokens"_s, 2}});
    const QList<qint64> before = m_service->children();
    BlockingHttp client(port());
    QVERIFY(send(client, {{u"stream"_s, true}}));
    int pieces = 0;
    client.read(false, [&pieces](const QByteArray &) { return ++pieces < 2; });
    m_program.tell({});

    client.close();

    QCOMPARE(generate().json().value("response"_L1), u" Hello, world!!"_s);
    QVERIFY(m_service->children() != before);
}

void TestShimmyFaults::promptsWaitForASlowStart()
{
    start({{u"startDelayMs"_s, 1500}}, false);
    QCOMPARE(manager().value("shimmy"_L1), u"starting"_s);

    QCOMPARE(generate().json().value("response"_L1), u" Hello, world!!"_s);

    QCOMPARE(manager().value("restarts"_L1).toInt(), 0);
}

void TestShimmyFaults::healthSaysThatAStartIsSlow()
{
    start({{u"startDelayMs"_s, 60'000}}, false);

    const HttpAnswer health = httpGet(port(), "/v1/health");

    QCOMPARE(health.status, 503);
    QVERIFY(health.field("retry-after").toInt() > 0);
    QCOMPARE(health.json().value("status"_L1), u"unhealthy"_s);
    QCOMPARE(health.json().value("error"_L1), u"Shimmy is starting"_s);
}

void TestShimmyFaults::promptsFailAtOnceWhenItIsGivenUp()
{
    start({{u"exitAtStart"_s, 3}}, false);
    QElapsedTimer clock;
    clock.start();

    const HttpAnswer waited = generate(); // from the first try on
    const qint64 tookWaiting = clock.restart();
    QCOMPARE(manager().value("shimmy"_L1), u"failed"_s);
    clock.start();
    const HttpAnswer later = generate();
    const qint64 tookLater = clock.elapsed();

    for (const HttpAnswer &answer : {waited, later}) {
        QCOMPARE(answer.status, 503);
        QCOMPARE(codeOf(answer.json()), u"shimmy_unavailable"_s);
        QVERIFY(answer.body.contains("it was told to fail"));
    }
    QVERIFY2(tookWaiting < 60'000, qPrintable(QString::number(tookWaiting)));
    QVERIFY2(tookLater < 2'000, qPrintable(QString::number(tookLater)));
}

void TestShimmyFaults::takesAnotherPortWhenSomethingHoldsTheFirst()
{
    const FakeShimmyProgram holder({{u"holdsPort"_s, true}});
    const quint16 held = unusedPort();
    QProcess process;
    process.start(holder.path(), {u"serve"_s, u"--bind"_s, u"127.0.0.1:%1"_s.arg(held)});
    QTRY_VERIFY(BlockingHttp(held).isConnected());

    m_program.tell({});
    ServiceProcess::Setup setup;
    setup.models = m_models.path();
    setup.shimmy = m_program.path();
    setup.shimmyPort = held;
    m_service = std::make_unique<ServiceProcess>(setup);

    QVERIFY(m_service->isUp());
    QCOMPARE(generate().json().value("response"_L1), u" Hello, world!!"_s);
    QCOMPARE(manager().value("restarts"_L1).toInt(), 0);
    process.kill();
    QVERIFY(process.waitForFinished());
}

void TestShimmyFaults::healthStays200WhileClientsLeave()
{
    start({{u"incremental"_s, true}, {u"tokenDelayMs"_s, 20}});
    std::atomic<bool> done = false;
    std::atomic<int> healthy = 0;
    std::atomic<int> unhealthy = 0;
    std::thread poller([&] {
        while (!done)
            (httpGet(port(), "/v1/health").status == 200 ? healthy : unhealthy) += 1;
    });

    int served = 0;
    for (int i = 0; i < 20; ++i) {
        BlockingHttp client(port());
        if (send(client, runningOn(3000)))
            served += client.read(false, [](const QByteArray &) { return false; }).status == 200 ? 1 : 0;
        client.close(i % 2 == 0);
    }
    const HttpAnswer next = generate();
    done = true;
    poller.join();

    QCOMPARE(served, 20);
    QCOMPARE(next.json().value("response"_L1), u" Hello, world!!"_s);
    QCOMPARE(unhealthy.load(), 0);
    QVERIFY(healthy > 20);
}

void TestShimmyFaults::clientsThatLeftDoNotFillTheQueue()
{
    start({{u"incremental"_s, true}, {u"tokenDelayMs"_s, 20}});
    BlockingHttp running(port());
    QVERIFY(send(running, runningOn(3000)));
    QTRY_COMPARE(manager().value("generations"_L1).toInt(), 1);
    for (int round = 0; round < 2; ++round) { // more in all than may wait
        std::vector<std::unique_ptr<BlockingHttp>> waiting;
        for (int i = 0; i < 40; ++i) {
            waiting.push_back(std::make_unique<BlockingHttp>(port()));
            QVERIFY(send(*waiting.back(), {}));
        }
        QTRY_COMPARE(manager().value("queue_length"_L1).toInt(), 40);
        waiting.clear();
        QTRY_COMPARE(manager().value("queue_length"_L1).toInt(), 0);
    }
}

QTEST_GUILESS_MAIN(TestShimmyFaults)
#include "test_shimmy_faults.moc"
