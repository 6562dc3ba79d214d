#include "shimmy_fault_fixture.h"
#include "signal_process.h"
#include "tiny_gguf.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

/// SIGTERM while Shimmy is at work, or does not obey.
class TestShutdown : public QObject, private ShimmyFaultFixture {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { m_service.reset(); }

    void whatWaitsWhenItStopsIsTold();
    void whatTheDrainCutsOffIsTold();
    void endsWhenTheLastClientLeavesWhileItStops();
    void aShimmyThatIgnoresSigtermIsEnded();
};

void TestShutdown::whatWaitsWhenItStopsIsTold()
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

void TestShutdown::whatTheDrainCutsOffIsTold()
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

void TestShutdown::endsWhenTheLastClientLeavesWhileItStops()
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

void TestShutdown::aShimmyThatIgnoresSigtermIsEnded()
{
    start({{u"ignoreTerm"_s, true}});
    const QList<qint64> before = m_service->children();
    QElapsedTimer clock;
    clock.start();

    QCOMPARE(m_service->terminate(), 0);

    QVERIFY2(clock.elapsed() < 10'000, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(!isProcess(before.first()));
}

QTEST_GUILESS_MAIN(TestShutdown)
#include "test_shutdown.moc"
