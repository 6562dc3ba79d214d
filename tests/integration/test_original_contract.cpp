#include "original_fixture.h"
#include "tiny_gguf.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;

/// Every line that clients of the Python service, which this one replaces, rely on, against the running process.
class TestOriginalContract : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

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
    void errorTextWithAQuoteIsJsonInTheStream();

private:
    HttpAnswer pull(const QJsonObject &body) { return m_fixture->pull(body); }
    QStringList filesIn(const QString &directory) const
    {
        return QDir(directory).entryList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot);
    }
    std::unique_ptr<OriginalFixture> m_fixture;
};

namespace {

const QString repo = OriginalFixture::repo;
const QString filename = OriginalFixture::filename;

} // namespace

void TestOriginalContract::init()
{
    m_fixture = std::make_unique<OriginalFixture>();
    QVERIFY(m_fixture->service().isUp());
}

void TestOriginalContract::cleanup()
{
    m_fixture.reset();
}

void TestOriginalContract::rootTellsTheServicesFacts()
{
    const QJsonObject facts = httpGet(m_fixture->port(), "/").json();

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
    m_fixture->addSlowFile();
    BlockingHttp client(m_fixture->port());
    client.send(httpRequestBytes("POST", "/v1/api/pull", R"({"model":"slow/model","filename":"slow.gguf"})",
                                 {{"Content-Type", "application/json"}}));

    QTRY_VERIFY(
        httpGet(m_fixture->port(), "/").json().value("download_status"_L1).toObject().value("in_progress"_L1).toBool());

    const QJsonObject status = httpGet(m_fixture->port(), "/").json().value("download_status"_L1).toObject();
    QCOMPARE(status.value("current_model"_L1), u"slow/model"_s);
    QCOMPARE(status.value("current_filename"_L1), u"slow.gguf"_s);
}

void TestOriginalContract::healthIsShimmysOwnBody()
{
    for (const char *path : {"/v1/health", "/health"}) {
        const HttpAnswer health = httpGet(m_fixture->port(), path);
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

    const QJsonObject list = httpGet(m_fixture->port(), "/v1/models").json();

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

    const HttpAnswer answer = httpPost(m_fixture->port(), "/v1/generate",
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
    QCOMPARE(last.value("path"_L1).toString(), QString(m_fixture->service().models() + u'/' + filename));
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
        httpRequest(m_fixture->port(), "POST", "/v1/api/pull", body, {{"Content-Type", "application/json"}});

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
    m_fixture->addSlowFile();
    BlockingHttp client(m_fixture->port());
    client.send(httpRequestBytes("POST", "/v1/api/pull", R"({"model":"slow/model","filename":"slow.gguf"})",
                                 {{"Content-Type", "application/json"}}));
    QTRY_VERIFY(m_fixture->hub.cdnRequests() > 0);

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
    m_fixture->hub.addFile(repo, u"wrong.gguf"_s, QByteArray(100'000, 'x'));

    const HttpAnswer answer = pull({{u"model"_s, repo}, {u"filename"_s, u"wrong.gguf"_s}});

    QCOMPARE(answer.lines().last().value("status"_L1), u"error"_s);
    QCOMPARE(answer.lines().last().value("error"_L1), u"Downloaded file is not a valid GGUF/GGML model"_s);
    QCOMPARE(filesIn(m_fixture->service().models()), QStringList());
    QCOMPARE(filesIn(m_fixture->service().models() + u"/.shimmyd/parts"_s), QStringList());
}

void TestOriginalContract::errorTextWithAQuoteIsJsonInTheStream()
{
    // What the file server wrote comes back in the text of the error.
    const QString quoted = u"say \"please\" \\ first"_s;
    m_fixture->hub.addFile(repo, filename, tinyGgufBytes());
    m_fixture->hub.inject(
        {HubFault::Kind::Status, "phi-3", true, -1, 0, 0, 200, {}, {{"Content-Encoding", quoted.toLatin1()}}});

    const HttpAnswer answer = pull({{u"model"_s, repo}, {u"filename"_s, filename}});

    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.lines().first().value("status"_L1), u"starting"_s);
    for (const QByteArray &line : answer.body.trimmed().split('\n')) {
        QJsonParseError error;
        QVERIFY2(QJsonDocument::fromJson(line, &error).isObject(), line.constData());
        QCOMPARE(error.error, QJsonParseError::NoError);
    }
    const QJsonObject last = answer.lines().last();
    QCOMPARE(last.value("status"_L1), u"error"_s);
    QVERIFY2(last.value("error"_L1).toString().contains(quoted), answer.body.constData());
}

QTEST_GUILESS_MAIN(TestOriginalContract)
#include "test_original_contract.moc"
