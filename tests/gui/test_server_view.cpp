#include "server/log_model.h"
#include "server/server_view.h"
#include "server_answers.h"
#include "view_stage.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace {

constexpr int longWait = 30'000;

struct Stage : ViewStage<ServerView> {
    explicit Stage(ServerView::Page page)
    {
        server.api().answer("GET /v1/api/shimmy", ServerAnswers::shimmy());
        server.api().hold(ServerAnswers::logRequest, ServerAnswers::log(), "application/x-ndjson");
        show(std::make_unique<ServerView>(connection, preferences,
                                          Autostart({u"/bin/shimmy-manager"_s}, directory.filePath(u"autostart"_s))),
             QSize(1000, 700));
        view->showPage(page);
    }
    void connect() { ViewStage::connect(false); }
};

} // namespace

class TestServerView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsEveryShimmyAndWhoWaits();
    void saysWhyShimmyCannotServe();
    void asksAgainWhenShimmyChanges();
    void restartsShimmyAndSaysHowLongThatTook();
    void saysWhyARestartFailed();
    void showsTheLogAsItGoesOn();
    void showsTheLogOfTheNextServer();
    void keepsTheLogsLevelOverStarts();
    void copiesTheLinesThatAreShown();
    void examinesTheServer();
    void examinesWithoutAGenerationWhenToldTo();
    void saysWhyNothingCouldBeExamined();
    void fillsInAModelForOtherPrograms();
    void copiesASnippet();
    void everyControlHasAName();
};

void TestServerView::showsEveryShimmyAndWhoWaits()
{
    Stage stage(ServerView::Overview);
    stage.connect();

    QTRY_COMPARE_WITH_TIMEOUT(stage.rows(u"instances"_s).rowCount(), 3, longWait);
    QCOMPARE(stage.rows(u"history"_s).rowCount(), 3);
    QCOMPARE(stage.at<QLabel>(u"factShimmy"_s).text(), u"Ready, version 1.8.1"_s);
    QVERIFY(stage.at<QLabel>(u"factProgram"_s).text().endsWith(u"/usr/lib/shimmy-manager/shimmy"_s));
    QVERIFY(stage.at<QLabel>(u"factQueue"_s).text().contains(u"web-frontend (2), 192.168.1.20 (1)"_s));
    QTRY_COMPARE_WITH_TIMEOUT(stage.at<QLabel>(u"factService"_s).text(), u"shimmyd 0.1.0"_s, longWait);
    QCOMPARE(stage.at<QLabel>(u"factUptime"_s).text(), u"42 s"_s);
    QVERIFY(stage.at<QLabel>(u"factServer"_s).text().startsWith(u"Test server, at http://127.0.0.1:"_s));
}

void TestServerView::saysWhyShimmyCannotServe()
{
    Stage stage(ServerView::Overview);
    stage.server.api().answer("GET /v1/api/shimmy", ServerAnswers::failedShimmy());
    stage.connect();
    QTRY_COMPARE_WITH_TIMEOUT(stage.message(u"shimmyTrouble"_s),
                              u"Shimmy cannot answer: Shimmy has died 5 times in a minute and was given up"_s,
                              longWait);
    QCOMPARE(stage.at<QLabel>(u"factShimmy"_s).text(), u"Failed"_s);
    QCOMPARE(stage.rows(u"instances"_s).rowCount(), 0);
}

void TestServerView::asksAgainWhenShimmyChanges()
{
    Stage stage(ServerView::Overview);
    stage.connect();
    QTRY_COMPARE_WITH_TIMEOUT(stage.rows(u"instances"_s).rowCount(), 3, longWait);

    stage.server.api().answer("GET /v1/api/shimmy", ServerAnswers::failedShimmy());
    stage.server.tell("shimmy", {{u"state"_s, u"failed"_s}, {u"trouble"_s, u"it dies"_s}});

    QTRY_COMPARE_WITH_TIMEOUT(stage.rows(u"instances"_s).rowCount(), 0, longWait);
}

void TestServerView::restartsShimmyAndSaysHowLongThatTook()
{
    Stage stage(ServerView::Overview);
    QAction *const restart = stage.view->toolBarActions().first();
    QVERIFY(!restart->isEnabled());
    stage.server.api().hold("POST /v1/api/shimmy/restart", {}, "application/json");
    stage.connect();
    QVERIFY(restart->isEnabled());

    restart->trigger();

    QVERIFY(!restart->isEnabled());
    QVERIFY(stage.at<QProgressBar>(u"restartProgress"_s).isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(stage.server.api().held("POST /v1/api/shimmy/restart"), 1, longWait);
    stage.server.api().answer("POST /v1/api/shimmy/restart", R"({"status":"restarted","seconds":0.44,"instances":[]})");
    stage.server.api().drop("POST /v1/api/shimmy/restart");
    QTRY_VERIFY_WITH_TIMEOUT(restart->isEnabled(), longWait);
    restart->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(stage.message(u"overviewMessage"_s), u"Fresh instances took over after 0.4 s."_s,
                              longWait);
    QVERIFY(!stage.at<QProgressBar>(u"restartProgress"_s).isVisible());
}

void TestServerView::saysWhyARestartFailed()
{
    Stage stage(ServerView::Overview);
    stage.server.api().answer("POST /v1/api/shimmy/restart",
                              ServerAnswers::error("shimmy_failed", "Shimmy does not start", "look at the log"), 502);
    stage.connect();
    stage.view->toolBarActions().first()->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(stage.message(u"overviewMessage"_s), u"Shimmy does not start"_s, longWait);
    QVERIFY(stage.view->toolBarActions().first()->isEnabled());
}

void TestServerView::showsTheLogAsItGoesOn()
{
    Stage stage(ServerView::Logs);
    stage.connect();
    QTRY_COMPARE_WITH_TIMEOUT(stage.rows(u"log"_s).rowCount(), 6, longWait); // without what is for debugging

    stage.server.api().push(ServerAnswers::logRequest, "\n" + ServerAnswers::logLine("error", "hub", "it is gone"));
    QTRY_COMPARE_WITH_TIMEOUT(stage.rows(u"log"_s).rowCount(), 7, longWait);
    QCOMPARE(stage.rows(u"log"_s).index(6, LogModel::Message).data().toString(), u"it is gone"_s);

    QTest::keyClicks(&stage.at<QLineEdit>(u"logWords"_s), u"SIGNAL 9"_s);
    QCOMPARE(stage.rows(u"log"_s).rowCount(), 1);
    QCOMPARE(stage.at<QLabel>(u"logCount"_s).text(), u"Lines: 1 of 8"_s);
    stage.at<QLineEdit>(u"logWords"_s).clear();
    stage.at<QComboBox>(u"logLevel"_s).setCurrentIndex(3);
    QCOMPARE(stage.rows(u"log"_s).rowCount(), 2);
    stage.click(u"logClear"_s);
    QCOMPARE(stage.rows(u"log"_s).rowCount(), 0);
}

void TestServerView::showsTheLogOfTheNextServer()
{
    Stage stage(ServerView::Logs);
    stage.connect();
    QTRY_COMPARE_WITH_TIMEOUT(stage.rows(u"log"_s).rowCount(), 6, longWait);
    ScriptedServer next;
    next.api().hold(ServerAnswers::logRequest, ServerAnswers::logLine("info", "service", "the next"),
                    "application/x-ndjson");

    stage.connection.connectTo(next.entry());

    QTRY_COMPARE_WITH_TIMEOUT(stage.rows(u"log"_s).rowCount(), 1, longWait);
    QCOMPARE(stage.rows(u"log"_s).index(0, LogModel::Message).data().toString(), u"the next"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stage.server.api().held(ServerAnswers::logRequest), 0, longWait);
}

void TestServerView::keepsTheLogsLevelOverStarts()
{
    Stage stage(ServerView::Logs);
    stage.at<QComboBox>(u"logLevel"_s).setCurrentIndex(2);
    QVariantMap state;
    stage.view->saveState(state);
    Stage next(ServerView::Overview);
    next.view->restoreState(state);
    QCOMPARE(next.at<QComboBox>(u"logLevel"_s).currentIndex(), 2);
    QVERIFY(next.at<QTreeView>(u"log"_s).isVisible());
}

void TestServerView::copiesTheLinesThatAreShown()
{
    Stage stage(ServerView::Logs);
    stage.connect();
    stage.at<QComboBox>(u"logLevel"_s).setCurrentIndex(3);
    QTRY_COMPARE_WITH_TIMEOUT(stage.rows(u"log"_s).rowCount(), 1, longWait);
    stage.click(u"logCopy"_s);
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY2(copied.contains(u"killed by signal 9"_s), qPrintable(copied));
    QCOMPARE(copied.count(u'\n'), 1);
}

void TestServerView::examinesTheServer()
{
    Stage stage(ServerView::Doctor);
    stage.server.api().answer("GET /v1/api/doctor", ServerAnswers::examination());
    stage.connect();
    QTRY_VERIFY_WITH_TIMEOUT(stage.at<QPushButton>(u"examine"_s).isEnabled(), longWait);
    QVERIFY(!stage.at<QToolButton>(u"copyReport"_s).isEnabled());

    stage.view->takeFocus();
    QTest::keyClick(&stage.at<QPushButton>(u"examine"_s), Qt::Key_Space);

    QVERIFY(stage.at<QProgressBar>(u"examineProgress"_s).isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(stage.rows(u"checks"_s).rowCount(), 7, longWait);
    QCOMPARE(stage.message(u"doctorMessage"_s), u"Something does not work."_s);
    QVERIFY(!stage.at<QProgressBar>(u"examineProgress"_s).isVisible());
    stage.click(u"copyReport"_s);
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"Hub token: Fails: "_s));
}

void TestServerView::examinesWithoutAGenerationWhenToldTo()
{
    Stage stage(ServerView::Doctor);
    stage.server.api().answer("GET /v1/api/doctor?generation=false", ServerAnswers::examination());
    stage.connect();
    stage.at<QCheckBox>(u"examineGeneration"_s).setChecked(false);
    stage.click(u"examine"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stage.rows(u"checks"_s).rowCount(), 7, longWait);
}

void TestServerView::saysWhyNothingCouldBeExamined()
{
    Stage stage(ServerView::Doctor);
    stage.server.api().answer(
        "GET /v1/api/doctor",
        ServerAnswers::error("insufficient_scope", "the key may not look", "ask for one with read"), 403);
    stage.connect();
    stage.click(u"examine"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stage.message(u"doctorMessage"_s), u"The key may not look"_s, longWait);
    QVERIFY(stage.at<QPushButton>(u"examine"_s).isEnabled());
}

void TestServerView::fillsInAModelForOtherPrograms()
{
    Stage stage(ServerView::Programs);
    stage.connect();
    QVERIFY(stage.at<QLabel>(u"snippetHint"_s).isVisible());
    QVERIFY(stage.at<QPlainTextEdit>(u"snippet-curl"_s).toPlainText().contains(u"MODEL"_s));

    stage.server.setModels({ScriptedServer::model(u"tiny"_s), ScriptedServer::model(u"small"_s),
                            ScriptedServer::model(u"broken"_s, {{u"state"_s, u"damaged"_s}})});

    QTRY_COMPARE_WITH_TIMEOUT(stage.at<QComboBox>(u"snippetModel"_s).count(), 2, longWait);
    QVERIFY(stage.at<QPlainTextEdit>(u"snippet-curl"_s).toPlainText().contains(u"\"model\":\"tiny\""_s));
    stage.at<QComboBox>(u"snippetModel"_s).setCurrentIndex(1);
    QVERIFY(stage.at<QPlainTextEdit>(u"snippet-curl"_s).toPlainText().contains(u"\"model\":\"small\""_s));
    QVERIFY(!stage.at<QLabel>(u"snippetHint"_s).isVisible());
    QCOMPARE(stage.at<QLineEdit>(u"baseUrl"_s).text(), QString(stage.server.entry().url.toString() + u"/v1"_s));
}

void TestServerView::copiesASnippet()
{
    Stage stage(ServerView::Programs);
    ServerEntry entry = stage.server.entry();
    entry.apiKey = Secret("canaryKey");
    stage.connection.connectTo(entry);
    stage.click(u"copy-python"_s);
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY(copied.contains(u"from openai import OpenAI"_s));
    QVERIFY(copied.contains(u"SHIMMYD_API_KEY"_s));
    for (const QPlainTextEdit *text : stage.view->findChildren<QPlainTextEdit *>())
        QVERIFY(!text->toPlainText().contains(u"canaryKey"_s));
}

void TestServerView::everyControlHasAName()
{
    for (const auto page : {ServerView::Overview, ServerView::Logs, ServerView::Doctor, ServerView::Settings,
                            ServerView::Servers, ServerView::Programs}) {
        Stage stage(page);
        QCOMPARE(accessibilityFaults(*stage.view).join(u", "_s), QString());
    }
}

QTEST_MAIN(TestServerView)
#include "test_server_view.moc"
