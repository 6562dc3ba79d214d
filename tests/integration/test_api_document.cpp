#include "fake_shimmy_program.h"
#include "project_paths.h"
#include "pull_fixture.h"
#include "run_program.h"
#include "tiny_gguf.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QTest>

using namespace Qt::StringLiterals;

/// What the service says of itself, and whether it does what it says.
class TestApiDocument : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_fixture.reset(); }
    void servesItsDescription();
    void thePageNeedsNothingFromElsewhere();
    void thePageNamesEveryRoute();
    void doesWhatItSays();

private:
    const FakeShimmyProgram m_shimmy;
    std::unique_ptr<PullFixture> m_fixture;
};

void TestApiDocument::initTestCase()
{
    m_fixture = std::make_unique<PullFixture>(QStringList(), QString(), m_shimmy.path());
    QVERIFY(m_fixture->service().isUp());
    // The models that the document's examples name.
    const QString repo = u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s;
    m_fixture->hub.addFile(repo, u"Llama-3.2-1B-Instruct-Q4_K_M.gguf"_s, tinyGgufBytes());
    QCOMPARE(m_fixture->pullResult({{u"model"_s, repo}, {u"quantization"_s, u"Q4_K_M"_s}}).value("status"_L1),
             QJsonValue(u"complete"_s));
}

void TestApiDocument::servesItsDescription()
{
    const HttpAnswer answer = httpGet(m_fixture->port(), "/openapi.json");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.field("content-type"), QByteArray("application/json"));
    const QJsonObject paths = answer.json().value("paths"_L1).toObject();
    const QJsonObject pull = paths.value("/v1/api/pull"_L1).toObject().value("post"_L1).toObject();
    QVERIFY(!pull.value("operationId"_L1).toString().isEmpty());
    // What every operation may answer is in each, and in the style of the route where that has one.
    const QJsonObject responses = pull.value("responses"_L1).toObject();
    QVERIFY(responses.contains("431"_L1) && responses.contains("421"_L1));
    QCOMPARE(responses.value("415"_L1), responses.value("400"_L1));
}

void TestApiDocument::thePageNeedsNothingFromElsewhere()
{
    const HttpAnswer answer = httpGet(m_fixture->port(), "/docs");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.field("content-type"), QByteArray("text/html; charset=utf-8"));
    const QByteArray policy = answer.field("content-security-policy");
    QVERIFY(policy.startsWith("default-src 'none'; style-src 'sha256-"));
    QVERIFY(!policy.contains("unsafe"));
    const qsizetype begin = answer.body.indexOf("<style>") + 7;
    const QByteArray style = answer.body.mid(begin, answer.body.indexOf("</style>") - begin);
    const QByteArray hash = QCryptographicHash::hash(style, QCryptographicHash::Sha256).toBase64();
    QVERIFY2(policy.contains(QByteArray("'sha256-" + hash + "'")), "the policy forbids the page's own style");
    for (const char *elsewhere : {"<script", " src=", "@import", "url(", "href=\"http", " style=\"", " onclick"})
        QVERIFY2(!answer.body.contains(elsewhere), elsewhere);
}

void TestApiDocument::thePageNamesEveryRoute()
{
    const QByteArray page = httpGet(m_fixture->port(), "/docs").body;
    const QJsonObject paths = httpGet(m_fixture->port(), "/openapi.json").json().value("paths"_L1).toObject();
    QVERIFY(paths.size() >= 20);
    for (const QString &path : paths.keys())
        QVERIFY2(page.contains(QByteArray("<code>" + path.toUtf8() + "</code>")), qPrintable(path));
}

void TestApiDocument::doesWhatItSays()
{
    // ./dev schemathesis asks for more.
    const QString examples = qEnvironmentVariable("SHIMMY_MANAGER_API_EXAMPLES", u"5"_s);
    const QString program = QFileInfo(testPython()).path() + u"/schemathesis"_s;
    // What has no end cannot be waited for; a test of its own reads it.
    const QStringList arguments{u"--config-file"_s,
                                pythonTests() + u"/schemathesis.toml"_s,
                                u"run"_s,
                                u"http://127.0.0.1:%1/openapi.json"_s.arg(m_fixture->port()),
                                u"--max-examples"_s,
                                examples,
                                u"--exclude-path-regex"_s,
                                u"^/v1/api/events$"_s,
                                u"--request-timeout"_s,
                                u"60"_s,
                                u"--seed"_s,
                                u"1"_s,
                                u"--no-color"_s,
                                u"--suppress-health-check"_s,
                                u"all"_s};

    const ProgramResult result = runProgram(program, arguments, {}, {}, std::chrono::minutes(25));

    QVERIFY2(result.exitCode == 0, QByteArray(result.output + result.errors).constData());
    QVERIFY2(!result.output.contains(" 0 generated"), result.output.constData());
    QVERIFY(m_fixture->isHealthy());
    const QByteArray log = m_fixture->service().log();
    QVERIFY2(!log.contains("ASSERT") && !log.contains("Sanitizer"), log.constData());
}

QTEST_GUILESS_MAIN(TestApiDocument)
#include "test_api_document.moc"
