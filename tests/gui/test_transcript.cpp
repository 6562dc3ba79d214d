#include "playground/safe_markdown.h"
#include "playground/transcript_view.h"

#include <QApplication>
#include <QClipboard>
#include <QMimeData>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>
#include <QTextBlock>
#include <QTextList>
#include <QTextTable>

using namespace Qt::StringLiterals;

namespace {

const QString hostile = u"<script>alert(1)</script> <b>bold</b> &lt;i&gt; <img src=\"http://127.0.0.1:%1/a.png\">\n\n"
                        "![picture](http://127.0.0.1:%1/b.png \"<img src='http://127.0.0.1:%1/c.png'>\") and\n"
                        "![local](file:///etc/hostname)\n\n"
                        "[fine](https://example.org/a \"<img src='file:///x.png'>\") [bad](javascript:alert(1)) "
                        "[file](file:///etc/passwd)\n"
                        "[turn](turn:0)\n"_s;

Turn prompt(const QString &text)
{
    return {Turn::Role::User, text};
}

Turn answer(const QString &text)
{
    return {Turn::Role::Assistant, text, u"tiny"_s, Turn::Ending::Complete, {25, 7, {}, {}}};
}

/// The addresses of all links.
QStringList links(const QTextDocument &document)
{
    QStringList all;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        for (auto each = block.begin(); !each.atEnd(); ++each) {
            if (each.fragment().charFormat().isAnchor())
                all += each.fragment().charFormat().anchorHref();
        }
    }
    return all;
}

QTextBlock blockWith(const QTextDocument &document, const QString &text)
{
    QTextBlock block = document.begin();
    while (block.isValid() && !block.text().contains(text))
        block = block.next();
    return block;
}

} // namespace

/// What is shown of a conversation, and what never is.
class TestTranscript : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsHtmlOfAnAnswerLiterally();
    void loadsNothingThatAnAnswerNames();
    void linksOnlyToWhatMayBeOpened();
    void rendersMarkdownWhenTheAnswerIsComplete();
    void rendersALongAnswerToo();
    void leavesASelectionAloneWhenTheAnswerEnds();
    void beginsAnAnswerWithAnyMarkdown_data();
    void beginsAnAnswerWithAnyMarkdown();
    void showsAPromptAsItWasWritten();
    void showsAsWrittenWhenMarkdownIsOff();
    void addsToTheLastBlockOnly();
    void staysWhereTheReaderIs();
    void staysWhereTheReaderIsWhenTheAnswerEnds();
    void followsTheEnd();
    void dropsTurns();
    void copiesWhatIsSelectedAsText();
    void joinsDividedParagraphsOfACopy();
    void asksToEditTheRightPrompt();
};

void TestTranscript::showsHtmlOfAnAnswerLiterally()
{
    TranscriptView view;
    view.setTurns({prompt(u"<b>mine</b>"_s), answer(hostile)});
    QTRY_VERIFY(view.isWritten());
    const QString shown = view.toPlainText();
    QVERIFY2(shown.contains(u"<script>alert(1)</script> <b>bold</b> <i> <img src="_s), qPrintable(shown));
    QVERIFY(shown.contains(u"<b>mine</b>"_s));
}

void TestTranscript::loadsNothingThatAnAnswerNames()
{
    QTcpServer listener;
    QVERIFY(listener.listen(QHostAddress::LocalHost));
    TranscriptView view;
    view.resize(600, 400);
    view.show();
    view.setTurns({answer(QString(hostile).replace(u"%1"_s, QString::number(listener.serverPort())))});
    QTRY_VERIFY(view.isWritten());
    view.grab();

    QVERIFY(view.toPlainText().contains(u"![local](file:///etc/hostname)"_s));
    for (QTextBlock block = view.document()->begin(); block.isValid(); block = block.next()) {
        for (auto each = block.begin(); !each.atEnd(); ++each) {
            QVERIFY(!each.fragment().charFormat().isImageFormat());
            QVERIFY(!each.fragment().charFormat().toolTip().contains(u"<img"_s));
        }
    }
    QVERIFY(!view.document()->resource(QTextDocument::ImageResource, QUrl(u"file:///etc/hostname"_s)).isValid());
    QVERIFY(!listener.waitForNewConnection(100));
}

void TestTranscript::linksOnlyToWhatMayBeOpened()
{
    TranscriptView view;
    view.setTurns({answer(hostile)});
    QTRY_VERIFY(view.isWritten());
    QCOMPARE(links(*view.document()), QStringList(u"https://example.org/a"_s));
    QSignalSpy chosen(&view, &TranscriptView::linkChosen);
    Q_EMIT view.anchorClicked(QUrl(u"https://example.org/a"_s));
    Q_EMIT view.anchorClicked(QUrl(u"file:///etc/passwd"_s));
    QCOMPARE(chosen.size(), 1);
}

void TestTranscript::rendersMarkdownWhenTheAnswerIsComplete()
{
    const Turn whole = answer(u"# Title\n\n- one\n- two\n\n```python\nif x:\n    y()\n```\nend **bold**"_s);
    TranscriptView view;
    view.setTurns({prompt(u"Go"_s)});
    view.addTurn({Turn::Role::Assistant, {}, u"tiny"_s});
    view.addText(u"# Title\n\n- o"_s);
    QTRY_VERIFY(view.toPlainText().contains(u"# Title"_s));

    view.endTurn(whole);

    QTRY_VERIFY(view.isWritten());
    const QString shown = view.toPlainText();
    QVERIFY(!shown.contains(u"# Title"_s));
    QVERIFY(!shown.contains(u"```"_s));
    QVERIFY(shown.contains(u"end bold"_s));
    QVERIFY(blockWith(*view.document(), u"one"_s).textList());
    QVERIFY(!blockWith(*view.document(), u"token"_s).textList()); // the figures
    QCOMPARE(shown.count(u"Title"_s), 1);
    QVERIFY(!blockWith(*view.document(), u"y()"_s).blockFormat().nonBreakableLines());
}

void TestTranscript::rendersALongAnswerToo()
{
    QString text;
    for (int part = 0; part < 1000; ++part)
        text += u"## Part %1\n\nSome **bold** words.\n\n```\nx = %1\n```\n\n- one\n- two\n\n"_s.arg(part);
    TranscriptView view;
    view.setTurns({prompt(u"Go"_s), answer(text), prompt(u"AGAIN"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(view.isWritten(), 60'000);

    const QString shown = view.toPlainText();
    for (const QString &sign : {u"##"_s, u"**"_s, u"```"_s, u"- one"_s})
        QVERIFY2(!shown.contains(sign), qPrintable(sign));
    qsizetype place = 0;
    for (int part = 0; part < 1000; ++part) {
        place = shown.indexOf(u"Part %1\nSome bold words.\nx = %1\none\ntwo\n"_s.arg(part), place);
        QVERIFY2(place >= 0, qPrintable(QString::number(part)));
    }
    QVERIFY(shown.indexOf(u"AGAIN"_s, place) > 0);
}

void TestTranscript::leavesASelectionAloneWhenTheAnswerEnds()
{
    TranscriptView view;
    view.setTurns({prompt(u"Go"_s)});
    view.addTurn({Turn::Role::Assistant, {}, u"tiny"_s});
    view.addText(u"some **bold** words"_s);
    QTRY_VERIFY(view.toPlainText().contains(u"**bold**"_s));
    view.moveCursor(QTextCursor::Start);
    QVERIFY(view.find(u"**bold**"_s));

    view.endTurn(answer(u"some **bold** words, and more"_s));
    QCOMPARE(view.textCursor().selectedText(), u"**bold**"_s);
    QVERIFY(view.toPlainText().contains(u"**bold**"_s));

    QTextCursor nothing = view.textCursor();
    nothing.clearSelection();
    view.setTextCursor(nothing);
    QTRY_VERIFY(view.isWritten());
    QVERIFY(view.toPlainText().contains(u"some bold words, and more"_s));
}

void TestTranscript::beginsAnAnswerWithAnyMarkdown_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("list") << u"- FIRST\n- second"_s;
    QTest::newRow("code") << u"```\nFIRST\n```"_s;
    QTest::newRow("heading") << u"# FIRST"_s;
    QTest::newRow("table") << u"| FIRST | b |\n|---|---|\n| c | d |"_s;
    QTest::newRow("quote") << u"> FIRST"_s;
    QTest::newRow("front matter") << u"---\nFIRST: x\n---\ntext"_s;
    QTest::newRow("unfinished code") << u"```c\nFIRST"_s;
    QTest::newRow("only spaces before") << u"  \n\n FIRST"_s;
}

void TestTranscript::beginsAnAnswerWithAnyMarkdown()
{
    QFETCH(QString, text);
    const auto alone = safeMarkdown(text, QFont());
    TranscriptView view;
    view.setTurns({prompt(u"Go"_s), answer(text), prompt(u"AGAIN"_s)});
    QTRY_VERIFY(view.isWritten());

    const QTextBlock expected = blockWith(*alone, u"FIRST"_s);
    const QTextBlock block = blockWith(*view.document(), u"FIRST"_s);
    QVERIFY(block.isValid());
    QCOMPARE(block.blockFormat().headingLevel(), expected.blockFormat().headingLevel());
    QCOMPARE(block.textList() != nullptr, expected.textList() != nullptr);
    QCOMPARE(QTextCursor(block).currentTable() != nullptr, QTextCursor(expected).currentTable() != nullptr);
    QCOMPARE(block.blockFormat().property(QTextFormat::BlockCodeFence),
             expected.blockFormat().property(QTextFormat::BlockCodeFence));
    QCOMPARE(block.blockFormat().leftMargin(), expected.blockFormat().leftMargin());
    const QTextBlock next = blockWith(*view.document(), u"AGAIN"_s);
    QVERIFY(!next.textList() && next.blockFormat().headingLevel() == 0 && next.blockFormat().leftMargin() == 0);
    QVERIFY(!QTextCursor(next).currentTable());
}

void TestTranscript::showsAPromptAsItWasWritten()
{
    TranscriptView view;
    view.setTurns({prompt(u"# not a *title*\n\n- [x](http://a.b)"_s)});
    QTRY_VERIFY(view.isWritten());
    QVERIFY(view.toPlainText().contains(u"# not a *title*\n\n- [x](http://a.b)"_s));
}

void TestTranscript::showsAsWrittenWhenMarkdownIsOff()
{
    TranscriptView view;
    view.setTurns({answer(u"**bold** <b>"_s)});
    QTRY_VERIFY(view.isWritten());
    view.setMarkdown(false);
    QTRY_VERIFY(view.isWritten());
    QVERIFY(view.toPlainText().contains(u"**bold** <b>"_s));
    view.setMarkdown(true);
    QTRY_VERIFY(view.isWritten());
    QVERIFY(!view.toPlainText().contains(u"**"_s));
}

void TestTranscript::addsToTheLastBlockOnly()
{
    TranscriptView view;
    view.setTurns({prompt(u"Go"_s), answer(u"before"_s), prompt(u"On"_s)});
    view.addTurn({Turn::Role::Assistant, {}, u"tiny"_s});
    view.addText(u"a"_s);
    QTRY_VERIFY(view.toPlainText().endsWith(u'a'));
    int first = INT_MAX;
    connect(view.document(), &QTextDocument::contentsChange, this,
            [&first](int position, int, int) { first = std::min(first, position); });
    const int end = view.document()->characterCount() - 1;

    view.addText(u"b\nc"_s);

    QTRY_VERIFY(view.toPlainText().endsWith(u"ab\nc"_s));
    QVERIFY(first >= end);
}

void TestTranscript::staysWhereTheReaderIs()
{
    TranscriptView view;
    view.resize(400, 300);
    view.show();
    view.setTurns({prompt(u"line\n"_s.repeated(200))});
    view.addTurn({Turn::Role::Assistant, {}, u"tiny"_s});
    QTRY_VERIFY(view.verticalScrollBar()->maximum() > 1000);
    view.verticalScrollBar()->setValue(300);
    view.addText(u"more\n"_s.repeated(100) + u"END"_s);
    QTRY_VERIFY(view.toPlainText().endsWith(u"END"_s));
    QCOMPARE(view.verticalScrollBar()->value(), 300);
}

void TestTranscript::staysWhereTheReaderIsWhenTheAnswerEnds()
{
    const Turn whole = answer(u"Some *words* of many.\n\n"_s.repeated(400));
    TranscriptView view;
    view.resize(400, 300);
    view.show();
    view.setTurns({prompt(u"line\n"_s.repeated(100))});
    view.addTurn({Turn::Role::Assistant, {}, u"tiny"_s});
    view.addText(whole.text);
    QTRY_VERIFY(view.verticalScrollBar()->maximum() > 3000);
    view.verticalScrollBar()->setValue(2500);

    view.endTurn(whole);

    QTRY_VERIFY(view.isWritten());
    QVERIFY(view.updatesEnabled());
    QVERIFY(!view.toPlainText().contains(u'*'));
    QCOMPARE(view.verticalScrollBar()->value(), 2500);
}

void TestTranscript::followsTheEnd()
{
    TranscriptView view;
    view.resize(400, 300);
    view.show();
    view.setTurns({prompt(u"line\n"_s.repeated(200))});
    view.addTurn({Turn::Role::Assistant, {}, u"tiny"_s});
    view.addText(u"more\n"_s.repeated(100) + u"END"_s);
    QTRY_VERIFY(view.toPlainText().endsWith(u"END"_s));
    QTRY_VERIFY(view.verticalScrollBar()->maximum() > 1000);
    QTRY_COMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
}

void TestTranscript::dropsTurns()
{
    TranscriptView view;
    view.setTurns({prompt(u"one"_s), answer(u"| a |\n|---|\n| ANSWER |"_s), prompt(u"two"_s), answer(u"three"_s)});
    QTRY_VERIFY(view.isWritten());
    view.dropFrom(2);
    QVERIFY(view.toPlainText().contains(u"ANSWER"_s));
    QVERIFY(!view.toPlainText().contains(u"two"_s));
    view.dropFrom(1);
    QVERIFY(!view.toPlainText().contains(u"ANSWER"_s));
    view.addTurn(answer(u"new"_s));
    view.endTurn(answer(u"new"_s));
    QTRY_VERIFY(view.isWritten());
    QVERIFY(view.toPlainText().contains(u"new"_s));
    view.dropFrom(0);
    QVERIFY(view.toPlainText().isEmpty());
}

void TestTranscript::copiesWhatIsSelectedAsText()
{
    TranscriptView view;
    view.setTurns({prompt(u"Go"_s), answer(u"1. one\n2. two\n\n```\na\n  b\n```"_s)});
    QTRY_VERIFY(view.isWritten());
    view.selectAll();
    view.copy();
    const QString copied = QApplication::clipboard()->text();
    QVERIFY2(copied.startsWith(u"You\nGo\ntiny\n1. one\n2. two\na\n  b\n"_s), qPrintable(copied));
    QVERIFY(!QApplication::clipboard()->mimeData()->hasHtml());
}

void TestTranscript::joinsDividedParagraphsOfACopy()
{
    const QString paragraph = u"word "_s.repeated(3000).trimmed();
    TranscriptView view;
    view.setTurns({prompt(paragraph + u"\nnext"_s)});
    QTRY_VERIFY(view.isWritten());
    QVERIFY(view.document()->blockCount() > 5);
    view.selectAll();
    view.copy();
    QCOMPARE(QApplication::clipboard()->text(), QString(u"You\n"_s + paragraph + u"\nnext"_s));
}

void TestTranscript::asksToEditTheRightPrompt()
{
    TranscriptView view;
    view.setTurns({prompt(u"one"_s), answer(u"1"_s), prompt(u"two"_s)});
    QTRY_VERIFY(view.isWritten());
    QSignalSpy edits(&view, &TranscriptView::editRequested);
    const QStringList all = links(*view.document());
    QCOMPARE(all.size(), 2);
    Q_EMIT view.anchorClicked(QUrl(all.last()));
    QCOMPARE(edits.first().first().toLongLong(), 2);
}

QTEST_MAIN(TestTranscript)
#include "test_transcript.moc"
