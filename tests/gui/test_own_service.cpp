#include "application_fixture.h"
#include "connection/job_list.h"
#include "connection/model_list.h"
#include "fake_shimmy_program.h"
#include "tiny_gguf.h"
#include "widgets/inline_message.h"
#include "window_probe.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QPushButton>
#include <QSignalSpy>
#include <QTcpServer>

using namespace Qt::StringLiterals;

/// The window and the service inside its own process.
class TestOwnService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesAnotherPortWhenItsOwnIsTaken();
    void saysWhyTheServiceCannotStart();
    void startsItsServiceWhenThatIsTriedAgain();
    void asksForTheKeyThatWasSet();
    void doesNotOpenItsDoorsWhenTheKeyIsNotFound();
    void goesOnWithWhatItShowsWhenItsServiceStartsAnew();
    void goesOnWithDownloadsAtTheNextStart();

private:
    using State = ServerConnection::State;
    /// What a program that sends no key is answered.
    static int statusWithoutKey(const QUrl &server);
    FakeShimmyProgram m_shimmy;
    ApplicationFixture::Setup local() const { return {m_shimmy.path(), true, {}, 0}; }
};

int TestOwnService::statusWithoutKey(const QUrl &server)
{
    QNetworkAccessManager network;
    network.setProxy(QNetworkProxy::NoProxy);
    const std::unique_ptr<QNetworkReply> reply(
        network.get(QNetworkRequest(server.resolved(QUrl(u"/v1/api/models"_s)))));
    [&] { QTRY_VERIFY(reply->isFinished()); }();
    return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

void TestOwnService::takesAnotherPortWhenItsOwnIsTaken()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    ApplicationFixture fixture({m_shimmy.path(), true, {}, other.serverPort()});

    QTRY_VERIFY(fixture.isConnected());
    QVERIFY(fixture.connection().server().url.port() != other.serverPort());
}

void TestOwnService::saysWhyTheServiceCannotStart()
{
    ApplicationFixture fixture({u"/nowhere/shimmy"_s, true, {}, 0});
    auto &message = probe<InlineMessage>(fixture.window(), u"connectionMessage"_s);

    QTRY_VERIFY(message.isVisible());
    QTRY_VERIFY2(message.text().contains("/nowhere/shimmy"_L1), qPrintable(message.text()));
    QCOMPARE(fixture.connection().state(), State::Refused);
}

void TestOwnService::startsItsServiceWhenThatIsTriedAgain()
{
    const QTemporaryDir programs;
    const QString shimmy = programs.filePath(u"shimmy"_s);
    ApplicationFixture fixture({shimmy, true, {}, 0});
    auto &message = probe<InlineMessage>(fixture.window(), u"connectionMessage"_s);
    QTRY_VERIFY(message.isVisible());

    QVERIFY(QFile::link(m_shimmy.path(), shimmy));
    const QList<QToolButton *> buttons = message.findChildren<QToolButton *>(u"messageAction"_s);
    const auto again = std::find_if(buttons.begin(), buttons.end(),
                                    [](const QToolButton *button) { return button->text() == u"Try again"_s; });
    QVERIFY(again != buttons.end());
    QTest::mouseClick(*again, Qt::LeftButton);

    QTRY_VERIFY(fixture.isConnected());
    QVERIFY(fixture.connection().server().isEmbedded);
    QVERIFY(!message.isVisible());
}

void TestOwnService::asksForTheKeyThatWasSet()
{
    ApplicationFixture fixture(local());
    QTRY_VERIFY(fixture.isConnected());
    QVERIFY(fixture.connection().server().apiKey.isEmpty());
    QCOMPARE(statusWithoutKey(fixture.connection().server().url), 200);
    probe<QPushButton>(fixture.window(), u"keyMake"_s).click();
    const QByteArray key = probe<QLineEdit>(fixture.window(), u"keyField"_s).text().toLatin1();

    probe<QPushButton>(fixture.window(), u"keySave"_s).click();

    QTRY_COMPARE(fixture.connection().server().apiKey.reveal(), key);
    QTRY_VERIFY(fixture.isConnected());
    QCOMPARE(statusWithoutKey(fixture.connection().server().url), 401);

    fixture.restart();
    QTRY_VERIFY(fixture.isConnected());
    QCOMPARE(statusWithoutKey(fixture.connection().server().url), 401);
    probe<QPushButton>(fixture.window(), u"keyRemove"_s).click();
    QTRY_VERIFY(fixture.isConnected() && fixture.connection().server().apiKey.isEmpty());
    QCOMPARE(statusWithoutKey(fixture.connection().server().url), 200);
}

/// As when the keychain is still locked.
void TestOwnService::doesNotOpenItsDoorsWhenTheKeyIsNotFound()
{
    ApplicationFixture fixture(local());
    QTRY_VERIFY(fixture.isConnected());
    probe<QPushButton>(fixture.window(), u"keyMake"_s).click();
    probe<QPushButton>(fixture.window(), u"keySave"_s).click();
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isConnected() && !fixture.connection().server().apiKey.isEmpty(), 60'000);
    const QString secrets = QFileInfo(fixture.settings()).path() + u"/settings.secrets"_s;
    const QString elsewhere = secrets + u".locked"_s;

    fixture.restart([&] { QVERIFY(QFile::rename(secrets, elsewhere)); });

    QTRY_COMPARE(fixture.connection().state(), ServerConnection::State::Refused);
    QVERIFY2(fixture.connection().trouble().message.contains(u"API key"_s),
             qPrintable(fixture.connection().trouble().message));
    QCOMPARE(fixture.program().service().state(), EmbeddedServer::State::Stopped);

    QVERIFY(QFile::rename(elsewhere, secrets));
    fixture.restart();
    QTRY_VERIFY(fixture.isConnected());
    QCOMPARE(statusWithoutKey(fixture.connection().server().url), 401);
}

void TestOwnService::goesOnWithWhatItShowsWhenItsServiceStartsAnew()
{
    ApplicationFixture fixture(local());
    fixture.hub.addFile(u"org/tiny-GGUF"_s, u"tiny-Q8_0.gguf"_s, tinyGgufBytes());
    MainWindow &window = fixture.window();
    QTRY_VERIFY(fixture.isConnected());
    window.showView(MainWindow::Browse);
    QTest::keyClicks(&probe<QLineEdit>(window, u"searchField"_s), u"org/tiny-GGUF"_s);
    QTest::keyClick(&probe<QLineEdit>(window, u"searchField"_s), Qt::Key_Return);
    auto &files = probe<QAbstractItemView>(window, u"repoFiles"_s);
    QTRY_COMPARE(files.model()->rowCount(), 1);
    bool wasEmpty = false;
    const auto look = [&] { wasEmpty = wasEmpty || files.model()->rowCount() == 0; };
    connect(files.model(), &QAbstractItemModel::modelReset, this, look);
    connect(files.model(), &QAbstractItemModel::rowsRemoved, this, look);
    QSignalSpy states(&fixture.connection(), &ServerConnection::stateChanged);

    probe<QPushButton>(window, u"keyMake"_s).click();
    probe<QPushButton>(window, u"keySave"_s).click();

    QTRY_VERIFY_WITH_TIMEOUT(!fixture.connection().server().apiKey.isEmpty(), 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.connection().state(), ServerConnection::State::Connected, 60'000);
    QCOMPARE(states.size(), 2); // lost, and back
    QVERIFY(!wasEmpty);
    QTRY_COMPARE(files.model()->rowCount(), 1);
    QCOMPARE(probe<QLabel>(window, u"repoTitle"_s).text(), u"org/tiny-GGUF"_s);
    QVERIFY(!probe<InlineMessage>(window, u"connectionMessage"_s).isVisible());
}

void TestOwnService::goesOnWithDownloadsAtTheNextStart()
{
    ApplicationFixture fixture(local());
    fixture.hub.addFile(u"org/slow-GGUF"_s, u"slow-Q8_0.gguf"_s, tinyGgufBytes());
    fixture.hub.setBytesPerSecond(100);
    QTRY_VERIFY(fixture.isConnected());
    fixture.connection().startPull({.model = u"org/slow-GGUF:Q8_0"_s}, &fixture.window(), [](const auto &) {});
    QTRY_COMPARE(fixture.connection().jobs().jobs().size(), 1);

    fixture.hub.setBytesPerSecond(0);
    fixture.restart();

    QTRY_VERIFY(fixture.isConnected());
    QTRY_VERIFY(fixture.connection().models().find(u"slow"_s));
}

QTEST_MAIN(TestOwnService)
#include "test_own_service.moc"
