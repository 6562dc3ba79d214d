#include "server_stage.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;

namespace {

constexpr int longWait = 30'000;
using Stage = ServerStage;

} // namespace

/// The token and the key of the service inside this process.
class TestServerSecrets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsATokenThatTheHubKnows();
    void keepsNoTokenThatTheHubRefuses();
    void keepsATokenThatCannotBeTriedOnlyWhenToldTo();
    void removesTheToken();
    void makesAKeyAndKeepsIt();
    void keepsNoKeyThatTheServiceWouldRefuse();
    void removesTheKey();
};

void TestServerSecrets::keepsATokenThatTheHubKnows()
{
    Stage stage(ServerView::Settings);
    QSignalSpy changed(stage.view.get(), &ServerView::serviceSettingsChanged);
    QTRY_VERIFY_WITH_TIMEOUT(stage.at<QLabel>(u"tokenState"_s).text().startsWith(u"Not set"_s), longWait);
    stage.server.api().answer("GET /v1/api/whoami", ServerAnswers::account("ada"));

    stage.type(u"tokenField"_s, u" hf_canary "_s);
    QTest::keyClick(&stage.at<QLineEdit>(u"tokenField"_s), Qt::Key_Return);

    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, longWait);
    QCOMPARE(stage.message(u"tokenMessage"_s), u"Signed in as ada."_s);
    QCOMPARE(stage.field("GET /v1/api/whoami", "x-hf-token"), "hf_canary");
    QCOMPARE(stage.kept(hubTokenName()), "hf_canary");
    QTRY_VERIFY_WITH_TIMEOUT(stage.at<QLabel>(u"tokenState"_s).text().startsWith(u"Set"_s), longWait);
    QCOMPARE(stage.at<QLineEdit>(u"tokenField"_s).text(), QString());
    QCOMPARE(stage.at<QLineEdit>(u"tokenField"_s).echoMode(), QLineEdit::Password);
}

void TestServerSecrets::keepsNoTokenThatTheHubRefuses()
{
    Stage stage(ServerView::Settings);
    QSignalSpy changed(stage.view.get(), &ServerView::serviceSettingsChanged);
    stage.server.api().answer(
        "GET /v1/api/whoami",
        ServerAnswers::error("unauthorized", "the Hub does not know this token", "make a new one"), 401);
    stage.type(u"tokenField"_s, u"hf_wrong"_s);
    stage.click(u"tokenSave"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stage.message(u"tokenMessage"_s), u"The Hub does not know this token"_s, longWait);
    QCOMPARE(stage.at<QWidget>(u"tokenMessage"_s).accessibleDescription(), u"Make a new one"_s);
    QCOMPARE(stage.kept(hubTokenName()), QByteArray());
    QCOMPARE(changed.size(), 0);
    QCOMPARE(stage.at<QLineEdit>(u"tokenField"_s).text(), u"hf_wrong"_s); // to be mended
}

void TestServerSecrets::keepsATokenThatCannotBeTriedOnlyWhenToldTo()
{
    Stage stage(ServerView::Settings);
    stage.server.api().answer("GET /v1/api/whoami",
                              ServerAnswers::error("network_failed", "the Hub cannot be reached", ""), 502);
    stage.type(u"tokenField"_s, u"hf_canary"_s);
    stage.click(u"tokenSave"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stage.message(u"tokenMessage"_s), u"The Hub cannot be reached"_s, longWait);
    QCOMPARE(stage.kept(hubTokenName()), QByteArray());
    auto &saveAnyway = stage.at<QAction>(u"saveTokenAnyway"_s);
    stage.click(u"messageAction"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stage.kept(hubTokenName()), "hf_canary", longWait);
    QCOMPARE(stage.message(u"tokenMessage"_s), QString());
    saveAnyway.trigger(); // with nothing in the field
    QCOMPARE(stage.kept(hubTokenName()), "hf_canary");
}

void TestServerSecrets::removesTheToken()
{
    Stage stage(ServerView::Settings);
    QSignalSpy changed(stage.view.get(), &ServerView::serviceSettingsChanged);
    stage.server.api().answer("GET /v1/api/whoami", ServerAnswers::account("ada"));
    stage.type(u"tokenField"_s, u"hf_canary"_s);
    stage.click(u"tokenSave"_s);
    QTRY_VERIFY_WITH_TIMEOUT(stage.at<QPushButton>(u"tokenRemove"_s).isEnabled(), longWait);
    stage.click(u"tokenRemove"_s);
    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 2, longWait);
    QCOMPARE(stage.kept(hubTokenName()), QByteArray());
    QTRY_VERIFY_WITH_TIMEOUT(!stage.at<QPushButton>(u"tokenRemove"_s).isEnabled(), longWait);
}

void TestServerSecrets::makesAKeyAndKeepsIt()
{
    Stage stage(ServerView::Settings);
    QSignalSpy changed(stage.view.get(), &ServerView::serviceSettingsChanged);
    auto &field = stage.at<QLineEdit>(u"keyField"_s);
    stage.click(u"keyMake"_s);
    const QString first = field.text();
    QVERIFY2(first.startsWith("shm_"_L1) && first.size() == 4 + 43, qPrintable(first)); // 256 bits in base64
    QCOMPARE(field.selectedText(), first);
    QCOMPARE(field.echoMode(), QLineEdit::Normal); // to be copied
    stage.click(u"keyMake"_s);
    const QString second = field.text();
    QVERIFY(second != first);
    QCOMPARE(stage.kept(serviceKeyName()), QByteArray()); // nothing before it is saved

    stage.click(u"keySave"_s);

    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, longWait);
    QCOMPARE(stage.kept(serviceKeyName()), second.toLatin1());
    QCOMPARE(field.text(), QString());
    QCOMPARE(field.echoMode(), QLineEdit::Password);
    QTRY_VERIFY_WITH_TIMEOUT(stage.at<QLabel>(u"keyState"_s).text().startsWith(u"Set"_s), longWait);
}

void TestServerSecrets::keepsNoKeyThatTheServiceWouldRefuse()
{
    Stage stage(ServerView::Settings);
    QSignalSpy changed(stage.view.get(), &ServerView::serviceSettingsChanged);
    for (const QString &wrong : {u"fifteenLetters1"_s, u"with a space in it"_s, u"admin:inference,manage"_s}) {
        stage.type(u"keyField"_s, wrong);
        stage.click(u"keySave"_s);
        QVERIFY2(stage.message(u"keyMessage"_s).startsWith(u"A key has 16 to 512"_s), qPrintable(wrong));
    }
    QCOMPARE(stage.kept(serviceKeyName()), QByteArray());
    QCOMPARE(changed.size(), 0);
}

void TestServerSecrets::removesTheKey()
{
    Stage stage(ServerView::Settings);
    QSignalSpy changed(stage.view.get(), &ServerView::serviceSettingsChanged);
    QVERIFY(!stage.at<QPushButton>(u"keyRemove"_s).isEnabled());
    stage.type(u"keyField"_s, u"sixteenLetters16"_s);
    stage.click(u"keySave"_s);
    QTRY_VERIFY_WITH_TIMEOUT(stage.at<QPushButton>(u"keyRemove"_s).isEnabled(), longWait);
    stage.click(u"keyRemove"_s);
    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 2, longWait);
    QCOMPARE(stage.kept(serviceKeyName()), QByteArray());
    QTRY_VERIFY_WITH_TIMEOUT(stage.at<QLabel>(u"keyState"_s).text().startsWith(u"Not set"_s), longWait);
}

QTEST_MAIN(TestServerSecrets)
#include "test_server_secrets.moc"
