#include "base/json.h"
#include "browse/browse_view.h"
#include "connection/job_list.h"
#include "connection/model_list.h"
#include "hub_answers.h"
#include "preferences/preferences.h"
#include "widgets/inline_message.h"
#include "window_probe.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace {

constexpr auto pullLine = "POST /v1/api/pull";

void beginPulls(ScriptedServer &server)
{
    server.api().hold(pullLine, "{\"status\":\"starting\",\"id\":\"j1\",\"filename\":\"a.gguf\"}\n",
                      "application/x-ndjson");
}

/// Stands in for the system's browser.
class Browser final : public QObject {
    Q_OBJECT

public:
    Browser() { QDesktopServices::setUrlHandler(u"https"_s, this, "open"); }
    ~Browser() override { QDesktopServices::unsetUrlHandler(u"https"_s); }
    QList<QUrl> opened;

public Q_SLOTS:
    void open(const QUrl &url) { opened += url; }
};

} // namespace

/// The Browse view as a person uses it.
class TestBrowseView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void showsWhatIsMuchDownloadedAtOnce();
    void asksNothingWhileItIsNotSeen();
    void searchesOnceWhenTheTypingPauses();
    void sortsAndFilters();
    void opensARepoAtItsRecommendedFile();
    void opensAPastedAddressAtItsFile();
    void opensARepoWithTheQuantizationThatIsTyped();
    void tellsThatARepoHasNoSuchQuantization();
    void opensWhatComesFromElsewhere();
    void opensWhatWasNamedBeforeThereWasAServer();
    void saysWhatToDoAboutAGatedRepo();
    void pullsByKeyboardAlone();
    void pullsByADoubleClick();
    void tellsWhyAPullIsRefused();
    void tellsWhyAPullHasFailedLater();
    void offersAnInstalledModel();
    void showsTheModelCardAsPlainText();
    void saysThatNothingWasFound();
    void offersToTryAFailedSearchAgain();
    void offersToTryAFailedRepoAgain();
    void startsAnewWithAnotherServer();
    void keepsItsState();
    void isAccessible();

private:
    void show();
    QListView &list() { return probe<QListView>(*m_view, u"searchResults"_s); }
    QTreeView &files() { return probe<QTreeView>(*m_view, u"repoFiles"_s); }
    QLineEdit &field() { return probe<QLineEdit>(*m_view, u"searchField"_s); }
    InlineMessage &repoMessage() { return probe<InlineMessage>(*m_view, u"repoMessage"_s); }
    QString label(const QString &name) { return probe<QLabel>(*m_view, name).text(); }
    QAction &action(const QString &name) { return *m_view->findChild<QAction *>(name); }
    void openUsualRepo();
    QString chosenFile();

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<ServerConnection> m_connection;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<BrowseView> m_view;
};

void TestBrowseView::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<ScriptedServer>();
    m_connection = std::make_unique<ServerConnection>();
    m_preferences = std::make_unique<Preferences>(m_directory->filePath(u"settings.ini"_s));
    m_view = std::make_unique<BrowseView>(*m_connection, *m_preferences);
    m_view->resize(950, 650);
    answerSearch(*m_server, searchLine({}), {foundRepo(u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s)});
}

void TestBrowseView::cleanup()
{
    m_view.reset();
    m_connection.reset();
    m_server.reset();
}

void TestBrowseView::show()
{
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    m_connection->connectTo(m_server->entry());
    QTRY_VERIFY_WITH_TIMEOUT(m_connection->models().isKnown(), 30'000);
}

void TestBrowseView::openUsualRepo()
{
    answerUsualRepo(*m_server);
    show();
    QTRY_COMPARE_WITH_TIMEOUT(list().model()->rowCount(), 1, 30'000);
    QTest::mouseClick(list().viewport(), Qt::LeftButton, {}, list().visualRect(list().model()->index(0, 0)).center());
    QTRY_COMPARE_WITH_TIMEOUT(files().model()->rowCount(), 4, 30'000);
}

QString TestBrowseView::chosenFile()
{
    const QModelIndexList rows = files().selectionModel()->selectedRows(5); // the file's name
    return rows.isEmpty() ? QString() : rows.first().data().toString();
}

void TestBrowseView::showsWhatIsMuchDownloadedAtOnce()
{
    QVERIFY(!label(u"searchResultsNote"_s).isEmpty());
    show();
    QTRY_COMPARE_WITH_TIMEOUT(list().model()->rowCount(), 1, 30'000);
    QVERIFY(label(u"searchResultsNote"_s).isEmpty());
    QVERIFY(label(u"searchCount"_s).startsWith("1 found"_L1));
}

void TestBrowseView::asksNothingWhileItIsNotSeen()
{
    m_connection->connectTo(m_server->entry());
    QTRY_VERIFY_WITH_TIMEOUT(m_connection->models().isKnown(), 30'000);
    QCOMPARE(m_server->requests(searchLine({})), 0);

    m_view->show();

    QTRY_COMPARE_WITH_TIMEOUT(m_server->requests(searchLine({})), 1, 30'000);
}

void TestBrowseView::searchesOnceWhenTheTypingPauses()
{
    answerSearch(*m_server, searchLine("phi 3"), {foundRepo(u"org/phi-3"_s), foundRepo(u"org/phi-3.5"_s)});
    show();
    QTRY_COMPARE_WITH_TIMEOUT(list().model()->rowCount(), 1, 30'000);

    QTest::keyClicks(&field(), u"phi 3"_s);

    QTRY_COMPARE_WITH_TIMEOUT(list().model()->rowCount(), 2, 30'000);
    QCOMPARE(m_server->requests(searchLine("phi 3")), 1);
    QCOMPARE(m_server->requests(searchLine("phi")), 0);
    QTest::keyClick(&field(), Qt::Key_Escape);
    QTRY_COMPARE_WITH_TIMEOUT(list().model()->rowCount(), 1, 30'000);
}

void TestBrowseView::sortsAndFilters()
{
    const QByteArray all = searchLine({}, "author=google&sort=likes");
    answerSearch(*m_server, all + "&fits=true",
                 {foundRepo(u"google/a"_s), foundRepo(u"google/b"_s, {{u"gated"_s, true}})});
    show();

    QTest::keyClicks(&probe<QLineEdit>(*m_view, u"authorField"_s), u"goo/gle"_s); // no author has a slash
    auto &sort = probe<QComboBox>(*m_view, u"sortOrder"_s);
    sort.setCurrentIndex(sort.findData(u"likes"_s));
    QTest::keyClick(&probe<QCheckBox>(*m_view, u"fitsFilter"_s), Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(list().model()->rowCount(), 2, 30'000);

    QTest::keyClick(&probe<QCheckBox>(*m_view, u"openFilter"_s), Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(list().model()->rowCount(), 1, 30'000);
    QCOMPARE(list().model()->index(0, 0).data().toString(), u"google/a"_s);
}

void TestBrowseView::opensARepoAtItsRecommendedFile()
{
    openUsualRepo();

    QCOMPARE(label(u"repoTitle"_s), u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s);
    QCOMPARE(chosenFile(), u"Llama-3.2-1B-Instruct-Q4_K_M.gguf"_s);
    QVERIFY(label(u"repoReason"_s).startsWith("Recommended: Q4_K_M, the preferred one"_L1));
    QVERIFY(label(u"repoFacts"_s).contains("1.2 B parameters"_L1));
    QVERIFY(action(u"pullFile"_s).isEnabled());
    QVERIFY(!action(u"openInPlayground"_s).isEnabled());
    QVERIFY(repoMessage().isHidden());
}

void TestBrowseView::opensAPastedAddressAtItsFile()
{
    const QString repo = u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s;
    const QString address = u"https://huggingface.co/"_s + repo + u"/blob/v2/Llama-3.2-1B-Instruct-Q8_0.gguf"_s;
    answerUsualRepo(*m_server, address);
    beginPulls(*m_server);
    show();
    QApplication::clipboard()->setText(address);

    field().setFocus();
    QTest::keySequence(&field(), QKeySequence::Paste);

    QTRY_COMPARE_WITH_TIMEOUT(chosenFile(), u"Llama-3.2-1B-Instruct-Q8_0.gguf"_s, 30'000);
    action(u"pullFile"_s).trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_server->lastBody(pullLine),
                              (QJsonObject{{u"model"_s, repo},
                                           {u"filename"_s, u"Llama-3.2-1B-Instruct-Q8_0.gguf"_s},
                                           {u"revision"_s, u"v2"_s},
                                           {u"queue"_s, true}}),
                              30'000);
}

void TestBrowseView::opensARepoWithTheQuantizationThatIsTyped()
{
    const QString repo = answerUsualRepo(*m_server);
    show();

    QTest::keyClicks(&field(), repo + u":iq3"_s);
    QTRY_COMPARE_WITH_TIMEOUT(chosenFile(), u"Llama-3.2-1B-Instruct-IQ3_M.gguf"_s, 30'000);
    QTest::keyClick(&field(), Qt::Key_End);
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(&field(), Qt::Key_Backspace);
    QTest::keyClicks(&field(), u"Q8_0"_s);

    QTRY_COMPARE_WITH_TIMEOUT(chosenFile(), u"Llama-3.2-1B-Instruct-Q8_0.gguf"_s, 30'000);
    QCOMPARE(m_server->requests(filesLine(repo)), 1); // it was open already
}

void TestBrowseView::tellsThatARepoHasNoSuchQuantization()
{
    const QString repo = answerUsualRepo(*m_server);
    show();

    m_view->open(repo + u":Q9_X"_s);

    QTRY_COMPARE_WITH_TIMEOUT(repoMessage().text(), repo + u" has no Q9_X"_s, 30'000);
    QCOMPARE(chosenFile(), u"Llama-3.2-1B-Instruct-Q4_K_M.gguf"_s);
}

void TestBrowseView::opensWhatComesFromElsewhere()
{
    const QString repo = answerUsualRepo(*m_server);
    answerSearch(*m_server, searchLine("two words"), {});
    show();

    m_view->open(repo);
    QTRY_COMPARE_WITH_TIMEOUT(files().model()->rowCount(), 4, 30'000);
    QCOMPARE(field().text(), repo);
    m_view->open(u"two words"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_server->requests(searchLine("two words")), 1, 30'000);
}

void TestBrowseView::opensWhatWasNamedBeforeThereWasAServer()
{
    m_view->open(answerUsualRepo(*m_server));
    show();
    QTRY_COMPARE_WITH_TIMEOUT(files().model()->rowCount(), 4, 30'000);
}

void TestBrowseView::saysWhatToDoAboutAGatedRepo()
{
    Browser browser;
    const QString page = u"https://hub.example/meta/llama"_s;
    answerFiles(*m_server, u"meta/llama"_s, {hubFile(u"a.gguf"_s, u"Q4_K_M"_s, 1000)},
                {{u"gated"_s, u"manual"_s}, {u"access_page"_s, page}});
    show();
    m_view->open(u"meta/llama"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!repoMessage().isHidden(), 30'000);

    QVERIFY(repoMessage().text().startsWith("meta/llama is gated"_L1));
    auto &button = probe<QToolButton>(repoMessage(), u"messageAction"_s);
    QTest::mouseClick(&button, Qt::LeftButton);

    QCOMPARE(browser.opened, QList<QUrl>{QUrl(page)});
    QVERIFY(action(u"pullFile"_s).isEnabled()); // the server's account may have access
}

void TestBrowseView::pullsByKeyboardAlone()
{
    answerUsualRepo(*m_server);
    beginPulls(*m_server);
    show();
    QTRY_COMPARE_WITH_TIMEOUT(list().model()->rowCount(), 1, 30'000);
    QSignalSpy started(m_view.get(), &BrowseView::pullStarted);
    m_view->takeFocus();

    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down); // to the results
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return); // to the files
    QTRY_COMPARE_WITH_TIMEOUT(files().model()->rowCount(), 4, 30'000);
    QCOMPARE(QApplication::focusWidget(), &files());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down); // from the recommended one to the next
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);

    QTRY_COMPARE_WITH_TIMEOUT(started.size(), 1, 30'000);
    QCOMPARE(started.first().first().toString(), u"j1"_s);
    QCOMPARE(m_server->lastBody(pullLine),
             (QJsonObject{{u"model"_s, u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s},
                          {u"filename"_s, u"Llama-3.2-1B-Instruct-Q8_0.gguf"_s},
                          {u"queue"_s, true}}));
}

void TestBrowseView::pullsByADoubleClick()
{
    openUsualRepo();
    beginPulls(*m_server);
    const QPoint place = files().visualRect(files().model()->index(2, 0)).center();

    QTest::mouseClick(files().viewport(), Qt::LeftButton, {}, place);
    QTest::mouseDClick(files().viewport(), Qt::LeftButton, {}, place);

    QTRY_COMPARE_WITH_TIMEOUT(m_server->requests(pullLine), 1, 30'000);
    QCOMPARE(m_server->lastBody(pullLine).value("filename"_L1).toString(), u"Llama-3.2-1B-Instruct-IQ3_M.gguf"_s);
    QTRY_VERIFY_WITH_TIMEOUT(action(u"pullFile"_s).isEnabled(), 30'000);
    m_server->tell("download", ScriptedServer::job(u"j1"_s, {{u"filename"_s, u"Llama-3.2-1B-Instruct-IQ3_M.gguf"_s}}));
    QTRY_VERIFY_WITH_TIMEOUT(!action(u"pullFile"_s).isEnabled(), 30'000); // it is on its way
    QCOMPARE(files().model()->index(2, 4).data().toString(), u"25 %"_s);
}

void TestBrowseView::tellsWhyAPullIsRefused()
{
    openUsualRepo();
    m_server->api().answer(
        pullLine, R"({"status":"error","error":"the disk is full","code":"disk_full","hint":"delete a model"})", 507);

    QTest::mouseClick(&probe<QToolButton>(*m_view, u"pullFileButton"_s), Qt::LeftButton);

    QTRY_COMPARE_WITH_TIMEOUT(repoMessage().text(), u"The disk is full"_s, 30'000);
    QCOMPARE(probe<QLabel>(repoMessage(), u"messageRemedy"_s).text(), u"Delete a model"_s);
    QVERIFY(action(u"pullFile"_s).isEnabled()); // so that it can be tried again
}

void TestBrowseView::tellsWhyAPullHasFailedLater()
{
    openUsualRepo();
    m_server->tell("download", ScriptedServer::job(u"j1"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_connection->jobs().jobs().size(), 1, 30'000);

    const QJsonObject failed = ScriptedServer::job(u"j1"_s,
                                                   {{u"state"_s, u"failed"_s},
                                                    {u"error"_s,
                                                     QJsonObject{{u"code"_s, u"hash_mismatch"_s},
                                                                 {u"message"_s, u"the file is damaged"_s},
                                                                 {u"hint"_s, u"pull it again"_s}}}});
    m_server->api().answer("GET /v1/api/downloads", toJson({{u"downloads"_s, QJsonArray{failed}}}));
    m_server->tell("download", failed);

    QTRY_COMPARE_WITH_TIMEOUT(repoMessage().text(), u"The file is damaged"_s, 30'000);
    QCOMPARE(files().model()->index(0, 4).data().toString(), u"Failed"_s);
}

void TestBrowseView::offersAnInstalledModel()
{
    openUsualRepo();
    QSignalSpy prompts(m_view.get(), &BrowseView::promptRequested);
    const QString repo = u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s;
    answerFiles(*m_server, repo,
                {hubFile(u"Llama-3.2-1B-Instruct-Q4_K_M.gguf"_s, u"Q4_K_M"_s, 807'694'464,
                         {{u"installed"_s, QJsonObject{{u"id"_s, u"tiny"_s}, {u"current"_s, true}}}})});

    m_server->setModels({ScriptedServer::model(u"tiny"_s)});

    QTRY_VERIFY_WITH_TIMEOUT(files().model()->index(0, 4).data().toString() == "Installed"_L1, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(files().model()->rowCount(), 1, 30'000);
    files().setCurrentIndex(files().model()->index(0, 0));
    QCOMPARE(action(u"pullFile"_s).text(), u"&Pull again"_s);
    QTest::mouseClick(&probe<QToolButton>(*m_view, u"openInPlaygroundButton"_s), Qt::LeftButton);
    QCOMPARE(prompts.size(), 1);
    QCOMPARE(prompts.first().first().toString(), u"tiny"_s);

    beginPulls(*m_server);
    action(u"pullFile"_s).trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_server->lastBody(pullLine).value("force"_L1), QJsonValue(true), 30'000);
}

void TestBrowseView::showsTheModelCardAsPlainText()
{
    m_server->api().answer(cardLine(u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s),
                           R"({"license":"apache-2.0","tags":[],"text":"<b>Bold</b> & <script>alert(1)</script>"})");
    openUsualRepo();

    auto &card = probe<QPlainTextEdit>(*m_view, u"modelCard"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!card.isHidden(), 30'000);
    QCOMPARE(card.toPlainText(), u"<b>Bold</b> & <script>alert(1)</script>"_s);
    QVERIFY(label(u"repoFacts"_s).contains("licence: apache-2.0"_L1));
}

void TestBrowseView::saysThatNothingWasFound()
{
    answerSearch(*m_server, searchLine("xyzzy"), {});
    show();
    m_view->open(u"xyzzy"_s);
    QTRY_VERIFY_WITH_TIMEOUT(label(u"searchResultsNote"_s).startsWith("The Hub has no such GGUF repo"_L1), 30'000);
}

void TestBrowseView::offersToTryAFailedSearchAgain()
{
    m_server->api().answer(
        searchLine({}), R"({"error":{"code":"hub_offline","message":"the Hub is not asked","hint":"unset it"}})", 503);
    show();
    auto &message = probe<InlineMessage>(*m_view, u"searchMessage"_s);
    QTRY_COMPARE_WITH_TIMEOUT(message.text(), u"The Hub is not asked"_s, 30'000);

    answerSearch(*m_server, searchLine({}), {foundRepo(u"o/n"_s)});
    QTest::mouseClick(&probe<QToolButton>(message, u"messageAction"_s), Qt::LeftButton);

    QTRY_COMPARE_WITH_TIMEOUT(list().model()->rowCount(), 1, 30'000);
    QVERIFY(message.isHidden());
}

void TestBrowseView::offersToTryAFailedRepoAgain()
{
    m_server->api().answer(filesLine(u"o/n"_s),
                           R"({"error":{"code":"repo_not_found","message":"there is no o/n","hint":"look"}})", 404);
    show();
    m_view->open(u"o/n"_s);
    QTRY_COMPARE_WITH_TIMEOUT(repoMessage().text(), u"There is no o/n"_s, 30'000);

    answerFiles(*m_server, u"o/n"_s, {hubFile(u"a.gguf"_s, {}, 1000)});
    QTest::mouseClick(&probe<QToolButton>(repoMessage(), u"messageAction"_s), Qt::LeftButton);

    QTRY_COMPARE_WITH_TIMEOUT(files().model()->rowCount(), 1, 30'000);
    QVERIFY(repoMessage().isHidden());
}

void TestBrowseView::startsAnewWithAnotherServer()
{
    openUsualRepo();
    ScriptedServer other;
    answerSearch(other, searchLine({}), {foundRepo(u"other/a"_s), foundRepo(u"other/b"_s)});

    m_connection->connectTo(other.entry());

    QCOMPARE(list().model()->rowCount(), 0);
    QVERIFY(!files().isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(list().model()->rowCount(), 2, 30'000);
}

void TestBrowseView::keepsItsState()
{
    auto &sort = probe<QComboBox>(*m_view, u"sortOrder"_s);
    sort.setCurrentIndex(sort.findData(u"trendingScore"_s));
    probe<QCheckBox>(*m_view, u"openFilter"_s).setChecked(true);
    QVariantMap state;
    m_view->saveState(state);

    BrowseView next(*m_connection, *m_preferences);
    next.restoreState(state);

    QCOMPARE(probe<QComboBox>(next, u"sortOrder"_s).currentData().toString(), u"trendingScore"_s);
    QVERIFY(probe<QCheckBox>(next, u"openFilter"_s).isChecked());
    QVERIFY(!probe<QCheckBox>(next, u"fitsFilter"_s).isChecked());
}

void TestBrowseView::isAccessible()
{
    openUsualRepo();
    const QStringList faults = accessibilityFaults(*m_view);
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
}

int main(int argc, char **argv)
{
    QLocale::setDefault(QLocale::c()); // of which the texts are
    QApplication application(argc, argv);
    TestBrowseView test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_browse_view.moc"
