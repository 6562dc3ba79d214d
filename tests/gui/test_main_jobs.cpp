#include "application_fixture.h"
#include "connection/job_list.h"
#include "connection/model_list.h"
#include "server/server_view.h"
#include "service_process.h"
#include "tiny_gguf.h"
#include "window/sidebar.h"
#include "window_probe.h"

#include <QAbstractItemView>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTextEdit>

using namespace Qt::StringLiterals;

namespace {

/// Types \a text into whatever has the focus in \a window.
void type(QWidget &window, const QString &text)
{
    QWidget *const focus = window.focusWidget();
    QVERIFY(focus);
    QTest::keyClicks(focus, text);
}

void press(QWidget &window, Qt::Key key, Qt::KeyboardModifiers modifiers = {})
{
    QWidget *const focus = window.focusWidget();
    QTest::keyClick(focus ? focus : &window, key, modifiers);
}

} // namespace

/// What a user comes for, from the first key to the result, in the real program with the real Shimmy.
class TestMainJobs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsPullsAsksAndDeletesAModel();
    void pausesAndResumesADownload();
    void mendsAWrongToken();
    void showsAServerThatWasKilledAndIsBack();

private:
    ApplicationFixture::Setup local() const { return {realShimmy(), true, {}, 0}; }
};

void TestMainJobs::findsPullsAsksAndDeletesAModel()
{
    ApplicationFixture fixture(local());
    fixture.hub.addFile(u"org/tiny-GGUF"_s, u"tiny-Q8_0.gguf"_s, tinyGgufBytes());
    MainWindow &window = fixture.window();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTRY_VERIFY(fixture.isConnected());

    // Find it.
    press(window, Qt::Key_1, Qt::ControlModifier);
    type(window, u"tiny"_s);
    auto &results = probe<QAbstractItemView>(window, u"searchResults"_s);
    QTRY_COMPARE(results.model()->rowCount(), 1);
    press(window, Qt::Key_Down);
    press(window, Qt::Key_Return);
    auto &files = probe<QAbstractItemView>(window, u"repoFiles"_s);
    QTRY_COMPARE(files.model()->rowCount(), 1);

    // Pull it.
    QTRY_VERIFY(files.hasFocus());
    press(window, Qt::Key_Return);
    QTRY_VERIFY(fixture.connection().models().find(u"tiny"_s));
    QCOMPARE(QDir(fixture.models()).entryList({u"*.gguf"_s}), QStringList{u"tiny-Q8_0.gguf"_s});

    // Ask it.
    press(window, Qt::Key_3, Qt::ControlModifier);
    auto &models = probe<QAbstractItemView>(window, u"modelsTable"_s);
    QTRY_COMPARE(models.model()->rowCount(), 1);
    QTRY_VERIFY(models.hasFocus() && models.currentIndex().isValid());
    press(window, Qt::Key_Return);
    QCOMPARE(probe<Sidebar>(window, u"sidebar"_s).currentRow(), int(MainWindow::Playground));
    type(window, u"The sea is"_s);
    press(window, Qt::Key_Return);
    auto &transcript = probe<QTextEdit>(window, u"transcript"_s);
    QTRY_VERIFY2(transcript.toPlainText().contains("Hello, world!!"_L1), qPrintable(transcript.toPlainText()));

    // Delete it.
    press(window, Qt::Key_3, Qt::ControlModifier);
    QTRY_COMPARE(window.focusWidget(), &models);
    QVERIFY(models.currentIndex().isValid());
    press(window, Qt::Key_Delete);
    QTRY_VERIFY(window.findChild<QWidget *>(u"deleteQuestion"_s));
    QTest::mouseClick(&probe<QPushButton>(window, u"confirmDelete"_s), Qt::LeftButton);
    QTRY_VERIFY(!fixture.connection().models().find(u"tiny"_s));
    QTRY_COMPARE(models.model()->rowCount(), 0);
    QTRY_VERIFY(QDir(fixture.models()).entryList({u"*.gguf"_s}).isEmpty());
}

void TestMainJobs::pausesAndResumesADownload()
{
    ApplicationFixture fixture(local());
    fixture.hub.addFile(u"org/slow-GGUF"_s, u"slow-Q8_0.gguf"_s, tinyGgufBytes());
    fixture.hub.setBytesPerSecond(200);
    MainWindow &window = fixture.window();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTRY_VERIFY(fixture.isConnected());
    const JobList &jobs = fixture.connection().jobs();
    fixture.connection().startPull({.model = u"org/slow-GGUF:Q8_0"_s}, &window, [](const auto &) {});
    QTRY_VERIFY(!jobs.jobs().isEmpty() && jobs.jobs().first().state == "downloading"_L1);

    press(window, Qt::Key_2, Qt::ControlModifier);
    auto &table = probe<QAbstractItemView>(window, u"downloadsTable"_s);
    QTRY_COMPARE(table.model()->rowCount(), 1);
    QTRY_VERIFY(table.hasFocus());
    press(window, Qt::Key_Space);
    QTRY_COMPARE(jobs.jobs().first().state, u"paused"_s);
    fixture.hub.setBytesPerSecond(0);
    press(window, Qt::Key_Space);

    QTRY_COMPARE(jobs.jobs().first().state, u"complete"_s);
    QTRY_VERIFY(fixture.connection().models().find(u"slow"_s));
}

void TestMainJobs::mendsAWrongToken()
{
    ApplicationFixture fixture(local());
    fixture.hub.addFile(u"org/private-GGUF"_s, u"private-Q8_0.gguf"_s, tinyGgufBytes());
    fixture.hub.setAccess(u"org/private-GGUF"_s, HubAccess::Private);
    fixture.hub.addToken("hf_right");
    MainWindow &window = fixture.window();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTRY_VERIFY(fixture.isConnected());
    const JobList &jobs = fixture.connection().jobs();
    fixture.connection().startPull({.model = u"org/private-GGUF:Q8_0"_s}, &window, [](const auto &) {});
    QTRY_VERIFY(!jobs.jobs().isEmpty() && jobs.jobs().first().state == "failed"_L1);
    QVERIFY2(jobs.jobs().first().error.contains("401"_L1), qPrintable(jobs.jobs().first().error));

    press(window, Qt::Key_5, Qt::ControlModifier);
    auto &tabs = probe<QTabWidget>(window, u"serverPages"_s);
    tabs.setCurrentIndex(ServerView::Settings);
    auto &token = probe<QLineEdit>(window, u"tokenField"_s);
    auto &message = probe<QWidget>(window, u"tokenMessage"_s);
    token.setFocus();
    type(window, u"hf_wrong"_s);
    press(window, Qt::Key_Return);
    QTRY_VERIFY2(message.accessibleName().contains("401"_L1), qPrintable(message.accessibleName()));
    QVERIFY(message.isVisible());

    token.selectAll();
    type(window, u"hf_right"_s);
    press(window, Qt::Key_Return);
    QTRY_VERIFY2(message.accessibleName().startsWith("Signed in as "_L1), qPrintable(message.accessibleName()));
    QCOMPARE(token.text(), QString());
    QTRY_VERIFY(fixture.isConnected()); // the service begins anew with it
    press(window, Qt::Key_2, Qt::ControlModifier);
    press(window, Qt::Key_R, Qt::ControlModifier);
    QTRY_VERIFY(fixture.connection().models().find(u"private"_s));
    QVERIFY(!fixture.hub.cdnSawToken());
}

void TestMainJobs::showsAServerThatWasKilledAndIsBack()
{
    ServiceProcess first({});
    QVERIFY(first.isUp());
    const quint16 port = first.port();
    ApplicationFixture fixture({realShimmy(), true, u"http://127.0.0.1:%1"_s.arg(port), 0});
    QTRY_VERIFY(fixture.isConnected());
    auto &message = probe<QWidget>(fixture.window(), u"connectionMessage"_s);
    QVERIFY(!message.isVisible());

    first.killNow();
    QTRY_VERIFY(message.isVisible());
    QTRY_COMPARE(fixture.connection().state(), ServerConnection::State::Lost);

    QTemporaryDir models;
    QVERIFY(writeTinyGguf(models.filePath(u"back.gguf"_s)));
    ServiceProcess second({.models = models.path(), .port = port});
    QVERIFY(second.isUp());
    QTRY_VERIFY(!message.isVisible());
    QTRY_VERIFY(fixture.connection().models().find(u"back"_s));
}

QTEST_MAIN(TestMainJobs)
#include "test_main_jobs.moc"
