#include "project_paths.h"
#include "pull_fixture.h"
#include "run_program.h"

#include <QTest>

using namespace Qt::StringLiterals;

/// The main job with a real, small model: Gemma 3 270M in Q4_K_M.
class TestRealModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pullsAndAnswers();
};

void TestRealModel::pullsAndAnswers()
{
    const QString path = qEnvironmentVariable("SHIMMY_MANAGER_GEMMA");
    QVERIFY2(QFile::exists(path), "SHIMMY_MANAGER_GEMMA must name the model file; ./dev test sets it");
    const QByteArray sha256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818";
    PullFixture fixture;
    fixture.hub.addLocalFile(u"ggml-org/gemma-3-270m-GGUF"_s, u"gemma-3-270m-q4_k_m.gguf"_s, path, sha256);
    const QString server = u"http://127.0.0.1:%1"_s.arg(fixture.port());

    const ProgramResult pulled =
        runProgram(shimmyctlPath(), {u"--server"_s, server, u"pull"_s, u"ggml-org/gemma-3-270m-GGUF:Q4_K_M"_s});
    const QJsonObject model = httpGet(fixture.port(), "/v1/models/gemma-3-270m").json();
    const ProgramResult asked =
        runProgram(shimmyctlPath(),
                   {u"--server"_s, server, u"run"_s, u"gemma-3-270m"_s, u"--raw"_s, u"--max-tokens"_s, u"8"_s,
                    u"--temperature"_s, u"0"_s, u"One, two, three, four, five,"_s});

    QVERIFY2(pulled.exitCode == 0, pulled.errors.constData());
    QCOMPARE(pulled.output.trimmed(), "gemma-3-270m");
    QCOMPARE(model.value("architecture"_L1), u"gemma3"_s);
    QCOMPARE(model.value("quantization"_L1), u"Q4_K_M"_s);
    QCOMPARE(model.value("context_length"_L1), 32768);
    QVERIFY2(asked.exitCode == 0, asked.errors.constData());
    QVERIFY2(asked.output.contains("six"), asked.output.constData());
}

QTEST_GUILESS_MAIN(TestRealModel)
#include "test_real_model.moc"
