#include "fake_shimmy_program.h"
#include "project_paths.h"
#include "pull_fixture.h"
#include "run_program.h"
#include "tiny_gguf.h"

#include <QTest>

using namespace Qt::StringLiterals;

/// shimmyctl as people use it: on a terminal, in scripts, with their shell's Tab key.
class TestShimmyctl : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_fixture.reset(); }
    void everyScreenIsWhatAUserExpects();
    void ctrlCStopsAnAnswerAndNotTheChat();
    void shellsCompleteItsWords();
    void theReferenceIsWhatItSays();
    void theManualIsWellFormed();

private:
    ProgramResult run(const QStringList &words) const
    {
        return runProgram(shimmyctlPath(), words, {{u"SHIMMYD_URL"_s, server()}});
    }
    QString server() const { return u"http://127.0.0.1:%1"_s.arg(m_fixture->port()); }

    const FakeShimmyProgram m_shimmy;
    std::unique_ptr<PullFixture> m_fixture;
};

void TestShimmyctl::initTestCase()
{
    m_fixture = std::make_unique<PullFixture>(QStringList(), QString(), m_shimmy.path());
    QVERIFY(m_fixture->service().isUp());
    FakeHub &hub = m_fixture->hub;
    hub.addFile(u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s, u"Llama-3.2-1B-Instruct-Q4_K_M.gguf"_s, tinyGgufBytes());
    hub.addFile(u"org/other-GGUF"_s, u"other.Q4_K_M.gguf"_s, tinyGgufBytes());
    hub.addFile(u"org/other-GGUF"_s, u"other.Q8_0.gguf"_s, tinyGgufBytes());
    hub.addFile(u"org/wide-GGUF"_s, u"模型-模型-模型.Q4_K_M.gguf"_s, tinyGgufBytes());
    hub.addFile(u"org/gated-GGUF"_s, u"gated.Q8_0.gguf"_s, tinyGgufBytes());
    hub.setAccess(u"org/gated-GGUF"_s, HubAccess::GatedManual);
    hub.addFile(u"org/slow-GGUF"_s, u"slow.Q8_0.gguf"_s, tinyGgufBytes({.minimumBytes = 20'000'000}));
    hub.inject(slowly(u"slow.Q8_0.gguf"_s, 200'000));
}

void TestShimmyctl::everyScreenIsWhatAUserExpects()
{
    const ProgramResult result =
        runProgram(testPython(), {pythonTests() + u"/shimmyctl_screens.py"_s, shimmyctlPath(), server()}, {}, {},
                   std::chrono::minutes(4));
    QVERIFY2(result.exitCode == 0, QByteArray(result.output + result.errors).constData());
}

void TestShimmyctl::ctrlCStopsAnAnswerAndNotTheChat()
{
    // The next instances generate so slowly that there is time to stop them.
    m_shimmy.tell({{u"incremental"_s, true}, {u"tokenDelayMs"_s, 3000}});
    m_fixture->hub.addFile(u"org/last-GGUF"_s, u"last.Q8_0.gguf"_s, tinyGgufBytes());
    QCOMPARE(run({u"pull"_s, u"org/last-GGUF:Q8_0"_s}).exitCode, 0);

    const ProgramResult result =
        runProgram(testPython(), {pythonTests() + u"/shimmyctl_screens.py"_s, shimmyctlPath(), server(), u"--slow"_s});

    m_shimmy.tell({});
    QVERIFY2(result.exitCode == 0, QByteArray(result.output + result.errors).constData());
}

void TestShimmyctl::shellsCompleteItsWords()
{
    const ProgramResult result =
        runProgram(testPython(), {pythonTests() + u"/shimmyctl_completion.py"_s, shimmyctlPath(), server()});
    QVERIFY2(result.exitCode == 0, QByteArray(result.output + result.errors).constData());
}

void TestShimmyctl::theReferenceIsWhatItSays()
{
    QFile file(projectRoot() + u"/docs/shimmyctl.md"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY2(file.readAll() == run({u"__manual"_s, u"markdown"_s}).output,
             "write it anew: shimmyctl __manual markdown > docs/shimmyctl.md");
}

void TestShimmyctl::theManualIsWellFormed()
{
    const ProgramResult page = run({u"__manual"_s, u"man"_s});
    const ProgramResult checked =
        runProgram(u"man"_s, {u"--warnings"_s, u"-E"_s, u"UTF-8"_s, u"-l"_s, u"-Tutf8"_s, u"-Z"_s, u"-"_s},
                   {{u"MANWIDTH"_s, u"80"_s}, {u"LC_ALL"_s, u"C.UTF-8"_s}}, page.output);
    QCOMPARE(checked.exitCode, 0);
    QVERIFY2(checked.errors.isEmpty(), checked.errors.constData());
}

QTEST_GUILESS_MAIN(TestShimmyctl)
#include "test_shimmyctl.moc"
