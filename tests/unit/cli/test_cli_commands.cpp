#include "base/utf8_locale.h"
#include "command_run.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace {

const QByteArray modelAnswer =
    R"({"id":"tiny","filename":"tiny.Q8_0.gguf","path":"/models/tiny.Q8_0.gguf","size":2400000000,"sha256":"abc","added_at":"2026-01-01T00:00:00.000Z",
"last_used":null,"pinned":true,"state":"ready","origin":"pull","source":{"repo":"org/tiny-GGUF","path":"tiny.Q8_0.gguf","revision":"main","commit":"0123456789abcdef"},
"gguf":{"architecture":"llama","name":"Tiny","size_label":"1B","context_length":4096,"parameters":1235814432,"quantization":"Q8_0","bits_per_weight":8.5,"chat_template":true},
"memory":{"weights":1,"context":1,"total":2600000000,"available":8000000000,"fits":true},"update_available":null})";

const QByteArray jobAnswer =
    R"({"id":"96b8aa8a5f31","model":"org/tiny-GGUF","filename":"tiny.gguf","quantization":null,"state":"paused","total":1000,"completed":250,
"percent":25,"bytes_per_second":0,"eta_seconds":null,"position":null,"error":null,"model_id":null,"created_at":"2026-01-01T00:00:00.000Z"})";

QJsonObject json(const QString &text)
{
    return QJsonDocument::fromJson(text.toUtf8()).object();
}

} // namespace

/// shimmyctl's commands against a server that answers as it was told to.
class TestCliCommands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void ordersSayWhatWasTyped_data();
    void ordersSayWhatWasTyped();
    void sendsTheKeyAsAHeader();
    void printsTheServersJson();
    void errorsAreJsonToo();
    void exitCodesTellWhatWentWrong_data();
    void exitCodesTellWhatWentWrong();
    void saysWhereNobodyAnswers();
    void showsAModel();
    void removesAndSaysHowMuchIsFreed();
    void removesTheOthersWhenOneIsUnknown();
    void eventsAreNamed();
    void doctorShowsRemedies();
    void searchSaysWhereToGoOn();
    void hostileNamesStayHarmless();
    void completionAsksTheServer_data();
    void completionAsksTheServer();
};

void TestCliCommands::initTestCase()
{
    useUtf8Locale();
}

void TestCliCommands::ordersSayWhatWasTyped_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("body"); // empty: none is sent
    const auto row = [](const QString &words, const QByteArray &line, const QByteArray &body = {}) {
        QTest::newRow(qPrintable(words)) << words.split(u' ') << line << body;
    };
    const QByteArray pull = "POST /v1/api/pull";
    row(u"pull a/b:Q4_K_M"_s, pull, R"({"model":"a/b:Q4_K_M","queue":true})");
    row(u"pull a/b"_s, pull, R"({"model":"a/b","quantization":"auto","queue":true})");
    row(u"pull https://huggingface.co/a/b"_s, pull,
        R"({"model":"https://huggingface.co/a/b","quantization":"auto","queue":true})");
    row(u"pull https://hf.co/a/b/resolve/main/x.gguf?download=true"_s, pull,
        R"({"model":"https://hf.co/a/b/resolve/main/x.gguf?download=true","queue":true})");
    row(u"pull a/b x.gguf --revision v1 --force --priority 3"_s, pull,
        R"({"filename":"x.gguf","force":true,"model":"a/b","priority":3,"queue":true,"revision":"v1"})");
    row(u"run m --max-tokens 7 --temperature 0.5 --system brief why is it?"_s, "POST /v1/chat/completions",
        R"({"max_tokens":7,"messages":[{"content":"brief","role":"system"},{"content":"why is it?","role":"user"}],"model":"m","stream":true,"stream_options":{"include_usage":true},"temperature":0.5})");
    row(u"run m --raw Once upon"_s, "POST /v1/completions",
        R"({"model":"m","prompt":"Once upon","stream":true,"stream_options":{"include_usage":true}})");
    row(u"list"_s, "GET /v1/models");
    row(u"status"_s, "GET /");
    row(u"show org/repo/x"_s, "GET /v1/api/models/org%2Frepo%2Fx");
    row(u"pin m"_s, "POST /v1/api/models/m/pin", "{}");
    row(u"unpin m"_s, "POST /v1/api/models/m/unpin", "{}");
    row(u"check m"_s, "POST /v1/api/models/m/check", "{}");
    row(u"verify m"_s, "POST /v1/api/verify", R"({"model":"m"})");
    row(u"import /data/x.gguf --mode copy --filename y.gguf"_s, "POST /v1/api/import",
        R"({"filename":"y.gguf","mode":"copy","path":"/data/x.gguf"})");
    row(u"export a+b"_s, "GET /v1/api/export?model=a%2Bb");
    row(u"search llama 3.2 --author me&you --sort likes -n 5 --fits"_s,
        "GET /v1/api/search?q=llama%203.2&author=me%26you&sort=likes&limit=5&fits=true");
    row(u"files a/b --revision v1"_s, "GET /v1/api/files?model=a%2Fb&revision=v1");
    row(u"whoami"_s, "GET /v1/api/whoami");
    row(u"downloads"_s, "GET /v1/api/downloads");
    row(u"downloads pause j"_s, "POST /v1/api/downloads/j/pause", "{}");
    row(u"downloads resume j"_s, "POST /v1/api/downloads/j/resume", "{}");
    row(u"downloads retry j"_s, "POST /v1/api/downloads/j/retry", "{}");
    row(u"downloads cancel j"_s, "DELETE /v1/api/downloads/j");
    row(u"downloads cancel j --keep"_s, "DELETE /v1/api/downloads/j?keep_part=true");
    row(u"downloads move j 1"_s, "POST /v1/api/downloads/j/move", R"({"position":0})");
    row(u"events"_s, "GET /v1/api/events");
    row(u"logs"_s, "GET /v1/api/logs?limit=200");
    row(u"logs -f --level warning -n 5"_s, "GET /v1/api/logs?limit=5&follow=true&level=warning");
    row(u"doctor --no-generation"_s, "GET /v1/api/doctor?generation=false");
}

void TestCliCommands::ordersSayWhatWasTyped()
{
    QFETCH(QStringList, words);
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, body);
    const ScriptedApi api;
    QCOMPARE(runCommand(api, words).code, 4); // it answers everything with 404
    QCOMPARE(api.requests().size(), 1);
    QCOMPARE(api.requests().first().line, line);
    QCOMPARE(api.requests().first().body, body);
}

void TestCliCommands::sendsTheKeyAsAHeader()
{
    QTemporaryDir directory;
    QFile file(directory.filePath(u"token"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("hf_secret\n");
    file.close();
    const ScriptedApi api;
    (void)runCommand(api, {u"files"_s, u"a/b"_s, u"--hf-token-file"_s, file.fileName()}, "a-key");
    QCOMPARE(api.requests().first().fields.value("authorization"), QByteArray("Bearer a-key"));
    QCOMPARE(api.requests().first().fields.value("x-hf-token"), QByteArray("hf_secret"));
    (void)runCommand(api, {u"files"_s, u"a/b"_s});
    QVERIFY(!api.requests().last().fields.contains("authorization"));
    QVERIFY(!api.requests().last().fields.contains("x-hf-token"));
}

void TestCliCommands::printsTheServersJson()
{
    ScriptedApi api;
    api.answer("GET /v1/api/models/tiny", modelAnswer);
    const CommandOutcome outcome = runCommand(api, {u"show"_s, u"tiny"_s, u"--json"_s});
    QCOMPARE(outcome.code, 0);
    QCOMPARE(json(outcome.output), json(QString::fromUtf8(modelAnswer)));
    QCOMPARE(outcome.output.count(u'\n'), 1);
    QVERIFY(outcome.messages.isEmpty());
}

void TestCliCommands::errorsAreJsonToo()
{
    ScriptedApi api;
    api.answer("GET /v1/api/whoami", R"({"error":{"code":"unauthorized","message":"m","hint":"h"}})", 401);
    const CommandOutcome outcome = runCommand(api, {u"--json"_s, u"whoami"_s});
    QCOMPARE(outcome.code, 5);
    QVERIFY(outcome.output.isEmpty());
    const QJsonObject error = json(outcome.messages).value("error"_L1).toObject();
    QCOMPARE(error, (QJsonObject{{u"code"_s, u"unauthorized"_s}, {u"message"_s, u"m"_s}, {u"hint"_s, u"h"_s}}));
}

void TestCliCommands::exitCodesTellWhatWentWrong_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<int>("exit");
    QTest::newRow("not found") << 404 << QByteArray("repo_not_found") << 4;
    QTest::newRow("gated") << 403 << QByteArray("gated_repo") << 5;
    QTest::newRow("no key") << 401 << QByteArray("invalid_api_key") << 5;
    QTest::newRow("busy") << 409 << QByteArray("busy") << 6;
    QTest::newRow("disk") << 507 << QByteArray("disk_full") << 7;
    QTest::newRow("Hub") << 502 << QByteArray("hub_failed") << 1;
    QTest::newRow("time") << 504 << QByteArray("timed_out") << 9;
}

void TestCliCommands::exitCodesTellWhatWentWrong()
{
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    QFETCH(int, exit);
    ScriptedApi api;
    api.answer("POST /v1/api/pull", R"({"status":"error","error":"m","hint":"try this","code":")" + code + R"("})",
               status);
    const CommandOutcome outcome = runCommand(api, {u"pull"_s, u"a/b:Q8_0"_s});
    QCOMPARE(outcome.code, exit);
    QCOMPARE(outcome.messages, u"shimmyctl: m\n  try this\n"_s);
}

void TestCliCommands::saysWhereNobodyAnswers()
{
    const ScriptedApi api;
    const CommandOutcome outcome = runCommand(api, {u"list"_s, u"--server"_s, u"127.0.0.1:1"_s});
    QCOMPARE(outcome.code, 3);
    QVERIFY(outcome.messages.contains("127.0.0.1:1"_L1));
    QVERIFY(outcome.messages.contains("SHIMMYD_URL"_L1));
}

void TestCliCommands::showsAModel()
{
    ScriptedApi api;
    api.answer("GET /v1/api/models/tiny", modelAnswer);
    const CommandOutcome outcome = runCommand(api, {u"show"_s, u"tiny"_s});
    QCOMPARE(outcome.code, 0);
    for (const auto part : {"tiny"_L1, "ready"_L1, "2.4 GB"_L1, "Q8_0, 8.5 bits a weight"_L1, "4096 tokens"_L1,
                            "2.6 GB of 8.0 GB"_L1, "org/tiny-GGUF, main at 0123456789ab"_L1, "abc"_L1, "never"_L1})
        QVERIFY2(outcome.output.contains(part), qPrintable(outcome.output));
}

void TestCliCommands::removesAndSaysHowMuchIsFreed()
{
    ScriptedApi api;
    api.answer("GET /v1/api/models/tiny", modelAnswer);
    api.answer("DELETE /v1/api/models/tiny",
               R"({"status":"deleted","model":"tiny","filename":"tiny.Q8_0.gguf","size_mb":2288.8,"freed":true})");
    QCOMPARE(runCommand(api, {u"rm"_s, u"tiny"_s, u"--yes"_s}).messages, u"removed tiny: 2.4 GB freed\n"_s);
    api.answer("DELETE /v1/api/models/tiny",
               R"({"status":"deleted","model":"tiny","filename":"tiny.Q8_0.gguf","size_mb":2288.8,"freed":false})");
    QCOMPARE(runCommand(api, {u"rm"_s, u"tiny"_s, u"--yes"_s}).messages,
             u"removed tiny: 2.4 GB to be freed when its last generation has ended\n"_s);
}

void TestCliCommands::removesTheOthersWhenOneIsUnknown()
{
    ScriptedApi api;
    api.answer("GET /v1/api/models/tiny", modelAnswer);
    api.answer("DELETE /v1/api/models/tiny", R"({"status":"deleted","model":"tiny","freed":true})");
    const CommandOutcome outcome = runCommand(api, {u"rm"_s, u"-y"_s, u"none"_s, u"tiny"_s});
    QCOMPARE(outcome.code, 4);
    QVERIFY(outcome.messages.contains("removed tiny"_L1));
}

void TestCliCommands::eventsAreNamed()
{
    ScriptedApi api;
    api.answer("GET /v1/api/events",
               "event: relist\nid: r-1\ndata: {}\n\n: \n\nevent: models\nid: r-2\ndata: "
               "{\"models\":null,\"total\":7,\"added\":[\"tiny\"],\"removed\":[\"a\",\"b\"],\"changed\":[]}\n\n",
               200, "text/event-stream");
    const CommandOutcome shown = runCommand(api, {u"events"_s});
    QCOMPARE(shown.code, 0);
    QVERIFY2(shown.output.contains("models    added tiny; removed a, b; 7 in all\n"_L1), qPrintable(shown.output));
    const QStringList lines = runCommand(api, {u"events"_s, u"--json"_s}).output.split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    const QJsonObject data{{u"models"_s, QJsonValue()},
                           {u"total"_s, 7},
                           {u"added"_s, QJsonArray{u"tiny"_s}},
                           {u"removed"_s, QJsonArray{u"a"_s, u"b"_s}},
                           {u"changed"_s, QJsonArray()}};
    QCOMPARE(json(lines.last()), (QJsonObject{{u"event"_s, u"models"_s}, {u"id"_s, u"r-2"_s}, {u"data"_s, data}}));
}

void TestCliCommands::doctorShowsRemedies()
{
    ScriptedApi api;
    api.answer(
        "GET /v1/api/doctor",
        R"({"status":"fail","seconds":1,"checks":[{"name":"dns","status":"ok","seen":"fine","remedy":"","seconds":0},
                   {"name":"disk","status":"fail","seen":"full","remedy":"delete a model","seconds":0}]})");
    const CommandOutcome outcome = runCommand(api, {u"doctor"_s});
    QCOMPARE(outcome.code, 1);
    QCOMPARE(outcome.output,
             u"ok      dns         fine\nfail    disk        full\n                    delete a model\n"_s);
}

void TestCliCommands::searchSaysWhereToGoOn()
{
    ScriptedApi api;
    api.answer(
        "GET /v1/api/search?q=x&limit=20",
        R"({"models":[{"model":"org/x-GGUF","downloads":12345,"likes":6,"last_modified":"2026-01-02T03:04:05.000Z","gated":"manual",
                   "parameters":1235814432,"fits":true,"installed":["x"]}],"next_cursor":"abc","memory_limit":8})");
    const CommandOutcome outcome = runCommand(api, {u"search"_s, u"x"_s});
    QCOMPARE(outcome.code, 0);
    for (const auto part : {"org/x-GGUF (gated)"_L1, "1.2B"_L1, "yes"_L1, "12.3k"_L1})
        QVERIFY2(outcome.output.contains(part), qPrintable(outcome.output));
    QVERIFY(outcome.messages.contains("--cursor abc"_L1));
}

void TestCliCommands::hostileNamesStayHarmless()
{
    ScriptedApi api;
    api.answer("GET /v1/models", R"({"data":[{"id":"a\u001b]0;owned\u0007b\nc","size":1,"created":1}]})");
    const CommandOutcome outcome = runCommand(api, {u"list"_s});
    QCOMPARE(outcome.output.count(u'\n'), 2);
    QVERIFY(!outcome.output.contains(u'\x1b') && !outcome.output.contains(u'\x07'));
    api.answer("GET /v1/models", R"({"error":{"code":"internal","message":"x\u001b[2Jy","hint":"z\u009b1m"}})", 500);
    const QString messages = runCommand(api, {u"list"_s}).messages;
    QVERIFY(!messages.contains(u'\x1b') && !messages.contains(QChar(0x9b)));
}

void TestCliCommands::completionAsksTheServer_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("candidates");
    QTest::newRow("models") << u"run ti"_s << u"tiny tiny.Q8_0"_s;
    QTest::newRow("repos") << u"pull org/"_s << u"org/tiny-GGUF org/next-GGUF"_s;
    QTest::newRow("a repo's quantizations") << u"pull org/tiny-GGUF:"_s << u"org/tiny-GGUF:Q4_K_M org/tiny-GGUF:Q8_0"_s;
    QTest::newRow("the same, as an option") << u"pull org/tiny-GGUF -q Q8"_s << u"Q8_0"_s;
    QTest::newRow("jobs") << u"downloads resume "_s << u"96b8aa8a5f31"_s;
    QTest::newRow("a command") << u"down"_s << u"downloads"_s;
}

void TestCliCommands::completionAsksTheServer()
{
    QFETCH(QString, typed);
    QFETCH(QString, candidates);
    ScriptedApi api;
    api.answer(
        "GET /v1/models",
        R"({"data":[{"id":"tiny","size":1,"repo":"org/tiny-GGUF"},{"id":"tiny.Q8_0","size":1,"repo":"org/tiny-GGUF"},{"id":"other\n","size":1}]})");
    api.answer("GET /v1/api/downloads",
               R"({"downloads":[)" + QByteArray(jobAnswer).replace("org/tiny-GGUF", "org/next-GGUF") + "]}");
    api.answer("GET /v1/api/files?model=org%2Ftiny-GGUF",
               R"({"model":"org/tiny-GGUF","files":[{"filename":"a","kind":"model","size":1,"quantization":"Q4_K_M"},
                   {"filename":"b","kind":"model","size":1,"quantization":"Q8_0"},{"filename":"c","kind":"projector","size":1,"quantization":"F16"}]})");
    const CommandOutcome outcome = runCommand(api, QStringList{u"__complete"_s, u"--"_s} + typed.split(u' '));
    QStringList words;
    for (const QString &line : outcome.output.split(u'\n', Qt::SkipEmptyParts))
        words += line.section(u'\t', 0, 0);
    words.sort();
    QStringList expected = candidates.split(u' ');
    expected.sort();
    QCOMPARE(words, expected);
    QVERIFY(outcome.messages.isEmpty());
}

QTEST_GUILESS_MAIN(TestCliCommands)
#include "test_cli_commands.moc"
