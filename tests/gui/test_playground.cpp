#include "playground_fixture.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>

/// The playground, by keys and clicks: prompts and answers.
class TestPlayground : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pointsToTheHubWhileThereIsNoModel();
    void answersAPrompt();
    void shiftEnterIsANewLine();
    void escapeStopsTheAnswer();
    void regeneratesTheLastAnswer();
    void editsAndSendsAgain();
    void givesTheDraftBackWhenAnEditIsCancelled();
    void showsErrorsAtTheTurn();
    void saysWhenTheModelIsGone();
    void sendsOnlyParametersThatWereChosen();
    void asksBeforeALinkIsOpened();
    void startsANewChatWithAModel();
    void nothingIsWithoutAName();

public Q_SLOTS:
    void takeAddress(const QUrl &address) { m_opened += address; }

private:
    QList<QUrl> m_opened;
};

void TestPlayground::pointsToTheHubWhileThereIsNoModel()
{
    Playground playground{QStringList()};
    QTRY_VERIFY(playground.isReady());
    QSignalSpy browse(playground.view.get(), &PlaygroundView::browseRequested);
    auto &button = probe<QPushButton>(*playground.view, u"browseHub"_s);
    QTRY_VERIFY(button.isVisible());

    QTest::mouseClick(&button, Qt::LeftButton);
    QCOMPARE(browse.size(), 1);
    playground.server.setModels({ScriptedServer::model(u"tiny"_s)});
    QTRY_VERIFY(!button.isVisible());
    QVERIFY(playground.prompt().isVisible());
}

void TestPlayground::answersAPrompt()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());

    playground.write(u"Hello"_s);

    QVERIFY(playground.prompt().toPlainText().isEmpty());
    QTRY_COMPARE(playground.held(), 1);
    auto &progress = probe<QLabel>(*playground.view, u"progress"_s);
    QVERIFY(progress.text().startsWith(u"Waiting"_s));
    QCOMPARE(playground.server.lastBody(chatRoute).value("model"_L1), QJsonValue(u"large"_s)); // the latest
    playground.server.api().push(chatRoute, chatPiece(u"<b>The "_s));
    QTRY_VERIFY(playground.shown().contains(u"<b>The"_s));
    QTRY_VERIFY(progress.text().contains(u"1 token"_s));
    playground.finish(u"sea</b>"_s, u"length"_s);
    QTRY_VERIFY(playground.shown().contains(u"stopped at the token limit"_s));
    QVERIFY(playground.shown().contains(u"<b>The sea</b>"_s));
    QVERIFY(playground.shown().contains(u"7 token"_s));
    QVERIFY(playground.shown().contains(u"25 token"_s));
    QVERIFY(progress.text().isEmpty());
}

void TestPlayground::shiftEnterIsANewLine()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    const int before = playground.prompt().height();
    QTest::keyClicks(&playground.prompt(), u"one"_s);
    QTest::keyClick(&playground.prompt(), Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClicks(&playground.prompt(), u"two"_s);
    QCOMPARE(playground.prompt().toPlainText(), u"one\ntwo"_s);
    QTRY_VERIFY(playground.prompt().height() > before);
    QCOMPARE(playground.asked(), 0);
}

void TestPlayground::escapeStopsTheAnswer()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    QVERIFY(QTest::qWaitForWindowActive(playground.view.get()));
    playground.write(u"Hello"_s);
    QTRY_COMPARE(playground.held(), 1);
    playground.server.api().push(chatRoute, chatPiece(u"The "_s));
    QTRY_VERIFY(playground.shown().contains(u"The "_s));
    QVERIFY(probe<QPushButton>(*playground.view, u"stop"_s).isVisible());

    QTest::keyClick(&playground.prompt(), Qt::Key_Escape);

    QTRY_COMPARE(playground.held(), 0);
    QTRY_VERIFY(playground.shown().contains(u"stopped by you"_s));
    QVERIFY(!probe<QPushButton>(*playground.view, u"stop"_s).isVisible());
}

void TestPlayground::regeneratesTheLastAnswer()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    playground.write(u"Hello"_s);
    QTRY_COMPARE(playground.held(), 1);
    playground.finish(u"FIRST"_s);
    QTRY_VERIFY(playground.action(u"regenerate"_s).isEnabled());
    const QJsonObject first = playground.server.lastBody(chatRoute);

    playground.action(u"regenerate"_s).trigger();

    QTRY_COMPARE(playground.asked(), 2);
    QCOMPARE(playground.server.lastBody(chatRoute), first);
    QTRY_COMPARE(playground.held(), 1);
    playground.finish(u"SECOND"_s);
    QTRY_VERIFY(playground.shown().contains(u"SECOND"_s));
    QVERIFY(!playground.shown().contains(u"FIRST"_s));
}

void TestPlayground::editsAndSendsAgain()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    for (const QString &text : {u"one"_s, u"two"_s}) {
        playground.write(text);
        QTRY_COMPARE(playground.held(), 1);
        playground.finish(u"answer to "_s + text);
        QTRY_VERIFY(playground.action(u"regenerate"_s).isEnabled());
    }
    auto &transcript = probe<TranscriptView>(*playground.view, u"transcript"_s);

    Q_EMIT transcript.anchorClicked(QUrl(u"turn:0"_s));
    QCOMPARE(playground.prompt().toPlainText(), u"one"_s);
    QVERIFY(playground.message(u"editMessage"_s).contains(u"prompt 1"_s));
    playground.write(u"!"_s);

    QTRY_COMPARE(playground.asked(), 3);
    QCOMPARE(playground.sent(), QStringList(u"one!"_s));
    QVERIFY(!playground.shown().contains(u"two"_s));
    QVERIFY(playground.message(u"editMessage"_s).isEmpty());
}

void TestPlayground::givesTheDraftBackWhenAnEditIsCancelled()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    QVERIFY(QTest::qWaitForWindowActive(playground.view.get()));
    playground.write(u"one"_s);
    QTRY_COMPARE(playground.held(), 1);
    playground.finish(u"answer"_s);
    QTRY_VERIFY(playground.action(u"regenerate"_s).isEnabled());

    QTest::keyClick(&playground.prompt(), Qt::Key_Up);
    QCOMPARE(playground.prompt().toPlainText(), u"one"_s);
    QTest::keyClick(&playground.prompt(), Qt::Key_Escape);
    QCOMPARE(playground.prompt().toPlainText(), QString());
    QTest::keyClicks(&playground.prompt(), u"draft"_s);
    Q_EMIT probe<TranscriptView>(*playground.view, u"transcript"_s).anchorClicked(QUrl(u"turn:0"_s));
    QTest::keyClick(&playground.prompt(), Qt::Key_Escape);
    QCOMPARE(playground.prompt().toPlainText(), u"draft"_s);
    QVERIFY(playground.shown().contains(u"answer"_s));
}

void TestPlayground::showsErrorsAtTheTurn()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    playground.server.api().answer(
        chatRoute, R"({"error":{"message":"the queue is full","code":"queue_full","hint":"wait a little"}})", 429);
    playground.write(u"Hello"_s);
    QTRY_COMPARE(playground.message(), u"The queue is full"_s);
    QCOMPARE(probe<QLabel>(probe<QWidget>(*playground.view, u"chatMessage"_s), u"messageRemedy"_s).text(),
             u"Wait a little"_s);
    QAbstractButton *again = playground.messageButton(u"Try again"_s);
    QVERIFY(again);
    playground.server.api().hold(chatRoute, {}, "text/event-stream");

    QTest::mouseClick(again, Qt::LeftButton);

    QTRY_COMPARE(playground.held(), 1);
    QVERIFY(playground.message().isEmpty());
    QCOMPARE(playground.sent(), QStringList(u"Hello"_s));
}

void TestPlayground::saysWhenTheModelIsGone()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    playground.server.setModels({ScriptedServer::model(u"tiny"_s)});
    QTRY_COMPARE(playground.message(), u"large is not installed on Test server."_s);
    playground.write(u"Hello"_s);
    QVERIFY(!probe<QPushButton>(*playground.view, u"send"_s).isEnabled());

    QTest::keyClick(&probe<QComboBox>(*playground.view, u"model"_s), Qt::Key_Down);

    QTRY_VERIFY(playground.message().isEmpty());
    QVERIFY(probe<QPushButton>(*playground.view, u"send"_s).isEnabled());
    QCOMPARE(playground.asked(), 0);
}

void TestPlayground::sendsOnlyParametersThatWereChosen()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    probe<QSpinBox>(*playground.view, u"maxTokens"_s).setValue(64);
    probe<QDoubleSpinBox>(*playground.view, u"temperature"_s).setValue(0);
    probe<QPlainTextEdit>(*playground.view, u"systemPrompt"_s).setPlainText(u"Be brief."_s);
    probe<QPlainTextEdit>(*playground.view, u"stopSequences"_s).setPlainText(u"END\n\\n"_s);
    playground.write(u"Hello"_s);
    QTRY_COMPARE(playground.held(), 1);
    const QJsonObject body = playground.server.lastBody(chatRoute);
    QCOMPARE(body.value("max_tokens"_L1), QJsonValue(64));
    QCOMPARE(body.value("temperature"_L1), QJsonValue(0));
    QCOMPARE(body.value("stop"_L1), QJsonValue(QJsonArray{u"END"_s, u"\n"_s}));
    QVERIFY(!body.contains("top_p"_L1));
    QCOMPARE(playground.sent(), QStringList({u"Be brief."_s, u"Hello"_s}));
}

void TestPlayground::asksBeforeALinkIsOpened()
{
    QDesktopServices::setUrlHandler(u"https"_s, this, "takeAddress");
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    Q_EMIT probe<TranscriptView>(*playground.view, u"transcript"_s)
        .anchorClicked(QUrl(u"https://ex\u0430mple.org/a"_s)); // with a Cyrillic letter
    QVERIFY(m_opened.isEmpty());
    QCOMPARE(probe<QLabel>(probe<QWidget>(*playground.view, u"chatMessage"_s), u"messageRemedy"_s).text(),
             u"https://xn--exmple-4nf.org/a"_s);
    QTest::mouseClick(playground.messageButton(u"Open in the browser"_s), Qt::LeftButton);
    QCOMPARE(m_opened.size(), 1);
    QDesktopServices::unsetUrlHandler(u"https"_s);
}

void TestPlayground::startsANewChatWithAModel()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    playground.write(u"Hello"_s);
    QTRY_COMPARE(playground.held(), 1);
    playground.view->startWith(u"tiny"_s);
    QCOMPARE(probe<QComboBox>(*playground.view, u"model"_s).currentText(), u"tiny"_s);
    QVERIFY(playground.shown().isEmpty());
    QTRY_VERIFY(playground.prompt().hasFocus());
    playground.write(u"Anew"_s);
    QTRY_COMPARE(playground.held(), 2); // the former answer goes on
    QCOMPARE(playground.sent(), QStringList(u"Anew"_s));
    QCOMPARE(playground.server.lastBody(chatRoute).value("model"_L1), QJsonValue(u"tiny"_s));
}

void TestPlayground::nothingIsWithoutAName()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    playground.action(u"compare"_s).trigger();
    QCOMPARE(accessibilityFaults(*playground.view), QStringList());
}

QTEST_MAIN(TestPlayground)
#include "test_playground.moc"
