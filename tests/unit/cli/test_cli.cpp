#include "cli/arguments.h"
#include "cli/exit_code.h"
#include "cli/list_command.h"
#include "cli/progress_line.h"
#include "cli/terminal.h"
#include "client/server_error.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace {

Result<Arguments> parse(const QList<QByteArray> &words)
{
    std::vector<const char *> argv{"shimmyctl"};
    for (const QByteArray &word : words)
        argv.push_back(word.constData());
    return parseArguments(static_cast<int>(argv.size()), argv.data());
}

PullEvent downloading()
{
    return PullEvent::fromJson({{u"status"_s, u"downloading"_s},
                                {u"filename"_s, u"a-model.gguf"_s},
                                {u"total"_s, 2'000'000'000},
                                {u"completed"_s, 500'000'000},
                                {u"percent"_s, 25.0},
                                {u"bytes_per_second"_s, 10'000'000},
                                {u"eta_seconds"_s, 150}});
}

} // namespace

class TestCli : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsPulls_data();
    void readsPulls();
    void readsPrompts();
    void refusesArguments_data();
    void refusesArguments();
    void readsServers_data();
    void readsServers();
    void progressFitsTheTerminal();
    void showsDurations_data();
    void showsDurations();
    void terminalsAreNotObeyed_data();
    void terminalsAreNotObeyed();
    void tablesLineUp();
    void understandsTheServersErrors_data();
    void understandsTheServersErrors();
};

void TestCli::readsPulls_data()
{
    QTest::addColumn<QList<QByteArray>>("words");
    QTest::addColumn<QJsonObject>("order");
    using Words = QList<QByteArray>;
    const auto json = [](std::initializer_list<std::pair<QString, QJsonValue>> members) {
        QJsonObject object(members);
        object.insert(u"queue"_s, true);
        return object;
    };
    QTest::newRow("tag") << Words{"pull", "a/b:Q4_K_M"} << json({{u"model"_s, u"a/b:Q4_K_M"_s}});
    QTest::newRow("bare repo") << Words{"pull", "a/b"}
                               << json({{u"model"_s, u"a/b"_s}, {u"quantization"_s, u"auto"_s}});
    QTest::newRow("URL of a repo") << Words{"pull", "https://huggingface.co/a/b"}
                                   << json({{u"model"_s, u"https://huggingface.co/a/b"_s},
                                            {u"quantization"_s, u"auto"_s}});
    QTest::newRow("URL of a file") << Words{"pull", "https://hf.co/a/b/resolve/main/x.gguf?download=true"}
                                   << json({{u"model"_s, u"https://hf.co/a/b/resolve/main/x.gguf?download=true"_s}});
    QTest::newRow("file")
        << Words{"pull", "a/b", "x.gguf", "--revision", "v1", "--force"}
        << json({{u"model"_s, u"a/b"_s}, {u"filename"_s, u"x.gguf"_s}, {u"revision"_s, u"v1"_s}, {u"force"_s, true}});
}

void TestCli::readsPulls()
{
    QFETCH(QList<QByteArray>, words);
    QFETCH(QJsonObject, order);
    const auto arguments = parse(words);
    QVERIFY(arguments.has_value());
    QCOMPARE(std::get<PullOrder>(arguments->order).toJson(), order);
    QCOMPARE(arguments->server, QUrl(u"http://localhost:8080"_s));
}

void TestCli::readsPrompts()
{
    const auto arguments =
        parse({"--server", "box:9000", "run", "m", "--max-tokens", "7", "--system", "brief", "why", "is it?"});
    QVERIFY(arguments.has_value());
    const auto &run = std::get<Arguments::Run>(arguments->order);
    QCOMPARE(run.prompt, u"why is it?"_s);
    QCOMPARE(run.system, u"brief"_s);
    QCOMPARE(run.order.maxTokens, 7);
    QCOMPARE(arguments->server, QUrl(u"http://box:9000"_s));
    QVERIFY(std::get<QString>(parse({"--help"})->order).contains("Exit codes"_L1));
    QVERIFY(std::get<QString>(parse({"--version"})->order).startsWith("shimmyctl "_L1));
}

void TestCli::refusesArguments_data()
{
    QTest::addColumn<QList<QByteArray>>("words");
    using Words = QList<QByteArray>;
    QTest::newRow("nothing") << Words{};
    QTest::newRow("unknown command") << Words{"fetch", "a/b"};
    QTest::newRow("no model") << Words{"pull"};
    QTest::newRow("no tokens") << Words{"run", "m", "--max-tokens", "0", "x"};
    QTest::newRow("raw with a system prompt") << Words{"run", "m", "--raw", "--system", "x", "y"};
    QTest::newRow("bad server") << Words{"--server", "ftp://x", "list"};
}

void TestCli::refusesArguments()
{
    QFETCH(QList<QByteArray>, words);
    const auto arguments = parse(words);
    QVERIFY(!arguments.has_value());
    QVERIFY(!arguments.error().message.isEmpty());
}

void TestCli::readsServers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("url"); // empty: refused
    QTest::newRow("host") << u"box"_s << u"http://box:8080"_s;
    QTest::newRow("host and port") << u"box:1"_s << u"http://box:1"_s;
    QTest::newRow("URL") << u"https://box/shimmy/"_s << u"https://box/shimmy"_s;
    QTest::newRow("IPv6") << u"[::1]:8080"_s << u"http://[::1]:8080"_s;
    QTest::newRow("password") << u"http://me:pw@box"_s << QString();
    QTest::newRow("query") << u"http://box/?x"_s << QString();
    QTest::newRow("empty") << QString() << QString();
}

void TestCli::readsServers()
{
    QFETCH(QString, text);
    QFETCH(QString, url);
    const auto server = parseServer(text);
    QCOMPARE(server ? server->toString() : QString(), url);
}

void TestCli::progressFitsTheTerminal()
{
    for (int columns = 1; columns < 200; ++columns)
        QVERIFY(progressLine(downloading(), columns).size() <= columns);
    const QString line = progressLine(downloading(), 120);
    for (const auto part : {"a-model.gguf"_L1, "25.0 %"_L1, "500.0 MB of 2.0 GB"_L1, "10.0 MB/s"_L1, "2:30 left"_L1})
        QVERIFY2(line.contains(part), qPrintable(line));
    QCOMPARE(line.count(u'#') * 3, line.count(u'.') - 5); // a quarter; five full stops are in the text
}

void TestCli::showsDurations_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("seconds") << qint64(7) << u"0:07"_s;
    QTest::newRow("minutes") << qint64(760) << u"12:40"_s;
    QTest::newRow("hours") << qint64(11'100) << u"3:05:00"_s;
}

void TestCli::showsDurations()
{
    QFETCH(qint64, seconds);
    QFETCH(QString, text);
    QCOMPARE(formatDuration(seconds), text);
}

void TestCli::terminalsAreNotObeyed_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("colour") << u"\x1b[31mred"_s;
    QTest::newRow("title") << u"\x1b]0;x\x07"_s;
    QTest::newRow("C1") << u"\u009b31m"_s;
    QTest::newRow("carriage return") << u"good\rbad"_s;
    QTest::newRow("backspace") << u"good\b\b"_s;
    QTest::newRow("right to left override") << u"\u202egpj.exe"_s;
    QTest::newRow("isolate") << u"\u2066x\u2069"_s;
}

void TestCli::terminalsAreNotObeyed()
{
    QFETCH(QString, text);
    const QString shown = printable(text);
    QCOMPARE(shown.size(), text.size());
    for (const QChar c : shown)
        QVERIFY(c.category() != QChar::Other_Control && c.category() != QChar::Other_Format);
    QCOMPARE(printable(u"tab\tand\nline, ä 😀"_s), u"tab\tand\nline, ä 😀"_s);
}

void TestCli::tablesLineUp()
{
    InstalledModel one;
    one.id = u"a-model-with-a-long-name"_s;
    one.quantization = u"Q4_K_M"_s;
    one.bytes = 2'000'000'000;
    one.repo = u"org/repo"_s;
    InstalledModel other;
    other.id = u"b"_s;
    const QStringList lines = modelTable({one, other});
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines[0].startsWith("ID "_L1));
    QCOMPARE(lines[0].indexOf("QUANT"_L1), lines[1].indexOf("Q4_K_M"_L1));
    QCOMPARE(lines[0].indexOf("REPO"_L1), lines[1].indexOf("org/repo"_L1));
    QCOMPARE(lines[0].indexOf("QUANT"_L1), lines[2].indexOf(u'-'));
}

void TestCli::understandsTheServersErrors_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("message");
    QTest::newRow("plain") << QByteArray(R"({"error":{"code":"model_not_found","message":"m","hint":"h"}})")
                           << u"model_not_found"_s << u"m"_s;
    QTest::newRow("pull") << QByteArray(R"({"status":"error","error":"m","code":"disk_full","hint":"h"})")
                          << u"disk_full"_s << u"m"_s;
    QTest::newRow("another server") << QByteArray("<html>") << u"internal"_s
                                    << u"the server answered with status 502"_s;
}

void TestCli::understandsTheServersErrors()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, code);
    QFETCH(QString, message);
    const Error error = serverError(502, body);
    QCOMPARE(errorCode(error.kind), code);
    QCOMPARE(error.message, message);
    QCOMPARE(exitCodeOf(error), ExitCode::Failed);
    QCOMPARE(exitCodeOf({ErrorKind::NetworkFailed, {}, {}, true, {}}), ExitCode::Unreachable);
}

QTEST_APPLESS_MAIN(TestCli)
#include "test_cli.moc"
