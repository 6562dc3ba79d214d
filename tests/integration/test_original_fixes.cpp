#include "original_fixture.h"
#include "tiny_gguf.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;

/// What the Python service, which this one replaces, did wrong and this one must not, against the running process.
class TestOriginalFixes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void badRequestsDoNotDisturbADownload();
    void badBodiesAreTheClientsFault_data();
    void badBodiesAreTheClientsFault();
    void errorLinesAreJson();
    void streamedGenerateIsLabelledAsEventStream();
    void streamedChatWorks();
    void unknownModelIs404();
    void completionsHaveTheOpenAiShape();
    void serviceIsNeverDownDuringAPull();
    void completeIsSentAfterTheModelIsUsable();
    void noModelIsCalledModels();

private:
    HttpAnswer pull(const QJsonObject &body) { return m_fixture->pull(body); }
    std::unique_ptr<OriginalFixture> m_fixture;
};

namespace {

const QString repo = OriginalFixture::repo;
const QString filename = OriginalFixture::filename;

} // namespace

void TestOriginalFixes::init()
{
    m_fixture = std::make_unique<OriginalFixture>();
    QVERIFY(m_fixture->service().isUp());
}

void TestOriginalFixes::cleanup()
{
    m_fixture.reset();
}

void TestOriginalFixes::badRequestsDoNotDisturbADownload()
{
    m_fixture->addSlowFile();
    BlockingHttp client(m_fixture->port());
    client.send(httpRequestBytes("POST", "/v1/api/pull", R"({"model":"slow/model","filename":"slow.gguf"})",
                                 {{"Content-Type", "application/json"}}));
    QTRY_VERIFY(m_fixture->hub.cdnRequests() > 0);

    const HttpAnswer bad =
        httpRequest(m_fixture->port(), "POST", "/v1/api/pull", "{\"model\":", {{"Content-Type", "application/json"}});

    QCOMPARE(bad.status, 400);
    QCOMPARE(pull({{u"model"_s, repo}, {u"filename"_s, filename}}).status, 409); // the lock is still held
}

void TestOriginalFixes::badBodiesAreTheClientsFault_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::newRow("bad JSON") << QByteArray("application/json") << QByteArray("{\"model\" \"x\"}") << 400;
    QTest::newRow("an array") << QByteArray("application/json") << QByteArray("[1,2]") << 400;
    QTest::newRow("a string") << QByteArray("application/json") << QByteArray("\"x\"") << 400;
    QTest::newRow("wrong content type") << QByteArray("text/plain") << QByteArray("{}") << 415;
    QTest::newRow("form") << QByteArray("application/x-www-form-urlencoded") << QByteArray("model=x") << 415;
}

void TestOriginalFixes::badBodiesAreTheClientsFault()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    QFETCH(int, status);

    for (const char *path : {"/v1/api/pull", "/v1/generate", "/v1/chat/completions"}) {
        const HttpAnswer answer = httpRequest(m_fixture->port(), "POST", path, body, {{"Content-Type", type}});
        QCOMPARE(answer.status, status);
        QVERIFY(answer.json().contains("error"_L1));
    }
}

void TestOriginalFixes::errorLinesAreJson()
{
    const QString nasty = u"quote\"and\\line\nbreak.gguf"_s;

    const HttpAnswer refused = pull({{u"model"_s, repo}, {u"filename"_s, nasty}});
    const HttpAnswer missing = pull({{u"model"_s, repo}, {u"filename"_s, u"it's \"not\" there.gguf"_s}});

    QCOMPARE(refused.status, 400);
    QCOMPARE(refused.json().value("status"_L1), u"error"_s);
    for (const QJsonObject &line : missing.lines())
        QVERIFY(line.contains("status"_L1));
    QCOMPARE(missing.lines().last().value("status"_L1), u"error"_s);
}

void TestOriginalFixes::streamedGenerateIsLabelledAsEventStream()
{
    pull({{u"model"_s, repo}, {u"filename"_s, filename}});

    const HttpAnswer answer =
        httpPost(m_fixture->port(), "/v1/generate",
                 {{u"model"_s, u"phi-3-mini-4k-instruct"_s}, {u"prompt"_s, u"Hi\n"_s}, {u"stream"_s, true}});

    QVERIFY(answer.field("content-type").startsWith("text/event-stream"));
    QCOMPARE(answer.events().last(), "[DONE]");
}

void TestOriginalFixes::streamedChatWorks()
{
    pull({{u"model"_s, repo}, {u"filename"_s, filename}});
    const QJsonObject message{{u"role"_s, u"user"_s}, {u"content"_s, u"Hi"_s}};

    const HttpAnswer answer = httpPost(
        m_fixture->port(), "/v1/chat/completions",
        {{u"model"_s, u"phi-3-mini-4k-instruct"_s}, {u"messages"_s, QJsonArray{message}}, {u"stream"_s, true}});

    QCOMPARE(answer.status, 200);
    QString text;
    for (const QByteArray &event : answer.events()) {
        const QJsonObject choice =
            QJsonDocument::fromJson(event).object().value("choices"_L1).toArray().first().toObject();
        text += choice.value("delta"_L1).toObject().value("content"_L1).toString();
    }
    QCOMPARE(text, u" Hello, world!!"_s);
}

void TestOriginalFixes::unknownModelIs404()
{
    QCOMPARE(httpPost(m_fixture->port(), "/v1/generate", {{u"model"_s, u"x"_s}, {u"prompt"_s, u"y"_s}}).status, 404);
}

void TestOriginalFixes::completionsHaveTheOpenAiShape()
{
    pull({{u"model"_s, repo}, {u"filename"_s, filename}});

    const QJsonObject answer = httpPost(m_fixture->port(), "/v1/completions",
                                        {{u"model"_s, u"phi-3-mini-4k-instruct"_s}, {u"prompt"_s, u"Hi\n"_s}})
                                   .json();

    QCOMPARE(answer.value("object"_L1), u"text_completion"_s);
    QCOMPARE(answer.value("choices"_L1).toArray().first().toObject().value("text"_L1), u" Hello, world!!"_s);
    QVERIFY(answer.contains("usage"_L1));
}

void TestOriginalFixes::serviceIsNeverDownDuringAPull()
{
    m_fixture->hub.addFile(u"first/model"_s, u"present.gguf"_s, tinyGgufBytes());
    QCOMPARE(
        pull({{u"model"_s, u"first/model"_s}, {u"filename"_s, u"present.gguf"_s}}).lines().last().value("status"_L1),
        u"complete"_s);
    std::atomic<bool> done = false;
    std::atomic<int> healthy = 0;
    std::atomic<int> generated = 0;
    std::atomic<int> failures = 0;
    const quint16 port = m_fixture->port();
    // 50 requests a second, half of each kind.
    std::thread poller([&] {
        auto next = std::chrono::steady_clock::now();
        for (int i = 0; !done || i < 100; ++i) {
            const bool health = i % 2 == 0;
            const HttpAnswer answer = health
                ? httpGet(port, "/v1/health")
                : httpPost(port, "/v1/generate", {{u"model"_s, u"present"_s}, {u"prompt"_s, u"x\n"_s}});
            const bool good = answer.status == 200 && answer.complete
                && (health || answer.json().value("response"_L1) == u" Hello, world!!"_s);
            (good ? (health ? healthy : generated) : failures) += 1;
            next += std::chrono::milliseconds(20);
            std::this_thread::sleep_until(next);
        }
    });

    QStringList statuses;
    for (int i = 0; i < 5; ++i) {
        const QString name = u"new-%1.gguf"_s.arg(i);
        TinyGgufOptions options;
        options.name = name.toUtf8();
        m_fixture->hub.addFile(repo, name, tinyGgufBytes(options));
        statuses += pull({{u"model"_s, repo}, {u"filename"_s, name}}).lines().last().value("status"_L1).toString();
    }
    done = true;
    poller.join();

    QCOMPARE(statuses, QStringList(5, u"complete"_s));
    qInfo() << healthy.load() << "health checks and" << generated.load()
            << "generations while 5 models were switched in";
    QCOMPARE(failures.load(), 0);
    QVERIFY(healthy >= 50 && generated >= 50);
    QCOMPARE(httpGet(port, "/v1/health").json().value("manager"_L1).toObject().value("switches"_L1).toInt(), 6);
}

void TestOriginalFixes::completeIsSentAfterTheModelIsUsable()
{
    for (int i = 0; i < 5; ++i) {
        const QString name = u"usable-%1.gguf"_s.arg(i);
        m_fixture->hub.addFile(repo, name, tinyGgufBytes());
        BlockingHttp client(m_fixture->port());
        const QByteArray body = "{\"model\":\"" + repo.toUtf8() + "\",\"filename\":\"" + name.toUtf8() + "\"}";
        client.send(httpRequestBytes("POST", "/v1/api/pull", body, {{"Content-Type", "application/json"}}));
        QByteArray seen;
        int status = 0;

        client.read(false, [&](const QByteArray &piece) {
            seen += piece;
            if (!seen.contains("\"complete\""))
                return true;
            status = httpPost(m_fixture->port(), "/v1/generate", {{u"model"_s, name}, {u"prompt"_s, u"x\n"_s}}).status;
            return false;
        });

        QCOMPARE(status, 200);
    }
}

void TestOriginalFixes::noModelIsCalledModels()
{
    QCOMPARE(httpGet(m_fixture->port(), "/v1/models").json().value("data"_L1).toArray().size(), 0);
    QCOMPARE(httpGet(m_fixture->port(), "/v1/models/models").status, 404);
}

QTEST_GUILESS_MAIN(TestOriginalFixes)
#include "test_original_fixes.moc"
