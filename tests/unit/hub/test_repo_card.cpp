#include "hub/plain_text.h"
#include "hub/repo_card.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

/// What is made of a README that anybody may have written.
class TestRepoCard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsFrontMatter();
    void readsOtherWaysToWriteIt_data();
    void readsOtherWaysToWriteIt();
    void believesNoLinkButAPage_data();
    void believesNoLinkButAPage();
    void leavesWordsOfMarkdown_data();
    void leavesWordsOfMarkdown();
    void nothingOfHostileTextBeginsATag_data();
    void nothingOfHostileTextBeginsATag();
    void showsNothingOfScriptsAndComments();
    void leavesOutWhatCannotBeSeen();
    void tellsNoMoreThanSomeLines();
    void cutsVeryLongLines();
    void takesNoTimeForWhatIsMadeToTakeMuch_data();
    void takesNoTimeForWhatIsMadeToTakeMuch();
};

void TestRepoCard::readsFrontMatter()
{
    const RepoCard card =
        RepoCard::parse("---\r\nbase_model: meta/x\r\nlicense: llama3.2\r\ntags:\r\n- facebook\r\n"
                        "- 'meta'\r\nextra: |-\r\n  license: none of it\r\n---\r\n\r\n## Title\r\nText");
    QCOMPARE(card.license, u"llama3.2"_s);
    QCOMPARE(card.tags, (QStringList{u"facebook"_s, u"meta"_s}));
    QCOMPARE(card.text, u"Title\nText"_s);
}

void TestRepoCard::readsOtherWaysToWriteIt_data()
{
    QTest::addColumn<QByteArray>("readme");
    QTest::addColumn<QString>("license");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << QByteArray("Text") << QString() << u"Text"_s;
    QTest::newRow("nothing") << QByteArray() << QString() << QString();
    QTest::newRow("empty") << QByteArray("---\n---\nText") << QString() << u"Text"_s;
    QTest::newRow("without an end") << QByteArray("---\nlicense: mit\nText") << u"mit"_s << QString();
    QTest::newRow("a list") << QByteArray("---\nlicense:\n- mit\n- x\n---\n") << u"mit"_s << QString();
    QTest::newRow("in brackets") << QByteArray("---\nlicense: [mit, x]\n---\n") << u"mit"_s << QString();
    QTest::newRow("named") << QByteArray("---\nlicense: other\nlicense_name: \"my-own\"\n---\nT") << u"my-own"_s
                           << u"T"_s;
    QTest::newRow("a rule, not an end") << QByteArray("Text\n---\nlicense: mit") << QString()
                                        << u"Text\nlicense: mit"_s;
    QTest::newRow("hostile") << QByteArray("---\nlicense: <b>mit</b>\xe2\x80\xae<script>x\n---\n") << u"mit"_s
                             << QString();
}

void TestRepoCard::readsOtherWaysToWriteIt()
{
    QFETCH(QByteArray, readme);
    QFETCH(QString, license);
    QFETCH(QString, text);
    const RepoCard card = RepoCard::parse(readme);
    QCOMPARE(card.license, license);
    QCOMPARE(card.text, text);
}

void TestRepoCard::believesNoLinkButAPage_data()
{
    QTest::addColumn<QByteArray>("link");
    QTest::addColumn<QString>("shown");
    QTest::newRow("https") << QByteArray("https://x.example/l?a=b") << u"https://x.example/l?a=b"_s;
    QTest::newRow("a file") << QByteArray("LICENSE") << QString();
    QTest::newRow("script") << QByteArray("javascript:alert(1)") << QString();
    QTest::newRow("file") << QByteArray("file:///etc/passwd") << QString();
    QTest::newRow("of another one") << QByteArray("https://huggingface.co@evil.example/") << QString();
    QTest::newRow("no host") << QByteArray("https:///x") << QString();
}

void TestRepoCard::believesNoLinkButAPage()
{
    QFETCH(QByteArray, link);
    QFETCH(QString, shown);
    QCOMPARE(RepoCard::parse(QByteArray("---\nlicense_link: " + link + "\n---\n")).licenseLink, shown);
}

void TestRepoCard::leavesWordsOfMarkdown_data()
{
    QTest::addColumn<QString>("markdown");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const char *markdown, const char *words) {
        QTest::newRow(name) << QString::fromUtf8(markdown) << QString::fromUtf8(words);
    };
    row("a heading", "# A **b** #\ntext", "A b\ntext");
    row("underlined", "Title\n=====\ntext", "Title\ntext");
    row("emphasis", "*a* _b_ **c** __d__ ~~e~~ `f`, *g h*.", "a b c d e f, g h.");
    row("names are not emphasis", "Q4_K_M of 2 * 3 and a_b_c", "Q4_K_M of 2 * 3 and a_b_c");
    row("a link", "[text](https://x/y \"t\") and [other][ref]\n[ref]: https://z", "text and other");
    row("a badge", "[![alt](https://i/x.svg)](https://y) x", " x");
    row("an address", "see <https://x.example/a>", "see https://x.example/a");
    row("a list", "- a\n* b\n  + c\n1. d", "\u2022 a\n\u2022 b\n  \u2022 c\n1. d");
    row("a quotation", "> a\n> > b", "a\nb");
    row("a rule", "a\n\n---\n\nb\n***", "a\n\nb");
    row("a table", "| a | b |\n|:--|---|\n| c | d |", "a | b\nc | d");
    row("code", "```python\nx = a_b * **c\n```", "x = a_b * **c");
    row("escapes", "1\\. \\[a\\]", "1. [a]");
    row("entities", "a &amp; b &lt; 3 &nbsp;c &unknown; &amp;lt;", "a & b < 3  c &unknown; &lt;");
    row("empty lines", "\n\na\n\n\n\nb\n\n", "a\n\nb");
    row("html", "<div align=\"center\">\n<img\n src='x'>a<br>b</div>", "a\nb");
    row("not html", "1 < 2 and x<3, a <- b, <|user|>", "1 < 2 and x<3, a <- b, <|user|>");
}

void TestRepoCard::leavesWordsOfMarkdown()
{
    QFETCH(QString, markdown);
    QFETCH(QString, words);
    QCOMPARE(plainText(markdown, 40), words);
}

void TestRepoCard::nothingOfHostileTextBeginsATag_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"<script>alert(1)</script>",
                             "<SCRIPT SRC=//x>",
                             "<scr<script>ipt>alert(1)</scr</script>ipt>",
                             "<img src=x onerror=alert(1)",
                             "<<b>script>alert(1)<</b>/script>",
                             "<**script>alert(1)</**script>",
                             "&lt;script&gt;alert(1)&lt;/script&gt;",
                             "<\\script>",
                             "<`script>",
                             "<[script](x)>",
                             "<![CDATA[<script>]]>",
                             "<?php x ?>",
                             "<!doctype html>",
                             "<!-- a",
                             "</p",
                             "<\u202escript>",
                             "<\u200bscript>",
                             "<\tscript>",
                             "<",
                             "```\n<script>\n```",
                             "<a\n<a\n<a href=x",
                             "<\u00e4>",
                             "[<script>](x)",
                             "<!--><script>alert(1)//-->"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void TestRepoCard::nothingOfHostileTextBeginsATag()
{
    QFETCH(QString, text);
    for (const QString &shown : {plainText(text, 40), plainLine(text, 200)}) {
        static const QRegularExpression tag(u"<[\\p{L}/!?]"_s, QRegularExpression::UseUnicodePropertiesOption);
        QVERIFY2(!tag.match(shown).hasMatch(), qPrintable(shown));
    }
}

void TestRepoCard::showsNothingOfScriptsAndComments()
{
    QCOMPARE(plainText(u"a<script>alert('x')</SCRIPT >b<style>p { }</style>c<!-- d\n-- >e -->f"_s, 40), u"abcf"_s);
    QCOMPARE(plainText(u"a <script> alert(1) and no end"_s, 40), u"a"_s);
    QCOMPARE(plainText(u"a <!-- no end"_s, 40), u"a"_s);
    QCOMPARE(plainText(u"a <img src=x alert(1)\nb"_s, 40), u"a\nb"_s); // a tag without an end takes its line along
}

void TestRepoCard::leavesOutWhatCannotBeSeen()
{
    QString text = u"a\u202eb\u2066c\u2069\u200f\u061c\u200b\ufeffd\u00ade"_s;
    text += QChar(0);
    text += u'f';
    text += QChar(0x1b);
    text += u"[31mg"_s;
    text += QChar(0x85);
    QCOMPARE(plainText(text, 40), u"abcdef[31mg"_s);
    QCOMPARE(plainText(QString::fromUtf8("a\xf3\xa0\x81\x81\xee\x80\x80z"), 40),
             u"az"_s); // a tag character, private use
    QCOMPARE(plainText(u"a\u2028b\r\nc\rd\te"_s, 40), u"a\nb\nc\nd e"_s);
    const QString family = QString::fromUtf8("\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9");
    QCOMPARE(plainText(family, 40), family);
    QString broken = u"ab"_s;
    broken.insert(1, QChar(0xd800));
    QVERIFY(!plainText(broken, 40).contains(QChar(0xd800)));
}

void TestRepoCard::tellsNoMoreThanSomeLines()
{
    QByteArray readme;
    for (int i = 1; i <= 1000; ++i)
        readme += QByteArray::number(i) + ".\n";
    const QStringList lines = RepoCard::parse(readme).text.split(u'\n');
    QCOMPARE(lines.size(), 40);
    QCOMPARE(lines.last(), u"40."_s);
}

void TestRepoCard::cutsVeryLongLines()
{
    const QString text = plainText(QString(1 << 20, u'x') + u"\nb"_s, 40);
    QCOMPARE(text.indexOf(u'\n'), 500);
    QVERIFY(text.endsWith(u"x\u2026\nb"_s));
    QCOMPARE(plainLine(QString(300, u'y'), 10), QString(9, u'y') + u'\u2026');
    QCOMPARE(RepoCard::parse(QByteArray("---\nlicense: " + QByteArray(1 << 20, 'x'))).license.size(), 200);
}

void TestRepoCard::takesNoTimeForWhatIsMadeToTakeMuch_data()
{
    QTest::addColumn<QString>("piece");
    for (const char *piece : {"<",  "<a", "<a\n", "</script", "<script", "<!--", "![", "[a](", "[",  "*",
                              "_a", "> ", "|-",   "- ",       "&lt",     "\\",   "`",  "x\n",  "\n", "<a>"})
        QTest::newRow(piece) << QString::fromUtf8(piece);
}

void TestRepoCard::takesNoTimeForWhatIsMadeToTakeMuch()
{
    QFETCH(QString, piece);
    QElapsedTimer timer;
    timer.start();
    const QString text = plainText(piece.repeated((1 << 20) / piece.size()), 40);
    QVERIFY(text.size() <= 40 * 501);
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed()))); // what is not linear takes hours
}

QTEST_GUILESS_MAIN(TestRepoCard)
#include "test_repo_card.moc"
