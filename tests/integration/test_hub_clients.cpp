#include "fake_hub.h"
#include "project_paths.h"
#include "run_program.h"
#include "tiny_gguf.h"

#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// The stand-in for the Hub is only worth something if the Hub's own clients take it for the Hub.
class TestHubClients : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void satisfiesPythonsHuggingfaceHub();
    void satisfiesCurl();
};

void TestHubClients::satisfiesPythonsHuggingfaceHub()
{
    const QString file = u"tiny.Q8_0.gguf"_s;
    const QByteArray bytes = tinyGgufBytes();
    FakeHub hub;
    hub.setPageSize(10);
    for (int i = 0; i < 25; ++i)
        hub.addFile(u"many/model-%1-GGUF"_s.arg(i, 2, 10, QChar(u'0')), u"model.gguf"_s, "GGUF");
    for (const char *name : {"org/tiny-GGUF", "org/private-GGUF", "org/gated-GGUF"})
        hub.addFile(QString::fromLatin1(name), file, bytes);
    hub.addFile(u"org/tiny-GGUF"_s, u"deep/down/other.gguf"_s, bytes);
    hub.addGitFile(u"org/tiny-GGUF"_s, u"README.md"_s, "# Tiny\n");
    hub.addFile(u"org/tiny-onnx"_s, u"model.onnx"_s, "another format");
    hub.setAccess(u"org/private-GGUF"_s, HubAccess::Private);
    hub.setAccess(u"org/gated-GGUF"_s, HubAccess::GatedManual);
    hub.moveRepo(u"org/old-GGUF"_s, u"org/tiny-GGUF"_s);
    hub.addToken("hf_aTokenOfTheTest");
    const QTemporaryDir home;

    const ProgramResult result =
        runProgram(testPython(),
                   {pythonTests() + u"/hub_clients.py"_s,
                    QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex()),
                    hub.commitOf(u"org/tiny-GGUF"_s)},
                   {{u"HF_ENDPOINT"_s, hub.url()},
                    {u"HF_HOME"_s, home.path()},
                    {u"HF_HUB_DISABLE_XET"_s, u"1"_s},
                    {u"TEST_TOKEN"_s, u"hf_aTokenOfTheTest"_s}});

    QVERIFY2(result.exitCode == 0, QByteArray(result.output + result.errors).constData());
    QCOMPARE(result.output.trimmed(), "all as on the Hub");
    QVERIFY(!hub.cdnSawToken());
}

void TestHubClients::satisfiesCurl()
{
    const QByteArray bytes = tinyGgufBytes();
    FakeHub hub;
    hub.addFile(u"org/tiny-GGUF"_s, u"tiny.gguf"_s, bytes);

    const ProgramResult result = runProgram(
        u"curl"_s, {u"-sSfL"_s, u"-r"_s, u"1000-1999"_s, hub.url() + u"/org/tiny-GGUF/resolve/main/tiny.gguf"_s});

    QVERIFY2(result.exitCode == 0, result.errors.constData());
    QCOMPARE(result.output, bytes.mid(1000, 1000));
}

QTEST_GUILESS_MAIN(TestHubClients)
#include "test_hub_clients.moc"
