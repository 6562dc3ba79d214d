#include "project_paths.h"
#include "pull_fixture.h"
#include "run_program.h"
#include "tiny_gguf.h"

#include <QTest>

using namespace Qt::StringLiterals;

/// What the README and the packages tell people to type, typed.
class TestReadme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_fixture.reset(); }
    void everyCommandWorks_data();
    void everyCommandWorks();
    void sixStepsOfTheOldGuidePass();
    void sixStepsFailWhenTheModelIsMissing();
    void manifestsSayWhatTheClustersNeed();
    void openApiDocumentIsTrue();

private:
    QString server() const { return u"localhost:%1"_s.arg(m_fixture->port()); }
    std::unique_ptr<PullFixture> m_fixture;
};

void TestReadme::initTestCase()
{
    m_fixture = std::make_unique<PullFixture>();
    QVERIFY(m_fixture->service().isUp());
    m_fixture->hub.addFile(u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s, u"Llama-3.2-1B-Instruct-Q4_K_M.gguf"_s,
                           tinyGgufBytes());
}

void TestReadme::everyCommandWorks_data()
{
    QTest::addColumn<QString>("command");
    QFile readme(projectRoot() + u"/README.md"_s);
    QVERIFY(readme.open(QIODevice::ReadOnly));
    int number = 0;
    for (const QString &line : QString::fromUtf8(readme.readAll()).split(u'\n')) {
        if (line.startsWith("curl "_L1) || line.startsWith("shimmyctl "_L1))
            QTest::addRow("%d", ++number) << line;
    }
    QVERIFY(number >= 14);
}

void TestReadme::everyCommandWorks()
{
    QFETCH(QString, command);
    command.replace("localhost:8080"_L1, server());
    const bool isCurl = command.startsWith("curl "_L1);
    if (isCurl)
        command.insert(4, " -sS -w '\\nstatus=%{http_code}'"_L1);
    else
        command.replace(0, 9, shimmyctlPath());

    const ProgramResult result = runProgram(u"sh"_s, {u"-c"_s, command}, {{u"SHIMMYD_URL"_s, u"http://"_s + server()}});

    QVERIFY2(result.exitCode == 0, QByteArray(result.output + result.errors).constData());
    if (isCurl)
        QVERIFY2(result.output.endsWith("status=200"), result.output.constData());
    if (command.contains("/v1/api/pull"_L1))
        QVERIFY2(result.output.contains("\"status\":\"complete\""), result.output.constData());
    if (command.contains("/v1/generate"_L1) || command.contains("/v1/chat"_L1) || command.contains(" run "_L1))
        QVERIFY2(result.output.contains("Hello"), result.output.constData());
}

void TestReadme::sixStepsOfTheOldGuidePass()
{
    m_fixture->hub.addFile(u"org/steps-GGUF"_s, u"steps.Q8_0.gguf"_s, tinyGgufBytes());

    const ProgramResult result = runProgram(u"sh"_s,
                                            {packagingFolder() + u"/test-model-download.sh"_s, u"http://"_s + server(),
                                             u"org/steps-GGUF"_s, u"steps.Q8_0.gguf"_s});

    QVERIFY2(result.exitCode == 0, QByteArray(result.output + result.errors).constData());
    QCOMPARE(result.output.count(": ok\n"), 6);
    QVERIFY(result.output.contains(" Hello, world!!"));
}

void TestReadme::sixStepsFailWhenTheModelIsMissing()
{
    const ProgramResult result = runProgram(u"sh"_s,
                                            {packagingFolder() + u"/test-model-download.sh"_s, u"http://"_s + server(),
                                             u"org/none-GGUF"_s, u"none.gguf"_s});

    QCOMPARE(result.exitCode, 1);
    QVERIFY(result.errors.contains("step 4"));
}

void TestReadme::manifestsSayWhatTheClustersNeed()
{
    const ProgramResult result = runProgram(testPython(), {pythonTests() + u"/manifests.py"_s, packagingFolder()});

    QVERIFY2(result.exitCode == 0, QByteArray(result.output + result.errors).constData());
}

void TestReadme::openApiDocumentIsTrue()
{
    m_fixture->hub.addFile(u"org/openapi-GGUF"_s, u"openapi.gguf"_s, tinyGgufBytes());

    const ProgramResult result = runProgram(testPython(),
                                            {pythonTests() + u"/openapi.py"_s, projectRoot() + u"/docs/openapi.yaml"_s,
                                             u"http://"_s + server(), u"Llama-3.2-1B-Instruct"_s});

    QVERIFY2(result.exitCode == 0, QByteArray(result.output + result.errors).constData());
}

QTEST_GUILESS_MAIN(TestReadme)
#include "test_readme.moc"
