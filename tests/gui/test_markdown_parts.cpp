#include "playground/markdown_parts.h"
#include "playground/safe_markdown.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

/// Where long Markdown is divided.
class TestMarkdownParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void leavesWhatIsShortWhole();
    void dividesAtTheBestPlace_data();
    void dividesAtTheBestPlace();
    void opensADividedFenceAgain_data();
    void opensADividedFenceAgain();
    void isNotHeldUpByWhatLooksLikeLists();
    void losesNothing();
    void readsAsTheWholeDoes();
};

void TestMarkdownParts::leavesWhatIsShortWhole()
{
    QCOMPARE(markdownParts(QString(), 10), QStringList{QString()});
    QCOMPARE(markdownParts(u"one\n\ntwo"_s, 8), QStringList{u"one\n\ntwo"_s});
}

void TestMarkdownParts::dividesAtTheBestPlace_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qsizetype>("longest");
    QTest::addColumn<QStringList>("parts");
    const auto row = [](const char *name, const QString &text, qsizetype longest, const QStringList &parts) {
        QTest::newRow(name) << text << longest << parts;
    };
    row("between paragraphs, the last that fits", u"one\n\ntwo\n\nthree"_s, 12, {u"one\n\ntwo\n\n"_s, u"three"_s});
    row("not within a list", u"one\n\n- two\n\n- three\n\nfour"_s, 22, {u"one\n\n- two\n\n- three\n\n"_s, u"four"_s});
    row("not before what belongs to an item", u"one\n\ntwo\n\n- x\n\n  of x"_s, 18,
        {u"one\n\n"_s, u"two\n\n- x\n\n  of x"_s});
    row("between blocks, if there is no better place", u"- one\n\n- two\n- three"_s, 16,
        {u"- one\n\n"_s, u"- two\n- three"_s});
    row("between lines", u"one\ntwo\nthree"_s, 9, {u"one\ntwo\n"_s, u"three"_s});
    row("between words", u"one two three"_s, 9, {u"one two "_s, u"three"_s});
    row("anywhere", u"onetwothree"_s, 4, {u"onet"_s, u"woth"_s, u"ree"_s});
    row("not within a letter", u"ab\U0001F600cd"_s, 3, {u"ab"_s, u"\U0001F600c"_s, u"d"_s});
    row("not within a fence", u"one\n\n```\na\n\nb\n```\n\ntwo"_s, 18, {u"one\n\n"_s, u"```\na\n\nb\n```\n\ntwo"_s});
    row("not where a fence is only mentioned", u"```one``` two\n\nthree\n\nfour"_s, 24,
        {u"```one``` two\n\nthree\n\n"_s, u"four"_s});
}

void TestMarkdownParts::dividesAtTheBestPlace()
{
    QFETCH(const QString, text);
    QFETCH(const qsizetype, longest);
    QFETCH(const QStringList, parts);
    QCOMPARE(markdownParts(text, longest), parts);
}

void TestMarkdownParts::opensADividedFenceAgain_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("parts");
    QTest::newRow("between its lines") << u"```cpp\nint a;\nint b;\nint c;\n```\nend"_s
                                       << QStringList{u"```cpp\nint a;\n"_s, u"```cpp\nint b;\nint c;\n```\n"_s,
                                                      u"end"_s};
    QTest::newRow("before its end") << u"```\nabc\nabcdefghijk\n```\nend"_s
                                    << QStringList{u"```\nabc\nabcdefghijk\n"_s, u"end"_s};
    QTest::newRow("within a line") << u"~~~~\nabcdefghijklmnopqrstuvwx\n~~~~"_s
                                   << QStringList{u"~~~~\nabcdefghijklmnopqrst"_s, u"~~~~\nuvwx\n~~~~"_s};
    QTest::newRow("with other fences in it") << u"````\n```\naaaaaaaa\n```\nbbbb\n````"_s
                                             << QStringList{u"````\n```\naaaaaaaa\n"_s, u"````\n```\nbbbb\n````"_s};
    QTest::newRow("of a list") << u"1. ```sh\n   ls\n   cat\n   ```\n\nso"_s
                               << QStringList{u"1. ```sh\n   ls\n"_s, u"```sh\n   cat\n   ```\n\nso"_s};
    QTest::newRow("with one that is indented in it")
        << u"```py\n    ```\naaaaaaa\nbb\n```"_s << QStringList{u"```py\n    ```\n"_s, u"```py\naaaaaaa\nbb\n```"_s};
}

void TestMarkdownParts::opensADividedFenceAgain()
{
    QFETCH(const QString, text);
    QFETCH(const QStringList, parts);
    QCOMPARE(markdownParts(text, 20), parts);
}

/// A pattern that goes back over what it has read takes longer with each item: here for ever.
void TestMarkdownParts::isNotHeldUpByWhatLooksLikeLists()
{
    const QString line = u"-  "_s.repeated(200) + u"x ```\n"_s;
    QElapsedTimer time;
    time.start();
    const QStringList parts = markdownParts(line.repeated(150), 12'000);
    QVERIFY2(time.elapsed() < 1'000, qPrintable(QString::number(time.elapsed())));
    QCOMPARE(parts.join(QString()), line.repeated(150));
}

void TestMarkdownParts::losesNothing()
{
    const QString text =
        u"A word, or two.\n\n- one\n\n  more\n- two\n\n> said\n\n| a | b |\n|---|---|\n| c | d |\n\n"_s.repeated(20);
    for (qsizetype longest = 1; longest < 200; ++longest) {
        const QStringList parts = markdownParts(text, longest);
        QCOMPARE(parts.join(QString()), text);
        for (const QString &part : parts)
            QVERIFY(!part.isEmpty() && part.size() <= longest);
    }
}

void TestMarkdownParts::readsAsTheWholeDoes()
{
    QString text;
    for (int chapter = 0; chapter < 50; ++chapter) {
        text += u"## Chapter %1\n\nSome *words* and `code`.\nMore of it.\n\n1. one\n\n   of one\n2. two\n\n"
                u"```python\nx = 1\n\n# no heading\ny = 2\n```\n\n> said\n\n| a | b |\n|---|---|\n| c | d |\n\n"_s.arg(
                    chapter);
    }
    QString plain;
    const QStringList parts = markdownParts(text, 1000);
    QVERIFY(parts.size() > 5);
    for (const QString &part : parts)
        plain += safeMarkdown(part, QFont())->toPlainText() + u'\n';
    plain.chop(1);
    QCOMPARE(plain, safeMarkdown(text, QFont())->toPlainText());
}

QTEST_MAIN(TestMarkdownParts)
#include "test_markdown_parts.moc"
