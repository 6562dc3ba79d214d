#include "blocking_http.h"
#include "fake_shimmy_program.h"
#include "service_process.h"
#include "signal_process.h"
#include "tiny_gguf.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTcpSocket>
#include <QTest>

#include <atomic>
#include <csignal>
#include <thread>

using namespace Qt::StringLiterals;

/// The running service as its operator sets it: how many Shimmys, how much memory, how long a queue, how much patience.
class TestSupervision : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();

    void aSilentGenerationEndsWith504AndNobodyElseNotices();
    void instancesGenerateAtTheSameTimeOnLoopbackOnly();
    void aFullQueueIsSharedAndSaysWhenToComeBack();
    void aPromptThatCouldNotStartInTimeIs503();
    void aClientThatLeavesEndsItsShimmyWithin500Milliseconds();
    void noRequestFailsWhileClientsLeaveAndOthersPrompt();
    void whatIsGivenUpTellsItsLastLines();
    void aProgramThatIsNoShimmyIsNamed();
    void reportsShimmysVersion();

private:
    void start(const QJsonObject &faults, const ServiceProcess::Setup &more = {});
    quint16 port() const { return m_service->port(); }
    QJsonObject manager() const { return httpGet(port(), "/v1/health").json().value("manager"_L1).toObject(); }
    QList<QJsonObject> instances() const;
    bool allAreReady() const
    {
        const auto all = instances();
        return !all.isEmpty() && std::all_of(all.begin(), all.end(), [](const QJsonObject &instance) {
            return instance.value("state"_L1) == "ready"_L1;
        });
    }
    bool send(BlockingHttp &client, const QByteArray &prompt, int maxTokens = 3000, bool stream = false) const;
    HttpAnswer generate(const QByteArray &prompt = "x\n") const;
    /// A client at another address of this machine.
    std::unique_ptr<QTcpSocket> clientFrom(const QString &address) const;

    QTemporaryDir m_models;
    FakeShimmyProgram m_program;
    std::unique_ptr<ServiceProcess> m_service;
};

namespace {

// The fake's prompts, as tiny_gguf.h has them.
const QByteArray runsOn = "L";
const QByteArray endsAtOnce = "Q";
const QString hello = u" Hello, world!!"_s;

QString codeOf(const HttpAnswer &answer)
{
    return answer.json().value("error"_L1).toObject().value("code"_L1).toString();
}

QByteArray requestFor(const QByteArray &prompt, int maxTokens, bool stream)
{
    const QJsonObject body{{u"model"_s, u"tiny"_s},
                           {u"prompt"_s, QString::fromLatin1(prompt)},
                           {u"max_tokens"_s, maxTokens},
                           {u"stream"_s, stream}};
    return httpRequestBytes("POST", "/v1/generate", QJsonDocument(body).toJson(QJsonDocument::Compact),
                            {{"Content-Type", "application/json"}});
}

} // namespace

void TestSupervision::initTestCase()
{
    QVERIFY(writeTinyGguf(m_models.filePath(u"tiny.gguf"_s)));
}

void TestSupervision::cleanup()
{
    m_service.reset();
}

void TestSupervision::start(const QJsonObject &faults, const ServiceProcess::Setup &more)
{
    m_program.tell(faults);
    ServiceProcess::Setup setup = more;
    setup.models = m_models.path();
    setup.shimmy = m_program.path();
    m_service = std::make_unique<ServiceProcess>(setup);
    if (setup.waitUntilHealthy)
        QVERIFY(m_service->isUp());
    else
        QTRY_VERIFY_WITH_TIMEOUT(httpGet(port(), "/v1/health").status != 0, 20'000);
}

QList<QJsonObject> TestSupervision::instances() const
{
    QList<QJsonObject> instances;
    for (const auto &instance : manager().value("instances"_L1).toArray())
        instances += instance.toObject();
    return instances;
}

bool TestSupervision::send(BlockingHttp &client, const QByteArray &prompt, int maxTokens, bool stream) const
{
    return client.send(requestFor(prompt, maxTokens, stream));
}

HttpAnswer TestSupervision::generate(const QByteArray &prompt) const
{
    BlockingHttp client(port());
    return send(client, prompt) ? client.read() : HttpAnswer();
}

std::unique_ptr<QTcpSocket> TestSupervision::clientFrom(const QString &address) const
{
    auto socket = std::make_unique<QTcpSocket>();
    if (!socket->bind(QHostAddress(address)))
        qFatal("cannot use %s", qPrintable(address));
    socket->connectToHost(u"127.0.0.1"_s, port());
    if (!socket->waitForConnected(10'000))
        qFatal("cannot connect");
    return socket;
}

void TestSupervision::aSilentGenerationEndsWith504AndNobodyElseNotices()
{
    start({{u"incremental"_s, true}, {u"hangsAfterTokens"_s, 2}},
          {.arguments = {u"--instances"_s, u"2"_s, u"--generation-timeout"_s, u"3s"_s}});
    QTRY_VERIFY(allAreReady());
    const QList<qint64> before = m_service->children();
    QElapsedTimer clock;
    clock.start();
    BlockingHttp silent(port());
    QVERIFY(send(silent, runsOn));
    QTRY_COMPARE(manager().value("generations"_L1).toInt(), 1);
    std::atomic<bool> done = false;
    int others = 0;
    int noticed = 0;
    std::thread poller([&] {
        while (!done) {
            const bool served = generate(endsAtOnce).status == 200 && httpGet(port(), "/v1/health").status == 200;
            ++(served ? others : noticed);
        }
    });

    const HttpAnswer answer = silent.read();
    const qint64 took = clock.elapsed();
    done = true;
    poller.join();

    QCOMPARE(answer.status, 504);
    QCOMPARE(codeOf(answer), u"timed_out"_s);
    QVERIFY2(answer.body.contains("nothing for 3 s") && answer.body.contains("--generation-timeout"),
             answer.body.constData());
    QVERIFY2(took >= 3'000 && took < 10'000, qPrintable(QString::number(took)));
    QCOMPARE(noticed, 0);
    QVERIFY2(others >= 10, qPrintable(QString::number(others)));
    const auto stillThere = [&] {
        const QList<qint64> now = m_service->children();
        return std::count_if(before.begin(), before.end(), [&](qint64 pid) { return now.contains(pid); });
    };
    QTRY_COMPARE(stillThere(), 1);
}

void TestSupervision::instancesGenerateAtTheSameTimeOnLoopbackOnly()
{
    QTemporaryDir directory;
    QFile config(directory.filePath(u"shimmyd.toml"_s));
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write("instances = 2\n");
    config.close();
    const quint16 first = unusedPort();
    start({{u"incremental"_s, true}, {u"tokenDelayMs"_s, 20}},
          {.shimmyPort = first, .arguments = {u"--config"_s, config.fileName()}});
    QTRY_VERIFY(allAreReady());
    QList<int> ports;
    for (const QJsonObject &instance : instances())
        ports += instance.value("port"_L1).toInt();
    std::sort(ports.begin(), ports.end());

    BlockingHttp one(port());
    BlockingHttp two(port());
    BlockingHttp three(port());
    QVERIFY(send(one, runsOn, 300) && send(two, runsOn, 300));
    QTRY_COMPARE(manager().value("generations"_L1).toInt(), 2);
    QVERIFY(send(three, runsOn, 1));

    QTRY_COMPARE(manager().value("queue_length"_L1).toInt(), 1);
    for (const QJsonObject &instance : instances())
        QCOMPARE(instance.value("state"_L1), u"busy"_s);
    QCOMPARE(manager().value("shimmy"_L1), u"ready"_s);
    for (BlockingHttp *client : {&one, &two, &three})
        QCOMPARE(client->read().status, 200);
    QCOMPARE(ports.value(0), first);
    QVERIFY2(ports.value(1) > first && ports.value(1) < first + 20, qPrintable(QString::number(ports.value(1))));
    for (const int each : ports) {
        QTcpSocket elsewhere;
        QCOMPARE(httpGet(static_cast<quint16>(each), "/health").status, 200);
        elsewhere.connectToHost(u"127.0.0.2"_s, static_cast<quint16>(each));
        QVERIFY(!elsewhere.waitForConnected(5'000));
        QCOMPARE(elsewhere.error(), QAbstractSocket::ConnectionRefusedError);
    }
}

void TestSupervision::aFullQueueIsSharedAndSaysWhenToComeBack()
{
    start({{u"incremental"_s, true}, {u"tokenDelayMs"_s, 20}}, {.variables = {{u"SHIMMYD_QUEUE_LIMIT"_s, u"3"_s}}});
    BlockingHttp running(port());
    QVERIFY(send(running, runsOn, 100));
    QTRY_COMPARE(manager().value("generations"_L1).toInt(), 1);
    std::vector<std::unique_ptr<BlockingHttp>> greedy;
    for (int i = 1; i <= 3; ++i) {
        greedy.push_back(std::make_unique<BlockingHttp>(port()));
        QVERIFY(send(*greedy.back(), runsOn, 30));
        QTRY_COMPARE(manager().value("queue_length"_L1).toInt(), i);
    }

    const HttpAnswer fourth = generate();
    const auto other = clientFrom(u"127.0.0.2"_s);
    other->write(requestFor("x\n", 10, false));
    other->flush();
    const HttpAnswer displaced = greedy[2]->read();

    for (const HttpAnswer &answer : {fourth, displaced}) {
        QCOMPARE(answer.status, 429);
        QCOMPARE(codeOf(answer), u"queue_full"_s);
        const int seconds = answer.field("retry-after").toInt();
        QVERIFY2(seconds >= 1 && seconds <= 120, answer.field("retry-after").constData());
    }
    QTRY_VERIFY_WITH_TIMEOUT(other->bytesAvailable() > 0, 20'000); // before the greedy one's second
    QVERIFY(other->readAll().startsWith("HTTP/1.1 200"));
    QVERIFY(manager().value("queue_length"_L1).toInt() >= 1 || manager().value("generations"_L1).toInt() == 1);
    for (const int served : {0, 1})
        QCOMPARE(greedy[static_cast<size_t>(served)]->read().status, 200);
}

void TestSupervision::aPromptThatCouldNotStartInTimeIs503()
{
    start({{u"incremental"_s, true}, {u"tokenDelayMs"_s, 20}}, {.arguments = {u"--queue-wait"_s, u"1s"_s}});
    BlockingHttp running(port());
    QVERIFY(send(running, runsOn));
    QTRY_COMPARE(manager().value("generations"_L1).toInt(), 1);
    QElapsedTimer clock;
    clock.start();

    const HttpAnswer answer = generate();

    QCOMPARE(answer.status, 503);
    QCOMPARE(codeOf(answer), u"shimmy_unavailable"_s);
    QVERIFY(answer.field("retry-after").toInt() >= 1);
    QVERIFY2(clock.elapsed() >= 1'000 && clock.elapsed() < 10'000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(manager().value("queue_length"_L1).toInt(), 0);
}

void TestSupervision::aClientThatLeavesEndsItsShimmyWithin500Milliseconds()
{
    start({{u"incremental"_s, true}, {u"tokenDelayMs"_s, 20}});
    QList<qint64> ends;
    QList<qint64> replacements;
    for (int i = 0; i < 5; ++i) { // the best of them counts: other programs may have the machine meanwhile
        const auto pid = static_cast<pid_t>(m_service->children().first());
        BlockingHttp client(port());
        QVERIFY(send(client, runsOn, 3000, true));
        QCOMPARE(client.read(false, [](const QByteArray &) { return false; }).status, 200);
        QElapsedTimer clock;
        clock.start();
        client.close();
        while (isProcess(pid) && clock.elapsed() < 20'000)
            std::this_thread::yield();
        ends += clock.restart();
        while (instances().value(0).value("state"_L1) != "ready"_L1 && clock.elapsed() < 20'000)
            std::this_thread::yield();
        replacements += clock.elapsed();
        QCOMPARE(generate().json().value("response"_L1), hello);
    }
    std::sort(ends.begin(), ends.end());
    std::sort(replacements.begin(), replacements.end());
    qInfo() << "milliseconds from a departure to the end of its Shimmy:" << ends << "and to the next:" << replacements;
    QVERIFY2(ends.first() < 500, qPrintable(QString::number(ends.first())));
    QVERIFY2(replacements.first() < 200, qPrintable(QString::number(replacements.first())));
    QCOMPARE(manager().value("restarts"_L1).toInt(), 0);
}

void TestSupervision::noRequestFailsWhileClientsLeaveAndOthersPrompt()
{
    start({{u"incremental"_s, true}, {u"tokenDelayMs"_s, 1}}, {.arguments = {u"--instances"_s, u"2"_s}});
    QTRY_VERIFY(allAreReady());
    std::atomic<bool> done = false;
    std::atomic<int> failed = 0;
    std::atomic<int> served = 0;
    std::vector<std::thread> others;
    others.reserve(2);
    for (int i = 0; i < 2; ++i) {
        others.emplace_back([&] {
            while (!done)
                ++(generate().json().value("response"_L1) == hello ? served : failed);
        });
    }
    for (int i = 0; i < 20; ++i) {
        BlockingHttp leaver(port());
        if (send(leaver, runsOn, 3000, true))
            leaver.read(false, [](const QByteArray &) { return false; });
        leaver.close(i % 2 == 0);
    }
    done = true;
    for (std::thread &other : others)
        other.join();

    QCOMPARE(failed.load(), 0);
    QVERIFY2(served > 20, qPrintable(QString::number(served)));
}

void TestSupervision::whatIsGivenUpTellsItsLastLines()
{
    start({{u"exitAtStart"_s, 3}, {u"printsLines"_s, 60}}, {.waitUntilHealthy = false});
    QTRY_COMPARE_WITH_TIMEOUT(manager().value("shimmy"_L1), u"failed"_s, 60'000);

    const HttpAnswer health = httpGet(port(), "/v1/health");

    QCOMPARE(health.status, 503);
    QStringList output;
    for (const auto &line : health.json().value("output"_L1).toArray())
        output += line.toString();
    QCOMPARE(output.size(), 50);
    QVERIFY(output.contains(u"line 60"_s) && output.contains(u"Error: it was told to fail"_s));
    const QByteArray log = m_service->log();
    const QByteArray afterwards = log.mid(log.indexOf("Shimmy is given up:"));
    QVERIFY2(afterwards.contains("the last lines of its output:") && afterwards.contains("line 60"), log.constData());
}

void TestSupervision::aProgramThatIsNoShimmyIsNamed()
{
    ServiceProcess::Setup setup;
    setup.shimmy = u"/bin/ls"_s;
    setup.waitUntilHealthy = false;
    m_service = std::make_unique<ServiceProcess>(setup);
    QTRY_COMPARE_WITH_TIMEOUT(manager().value("shimmy"_L1), u"failed"_s, 20'000);

    const HttpAnswer health = httpGet(port(), "/v1/health");

    QCOMPARE(health.status, 503);
    QVERIFY2(health.json().value("error"_L1).toString().startsWith("/bin/ls is no Shimmy"_L1), health.body.constData());
    QVERIFY2(m_service->log().contains("/bin/ls is no Shimmy"), m_service->log().constData());
    QCOMPARE(httpGet(port(), "/v1/models").status, 200);
}

void TestSupervision::reportsShimmysVersion()
{
    start({{u"saysVersion"_s, u"2.6.5"_s}}, {.arguments = {u"--instances"_s, u"2"_s}});
    QTRY_VERIFY(allAreReady());

    QCOMPARE(manager().value("shimmy_version"_L1), u"2.6.5"_s);
    QCOMPARE(httpGet(port(), "/").json().value("shimmy_version"_L1), u"2.6.5"_s);
    QCOMPARE(m_service->log().count("is Shimmy 2.6.5 but this service was measured with 1.8"), 1);
}

QTEST_GUILESS_MAIN(TestSupervision)
#include "test_supervision.moc"
