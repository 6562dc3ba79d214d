#include "blocking_http.h"
#include "fake_hub.h"
#include "service_process.h"
#include "tiny_gguf.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;

/// Every line of the contract of the Python service that this one replaces, against the running process.
class TestOriginalContract : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    // What its clients rely on.
    void rootTellsTheServicesFacts();
    void rootTellsTheDownloadInProgress();
    void healthIsShimmysOwnBody();
    void healthIs503WhenShimmyDoesNotAnswer();
    void modelsAreListedAsOpenAiDoes();
    void generateDefaultsToOneAnswer();
    void pullStreamsFromStartingToComplete();
    void pullWithoutABodyIsRefused_data();
    void pullWithoutABodyIsRefused();
    void pullWithAFieldMissingIsRefused_data();
    void pullWithAFieldMissingIsRefused();
    void pullWhileAnotherRunsIsRefused();
    void pullThatTheHubRefusesEndsInTheStream();
    void pullOfAFileWithWrongMagicLeavesNothing();

    // What it did wrong.
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
    HttpAnswer pull(const QJsonObject &body) { return httpPost(m_service->port(), "/v1/api/pull", body); }
    QStringList filesIn(const QString &directory) const
    {
        return QDir(directory).entryList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot);
    }
    std::unique_ptr<FakeHub> m_hub;
    std::unique_ptr<ServiceProcess> m_service;
};

namespace {

const QString repo = u"TheBloke/phi-3-mini-4k-instruct-GGUF"_s;
const QString filename = u"phi-3-mini-4k-instruct.Q4_K_M.gguf"_s;

/// A file of another repo that takes some seconds to arrive.
void addSlowFile(FakeHub &hub)
{
    hub.addFile(u"slow/model"_s, u"slow.gguf"_s, tinyGgufBytes());
    hub.inject({HubFault::Kind::Drip, "slow.gguf", true, -1, 0, 400'000, 0, {}, {}});
}

} // namespace

void TestOriginalContract::init()
{
    m_hub = std::make_unique<FakeHub>();
    m_hub->addFile(repo, filename, tinyGgufBytes());
    ServiceProcess::Setup setup;
    setup.hub = m_hub->url();
    m_service = std::make_unique<ServiceProcess>(setup);
    QVERIFY(m_service->isUp());
}

void TestOriginalContract::cleanup()
{
    m_service.reset();
    m_hub.reset();
}

void TestOriginalContract::rootTellsTheServicesFacts()
{
    const QJsonObject facts = httpGet(m_service->port(), "/").json();

    QCOMPARE(facts.value("service"_L1), u"Shimmy Enhanced Proxy with Model Download"_s);
    QCOMPARE(facts.value("status"_L1), u"running"_s);
    QCOMPARE(facts.value("version"_L1), u"2.0.0"_s);
    QCOMPARE(facts.value("endpoints"_L1).toObject(),
             (QJsonObject{{u"health"_s, u"/v1/health"_s},
                          {u"generate"_s, u"/v1/generate"_s},
                          {u"models"_s, u"/v1/models"_s},
                          {u"completions"_s, u"/v1/completions"_s},
                          {u"pull"_s, u"/v1/api/pull"_s}}));
    QCOMPARE(facts.value("download_status"_L1).toObject(),
             (QJsonObject{{u"in_progress"_s, false},
                          {u"current_model"_s, QJsonValue::Null},
                          {u"current_filename"_s, QJsonValue::Null}}));
}

void TestOriginalContract::rootTellsTheDownloadInProgress()
{
    addSlowFile(*m_hub);
    BlockingHttp client(m_service->port());
    client.send(httpRequestBytes("POST", "/v1/api/pull", R"({"model":"slow/model","filename":"slow.gguf"})",
                                 {{"Content-Type", "application/json"}}));

    QTRY_VERIFY(
        httpGet(m_service->port(), "/").json().value("download_status"_L1).toObject().value("in_progress"_L1).toBool());

    const QJsonObject status = httpGet(m_service->port(), "/").json().value("download_status"_L1).toObject();
    QCOMPARE(status.value("current_model"_L1), u"slow/model"_s);
    QCOMPARE(status.value("current_filename"_L1), u"slow.gguf"_s);
}

void TestOriginalContract::healthIsShimmysOwnBody()
{
    for (const char *path : {"/v1/health", "/health"}) {
        const HttpAnswer health = httpGet(m_service->port(), path);
        QCOMPARE(health.status, 200);
        QCOMPARE(health.json().value("service"_L1), u"shimmy"_s);
        QCOMPARE(health.json().value("status"_L1), u"ok"_s);
        QVERIFY(health.json().contains("models"_L1));
        QVERIFY(health.json().contains("endpoints"_L1));
    }
}

void TestOriginalContract::healthIs503WhenShimmyDoesNotAnswer()
{
    QTemporaryDir directory;
    QFile broken(directory.filePath(u"shimmy"_s));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("#!/bin/sh\nexit 3\n");
    broken.close();
    QVERIFY(broken.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    ServiceProcess::Setup setup;
    setup.shimmy = broken.fileName();
    setup.waitUntilHealthy = false;
    ServiceProcess service(setup);

    QTRY_COMPARE_WITH_TIMEOUT(httpGet(service.port(), "/v1/health").status, 503, 20'000);

    const QJsonObject health = httpGet(service.port(), "/v1/health").json();
    QCOMPARE(health.value("status"_L1), u"unhealthy"_s);
    QVERIFY(!health.value("error"_L1).toString().isEmpty());
}

void TestOriginalContract::modelsAreListedAsOpenAiDoes()
{
    QCOMPARE(pull({{u"model"_s, repo}, {u"filename"_s, filename}}).lines().last().value("status"_L1), u"complete"_s);

    const QJsonObject list = httpGet(m_service->port(), "/v1/models").json();

    QCOMPARE(list.value("object"_L1), u"list"_s);
    QCOMPARE(list.value("data"_L1).toArray().size(), 1);
    const QJsonObject model = list.value("data"_L1).toArray().first().toObject();
    QCOMPARE(model.value("id"_L1), u"phi-3-mini-4k-instruct"_s);
    QCOMPARE(model.value("object"_L1), u"model"_s);
    QCOMPARE(model.value("owned_by"_L1), u"shimmy"_s);
    QVERIFY(model.value("created"_L1).toInteger() > 1'700'000'000);
}

void TestOriginalContract::generateDefaultsToOneAnswer()
{
    pull({{u"model"_s, repo}, {u"filename"_s, filename}});

    const HttpAnswer answer = httpPost(m_service->port(), "/v1/generate",
                                       {{u"model"_s, u"phi-3-mini-4k-instruct"_s}, {u"prompt"_s, u"Hi\n"_s}});

    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json(), (QJsonObject{{u"response"_s, u" Hello, world!!"_s}}));
}

void TestOriginalContract::pullStreamsFromStartingToComplete()
{
    const HttpAnswer answer = pull({{u"model"_s, repo}, {u"filename"_s, filename}});

    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.field("content-type"), "application/x-ndjson");
    const QJsonObject first = answer.lines().first();
    QCOMPARE(first.value("status"_L1), u"starting"_s);
    QCOMPARE(first.value("model"_L1), repo);
    QCOMPARE(first.value("filename"_L1), filename);
    const QJsonObject last = answer.lines().last();
    QCOMPARE(last.value("status"_L1), u"complete"_s);
    QCOMPARE(last.value("filename"_L1), filename);
    QCOMPARE(last.value("path"_L1).toString(), QString(m_service->models() + u'/' + filename));
    QCOMPARE(last.value("discovered"_L1), true);
    QFile file(last.value("path"_L1).toString());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), tinyGgufBytes());
    // Bytes / 2^20, two decimals.
    QCOMPARE(last.value("size_mb"_L1).toDouble(), QString::number(double(file.size()) / 1048576.0, 'f', 2).toDouble());
}

void TestOriginalContract::pullWithoutABodyIsRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("no body") << QByteArray();
    QTest::newRow("{}") << QByteArray("{}");
}

void TestOriginalContract::pullWithoutABodyIsRefused()
{
    QFETCH(QByteArray, body);

    const HttpAnswer answer =
        httpRequest(m_service->port(), "POST", "/v1/api/pull", body, {{"Content-Type", "application/json"}});

    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.json().value("status"_L1), u"error"_s);
    QCOMPARE(answer.json().value("error"_L1), u"Request body required"_s);
}

void TestOriginalContract::pullWithAFieldMissingIsRefused_data()
{
    QTest::addColumn<QJsonObject>("body");
    QTest::newRow("no filename") << QJsonObject{{u"model"_s, repo}};
    QTest::newRow("no model") << QJsonObject{{u"filename"_s, filename}};
    QTest::newRow("empty filename") << QJsonObject{{u"model"_s, repo}, {u"filename"_s, QString()}};
    QTest::newRow("null model") << QJsonObject{{u"model"_s, QJsonValue::Null}, {u"filename"_s, filename}};
}

void TestOriginalContract::pullWithAFieldMissingIsRefused()
{
    QFETCH(QJsonObject, body);

    const HttpAnswer answer = pull(body);

    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.json().value("status"_L1), u"error"_s);
    QCOMPARE(answer.json().value("error"_L1), u"Both 'model' and 'filename' are required"_s);
}

void TestOriginalContract::pullWhileAnotherRunsIsRefused()
{
    addSlowFile(*m_hub);
    BlockingHttp client(m_service->port());
    client.send(httpRequestBytes("POST", "/v1/api/pull", R"({"model":"slow/model","filename":"slow.gguf"})",
                                 {{"Content-Type", "application/json"}}));
    QTRY_VERIFY(m_hub->cdnRequests() > 0);

    const HttpAnswer second = pull({{u"model"_s, repo}, {u"filename"_s, filename}});

    QCOMPARE(second.status, 409);
    QCOMPARE(second.json().value("status"_L1), u"error"_s);
    QCOMPARE(second.json().value("error"_L1), u"Download already in progress: slow/model/slow.gguf"_s);
}

void TestOriginalContract::pullThatTheHubRefusesEndsInTheStream()
{
    const HttpAnswer answer = pull({{u"model"_s, repo}, {u"filename"_s, u"missing.gguf"_s}});

    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.field("content-type"), "application/x-ndjson");
    QCOMPARE(answer.lines().first().value("status"_L1), u"starting"_s);
    QCOMPARE(answer.lines().last().value("status"_L1), u"error"_s);
    QCOMPARE(answer.lines().last().value("error"_L1), u"HuggingFace error: 404 Not Found"_s);
}

void TestOriginalContract::pullOfAFileWithWrongMagicLeavesNothing()
{
    m_hub->addFile(repo, u"wrong.gguf"_s, QByteArray(100'000, 'x'));

    const HttpAnswer answer = pull({{u"model"_s, repo}, {u"filename"_s, u"wrong.gguf"_s}});

    QCOMPARE(answer.lines().last().value("status"_L1), u"error"_s);
    QCOMPARE(answer.lines().last().value("error"_L1), u"Downloaded file is not a valid GGUF/GGML model"_s);
    QCOMPARE(filesIn(m_service->models()), QStringList());
    QCOMPARE(filesIn(m_service->models() + u"/.shimmyd/parts"_s), QStringList());
}

void TestOriginalContract::badRequestsDoNotDisturbADownload()
{
    addSlowFile(*m_hub);
    BlockingHttp client(m_service->port());
    client.send(httpRequestBytes("POST", "/v1/api/pull", R"({"model":"slow/model","filename":"slow.gguf"})",
                                 {{"Content-Type", "application/json"}}));
    QTRY_VERIFY(m_hub->cdnRequests() > 0);

    const HttpAnswer bad =
        httpRequest(m_service->port(), "POST", "/v1/api/pull", "{\"model\":", {{"Content-Type", "application/json"}});

    QCOMPARE(bad.status, 400);
    QCOMPARE(pull({{u"model"_s, repo}, {u"filename"_s, filename}}).status, 409); // the lock is still held
}

void TestOriginalContract::badBodiesAreTheClientsFault_data()
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

void TestOriginalContract::badBodiesAreTheClientsFault()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    QFETCH(int, status);

    for (const char *path : {"/v1/api/pull", "/v1/generate", "/v1/chat/completions"}) {
        const HttpAnswer answer = httpRequest(m_service->port(), "POST", path, body, {{"Content-Type", type}});
        QCOMPARE(answer.status, status);
        QVERIFY(answer.json().contains("error"_L1));
    }
}

void TestOriginalContract::errorLinesAreJson()
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

void TestOriginalContract::streamedGenerateIsLabelledAsEventStream()
{
    pull({{u"model"_s, repo}, {u"filename"_s, filename}});

    const HttpAnswer answer =
        httpPost(m_service->port(), "/v1/generate",
                 {{u"model"_s, u"phi-3-mini-4k-instruct"_s}, {u"prompt"_s, u"Hi\n"_s}, {u"stream"_s, true}});

    QVERIFY(answer.field("content-type").startsWith("text/event-stream"));
    QCOMPARE(answer.events().last(), "[DONE]");
}

void TestOriginalContract::streamedChatWorks()
{
    pull({{u"model"_s, repo}, {u"filename"_s, filename}});
    const QJsonObject message{{u"role"_s, u"user"_s}, {u"content"_s, u"Hi"_s}};

    const HttpAnswer answer = httpPost(
        m_service->port(), "/v1/chat/completions",
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

void TestOriginalContract::unknownModelIs404()
{
    QCOMPARE(httpPost(m_service->port(), "/v1/generate", {{u"model"_s, u"x"_s}, {u"prompt"_s, u"y"_s}}).status, 404);
}

void TestOriginalContract::completionsHaveTheOpenAiShape()
{
    pull({{u"model"_s, repo}, {u"filename"_s, filename}});

    const QJsonObject answer = httpPost(m_service->port(), "/v1/completions",
                                        {{u"model"_s, u"phi-3-mini-4k-instruct"_s}, {u"prompt"_s, u"Hi\n"_s}})
                                   .json();

    QCOMPARE(answer.value("object"_L1), u"text_completion"_s);
    QCOMPARE(answer.value("choices"_L1).toArray().first().toObject().value("text"_L1), u" Hello, world!!"_s);
    QVERIFY(answer.contains("usage"_L1));
}

void TestOriginalContract::serviceIsNeverDownDuringAPull()
{
    m_hub->addFile(u"first/model"_s, u"present.gguf"_s, tinyGgufBytes());
    QCOMPARE(
        pull({{u"model"_s, u"first/model"_s}, {u"filename"_s, u"present.gguf"_s}}).lines().last().value("status"_L1),
        u"complete"_s);
    std::atomic<bool> done = false;
    std::atomic<int> healthy = 0;
    std::atomic<int> generated = 0;
    std::atomic<int> failures = 0;
    const quint16 port = m_service->port();
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
        m_hub->addFile(repo, name, tinyGgufBytes(options));
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

void TestOriginalContract::completeIsSentAfterTheModelIsUsable()
{
    for (int i = 0; i < 5; ++i) {
        const QString name = u"usable-%1.gguf"_s.arg(i);
        m_hub->addFile(repo, name, tinyGgufBytes());
        BlockingHttp client(m_service->port());
        const QByteArray body = "{\"model\":\"" + repo.toUtf8() + "\",\"filename\":\"" + name.toUtf8() + "\"}";
        client.send(httpRequestBytes("POST", "/v1/api/pull", body, {{"Content-Type", "application/json"}}));
        QByteArray seen;
        int status = 0;

        client.read(false, [&](const QByteArray &piece) {
            seen += piece;
            if (!seen.contains("\"complete\""))
                return true;
            status = httpPost(m_service->port(), "/v1/generate", {{u"model"_s, name}, {u"prompt"_s, u"x\n"_s}}).status;
            return false;
        });

        QCOMPARE(status, 200);
    }
}

void TestOriginalContract::noModelIsCalledModels()
{
    QCOMPARE(httpGet(m_service->port(), "/v1/models").json().value("data"_L1).toArray().size(), 0);
    QCOMPARE(httpGet(m_service->port(), "/v1/models/models").status, 404);
}

QTEST_GUILESS_MAIN(TestOriginalContract)
#include "test_original_contract.moc"
