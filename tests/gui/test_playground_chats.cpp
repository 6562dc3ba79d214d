#include "playground/chat_history.h"
#include "playground/chat_history_model.h"
#include "playground_fixture.h"

#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QLineEdit>
#include <QMainWindow>
#include <QMessageBox>
#include <QPushButton>
#include <QSpinBox>

/// The playground, by keys and clicks: past chats, comparing, copying.
class TestPlaygroundChats : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comparesTwoModels();
    void keepsChatsForTheNextView();
    void keepsWhatHasComeWhenTheWindowCloses();
    void findsPastChats();
    void findsPastChatsByWhatWasAnswered();
    void renamesAndDeletesChats();
    void anAnswerGoesOnWhileAnotherChatIsShown();
    void aChatThatIsLeftAndDeletedIsGone();
    void aChatThatIsDeletedWhileItIsAnsweredIsGone();
    void copiesTheChatAsCode();
    void keepsItsState();
};

void TestPlaygroundChats::comparesTwoModels()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    playground.action(u"compare"_s).trigger();
    QCOMPARE(probe<QComboBox>(*playground.view, u"model2"_s).currentText(), u"tiny"_s);

    playground.write(u"Hello"_s);

    QTRY_COMPARE(playground.held(), 2);
    QSet<QString> asked;
    for (const ScriptedRequest &request : playground.server.api().requests()) {
        if (request.line == chatRoute)
            asked += QJsonDocument::fromJson(request.body).object().value("model"_L1).toString();
    }
    QCOMPARE(asked, QSet<QString>({u"large"_s, u"tiny"_s}));
    QVERIFY(probe<QLabel>(*playground.view, u"progress2"_s).text().startsWith(u"Waiting"_s));
    playground.finish(u"SAME"_s);
    QTRY_VERIFY(playground.shown().contains(u"SAME"_s));
    QTRY_VERIFY(playground.shown(u"transcript2"_s).contains(u"SAME"_s));
    QTRY_VERIFY(playground.action(u"compare"_s).isEnabled());
    playground.action(u"compare"_s).trigger();
    QVERIFY(!probe<TranscriptView>(*playground.view, u"transcript2"_s).isVisible());
}

void TestPlaygroundChats::keepsChatsForTheNextView()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    playground.write(u"Remember me"_s);
    QTRY_COMPARE(playground.held(), 1);
    playground.finish(u"I do"_s);
    QTRY_VERIFY(playground.shown().contains(u"7 token"_s));

    playground.open();

    QTRY_COMPARE(playground.chats().rowCount(), 1);
    QVERIFY(playground.shown().isEmpty());
    auto &list = probe<QListView>(*playground.view, u"chatList"_s);
    QCOMPARE(list.model()->index(0, 0).data().toString(), u"Remember me"_s);
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, list.visualRect(list.model()->index(0, 0)).center());
    QTRY_VERIFY(playground.shown().contains(u"I do"_s));
    const QDir chats(playground.directory.filePath(u"chats"_s));
    const QFileInfoList files = chats.entryInfoList(QDir::Files);
    QCOMPARE(files.size(), 1);
    QCOMPARE(files.first().permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    playground.write(u"Still?"_s);
    QTRY_COMPARE(playground.held(), 1);
    QCOMPARE(playground.sent(), QStringList({u"Remember me"_s, u"I do"_s, u"Still?"_s}));
}

void TestPlaygroundChats::keepsWhatHasComeWhenTheWindowCloses()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    playground.write(u"Hello"_s);
    QTRY_COMPARE(playground.held(), 1);
    playground.server.api().push(chatRoute, chatPiece(u"HALF"_s));
    QTRY_VERIFY(playground.shown().contains(u"HALF"_s));

    {
        QMainWindow window;
        window.setCentralWidget(playground.view.release());
        window.show();
    }
    QTRY_COMPARE(playground.held(), 0);
    ChatHistory history(playground.preferences.chatsFolder());
    history.load();
    QTRY_COMPARE(history.chats().size(), 1);
    std::optional<Conversation> kept;
    history.open(history.chats().first().id, this, [&](const Result<Conversation> &chat) { kept = chat.value(); });
    QTRY_VERIFY(kept);
    QCOMPARE(kept->lastAnswer(), u"HALF"_s);
    QCOMPARE(kept->turns.last().ending, Turn::Ending::Stopped);
}

void TestPlaygroundChats::findsPastChats()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    for (const QString &text : {u"about whales"_s, u"about ships"_s}) {
        playground.action(u"newChat"_s).trigger();
        playground.write(text);
        QTRY_COMPARE(playground.held(), 1);
        playground.finish(u"answer"_s);
        QTRY_VERIFY(playground.action(u"regenerate"_s).isEnabled());
    }
    QCOMPARE(playground.chats().rowCount(), 2);
    QCOMPARE(playground.chats().index(0, 0).data().toString(), u"about ships"_s);
    QTest::keyClicks(&probe<QLineEdit>(*playground.view, u"chatSearch"_s), u"WHALE"_s);
    QCOMPARE(playground.chats().rowCount(), 1);
    QCOMPARE(playground.chats().index(0, 0).data().toString(), u"about whales"_s);
}

void TestPlaygroundChats::findsPastChatsByWhatWasAnswered()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    for (const QString &text : {u"blue"_s, u"grey"_s}) {
        playground.action(u"newChat"_s).trigger();
        playground.write(u"Which colour?"_s);
        QTRY_COMPARE(playground.held(), 1);
        playground.finish(u"It is "_s + text);
        QTRY_VERIFY(playground.action(u"regenerate"_s).isEnabled());
    }
    QTest::keyClicks(&probe<QLineEdit>(*playground.view, u"chatSearch"_s), u"BLUE"_s);
    QCOMPARE(playground.chats().rowCount(), 1);
    Q_EMIT probe<QListView>(*playground.view, u"chatList"_s).activated(playground.chats().index(0, 0));
    QTRY_VERIFY(playground.shown().contains(u"It is blue"_s));
}

void TestPlaygroundChats::renamesAndDeletesChats()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    playground.write(u"Hello"_s);
    QTRY_COMPARE(playground.held(), 1);
    playground.finish(u"answer"_s);
    QTRY_VERIFY(playground.action(u"regenerate"_s).isEnabled());
    auto &list = probe<QListView>(*playground.view, u"chatList"_s);
    QVERIFY(list.currentIndex().isValid());

    list.setFocus();
    QTest::keyClick(&list, Qt::Key_F2);
    auto *editor = list.viewport()->findChild<QLineEdit *>();
    QVERIFY(editor);
    QTest::keyClicks(editor, u"Greeting"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(list.model()->index(0, 0).data().toString(), u"Greeting"_s);

    playground.action(u"deleteChat"_s).trigger();
    auto *box = playground.view->findChild<QMessageBox *>();
    QVERIFY(box);
    QCOMPARE(box->informativeText(), u"Greeting"_s);
    QTest::mouseClick(&probe<QPushButton>(*box, u"confirmDelete"_s), Qt::LeftButton);
    QCOMPARE(list.model()->rowCount(), 0);
    QVERIFY(playground.shown().isEmpty());
    const QDir chats(playground.directory.filePath(u"chats"_s));
    QTRY_VERIFY(chats.entryList(QDir::Files).isEmpty());
}

void TestPlaygroundChats::anAnswerGoesOnWhileAnotherChatIsShown()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    auto &list = probe<QListView>(*playground.view, u"chatList"_s);
    playground.write(u"Hello"_s);
    QTRY_COMPARE(playground.held(), 1);
    playground.server.api().push(chatRoute, chatPiece(u"one "_s));
    QTRY_VERIFY(playground.shown().contains(u"one"_s));

    playground.action(u"newChat"_s).trigger();
    QVERIFY(!playground.shown().contains(u"one"_s));
    QVERIFY(!probe<QAbstractButton>(*playground.view, u"stop"_s).isVisible());
    QCOMPARE(playground.held(), 1); // still under way
    QVERIFY(playground.chats().index(0, 0).data(ChatHistoryModel::UnansweredRole).toBool());
    playground.server.api().push(chatRoute, chatPiece(u"two "_s));

    Q_EMIT list.clicked(playground.chats().index(0, 0)); // as where one click activates
    Q_EMIT list.activated(playground.chats().index(0, 0));
    QTRY_VERIFY(playground.shown().contains(u"one two"_s));
    QVERIFY(probe<QAbstractButton>(*playground.view, u"stop"_s).isVisible());
    playground.server.api().push(chatRoute, chatPiece(u"three "_s));
    QTRY_VERIFY(playground.shown().contains(u"one two three"_s));

    playground.action(u"newChat"_s).trigger();
    playground.finish(u"four"_s);
    QTRY_COMPARE(playground.held(), 0);
    QTRY_VERIFY(!playground.chats().index(0, 0).data(ChatHistoryModel::UnansweredRole).toBool());
    QTRY_VERIFY(playground.chats().index(0, 0).data(ChatHistoryModel::SearchedRole).toString().contains(u"four"_s));
    Q_EMIT list.activated(playground.chats().index(0, 0));
    QTRY_VERIFY(playground.shown().contains(u"one two three four"_s));
    QCOMPARE(playground.shown().count(u"one"_s), 1);
}

void TestPlaygroundChats::aChatThatIsLeftAndDeletedIsGone()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    playground.write(u"Hello"_s);
    QTRY_COMPARE(playground.held(), 1);
    playground.action(u"newChat"_s).trigger();
    probe<QListView>(*playground.view, u"chatList"_s).setCurrentIndex(playground.chats().index(0, 0));
    playground.action(u"deleteChat"_s).trigger();
    QTest::mouseClick(&probe<QPushButton>(*playground.view->findChild<QMessageBox *>(), u"confirmDelete"_s),
                      Qt::LeftButton);

    QTRY_COMPARE(playground.held(), 0); // nobody wants the answer any more
    QCOMPARE(playground.chats().rowCount(), 0);
    const QDir chats(playground.directory.filePath(u"chats"_s));
    QTRY_VERIFY(chats.entryList(QDir::Files).isEmpty());
}

void TestPlaygroundChats::aChatThatIsDeletedWhileItIsAnsweredIsGone()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    playground.write(u"<a href='http://x'>Hello</a>"_s);
    QTRY_COMPARE(playground.held(), 1);
    playground.server.api().push(chatRoute, chatPiece(u"half"_s));
    QTRY_VERIFY(playground.shown().contains(u"half"_s));
    QTRY_COMPARE(playground.chats().rowCount(), 1);

    playground.action(u"deleteChat"_s).trigger();
    auto *box = playground.view->findChild<QMessageBox *>();
    QVERIFY(box);
    QTextDocument shown;
    shown.setHtml(box->informativeText());
    QCOMPARE(shown.toPlainText(), u"<a href='http://x'>Hello</a>"_s); // no link to press
    QTest::mouseClick(&probe<QPushButton>(*box, u"confirmDelete"_s), Qt::LeftButton);

    QCOMPARE(playground.chats().rowCount(), 0);
    const QDir chats(playground.directory.filePath(u"chats"_s));
    QTRY_VERIFY(chats.entryList(QDir::Files).isEmpty());
    QCOMPARE(playground.chats().rowCount(), 0);
}

void TestPlaygroundChats::copiesTheChatAsCode()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    playground.write(u"Hello"_s);
    QTRY_COMPARE(playground.held(), 1);
    playground.finish(u"answer"_s);
    QTRY_VERIFY(playground.action(u"regenerate"_s).isEnabled());
    const auto copied = [&](const QString &name) {
        playground.action(name).trigger();
        return QGuiApplication::clipboard()->text();
    };
    QVERIFY(copied(u"copyCurl"_s).startsWith(u"curl '"_s + playground.server.api().url()));
    QVERIFY(copied(u"copyPython"_s).contains(u"from openai import OpenAI"_s));
    QCOMPARE(QJsonDocument::fromJson(copied(u"copyJson"_s).toUtf8()).object().value("messages"_L1).toArray().size(), 2);
    QCOMPARE(copied(u"copyAnswer"_s), u"answer"_s);
}

void TestPlaygroundChats::keepsItsState()
{
    Playground playground;
    QTRY_VERIFY(playground.isReady());
    playground.view->startWith(u"tiny"_s);
    playground.action(u"markdown"_s).trigger();
    playground.action(u"parameters"_s).trigger();
    QVariantMap state;
    playground.view->saveState(state);
    playground.open();
    playground.view->restoreState(state);
    QCOMPARE(probe<QComboBox>(*playground.view, u"model"_s).currentText(), u"tiny"_s);
    QVERIFY(!playground.action(u"markdown"_s).isChecked());
    QVERIFY(!probe<QSpinBox>(*playground.view, u"maxTokens"_s).isVisible());
}

QTEST_MAIN(TestPlaygroundChats)
#include "test_playground_chats.moc"
