#include "base/utf8_locale.h"
#include "cli/amounts.h"
#include "cli/arguments.h"
#include "cli/command_table.h"
#include "cli/completion.h"
#include "cli/exit_code.h"
#include "cli/list_command.h"
#include "cli/manual.h"
#include "cli/progress_line.h"
#include "cli/table.h"
#include "cli/text_width.h"
#include "client/installed_model.h"
#include "client/server_error.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

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

InstalledModel model(const QString &id, const QString &repo)
{
    InstalledModel model;
    model.id = id;
    model.quantization = u"Q4_K_M"_s;
    model.bytes = 2'000'000'000;
    model.repo = repo;
    return model;
}

QStringList plainLines(const Table &table, int columns)
{
    QStringList lines;
    for (const StyledText &line : table.lines(columns))
        lines += line.plain();
    return lines;
}

QStringList wordsOf(const Completion &completion)
{
    QStringList words;
    for (const Candidate &candidate : completion.candidates)
        words += candidate.word;
    return words;
}

} // namespace

class TestCli : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { useUtf8Locale(); }
    void takesOptionsBeforeAndAfterTheCommand();
    void refusesArguments_data();
    void refusesArguments();
    void proposesTheCommandThatWasMeant();
    void explainsEveryCommand();
    void everyExampleCanBeTyped();
    void theManualNamesEverything();
    void readsServers_data();
    void readsServers();
    void progressFitsTheTerminal();
    void showsDurationsAndAges();
    void terminalsAreNotObeyed_data();
    void terminalsAreNotObeyed();
    void measuresWideCharacters();
    void tablesLineUp();
    void tablesFitTheTerminal();
    void namesCannotBreakATable();
    void everyExitCodeIsExplained();
    void understandsTheServersErrors_data();
    void understandsTheServersErrors();
    void completesWords_data();
    void completesWords();
};

void TestCli::takesOptionsBeforeAndAfterTheCommand()
{
    for (const QStringList &words : {QStringList{u"--server"_s, u"box:9000"_s, u"--json"_s, u"list"_s},
                                     QStringList{u"list"_s, u"--server=box:9000"_s, u"--json"_s}}) {
        const auto arguments = parseArguments(words);
        QVERIFY(arguments.has_value());
        QCOMPARE(arguments->server, QUrl(u"http://box:9000"_s));
        QVERIFY(arguments->json);
        QVERIFY(!arguments->quiet);
    }
    QCOMPARE(parseArguments({u"__complete"_s, u"--"_s, u"--server"_s, u"box:1"_s, u"run"_s, QString()})->server,
             QUrl(u"http://box:1"_s));
    QVERIFY(std::get<QString>(parseArguments({u"--version"_s})->order).startsWith("shimmyctl "_L1));
    QVERIFY(std::get<QString>(parseArguments({})->order).contains("Usage: shimmyctl"_L1));
}

void TestCli::refusesArguments_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("unknown command") << QStringList{u"fetch"_s, u"a/b"_s};
    QTest::newRow("unknown option") << QStringList{u"list"_s, u"--frob"_s};
    QTest::newRow("another command's option") << QStringList{u"list"_s, u"--force"_s};
    QTest::newRow("no model") << QStringList{u"pull"_s};
    QTest::newRow("too much") << QStringList{u"list"_s, u"x"_s};
    QTest::newRow("no tokens") << QStringList{u"run"_s, u"m"_s, u"--max-tokens"_s, u"0"_s, u"x"_s};
    QTest::newRow("raw with instructions") << QStringList{u"run"_s, u"m"_s, u"--raw"_s, u"--system"_s, u"x"_s, u"y"_s};
    QTest::newRow("bad server") << QStringList{u"--server"_s, u"ftp://x"_s, u"list"_s};
    QTest::newRow("no such level") << QStringList{u"logs"_s, u"--level"_s, u"loud"_s};
    QTest::newRow("no such place") << QStringList{u"downloads"_s, u"move"_s, u"x"_s, u"0"_s};
    QTest::newRow("no such token file") << QStringList{u"pull"_s, u"a/b"_s, u"--hf-token-file"_s, u"/nowhere"_s};
}

void TestCli::refusesArguments()
{
    QFETCH(QStringList, words);
    const auto arguments = parseArguments(words);
    QVERIFY(!arguments.has_value());
    QVERIFY(!arguments.error().message.isEmpty());
    QVERIFY(!arguments.error().hint.isEmpty() || words.first() == "--server"_L1);
}

void TestCli::proposesTheCommandThatWasMeant()
{
    QCOMPARE(parseArguments({u"pul"_s}).error().hint, u"did you mean pull?"_s);
    QCOMPARE(parseArguments({u"lsit"_s}).error().hint, u"did you mean list?"_s);
}

void TestCli::explainsEveryCommand()
{
    for (const CommandSpec &command : commandTable()) {
        const QString name = QString::fromLatin1(command.name);
        const QString all = std::get<QString>(parseArguments({u"--help"_s})->order);
        QCOMPARE(all.contains(u"  "_s + name + u' ') || all.contains(u"  "_s + name + u'\n'), !command.hidden);
        const QString help = std::get<QString>(parseArguments(name.split(u' ') + QStringList{u"-h"_s})->order);
        QVERIFY2(help.contains(u"Usage: "_s + usageOf(command)), qPrintable(help));
        for (const OptionSpec &option : command.options)
            QVERIFY2(help.contains(QLatin1StringView(option.name)), option.name);
        for (const QString &line : help.split(u'\n'))
            QVERIFY2(displayWidth(line) <= 80 || line.startsWith("  shimmyctl"_L1) || line.contains("| shimmyctl"_L1),
                     qPrintable(line));
    }
}

void TestCli::everyExampleCanBeTyped()
{
    int examples = 0;
    for (const CommandSpec &command : commandTable()) {
        for (const Example &example : command.examples) {
            const QString line = QString::fromUtf8(example.line);
            // What a shell would make of it matters in the test of the screens; here, that options and words are right.
            static const QRegularExpression call(u"shimmyctl ([^|()>;]*)"_s);
            QString words = call.match(line).captured(1).trimmed();
            words.remove(u'"');
            if (words.contains("--hf-token-file"_L1))
                continue; // names a file that is not here
            ++examples;
            QVERIFY2(parseArguments(words.split(u' ')).has_value(), example.line);
        }
    }
    QVERIFY(examples > 20);
}

void TestCli::theManualNamesEverything()
{
    const QString manual = manualPage();
    const QString reference = markdownReference();
    for (const CommandSpec &command : commandTable()) {
        const QString heading = u"\n### "_s + QString::fromLatin1(command.name) + u'\n';
        QCOMPARE(reference.contains(heading), !command.hidden);
        for (const OptionSpec &option : command.options) {
            QVERIFY(manual.contains(QString::fromLatin1(option.name).replace(u'-', u"\\-"_s)));
            QVERIFY(reference.contains(QLatin1StringView(option.name)));
        }
    }
}

void TestCli::readsServers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("url"); // empty: refused
    QTest::newRow("host") << u"box"_s << u"http://box:8080"_s;
    QTest::newRow("host and port") << u"box:1"_s << u"http://box:1"_s;
    QTest::newRow("URL") << u"https://box/shimmy/"_s << u"https://box/shimmy"_s;
    QTest::newRow("only a slash behind the host") << u"http://box:8080/"_s << u"http://box:8080"_s;
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
        QVERIFY(displayWidth(progressLine(downloading(), columns)) <= columns);
    const QString line = progressLine(downloading(), 120);
    for (const auto part : {"a-model.gguf"_L1, "25.0 %"_L1, "500.0 MB of 2.0 GB"_L1, "10.0 MB/s"_L1, "2:30 left"_L1})
        QVERIFY2(line.contains(part), qPrintable(line));
    QCOMPARE(line.count(u'#') * 3, line.count(u'.') - 5); // a quarter; five full stops are in the text
    QVERIFY(progressLine(downloading(), 30).contains("25.0 %"_L1));
}

void TestCli::showsDurationsAndAges()
{
    QCOMPARE(formatDuration(7), u"0:07"_s);
    QCOMPARE(formatDuration(760), u"12:40"_s);
    QCOMPARE(formatDuration(11'100), u"3:05:00"_s);
    const QDateTime now = QDateTime::fromString(u"2026-11-25T12:00:00Z"_s, Qt::ISODate);
    QCOMPARE(formatAge(now.addSecs(-5), now), u"just now"_s);
    QCOMPARE(formatAge(now.addSecs(-60), now), u"1 minute ago"_s);
    QCOMPARE(formatAge(now.addSecs(-7300), now), u"2 hours ago"_s);
    QCOMPARE(formatAge(now.addDays(-800), now), u"2 years ago"_s);
    QCOMPARE(formatAge(now.addSecs(5), now), u"just now"_s); // clocks differ
    QCOMPARE(formatAge({}, now), u"-"_s);
    QCOMPARE(formatCount(1'235'814'432), u"1.2B"_s);
    QCOMPARE(formatCount(270'000'000), u"270M"_s);
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

void TestCli::measuresWideCharacters()
{
    QCOMPARE(displayWidth(u"abc"_s), 3);
    QCOMPARE(displayWidth(u"模型"_s), 4);
    QCOMPARE(displayWidth(u"e\u0301"_s), 1);
    QCOMPARE(elided(u"模型模型"_s, 6), u"模型…"_s);
    QCOMPARE(displayWidth(elided(u"模型模型"_s, 6)), 5);
    QCOMPARE(padded(u"模"_s, 4), u"模  "_s);
    QCOMPARE(padded(u"7"_s, 3, true), u"  7"_s);
}

void TestCli::tablesLineUp()
{
    const auto now = QDateTime::currentDateTimeUtc();
    InstalledModel other = model(u"模型"_s, {});
    other.quantization.clear();
    const QStringList lines =
        plainLines(modelTable({model(u"a-model-with-a-long-name"_s, u"org/repo"_s), other}, now), 0);
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines[0].startsWith("ID "_L1));
    const auto columnOf = [](const QString &line, const QString &text) {
        return displayWidth(line.left(line.indexOf(text)));
    };
    QCOMPARE(columnOf(lines[0], u"QUANT"_s), columnOf(lines[1], u"Q4_K_M"_s));
    QCOMPARE(columnOf(lines[0], u"REPO"_s), columnOf(lines[1], u"org/repo"_s));
    QCOMPARE(columnOf(lines[0], u"QUANT"_s), columnOf(lines[2], u"-"_s));
}

void TestCli::tablesFitTheTerminal()
{
    const Table table = modelTable({model(QString(60, u'x'), QString(80, u'模'))}, QDateTime::currentDateTimeUtc());
    for (int columns = 1; columns < 250; ++columns) {
        for (const QString &line : plainLines(table, columns))
            QVERIFY2(displayWidth(line) <= columns, qPrintable(line));
    }
    // What identifies a row is the last to go.
    QVERIFY(plainLines(table, 70).last().startsWith(QString(60, u'x')));
}

void TestCli::namesCannotBreakATable()
{
    const QStringList lines = plainLines(
        modelTable({model(u"evil\nfake row\x1b[2J\tx"_s, u"org/repo"_s)}, QDateTime::currentDateTimeUtc()), 0);
    QCOMPARE(lines.size(), 2);
    for (const QString &line : lines)
        QVERIFY(!line.contains(u'\n') && !line.contains(u'\x1b') && !line.contains(u'\t'));
}

void TestCli::everyExitCodeIsExplained()
{
    QSet<int> explained;
    for (const ExitCodeMeaning &each : exitCodeTable())
        explained.insert(static_cast<int>(each.code));
    for (int kind = 0; kind <= static_cast<int>(ErrorKind::Internal); ++kind)
        QVERIFY(explained.contains(static_cast<int>(exitCodeOf({static_cast<ErrorKind>(kind), {}, {}, false, {}}))));
    QCOMPARE(static_cast<qsizetype>(exitCodeTable().size()), explained.size());
}

void TestCli::understandsTheServersErrors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("message");
    QTest::addColumn<int>("exit");
    QTest::newRow("plain") << 404 << QByteArray(R"({"error":{"code":"model_not_found","message":"m","hint":"h"}})")
                           << u"m"_s << 4;
    QTest::newRow("pull") << 507 << QByteArray(R"({"status":"error","error":"m","code":"disk_full","hint":"h"})")
                          << u"m"_s << 7;
    QTest::newRow("a key that is unknown")
        << 401 << QByteArray(R"({"error":{"code":"invalid_api_key","message":"m","hint":"h"}})") << u"m"_s << 5;
    QTest::newRow("another server") << 502 << QByteArray("<html>") << u"the server answered with status 502"_s << 1;
}

void TestCli::understandsTheServersErrors()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, message);
    QFETCH(int, exit);
    const Error error = serverError(status, body);
    QCOMPARE(error.message, message);
    QCOMPARE(static_cast<int>(exitCodeOf(error)), exit);
}

void TestCli::completesWords_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("candidate"); // empty: none is known without a server
    QTest::addColumn<int>("asks");
    const auto asks = [](Completes kind) { return static_cast<int>(kind); };
    QTest::newRow("commands") << QStringList{QString()} << u"pull"_s << asks(Completes::Nothing);
    QTest::newRow("subcommands") << QStringList{u"downloads"_s, u"p"_s} << u"pause"_s << asks(Completes::Nothing);
    QTest::newRow("options") << QStringList{u"pull"_s, u"--q"_s} << u"--quantization"_s << asks(Completes::Nothing);
    QTest::newRow("common options") << QStringList{u"list"_s, u"--"_s} << u"--json"_s << asks(Completes::Nothing);
    QTest::newRow("models") << QStringList{u"run"_s, QString()} << QString() << asks(Completes::Models);
    QTest::newRow("further models") << QStringList{u"rm"_s, u"a"_s, u"b"_s, QString()} << QString()
                                    << asks(Completes::Models);
    QTest::newRow("repos") << QStringList{u"pull"_s, u"or"_s} << QString() << asks(Completes::Repos);
    QTest::newRow("quantizations") << QStringList{u"pull"_s, u"-q"_s, u"Q"_s} << u"Q8_0"_s
                                   << asks(Completes::Quantizations);
    QTest::newRow("quantizations of a repo")
        << QStringList{u"pull"_s, u"org/repo"_s, u"-q"_s, QString()} << QString() << asks(Completes::Quantizations);
    QTest::newRow("choices") << QStringList{u"logs"_s, u"--level"_s, QString()} << u"warning"_s
                             << asks(Completes::Choices);
    QTest::newRow("jobs") << QStringList{u"downloads"_s, u"cancel"_s, QString()} << QString() << asks(Completes::Jobs);
    QTest::newRow("files") << QStringList{u"--api-key-file"_s, QString()} << QString() << asks(Completes::Files);
    QTest::newRow("after an option with a value")
        << QStringList{u"--server"_s, u"box"_s, u"show"_s, QString()} << QString() << asks(Completes::Models);
}

void TestCli::completesWords()
{
    QFETCH(QStringList, words);
    QFETCH(QString, candidate);
    QFETCH(int, asks);
    const Completion completion = completionOf(words);
    QCOMPARE(static_cast<int>(completion.asks), asks);
    QCOMPARE(wordsOf(completion).isEmpty(), candidate.isEmpty());
    QVERIFY(candidate.isEmpty() || wordsOf(completion).contains(candidate));
    QVERIFY(!wordsOf(completion).contains(u"__complete"_s));
    QCOMPARE(completion.server, words.contains(u"box"_s) ? u"box"_s : QString());
}

QTEST_APPLESS_MAIN(TestCli)
#include "test_cli.moc"
