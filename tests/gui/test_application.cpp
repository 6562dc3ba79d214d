#include "application_fixture.h"
#include "connection/job_list.h"
#include "connection/model_list.h"
#include "fake_shimmy_program.h"
#include "scripted_server.h"
#include "server/server_view.h"
#include "setup/setup_view.h"
#include "tiny_gguf.h"
#include "widgets/inline_message.h"
#include "window/sidebar.h"
#include "window_probe.h"

#include <QAbstractButton>
#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QToolBar>

using namespace Qt::StringLiterals;

/// The program as a whole: how it begins, what it does when things fail, how it ends.
class TestApplication : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void startsItsServiceAndShowsIt();
    void asksTheFirstQuestionsOnce();
    void showsTheServerThatItWasToldTo();
    void showsTheServerThatWasChosenWhileItsOwnStarted();
    void showsALostServerAndThatItIsBack();
    void tellsWhenAPullHasEnded();
    void asksBeforeItStopsDownloads();
    void asksBeforeItStopsDownloadsThatAreNotShown();
    void keepsItsViewAndSize();
    void leavesFullScreenAsItCame();
    void leadsFromALostServerToTheOthers();
    void keepsWhetherTheTrayIsWanted();
    void asksBeforeItIsClosedWithDownloads();
    void closesAtOnceWithoutDownloads();
    void choosesViewsByKeys();
    void choosesNoViewBeforeTheFirstQuestionsAreAnswered();

private:
    using State = ServerConnection::State;
    FakeShimmyProgram m_shimmy;
    ApplicationFixture::Setup local() const { return {m_shimmy.path(), true, {}, 0}; }
};

void TestApplication::startsItsServiceAndShowsIt()
{
    ApplicationFixture fixture(local());
    QTRY_VERIFY(fixture.isConnected());

    QVERIFY(fixture.connection().server().isEmbedded);
    QCOMPARE(fixture.connection().server().url.host(), u"127.0.0.1"_s);
    QTRY_COMPARE(fixture.connection().shimmy().state, u"ready"_s);
    QVERIFY(!probe<InlineMessage>(fixture.window(), u"connectionMessage"_s).isVisible());
    QVERIFY(QFileInfo(fixture.models()).isDir());
}

void TestApplication::asksTheFirstQuestionsOnce()
{
    ApplicationFixture fixture({m_shimmy.path(), false, {}, 0});
    SetupView *const setup = fixture.window().findChild<SetupView *>();
    QVERIFY(setup && setup->isVisible());
    QCOMPARE(fixture.connection().state(), State::Idle); // nothing is started before the user has chosen

    Q_EMIT setup->serverChosen({u"This computer"_s, {}, {}, {}, true});
    QTRY_VERIFY(fixture.isConnected());
    Q_EMIT setup->finished({});

    QTRY_VERIFY(!fixture.window().findChild<SetupView *>());
    fixture.restart();
    QVERIFY(!fixture.window().findChild<SetupView *>());
    QTRY_VERIFY(fixture.isConnected());
}

void TestApplication::showsTheServerThatItWasToldTo()
{
    ScriptedServer server;
    server.setModels({ScriptedServer::model(u"remote"_s)});
    ApplicationFixture fixture({m_shimmy.path(), true, server.api().url(), 0});

    QTRY_VERIFY(fixture.connection().models().find(u"remote"_s));
    QVERIFY(!fixture.connection().server().isEmbedded);
    QCOMPARE(fixture.program().service().state(), EmbeddedServer::State::Stopped);

    fixture.restart([&] { // one that is among the servers that were added keeps its name and authority
        Preferences(fixture.settings()).setServers({{u"Pod"_s, QUrl(server.api().url()), u"/ca.pem"_s}});
    });
    QTRY_VERIFY(fixture.connection().models().find(u"remote"_s));
    QCOMPARE(fixture.connection().server().name, u"Pod"_s);
    QCOMPARE(fixture.connection().server().caFile, u"/ca.pem"_s);
}

void TestApplication::showsTheServerThatWasChosenWhileItsOwnStarted()
{
    ScriptedServer server;
    server.setModels({ScriptedServer::model(u"remote"_s)});
    ApplicationFixture fixture(local());
    QSignalSpy started(&fixture.program().service(), &EmbeddedServer::started);
    Q_EMIT fixture.window().serverChosen(server.entry());

    QTRY_COMPARE(started.size(), 1);
    QTRY_VERIFY(fixture.connection().models().find(u"remote"_s));
    QVERIFY(!fixture.connection().server().isEmbedded);
}

void TestApplication::showsALostServerAndThatItIsBack()
{
    ScriptedServer server;
    ApplicationFixture fixture({m_shimmy.path(), true, server.api().url(), 0});
    QTRY_VERIFY(fixture.isConnected());
    auto &message = probe<InlineMessage>(fixture.window(), u"connectionMessage"_s);

    server.api().goAway();
    QTRY_VERIFY(message.isVisible());
    QCOMPARE(probe<QLabel>(fixture.window(), u"statusServer"_s).text(),
             QString(fixture.connection().server().name + u" does not answer"_s));
    server.api().comeBack();
    QTRY_VERIFY(!message.isVisible());
    QTRY_VERIFY(fixture.isConnected());
}

void TestApplication::tellsWhenAPullHasEnded()
{
    ApplicationFixture fixture(local());
    fixture.hub.addFile(u"org/tiny-GGUF"_s, u"tiny-Q8_0.gguf"_s, tinyGgufBytes());
    QTRY_VERIFY(fixture.isConnected());
    QSignalSpy notified(fixture.program().findChild<Tray *>(), &Tray::notified);
    QString problem;

    fixture.connection().startPull({.model = u"org/tiny-GGUF:Q8_0"_s}, &fixture.window(),
                                   [&](const Result<PullEvent> &event) {
                                       if (!event)
                                           problem = event.error().message;
                                   });

    QTRY_COMPARE(notified.size(), 1);
    QCOMPARE(notified.first().first().toString(), u"Download complete"_s);
    QCOMPARE(problem, QString());
    QTRY_VERIFY(fixture.connection().models().find(u"tiny"_s));
}

void TestApplication::asksBeforeItStopsDownloads()
{
    ApplicationFixture fixture(local());
    const QByteArray bytes = tinyGgufBytes();
    fixture.hub.addFile(u"org/slow-GGUF"_s, u"slow-Q8_0.gguf"_s, bytes);
    fixture.hub.setBytesPerSecond(100);
    QTRY_VERIFY(fixture.isConnected());
    fixture.connection().startPull({.model = u"org/slow-GGUF:Q8_0"_s}, &fixture.window(), [](const auto &) {});
    QTRY_COMPARE(fixture.connection().jobs().jobs().size(), 1);
    QTRY_COMPARE(fixture.connection().jobs().jobs().first().state, u"downloading"_s);
    QSignalSpy ended(&fixture.program(), &DesktopApplication::ended);

    fixture.program().askToQuit();

    QMessageBox *const question = fixture.window().findChild<QMessageBox *>(u"quitQuestion"_s);
    QVERIFY(question && question->isVisible());
    QTest::keyClick(question, Qt::Key_Escape);
    QTRY_VERIFY(!fixture.window().findChild<QMessageBox *>(u"quitQuestion"_s));
    QCOMPARE(ended.size(), 0);

    fixture.program().askToQuit();
    auto &quitNow = probe<QPushButton>(fixture.window(), u"quitNow"_s);
    QTest::mouseClick(&quitNow, Qt::LeftButton);
    QTRY_COMPARE(ended.size(), 1);
}

/// Closing the window ends the service inside this process, whichever server it shows.
void TestApplication::asksBeforeItStopsDownloadsThatAreNotShown()
{
    ScriptedServer other;
    ApplicationFixture fixture(local());
    fixture.hub.addFile(u"org/slow-GGUF"_s, u"slow-Q8_0.gguf"_s, tinyGgufBytes());
    fixture.hub.setBytesPerSecond(100);
    QTRY_VERIFY(fixture.isConnected());
    fixture.connection().startPull({.model = u"org/slow-GGUF:Q8_0"_s}, &fixture.window(), [](const auto &) {});
    QTRY_COMPARE(fixture.program().service().activeDownloads(), 1);
    Q_EMIT fixture.window().serverChosen(other.entry());
    QTRY_VERIFY(!fixture.connection().server().isEmbedded && fixture.isConnected());
    QVERIFY(fixture.connection().jobs().jobs().isEmpty());
    QSignalSpy ended(&fixture.program(), &DesktopApplication::ended);

    fixture.program().askToQuit();

    QTest::mouseClick(&probe<QPushButton>(fixture.window(), u"quitNow"_s), Qt::LeftButton);
    QTRY_COMPARE(ended.size(), 1);
    QCOMPARE(fixture.program().service().activeDownloads(), 0);
}

void TestApplication::keepsItsViewAndSize()
{
    ApplicationFixture fixture(local());
    fixture.window().resize(787, 654);
    fixture.window().showView(MainWindow::Models);

    fixture.restart();

    QCOMPARE(fixture.window().size(), QSize(787, 654));
    QCOMPARE(probe<Sidebar>(fixture.window(), u"sidebar"_s).currentRow(), int(MainWindow::Models));
}

void TestApplication::leavesFullScreenAsItCame()
{
    ApplicationFixture fixture(local());
    const auto pressF11 = [&] { QTest::keyClick(&fixture.window(), Qt::Key_F11); };
    fixture.window().showMaximized();
    QVERIFY(QTest::qWaitForWindowActive(&fixture.window()));
    pressF11();
    QTRY_VERIFY(fixture.window().isFullScreen());
    pressF11();
    QTRY_VERIFY(!fixture.window().isFullScreen());
    QVERIFY(fixture.window().isMaximized());

    pressF11();
    QTRY_VERIFY(fixture.window().isFullScreen());
    fixture.restart();
    QVERIFY(QTest::qWaitForWindowActive(&fixture.window()));
    QVERIFY(fixture.window().isFullScreen());
    QVERIFY(probe<QAction>(fixture.window(), u"fullScreen"_s).isChecked());
    pressF11();
    QTRY_VERIFY(!fixture.window().isFullScreen());

    fixture.window().showMaximized();
    fixture.window().setWindowState(fixture.window().windowState() | Qt::WindowMinimized);
    fixture.window().present();
    QTRY_VERIFY(!fixture.window().isMinimized());
    QVERIFY(fixture.window().isMaximized());
}

void TestApplication::leadsFromALostServerToTheOthers()
{
    ApplicationFixture fixture(local());
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isConnected(), 60'000);
    fixture.connection().leave({ErrorKind::Unauthorized, u"the key is wrong"_s, {}, false, {}});
    auto &message = probe<QWidget>(fixture.window(), u"connectionMessage"_s);
    QTRY_VERIFY(message.isVisible());
    for (auto *button : message.findChildren<QAbstractButton *>(u"messageAction"_s)) {
        if (button->text() == u"Choose a server"_s)
            button->click();
    }
    QCOMPARE(probe<QTabWidget>(fixture.window(), u"serverPages"_s).currentIndex(), int(ServerView::Servers));
    QVERIFY(probe<QAbstractButton>(fixture.window(), u"addServer"_s).isVisible());
}

void TestApplication::keepsWhetherTheTrayIsWanted()
{
    ApplicationFixture fixture(local());
    auto &action = probe<QAction>(fixture.window(), u"showTray"_s);
    QVERIFY(action.isChecked());
    QVERIFY(fixture.program().findChild<Tray *>()->isShown());
    QSignalSpy toggled(&fixture.window(), &MainWindow::trayToggled);
    action.trigger();
    QCOMPARE(toggled.size(), 1);
    QVERIFY(!fixture.program().findChild<Tray *>()->isShown());
    fixture.restart();
    QVERIFY(!fixture.program().findChild<Tray *>()->isShown());
    QVERIFY(!probe<QAction>(fixture.window(), u"showTray"_s).isChecked());
}

/// Where there is no tray to go to.
void TestApplication::asksBeforeItIsClosedWithDownloads()
{
    ApplicationFixture fixture(local());
    QTRY_VERIFY(fixture.isConnected());
    fixture.hub.addFile(u"org/slow-GGUF"_s, u"slow-Q8_0.gguf"_s, tinyGgufBytes());
    fixture.hub.setBytesPerSecond(1000);
    fixture.connection().startPull({.model = u"org/slow-GGUF:Q8_0"_s}, &fixture.window(), [](const auto &) {});
    QTRY_COMPARE(fixture.program().service().activeDownloads(), 1);
    QSignalSpy ended(&fixture.program(), &DesktopApplication::ended);

    fixture.window().close();

    QVERIFY(fixture.window().isVisible());
    auto &question = probe<QMessageBox>(fixture.window(), u"quitQuestion"_s);
    QVERIFY(question.isVisible());
    question.reject();
    QVERIFY(fixture.window().isVisible());
    QCOMPARE(ended.size(), 0);
    QTRY_VERIFY(!fixture.window().findChild<QMessageBox *>(u"quitQuestion"_s)); // it deletes itself
    fixture.window().close();
    QTRY_VERIFY(fixture.window().findChild<QPushButton *>(u"quitNow"_s));
    probe<QPushButton>(fixture.window(), u"quitNow"_s).click();
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 60'000);
    QVERIFY(!fixture.window().isVisible());
}

void TestApplication::closesAtOnceWithoutDownloads()
{
    ApplicationFixture fixture(local());
    QTRY_VERIFY(fixture.isConnected());
    QSignalSpy ended(&fixture.program(), &DesktopApplication::ended);
    fixture.window().close();
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 60'000);
    QVERIFY(!fixture.window().isVisible());
}

void TestApplication::choosesViewsByKeys()
{
    ApplicationFixture fixture(local());
    QVERIFY(QTest::qWaitForWindowActive(&fixture.window()));
    auto &sidebar = probe<Sidebar>(fixture.window(), u"sidebar"_s);

    for (int place = 4; place >= 0; --place) {
        QTest::keyClick(&fixture.window(), static_cast<Qt::Key>(Qt::Key_1 + place), Qt::ControlModifier);
        QCOMPARE(sidebar.currentRow(), place);
    }
}

void TestApplication::choosesNoViewBeforeTheFirstQuestionsAreAnswered()
{
    ApplicationFixture fixture({m_shimmy.path(), false, {}, 0});
    MainWindow &window = fixture.window();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QCOMPARE(window.windowTitle(), u"Welcome"_s);
    QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
    QVERIFY(!probe<QToolBar>(window, u"toolBar"_s).isVisible());
    Q_EMIT window.findChild<SetupView *>()->finished({});
    QCOMPARE(window.windowTitle(), u"Browse"_s);
    QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(window.windowTitle(), u"Downloads"_s);
    QVERIFY(probe<QToolBar>(window, u"toolBar"_s).isVisible());
}

QTEST_MAIN(TestApplication)
#include "test_application.moc"
