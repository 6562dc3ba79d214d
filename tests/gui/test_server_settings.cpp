#include "server_stage.h"

#include <QDoubleSpinBox>
#include <QGroupBox>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace {

constexpr int longWait = 30'000;
using Stage = ServerStage;

} // namespace

class TestServerSettings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<ServerEntry>(); }
    void appliesWhatIsChanged();
    void appliesARateWithoutANewStart();
    void saysWhatIsWrongAndAppliesNothing_data();
    void saysWhatIsWrongAndAppliesNothing();
    void undoesWhatIsNotApplied();
    void startsWithTheSession();
    void isForThisComputerOnly();
    void addsAServerThatAnswers();
    void saysWhyAServerIsNotAdded();
    void changesAServerAndItsKey();
    void removesAServerWhenThatIsConfirmed();
    void showsAnotherServerWithItsKey();
};

void TestServerSettings::appliesWhatIsChanged()
{
    Stage stage(ServerView::Settings);
    QSignalSpy changed(stage.view.get(), &ServerView::serviceSettingsChanged);
    QVERIFY(!stage.at<QPushButton>(u"applySettings"_s).isEnabled());

    stage.type(u"folder"_s, stage.directory.filePath(u"elsewhere"_s));
    stage.type(u"settingHub"_s, u"https://mirror.example.org"_s);
    stage.at<QSpinBox>(u"settingPort"_s).setValue(9090);
    stage.at<QSpinBox>(u"settingDownloads"_s).setValue(3);
    QVERIFY(stage.at<QPushButton>(u"applySettings"_s).isEnabled());
    stage.click(u"applySettings"_s);

    QCOMPARE(changed.size(), 1);
    const ServicePreferences service = stage.preferences.service();
    QCOMPARE(service.modelsFolder, stage.directory.filePath(u"elsewhere"_s));
    QCOMPARE(service.hub, u"https://mirror.example.org"_s);
    QCOMPARE(service.port, quint16(9090));
    QCOMPARE(service.downloads, 3);
    QVERIFY(!stage.at<QPushButton>(u"applySettings"_s).isEnabled());
    QVERIFY(stage.message(u"settingsMessage"_s).contains(u"started anew"_s));
    ServerEntry entry = stage.server.entry();
    entry.isEmbedded = true;
    stage.connection.connectTo(entry); // as the program does when the service has started
    QTRY_COMPARE_WITH_TIMEOUT(stage.message(u"settingsMessage"_s),
                              u"The settings are saved, and the service runs with them."_s, longWait);
}

void TestServerSettings::appliesARateWithoutANewStart()
{
    Stage stage(ServerView::Settings);
    QSignalSpy changed(stage.view.get(), &ServerView::serviceSettingsChanged);
    stage.server.api().answer("POST /v1/api/limits", R"({"bytes_per_second":2500000})");
    stage.at<QDoubleSpinBox>(u"settingRate"_s).setValue(2.5);
    stage.click(u"applySettings"_s);

    QTRY_COMPARE_WITH_TIMEOUT(stage.message(u"settingsMessage"_s), u"The rate limit holds from now on."_s, longWait);
    QCOMPARE(stage.server.lastBody("POST /v1/api/limits").value("bytes_per_second"_L1).toInteger(), 2'500'000);
    QCOMPARE(stage.preferences.service().bytesPerSecond, 2'500'000);
    QCOMPARE(changed.size(), 0);
}

void TestServerSettings::saysWhatIsWrongAndAppliesNothing_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("text");
    QTest::newRow("folder") << u"folder"_s << u"models"_s;
    QTest::newRow("hub") << u"settingHub"_s << u"mirror"_s;
    QTest::newRow("hub with a password") << u"settingHub"_s << u"https://me:secret@mirror"_s;
    QTest::newRow("proxy without a port") << u"settingProxy"_s << u"http://proxy"_s;
    QTest::newRow("proxy with a password") << u"settingProxy"_s << u"http://me:secret@proxy:3128"_s;
}

void TestServerSettings::saysWhatIsWrongAndAppliesNothing()
{
    QFETCH(QString, field);
    QFETCH(QString, text);
    Stage stage(ServerView::Settings);
    const ServicePreferences former = stage.preferences.service();
    QSignalSpy changed(stage.view.get(), &ServerView::serviceSettingsChanged);
    stage.type(field, text);
    stage.click(u"applySettings"_s);
    QVERIFY(!stage.message(u"settingsMessage"_s).isEmpty());
    QCOMPARE(changed.size(), 0);
    QVERIFY(stage.preferences.service() == former);
}

void TestServerSettings::undoesWhatIsNotApplied()
{
    Stage stage(ServerView::Settings);
    stage.type(u"settingHub"_s, u"https://mirror.example.org"_s);
    stage.click(u"revertSettings"_s);
    QCOMPARE(stage.at<QLineEdit>(u"settingHub"_s).text(), QString());
    QVERIFY(!stage.at<QPushButton>(u"revertSettings"_s).isEnabled());
}

void TestServerSettings::startsWithTheSession()
{
    Stage stage(ServerView::Settings);
    QSignalSpy changed(stage.view.get(), &ServerView::serviceSettingsChanged);
    stage.at<QAbstractButton>(u"settingAutostart"_s).setChecked(true);
    stage.click(u"applySettings"_s);
    QVERIFY(stage.autostart.isOn());
    QCOMPARE(changed.size(), 0); // the service has nothing to do with it
    stage.at<QAbstractButton>(u"settingAutostart"_s).setChecked(false);
    stage.click(u"applySettings"_s);
    QVERIFY(!stage.autostart.isOn());
}

void TestServerSettings::isForThisComputerOnly()
{
    Stage stage(ServerView::Settings, false);
    QVERIFY(stage.message(u"settingsElsewhere"_s).contains(u"Test server"_s));
    QVERIFY(!stage.at<QPushButton>(u"applySettings"_s).isVisible());
    QSignalSpy chosen(stage.view.get(), &ServerView::serverChosen);
    stage.click(u"messageAction"_s);
    QCOMPARE(chosen.size(), 1);
    QVERIFY(chosen.first().first().value<ServerEntry>().isEmbedded);
}

void TestServerSettings::addsAServerThatAnswers()
{
    Stage stage(ServerView::Servers);
    stage.click(u"addServer"_s);
    stage.type(u"serverName"_s, u"Pod"_s);
    stage.type(u"serverAddress"_s, stage.server.api().url() + u'/');
    stage.type(u"serverKey"_s, u"canaryKey"_s);
    stage.click(u"testServer"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stage.message(u"serverFormMessage"_s), u"shimmyd 0.1.0 answers and lets you in."_s,
                              longWait);
    QVERIFY(stage.preferences.servers().isEmpty());
    QCOMPARE(stage.field("GET /v1/api/limits", "authorization"), "Bearer canaryKey");

    stage.click(u"saveServer"_s);

    QTRY_COMPARE_WITH_TIMEOUT(stage.preferences.servers().size(), 1, longWait);
    const SavedServer saved = stage.preferences.servers().first();
    QCOMPARE(saved.name, u"Pod"_s);
    QCOMPARE(saved.url, QUrl(stage.server.api().url()));
    QCOMPARE(stage.kept(serverKeyName(saved.url)), "canaryKey");
    QCOMPARE(stage.at<QTreeView>(u"servers"_s).model()->rowCount(), 2);
    QCOMPARE(stage.at<QTreeView>(u"servers"_s).currentIndex().row(), 1);
}

void TestServerSettings::saysWhyAServerIsNotAdded()
{
    Stage stage(ServerView::Servers);
    stage.click(u"addServer"_s);
    stage.click(u"saveServer"_s);
    QCOMPARE(stage.message(u"serverFormMessage"_s), u"The address is missing"_s);
    stage.type(u"serverAddress"_s, u"ftp://pod"_s);
    stage.click(u"saveServer"_s);
    QVERIFY(stage.message(u"serverFormMessage"_s).contains(u"ftp://pod"_s));

    stage.server.api().answer("GET /v1/api/limits",
                              ServerAnswers::error("invalid_api_key", "this service wants a key", "ask for one"), 401);
    stage.type(u"serverAddress"_s, stage.server.api().url());
    stage.click(u"saveServer"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stage.message(u"serverFormMessage"_s), u"This service wants a key"_s, longWait);
    QVERIFY(stage.preferences.servers().isEmpty());

    stage.click(u"messageAction"_s); // anyway
    QCOMPARE(stage.preferences.servers().size(), 1);
}

void TestServerSettings::changesAServerAndItsKey()
{
    Stage stage(ServerView::Overview);
    const QUrl former(u"http://former:8080"_s);
    stage.preferences.setServers({{u"Pod"_s, former}});
    bool isKept = false;
    stage.preferences.secrets().save(serverKeyName(former), Secret("formerKey"), stage.view.get(),
                                     [&](const Result<void> &) { isKept = true; });
    QTRY_VERIFY_WITH_TIMEOUT(isKept, longWait);
    ServerView view(stage.connection, stage.preferences, stage.autostart);
    view.showPage(ServerView::Servers);
    view.show();
    auto &table = probe<QTreeView>(view, u"servers"_s);
    table.setCurrentIndex(table.model()->index(1, 0));
    QTest::mouseClick(&probe<QPushButton>(view, u"editServer"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(probe<QLineEdit>(view, u"serverKey"_s).text(), u"formerKey"_s, longWait);
    QCOMPARE(probe<QLineEdit>(view, u"serverKey"_s).echoMode(), QLineEdit::Password);
    QCOMPARE(probe<QLineEdit>(view, u"serverAddress"_s).text(), u"http://former:8080"_s);

    probe<QLineEdit>(view, u"serverAddress"_s).setText(stage.server.api().url());
    probe<QLineEdit>(view, u"serverKey"_s).clear();
    QTest::keyClick(&probe<QLineEdit>(view, u"serverAddress"_s), Qt::Key_Return);

    QTRY_COMPARE_WITH_TIMEOUT(stage.preferences.servers().first().url, QUrl(stage.server.api().url()), longWait);
    QCOMPARE(stage.preferences.servers().size(), 1);
    QCOMPARE(stage.kept(serverKeyName(former)), QByteArray());
    QCOMPARE(stage.kept(serverKeyName(QUrl(stage.server.api().url()))), QByteArray());
}

void TestServerSettings::removesAServerWhenThatIsConfirmed()
{
    Stage stage(ServerView::Overview);
    stage.preferences.setServers({{u"Pod"_s, QUrl(u"http://pod:8080"_s)}, {u"NAS"_s, QUrl(u"http://nas:8080"_s)}});
    ServerView view(stage.connection, stage.preferences, stage.autostart);
    view.showPage(ServerView::Servers);
    view.show();
    auto &table = probe<QTreeView>(view, u"servers"_s);
    QVERIFY(!probe<QPushButton>(view, u"removeServer"_s).isEnabled()); // that of this computer stays
    table.setCurrentIndex(table.model()->index(1, 0));
    QTest::mouseClick(&probe<QPushButton>(view, u"removeServer"_s), Qt::LeftButton);
    auto &box = probe<QMessageBox>(view, u"confirmServerRemoval"_s);
    QVERIFY(box.text().contains(u"Pod"_s));
    QCOMPARE(stage.preferences.servers().size(), 2);

    for (QAbstractButton *button : box.buttons()) {
        if (box.buttonRole(button) == QMessageBox::AcceptRole)
            button->click();
    }

    QCOMPARE(stage.preferences.servers().size(), 1);
    QCOMPARE(stage.preferences.servers().first().name, u"NAS"_s);
    QCOMPARE(table.model()->rowCount(), 2);
}

void TestServerSettings::showsAnotherServerWithItsKey()
{
    Stage stage(ServerView::Overview);
    const QUrl url(u"https://pod:8080"_s);
    stage.preferences.setServers({{u"Pod"_s, url, u"/etc/ca.pem"_s}});
    stage.preferences.secrets().save(serverKeyName(url), Secret("canaryKey"), stage.view.get(),
                                     [](const Result<void> &) {});
    ServerView view(stage.connection, stage.preferences, stage.autostart);
    view.showPage(ServerView::Servers);
    view.show();
    QSignalSpy chosen(&view, &ServerView::serverChosen);
    auto &table = probe<QTreeView>(view, u"servers"_s);
    table.setCurrentIndex(table.model()->index(1, 0));
    QTest::mouseClick(&probe<QPushButton>(view, u"connectServer"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(chosen.size(), 1, longWait);
    const auto entry = chosen.first().first().value<ServerEntry>();
    QCOMPARE(entry.name, u"Pod"_s);
    QCOMPARE(entry.url, url);
    QCOMPARE(entry.apiKey.reveal(), "canaryKey");
    QCOMPARE(entry.caFile, u"/etc/ca.pem"_s);
    QVERIFY(!entry.isEmbedded);
}

QTEST_MAIN(TestServerSettings)
#include "test_server_settings.moc"
