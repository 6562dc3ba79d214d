#include "fake_shimmy_program.h"
#include "pull_fixture.h"
#include "tiny_gguf.h"

#include <QTest>

using namespace Qt::StringLiterals;

/// Clients that leave in the middle of every kind of answer, in an orderly way and by a reset.
class TestDepartures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void survivesAClientThatLeaves_data();
    void survivesAClientThatLeaves();
    void cleanupTestCase();

private:
    QJsonObject manager() const
    {
        return httpGet(m_fixture->port(), "/v1/health").json().value("manager"_L1).toObject();
    }
    std::unique_ptr<BlockingHttp> ask(const QByteArray &path, const QByteArray &body) const;
    HttpAnswer generateShortly() const
    {
        return httpPost(m_fixture->port(), "/v1/generate", {{u"model"_s, u"tiny"_s}, {u"prompt"_s, u"x\n"_s}});
    }

    static constexpr int repetitions = 12;
    QTemporaryDir m_models;
    // Each generation takes long enough to leave in its middle, on a busy machine too.
    FakeShimmyProgram m_program{{{u"incremental"_s, true}, {u"tokenDelayMs"_s, 500}}};
    std::unique_ptr<PullFixture> m_fixture;
    std::unique_ptr<BlockingHttp> m_puller;
    qint64 m_before = 0;
};

void TestDepartures::initTestCase()
{
    QVERIFY(writeTinyGguf(m_models.filePath(u"tiny.gguf"_s)));
    m_fixture = std::make_unique<PullFixture>(QStringList{u"--queue"_s}, m_models.path(), m_program.path());
    QVERIFY(m_fixture->service().isUp());
    TinyGgufOptions large;
    large.minimumBytes = 32 << 20;
    for (const QString &name : {u"first.gguf"_s, u"second.gguf"_s}) {
        m_fixture->hub.addFile(u"slow/model"_s, name, tinyGgufBytes(large));
        m_fixture->hub.inject(slowly(name, 20'000));
    }
    // Goes on for as long as the test; the other one waits for it.
    m_puller = ask("/v1/api/pull", R"({"model":"slow/model","filename":"first.gguf"})");
    QTRY_VERIFY(m_fixture->hub.cdnRequests() > 0);
    QCOMPARE(generateShortly().status, 200);
    m_before = m_fixture->service().residentBytes();
}

std::unique_ptr<BlockingHttp> TestDepartures::ask(const QByteArray &path, const QByteArray &body) const
{
    auto client = std::make_unique<BlockingHttp>(m_fixture->port());
    client->send(httpRequestBytes("POST", path, body, {{"Content-Type", "application/json"}}));
    return client;
}

void TestDepartures::survivesAClientThatLeaves_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("waitsAtTheGate");
    QTest::addColumn<bool>("reads"); // something of the answer before it leaves
    QTest::addColumn<bool>("reset");
    const QByteArray pull = "/v1/api/pull";
    const QByteArray generate = R"({"model":"tiny","prompt":"L","max_tokens":3500)";
    const QByteArray chat = R"({"model":"tiny","messages":[{"role":"user","content":"hi"}])";
    for (const bool reset : {false, true}) {
        const char *how = reset ? "reset" : "close";
        QTest::addRow("generate, %s", how) << QByteArray("/v1/generate") << generate + "}" << false << false << reset;
        QTest::addRow("generate stream, %s", how)
            << QByteArray("/v1/generate") << generate + R"(,"stream":true})" << false << true << reset;
        QTest::addRow("chat, %s", how) << QByteArray("/v1/chat/completions") << chat + "}" << false << false << reset;
        QTest::addRow("chat stream, %s", how)
            << QByteArray("/v1/chat/completions") << chat + R"(,"stream":true})" << false << true << reset;
        QTest::addRow("completions stream, %s", how)
            << QByteArray("/v1/completions") << generate + R"(,"stream":true})" << false << true << reset;
        QTest::addRow("at the gate, %s", how)
            << QByteArray("/v1/generate") << generate + R"(,"stream":true})" << true << false << reset;
        QTest::addRow("queued pull, %s", how)
            << pull << QByteArray(R"({"model":"slow/model","filename":"second.gguf"})") << false << true << reset;
        QTest::addRow("pull at once, %s", how)
            << pull << QByteArray(R"({"model":"slow/model","filename":"first.gguf","stream":false})") << false << false
            << reset;
        QTest::addRow("attached pull, %s", how)
            << pull << QByteArray(R"({"model":"slow/model","filename":"first.gguf"})") << false << true << reset;
    }
}

void TestDepartures::survivesAClientThatLeaves()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    QFETCH(bool, waitsAtTheGate);
    QFETCH(bool, reads);
    QFETCH(bool, reset);
    const bool generates = path != "/v1/api/pull";

    for (int i = 0; i < repetitions; ++i) {
        std::unique_ptr<BlockingHttp> running;
        if (waitsAtTheGate) {
            running = ask(path, body);
            QTRY_COMPARE(manager().value("generations"_L1).toInt(), 1);
        }
        const auto client = ask(path, body);
        if (reads)
            QCOMPARE(client->read(false, [](const QByteArray &) { return false; }).status, 200);
        else if (waitsAtTheGate)
            QTRY_COMPARE(manager().value("queue_length"_L1).toInt(), 1);
        else if (generates)
            QTRY_COMPARE(manager().value("generations"_L1).toInt(), 1);
        else
            QCOMPARE(httpGet(m_fixture->port(), "/v1/health").status, 200); // it has read what came before

        client->close(reset);

        if (waitsAtTheGate)
            QTRY_COMPARE(manager().value("queue_length"_L1).toInt(), 0);
        running.reset();
        QTRY_COMPARE(manager().value("generations"_L1).toInt(), 0);
    }

    QVERIFY(m_fixture->isHealthy());
    QCOMPARE(generateShortly().json().value("response"_L1), u" Hello, world!!"_s);
    QCOMPARE(manager().value("restarts"_L1).toInt(), 0);
    QVERIFY(manager().value("downloads"_L1).toInt() >= 1); // nobody's leaving ended it
}

void TestDepartures::cleanupTestCase()
{
    const qint64 grown = m_fixture->service().residentBytes() - m_before;
    qInfo() << "resident memory grew by" << grown / 1024 << "KiB";
#ifndef __SANITIZE_ADDRESS__
    QVERIFY2(grown < 50 << 20, qPrintable(QString::number(grown)));
#endif
    m_puller.reset();
    m_fixture->hub.clearFaults();
    QCOMPARE(m_fixture->service().terminate(), 0);
}

QTEST_GUILESS_MAIN(TestDepartures)
#include "test_departures.moc"
