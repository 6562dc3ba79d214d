#include "connection/job_list.h"
#include "server_answers.h"
#include "setup/first_models_model.h"
#include "setup/setup_view.h"
#include "view_stage.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;

namespace {

constexpr int longWait = 30'000;

struct Stage : ViewStage<SetupView> {
    Stage()
    {
        preferences.setModelsFolder(directory.filePath(u"models"_s));
        const QStringList repos = FirstModelsModel::repos();
        server.api().answer(ServerAnswers::filesLine(repos[0]), ServerAnswers::files(repos[0], 253'000'000));
        server.api().answer(ServerAnswers::filesLine(repos[1]),
                            ServerAnswers::files(repos[1], 398'000'000, true, u"Qwen2.5-0.5B-Instruct"_s));
        server.api().answer(ServerAnswers::filesLine(repos[2]),
                            ServerAnswers::error("hub_failed", "the Hub is out of order", "wait"), 502);
        show(std::make_unique<SetupView>(connection, preferences), QSize(1000, 800));
        QObject::connect(view.get(), &SetupView::serverChosen, view.get(),
                         [this](const ServerEntry &entry) { chosen += entry; });
    }
    void connect() { ViewStage::connect(true); }
    /// Waits until the Hub was asked for the models to begin with.
    void connectWithModels()
    {
        connect();
        QTRY_VERIFY_WITH_TIMEOUT(at<QPushButton>(u"getFirstModel"_s).isEnabled(), longWait);
    }
    QString cell(int row, int column) { return rows(u"firstModels"_s).index(row, column).data().toString(); }

    QList<ServerEntry> chosen;
};

} // namespace

class TestSetup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhatFits();
    void pullsAModelAndIsFinished();
    void anInstalledModelIsReadyAtOnce();
    void saysWhyAPullFailed();
    void followsItsDownloadOverANewStartOfTheService();
    void goesOnWhileItDownloads();
    void canBeSkippedWithoutAServer();
    void takesAnotherFolder();
    void keepsATokenThatTheHubKnows();
    void saysWhatIsWrongWithAToken();
    void takesAnotherComputer();
    void saysWhyAnotherComputerIsNotTaken();
    void worksByKeyboard();
    void everyControlHasAName();
};

void TestSetup::saysWhatFits()
{
    Stage stage;
    const QAbstractItemModelTester tester(stage.at<QTreeView>(u"firstModels"_s).model(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(!stage.at<QPushButton>(u"getFirstModel"_s).isEnabled());
    QCOMPARE(stage.cell(0, FirstModelsModel::Fit), QString()); // nobody can be asked yet
    stage.connectWithModels();
    QTRY_COMPARE_WITH_TIMEOUT(stage.cell(2, FirstModelsModel::Fit), u"the Hub is out of order"_s, longWait);
    QCOMPARE(stage.message(u"firstModelMessage"_s), u"The Hub is out of order"_s);
    QCOMPARE(stage.cell(0, FirstModelsModel::Model), u"unsloth/gemma-3-270m-it-GGUF"_s);
    QCOMPARE(stage.cell(0, FirstModelsModel::Size), u"253 MB"_s);
    QCOMPARE(stage.cell(0, FirstModelsModel::Fit), u"Fits this machine"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stage.cell(1, FirstModelsModel::Fit), u"Installed"_s, longWait);

    const QString repo = FirstModelsModel::repos().last();
    stage.server.api().answer(ServerAnswers::filesLine(repo), ServerAnswers::files(repo, 807'694'464, false));
    stage.at<QAction>(u"askForFirstModels"_s).trigger();
    QTRY_COMPARE_WITH_TIMEOUT(stage.cell(2, FirstModelsModel::Fit), u"Needs more memory than there is"_s, longWait);
    QCOMPARE(stage.message(u"firstModelMessage"_s), QString());
}

void TestSetup::pullsAModelAndIsFinished()
{
    Stage stage;
    QSignalSpy finished(stage.view.get(), &SetupView::finished);
    stage.server.api().hold("POST /v1/api/pull",
                            "{\"status\":\"starting\",\"id\":\"j7\",\"filename\":\"gemma-3-270m-it-Q4_K_M.gguf\"}\n",
                            "application/x-ndjson");
    stage.connectWithModels();

    stage.click(u"getFirstModel"_s);

    auto &progress = stage.at<QProgressBar>(u"firstModelProgress"_s);
    QVERIFY(progress.isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(stage.server.requests("POST /v1/api/pull"), 1, longWait);
    const QJsonObject order = stage.server.lastBody("POST /v1/api/pull");
    QCOMPARE(order.value("model"_L1).toString(), u"unsloth/gemma-3-270m-it-GGUF"_s);
    QCOMPARE(order.value("filename"_L1).toString(), u"gemma-3-270m-it-Q4_K_M.gguf"_s);
    stage.server.tell("download", ScriptedServer::job(u"j7"_s));
    QTRY_COMPARE_WITH_TIMEOUT(progress.value(), 250, longWait);
    stage.server.tell("progress", ScriptedServer::job(u"j7"_s, {{u"percent"_s, 50}}));
    QTRY_COMPARE_WITH_TIMEOUT(progress.value(), 500, longWait);
    QCOMPARE(finished.size(), 0);
    const QJsonObject done = ScriptedServer::job(
        u"j7"_s, {{u"state"_s, u"complete"_s}, {u"percent"_s, 100}, {u"model_id"_s, u"gemma-3-270m-it"_s}});
    stage.server.setJobs({done});
    stage.server.tell("download", done);

    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, longWait);
    QCOMPARE(finished.first().first().toString(), u"gemma-3-270m-it"_s);
    QVERIFY(!progress.isVisible());
}

void TestSetup::anInstalledModelIsReadyAtOnce()
{
    Stage stage;
    QSignalSpy finished(stage.view.get(), &SetupView::finished);
    stage.connectWithModels();
    auto &table = stage.at<QTreeView>(u"firstModels"_s);
    table.setCurrentIndex(table.model()->index(1, 0));
    QTRY_COMPARE_WITH_TIMEOUT(stage.at<QPushButton>(u"getFirstModel"_s).text(), u"Tr&y it"_s, longWait);
    QTRY_VERIFY_WITH_TIMEOUT(stage.at<QPushButton>(u"getFirstModel"_s).isEnabled(), longWait);
    stage.click(u"getFirstModel"_s);
    QCOMPARE(finished.size(), 1);
    QCOMPARE(finished.first().first().toString(), u"Qwen2.5-0.5B-Instruct"_s);
    QCOMPARE(stage.server.requests("POST /v1/api/pull"), 0);
}

void TestSetup::saysWhyAPullFailed()
{
    Stage stage;
    stage.server.api().answer("POST /v1/api/pull",
                              R"({"status":"error","error":"the disk is full","code":"disk_full","hint":"make room"})",
                              507);
    stage.connectWithModels();
    stage.click(u"getFirstModel"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stage.message(u"firstModelMessage"_s), u"The disk is full"_s, longWait);
    QVERIFY(stage.at<QPushButton>(u"getFirstModel"_s).isEnabled());

    stage.server.api().hold("POST /v1/api/pull", "{\"status\":\"starting\",\"id\":\"j7\"}\n", "application/x-ndjson");
    const QJsonObject failed = ScriptedServer::job(
        u"j7"_s,
        {{u"state"_s, u"failed"_s},
         {u"error"_s,
          QJsonObject{
              {u"code"_s, u"hash_mismatch"_s}, {u"message"_s, u"the bytes are others"_s}, {u"hint"_s, QString()}}}});
    stage.server.setJobs({failed});
    stage.click(u"getFirstModel"_s);
    QTRY_VERIFY_WITH_TIMEOUT(stage.message(u"firstModelMessage"_s).contains(u"the bytes are others"_s), longWait);
    QVERIFY(!stage.at<QProgressBar>(u"firstModelProgress"_s).isVisible());
}

/// As when a token is saved meanwhile.
void TestSetup::followsItsDownloadOverANewStartOfTheService()
{
    Stage stage;
    QSignalSpy finished(stage.view.get(), &SetupView::finished);
    stage.server.api().hold("POST /v1/api/pull", "{\"status\":\"starting\",\"id\":\"j7\"}\n", "application/x-ndjson");
    stage.connectWithModels();
    stage.click(u"getFirstModel"_s);
    auto &progress = stage.at<QProgressBar>(u"firstModelProgress"_s);
    stage.server.tell("download", ScriptedServer::job(u"j7"_s));
    QTRY_COMPARE_WITH_TIMEOUT(progress.value(), 250, longWait);
    stage.server.setJobs({ScriptedServer::job(u"j7"_s, {{u"percent"_s, 75}})});

    stage.connection.connectTo(stage.connection.server()); // empties the lists until they are told anew

    QVERIFY(progress.isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(progress.value(), 750, longWait);
    stage.server.tell("download",
                      ScriptedServer::job(u"j7"_s, {{u"state"_s, u"complete"_s}, {u"model_id"_s, u"gemma"_s}}));
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, longWait);
    QCOMPARE(finished.first().first().toString(), u"gemma"_s);
}

void TestSetup::goesOnWhileItDownloads()
{
    Stage stage;
    QSignalSpy finished(stage.view.get(), &SetupView::finished);
    stage.server.api().hold("POST /v1/api/pull", "{\"status\":\"starting\",\"id\":\"j7\"}\n", "application/x-ndjson");
    stage.connectWithModels();
    QCOMPARE(stage.at<QPushButton>(u"skipSetup"_s).text(), u"&Skip"_s);
    stage.click(u"getFirstModel"_s);
    QCOMPARE(stage.at<QPushButton>(u"skipSetup"_s).text(), u"Go on while it downloads"_s);
    stage.click(u"skipSetup"_s);
    QCOMPARE(finished.size(), 1);
    QCOMPARE(finished.first().first().toString(), QString());
}

void TestSetup::canBeSkippedWithoutAServer()
{
    Stage stage;
    QSignalSpy finished(stage.view.get(), &SetupView::finished);
    stage.click(u"skipSetup"_s);
    QCOMPARE(finished.size(), 1);
    QCOMPARE(stage.chosen.size(), 1); // somewhere models must run
    QVERIFY(stage.chosen.first().isEmbedded);
}

void TestSetup::takesAnotherFolder()
{
    Stage stage;
    QSignalSpy changed(stage.view.get(), &SetupView::serviceSettingsChanged);
    auto &folder = stage.at<QLineEdit>(u"folder"_s);
    QCOMPARE(folder.text(), stage.directory.filePath(u"models"_s));
    stage.click(u"useFolder"_s);
    QCOMPARE(stage.chosen.size(), 1);
    QVERIFY(stage.chosen.first().isEmbedded);
    stage.connect();
    QVERIFY(!stage.at<QPushButton>(u"useFolder"_s).isEnabled()); // it is in use
    folder.selectAll();
    QTest::keyClicks(&folder, stage.directory.filePath(u"elsewhere"_s));
    stage.click(u"useFolder"_s);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(stage.preferences.modelsFolder(), stage.directory.filePath(u"elsewhere"_s));
    QTRY_VERIFY_WITH_TIMEOUT(stage.at<QLabel>(u"folderSpace"_s).text().endsWith(u" free"_s), longWait);
}

void TestSetup::keepsATokenThatTheHubKnows()
{
    Stage stage;
    QSignalSpy changed(stage.view.get(), &SetupView::serviceSettingsChanged);
    stage.connect();
    stage.server.api().answer("GET /v1/api/whoami", ServerAnswers::account("ada"));
    QTest::keyClicks(&stage.at<QLineEdit>(u"setupToken"_s), u"hf_canary"_s);
    QTest::keyClick(&stage.at<QLineEdit>(u"setupToken"_s), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(stage.message(u"setupTokenMessage"_s), u"Signed in as ada."_s, longWait);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(stage.kept(hubTokenName()), "hf_canary");
}

void TestSetup::saysWhatIsWrongWithAToken()
{
    Stage stage;
    stage.connect();
    stage.server.api().answer(
        "GET /v1/api/whoami",
        ServerAnswers::error("unauthorized", "the Hub does not know this token", "make a new one"), 401);
    QTest::keyClicks(&stage.at<QLineEdit>(u"setupToken"_s), u"hf_wrong"_s);
    stage.click(u"setupTryToken"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stage.message(u"setupTokenMessage"_s), u"The Hub does not know this token"_s, longWait);
    QCOMPARE(stage.at<QWidget>(u"setupTokenMessage"_s).accessibleDescription(), u"Make a new one"_s);
    QCOMPARE(stage.kept(hubTokenName()), QByteArray());
}

void TestSetup::takesAnotherComputer()
{
    Stage stage;
    stage.at<QRadioButton>(u"useOther"_s).click();
    QTest::keyClicks(&stage.at<QLineEdit>(u"setupAddress"_s), stage.server.api().url());
    QTest::keyClicks(&stage.at<QLineEdit>(u"setupKey"_s), u"canaryKey"_s);
    QTest::keyClick(&stage.at<QLineEdit>(u"setupKey"_s), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(stage.chosen.size(), 1, longWait);
    const QUrl url(stage.server.api().url());
    QCOMPARE(stage.chosen.first().url, url);
    QCOMPARE(stage.chosen.first().apiKey.reveal(), "canaryKey");
    QCOMPARE(stage.preferences.servers().size(), 1);
    QCOMPARE(stage.kept(serverKeyName(url)), "canaryKey");

    stage.at<QRadioButton>(u"useOwn"_s).click();
    stage.click(u"useFolder"_s);
    QCOMPARE(stage.chosen.size(), 2);
    QVERIFY(stage.chosen.last().isEmbedded);
}

void TestSetup::saysWhyAnotherComputerIsNotTaken()
{
    Stage stage;
    stage.server.api().answer("GET /v1/api/limits",
                              ServerAnswers::error("invalid_api_key", "a key is wanted", "ask for one"), 401);
    stage.at<QRadioButton>(u"useOther"_s).click();
    QTest::keyClicks(&stage.at<QLineEdit>(u"setupAddress"_s), u"ftp://pod"_s);
    stage.click(u"setupConnect"_s);
    QVERIFY(stage.message(u"setupOtherMessage"_s).contains(u"ftp://pod"_s));
    stage.at<QLineEdit>(u"setupAddress"_s).setText(stage.server.api().url());
    stage.click(u"setupConnect"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stage.message(u"setupOtherMessage"_s), u"A key is wanted"_s, longWait);
    stage.at<QLineEdit>(u"setupAddress"_s).setText(u"127.0.0.1:1"_s); // where nobody listens
    stage.click(u"setupConnect"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stage.at<QWidget>(u"setupOtherMessage"_s).accessibleDescription(),
                              u"Check the address, and that a shimmyd runs there and listens on more than localhost"_s,
                              longWait);
    QVERIFY(stage.message(u"setupOtherMessage"_s).contains(u"127.0.0.1:1"_s));
    QVERIFY(stage.chosen.isEmpty());
    QVERIFY(stage.preferences.servers().isEmpty());
}

void TestSetup::worksByKeyboard()
{
    Stage stage;
    const QString last = FirstModelsModel::repos().last(); // with its error, there would be a message to close as well
    stage.server.api().answer(ServerAnswers::filesLine(last), ServerAnswers::files(last, 807'694'464));
    stage.connectWithModels();
    stage.view->activateWindow();
    stage.view->takeFocus();
    QStringList passed;
    for (int i = 0; i < 12 && !passed.contains(u"skipSetup"_s); ++i) {
        QWidget *const focused = stage.view->focusWidget();
        QVERIFY(focused);
        passed += focused->objectName();
        QTest::keyClick(focused, Qt::Key_Tab);
    }
    QCOMPARE(passed.join(u", "_s),
             u"useOwn, folder, chooseFolder, setupToken, firstModels, getFirstModel, skipSetup"_s);
}

void TestSetup::everyControlHasAName()
{
    Stage stage;
    QCOMPARE(accessibilityFaults(*stage.view).join(u", "_s), QString());
    stage.at<QRadioButton>(u"useOther"_s).click();
    QCOMPARE(accessibilityFaults(*stage.view).join(u", "_s), QString());
}

QTEST_MAIN(TestSetup)
#include "test_setup.moc"
