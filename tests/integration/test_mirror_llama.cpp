#include "fake_shimmy_program.h"
#include "pull_fixture.h"
#include "run_program.h"
#include "tiny_gguf.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

const QString repo = u"Org/Tiny-GGUF"_s;

} // namespace

/// llama.cpp's own code behind `-hf OWNER/REPO:QUANT` pulls from a mirror. ./dev builds it of what llama-cpp-python
/// vendors.
class TestMirrorLlama : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void findsAndFetchesAQuantization();
    void fetchesNothingThatItHas();
    void isToldThatThereIsNoSuchRepo();

private:
    ProgramResult pull(const QString &name) const
    {
        return runProgram(
            m_program, {name},
            {{u"MODEL_ENDPOINT"_s, u"http://127.0.0.1:%1/hub"_s.arg(m_fixture.port())}, {u"HF_HOME"_s, m_home.path()}});
    }

    const QString m_program = qEnvironmentVariable("SHIMMY_MANAGER_LLAMA_HF");
    const QTemporaryDir m_home;
    const FakeShimmyProgram m_shimmy;
    PullFixture m_fixture{{u"--mirror"_s}, {}, m_shimmy.path()};
};

void TestMirrorLlama::initTestCase()
{
    QVERIFY2(QFile::exists(m_program), "SHIMMY_MANAGER_LLAMA_HF must name llama.cpp's downloader; ./dev test sets it");
    for (const QString &name : {u"tiny.Q8_0.gguf"_s, u"tiny.Q4_K_M.gguf"_s}) {
        m_fixture.hub.addFile(repo, name, tinyGgufBytes({.minimumBytes = 8 << 20, .name = name.toLatin1()}));
        QCOMPARE(m_fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, name}}).value("status"_L1), u"complete"_s);
    }
}

void TestMirrorLlama::findsAndFetchesAQuantization()
{
    const ProgramResult result = pull(repo + u":Q8_0");
    QVERIFY2(result.exitCode == 0, QByteArray(result.output + result.errors).constData());
    const QString path = QString::fromUtf8(result.output.trimmed().split('\n').last());
    QVERIFY2(path.startsWith(m_home.path()) && path.endsWith("tiny.Q8_0.gguf"_L1), qPrintable(path));
    QCOMPARE(sha256OfFile(path), sha256OfFile(m_fixture.modelsDirectory() + u"/tiny.Q8_0.gguf"));
    QVERIFY(!sha256OfFile(path).isEmpty());
}

void TestMirrorLlama::fetchesNothingThatItHas()
{
    const auto sent = [this] { return m_fixture.service().log().count(" 200, 8"); };
    QVERIFY(pull(repo + u":Q4_K_M").exitCode == 0);
    const auto before = sent();
    QVERIFY(pull(repo + u":Q4_K_M").exitCode == 0);
    QCOMPARE(sent(), before);
}

void TestMirrorLlama::isToldThatThereIsNoSuchRepo()
{
    const ProgramResult result = pull(u"Org/None-GGUF:Q8_0"_s);
    QVERIFY(result.exitCode != 0);
}

QTEST_GUILESS_MAIN(TestMirrorLlama)
#include "test_mirror_llama.moc"
