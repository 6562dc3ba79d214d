#include "base/utf8_locale.h"
#include "command_run.h"

#include <QDir>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

/// The commands that move bytes, against a server that answers as it was told to.
class TestCliTransfers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { useUtf8Locale(); }
    void quietPrintsResultsOnly();
    void pullTellsItsWay();
    void pullThatIsInterruptedLeavesTheJob();
    void pullCancelsWhenAskedTo();
    void pullSaysWhenItWasThereAlready();
    void verifyFindsDamage();
    void exportWritesWholeFilesOnly();
    void exportTakesNoHarmfulName();
};

void TestCliTransfers::quietPrintsResultsOnly()
{
    ScriptedApi api;
    api.answer("POST /v1/api/pull",
               R"({"status":"starting","filename":"x.gguf","id":"j","total":9})"
               "\n"
               R"({"status":"complete","filename":"x.gguf","id":"j","model_id":"x","seconds":1})"
               "\n",
               200, "application/x-ndjson");
    const CommandOutcome outcome = runCommand(api, {u"--quiet"_s, u"pull"_s, u"a/b:Q8_0"_s});
    QCOMPARE(outcome.code, 0);
    QCOMPARE(outcome.output, u"x\n"_s);
    QVERIFY(outcome.messages.isEmpty());
}

void TestCliTransfers::pullTellsItsWay()
{
    ScriptedApi api;
    api.answer(
        "POST /v1/api/pull",
        R"({"status":"starting","filename":"x.gguf","id":"j","total":2000000})"
        "\n"
        R"({"status":"queued","position":2})"
        "\n"
        R"({"status":"queued","position":1})"
        "\n"
        R"({"status":"downloading","filename":"x.gguf","total":2000000,"completed":500000,"percent":25,"bytes_per_second":1000,"eta_seconds":90})"
        "\n"
        R"({"status":"verifying","percent":50})"
        "\n"
        R"({"status":"loading"})"
        "\n"
        R"({"status":"complete","filename":"x.gguf","id":"j","model_id":"x","seconds":12.3})"
        "\n",
        200, "application/x-ndjson");
    const CommandOutcome outcome = runCommand(api, {u"pull"_s, u"a/b:Q8_0"_s});
    QCOMPARE(outcome.code, 0);
    QCOMPARE(outcome.output, u"x\n"_s);
    QCOMPARE(outcome.messages,
             u"pulling x.gguf (2.0 MB)\n"
             "waiting for other downloads, position 2\n"
             "waiting for other downloads, position 1\n"
             "x.gguf: 25.0 %, 500.0 kB of 2.0 MB, 1.0 kB/s, 1:30 left\n"
             "verifying\nloading\n"
             "ready after 12.3 s; try: shimmyctl run x\n"_s);
}

void TestCliTransfers::pullThatIsInterruptedLeavesTheJob()
{
    ScriptedApi api;
    api.hold("POST /v1/api/pull",
             R"({"status":"starting","filename":"x.gguf","id":"j7","total":9})"
             "\n",
             "application/x-ndjson");
    const CommandOutcome outcome = runCommand(api, {u"pull"_s, u"a/b:Q8_0"_s}, {}, true);
    QCOMPARE(outcome.code, 130);
    QVERIFY2(outcome.messages.contains("goes on"_L1), qPrintable(outcome.messages));
    QVERIFY(outcome.messages.contains("shimmyctl downloads cancel j7"_L1));
    QCOMPARE(api.requests().size(), 1);
}

void TestCliTransfers::pullCancelsWhenAskedTo()
{
    ScriptedApi api;
    api.hold("POST /v1/api/pull",
             R"({"status":"starting","filename":"x.gguf","id":"j7","total":9})"
             "\n",
             "application/x-ndjson");
    api.answer("DELETE /v1/api/downloads/j7", R"({"id":"j7","state":"cancelled"})");
    const CommandOutcome outcome = runCommand(api, {u"pull"_s, u"a/b:Q8_0"_s, u"--cancel-on-interrupt"_s}, {}, true);
    QCOMPARE(outcome.code, 130);
    QCOMPARE(api.requests().size(), 2);
    QCOMPARE(api.requests().last().line, QByteArray("DELETE /v1/api/downloads/j7"));
}

void TestCliTransfers::pullSaysWhenItWasThereAlready()
{
    ScriptedApi api;
    api.answer("POST /v1/api/pull",
               R"({"status":"starting","filename":"x.gguf","id":null,"total":9})"
               "\n"
               R"({"status":"complete","filename":"x.gguf","id":null,"model_id":"x","seconds":0})"
               "\n",
               200, "application/x-ndjson");
    QVERIFY(runCommand(api, {u"pull"_s, u"a/b:Q8_0"_s}).messages.contains("there already"_L1));
}

void TestCliTransfers::verifyFindsDamage()
{
    ScriptedApi api;
    api.answer("POST /v1/api/verify",
               R"({"status":"verifying","model":"tiny","total":10,"completed":5,"percent":50})"
               "\n"
               R"({"status":"error","code":"hash_mismatch","error":"other bytes","hint":"pull it again, or delete it"})"
               "\n",
               200, "application/x-ndjson");
    const CommandOutcome outcome = runCommand(api, {u"verify"_s, u"tiny"_s});
    QCOMPARE(outcome.code, 8);
    QVERIFY(outcome.messages.contains("other bytes"_L1) && outcome.messages.contains("pull it again"_L1));
}

void TestCliTransfers::exportWritesWholeFilesOnly()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"x.tar"_s);
    ScriptedApi api;
    api.breakOff("GET /v1/api/export?model=x", "half", "application/x-tar");
    QCOMPARE(runCommand(api, {u"export"_s, u"x"_s, path}).code, 3);
    QVERIFY(QDir(directory.path()).isEmpty());

    api.answer("GET /v1/api/export?model=x", "whole", 200, "application/x-tar");
    const CommandOutcome outcome = runCommand(api, {u"export"_s, u"x"_s, path});
    QCOMPARE(outcome.code, 0);
    QCOMPARE(outcome.output, QString(path + u'\n'));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("whole"));
    QCOMPARE(runCommand(api, {u"export"_s, u"x"_s, path}).code, 6); // it exists
    QCOMPARE(runCommand(api, {u"export"_s, u"x"_s, path, u"--force"_s}).code, 0);
}

void TestCliTransfers::exportTakesNoHarmfulName()
{
    const QTemporaryDir directory;
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(directory.path()));
    ScriptedApi api;
    const QByteArray type = "application/x-tar\r\nContent-Disposition: attachment; filename*=UTF-8''";
    api.answer("GET /v1/api/export?model=x", "whole", 200, type + "..%2F..%2Fevil.tar");
    const CommandOutcome harmful = runCommand(api, {u"export"_s, u"x"_s});
    api.answer("GET /v1/api/export?model=x", "whole", 200, type + "x.Q8_0.gguf.tar");
    const CommandOutcome harmless = runCommand(api, {u"export"_s, u"x"_s});
    QDir::setCurrent(before);
    QCOMPARE(harmful.output, u"model.tar\n"_s);
    QCOMPARE(harmless.output, u"x.Q8_0.gguf.tar\n"_s);
}

QTEST_GUILESS_MAIN(TestCliTransfers)
#include "test_cli_transfers.moc"
