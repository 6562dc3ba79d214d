#include "blocking_http.h"
#include "fake_shimmy_program.h"
#include "service_process.h"
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
class TestShimmyFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();

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
    void whatWaitsWhenItStopsIsTold();
    void whatTheDrainCutsOffIsTold();
    void endsWhenTheLastClientLeavesWhileItStops();
    void aShimmyThatIgnoresSigtermIsEnded();

private:
    void start(const QJsonObject &faults, bool waitUntilHealthy = true, const QString &models = {});
    quint16 port() const { return m_service->port(); }
    QJsonObject manager() const { return httpGet(port(), "/v1/health").json().value("manager"_L1).toObject(); }
    bool send(BlockingHttp &client, const QJsonObject &more, const QByteArray &path = "/v1/generate") const;
    HttpAnswer generate(const QJsonObject &more = {}) const;

    QTemporaryDir m_models;
    FakeShimmyProgram m_program;
    std::unique_ptr<ServiceProcess> m_service;
};

namespace {

/// A prompt that runs on for as many tokens.
QJsonObject runningOn(int tokens, bool stream = true)
{
    return {{u"prompt"_s, u"L"_s}, {u"max_tokens"_s, tokens}, {u"stream"_s, stream}};
}

QString codeOf(const QJsonObject &body)
{
    return body.value("error"_L1).toObject().value("code"_L1).toString();
}

} // namespace

void TestShimmyFaults::initTestCase()
{
    QVERIFY(writeTinyGguf(m_models.filePath(u"tiny.gguf"_s)));
}

void TestShimmyFaults::cleanup()
{
    m_service.reset();
}

void TestShimmyFaults::start(const QJsonObject &faults, bool waitUntilHealthy, const QString &models)
{
    m_program.tell(faults);
    ServiceProcess::Setup setup;
    setup.models = models.isEmpty() ? m_models.path() : models;
    setup.shimmy = m_program.path();
    setup.waitUntilHealthy = waitUntilHealthy;
    m_service = std::make_unique<ServiceProcess>(setup);
    if (waitUntilHealthy)
        QVERIFY(m_service->isUp());
    else
        QTRY_VERIFY_WITH_TIMEOUT(httpGet(port(), "/v1/health").status != 0, 20'000);
}

bool TestShimmyFaults::send(BlockingHttp &client, const QJsonObject &more, const QByteArray &path) const
{
    QJsonObject body{{u"model"_s, u"tiny"_s}, {u"prompt"_s, u"x\n"_s}};
    for (auto member = more.begin(); member != more.end(); ++member)
        body.insert(member.key(), member.value());
    return client.send(httpRequestBytes("POST", path, QJsonDocument(body).toJson(QJsonDocument::Compact),
                                        {{"Content-Type", "application/json"}}));
}

HttpAnswer TestShimmyFaults::generate(const QJsonObject &more) const
{
    BlockingHttp client(port(), std::chrono::seconds(150));
    return send(client, more) ? client.read() : HttpAnswer();
}

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

void TestShimmyFaults::whatWaitsWhenItStopsIsTold()
{
    start({{u"incremental"_s, true}, {u"tokenDelayMs"_s, 20}});
    BlockingHttp running(port());
    QVERIFY(send(running, runningOn(100)));
    QTRY_COMPARE(manager().value("generations"_L1).toInt(), 1);
    BlockingHttp plain(port());
    BlockingHttp streamed(port());
    BlockingHttp openAi(port());
    QVERIFY(send(plain, {}) && send(streamed, {{u"stream"_s, true}}) && send(openAi, {}, "/v1/completions"));
    QTRY_COMPARE(manager().value("queue_length"_L1).toInt(), 3);
    QElapsedTimer clock;
    clock.start();

    QVERIFY(signalProcess(m_service->processId(), SIGTERM));

    for (BlockingHttp *client : {&plain, &streamed, &openAi}) {
        const HttpAnswer answer = client->read();
        QCOMPARE(answer.status, 503);
        QCOMPARE(codeOf(answer.json()), u"shutting_down"_s);
        QVERIFY(answer.field("retry-after").toInt() > 0);
    }
    const HttpAnswer whole = running.read();
    QCOMPARE(whole.events().size(), 101);
    QCOMPARE(whole.events().last(), "[DONE]");
    QCOMPARE(m_service->ended(), 0);
    QVERIFY2(clock.elapsed() < 15'000, qPrintable(QString::number(clock.elapsed())));
}

void TestShimmyFaults::whatTheDrainCutsOffIsTold()
{
    start({{u"incremental"_s, true}, {u"tokenDelayMs"_s, 200}});
    const auto streaming = std::exchange(m_service, nullptr);
    QTemporaryDir otherModels;
    QVERIFY(writeTinyGguf(otherModels.filePath(u"tiny.gguf"_s)));
    // The stock build: not one byte before the end.
    start({{u"tokenDelayMs"_s, 200}}, true, otherModels.path());
    const auto atOnce = std::exchange(m_service, nullptr);
    QElapsedTimer clock;
    BlockingHttp first(streaming->port());
    BlockingHttp second(atOnce->port());
    const auto order = [](bool stream) {
        return httpRequestBytes("POST", "/v1/generate",
                                stream ? R"({"model":"tiny","prompt":"L","max_tokens":3000,"stream":true})"
                                       : R"({"model":"tiny","prompt":"L","max_tokens":3000})",
                                {{"Content-Type", "application/json"}});
    };
    QVERIFY(first.send(order(true)) && second.send(order(false)));
    for (const auto &service : {streaming.get(), atOnce.get()}) {
        QTRY_COMPARE(httpGet(service->port(), "/v1/health")
                         .json()
                         .value("manager"_L1)
                         .toObject()
                         .value("generations"_L1)
                         .toInt(),
                     1);
    }
    clock.start();

    for (const auto &service : {streaming.get(), atOnce.get()})
        QVERIFY(signalProcess(service->processId(), SIGTERM));
    const HttpAnswer streamed = first.read();
    const HttpAnswer whole = second.read();
    const int firstCode = streaming->ended();
    const int secondCode = atOnce->ended();

    QVERIFY2(clock.elapsed() >= 18'000 && clock.elapsed() < 28'000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(firstCode, 0);
    QCOMPARE(secondCode, 0);
    QCOMPARE(streamed.status, 200);
    QVERIFY(streamed.body.contains("event: error\n"));
    const QList<QByteArray> events = streamed.events();
    QCOMPARE(codeOf(QJsonDocument::fromJson(events.value(events.size() - 2)).object()), u"shutting_down"_s);
    QCOMPARE(events.last(), "[DONE]");
    QCOMPARE(whole.status, 503);
    QCOMPARE(codeOf(whole.json()), u"shutting_down"_s);
}

void TestShimmyFaults::endsWhenTheLastClientLeavesWhileItStops()
{
    start({{u"incremental"_s, true}, {u"tokenDelayMs"_s, 20}});
    const QList<qint64> before = m_service->children();
    BlockingHttp client(port());
    QVERIFY(send(client, runningOn(3000)));
    QCOMPARE(client.read(false, [](const QByteArray &) { return false; }).status, 200);
    QElapsedTimer clock;
    clock.start();
    QVERIFY(signalProcess(m_service->processId(), SIGTERM));
    QTRY_VERIFY(m_service->log().contains("stopping:"));

    client.close();

    QCOMPARE(m_service->ended(), 0);
    QVERIFY2(clock.elapsed() < 15'000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(m_service->log().count("serving from the instance"), 1); // no new Shimmy
    QVERIFY(!isProcess(before.first()));
}

void TestShimmyFaults::aShimmyThatIgnoresSigtermIsEnded()
{
    start({{u"ignoreTerm"_s, true}});
    const QList<qint64> before = m_service->children();
    QElapsedTimer clock;
    clock.start();

    QCOMPARE(m_service->terminate(), 0);

    QVERIFY2(clock.elapsed() < 10'000, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(!isProcess(before.first()));
}

QTEST_GUILESS_MAIN(TestShimmyFaults)
#include "test_shimmy_faults.moc"
