#include "base/json.h"
#include "browse_fixture.h"
#include "connection/job_list.h"

#include <QApplication>
#include <QDesktopServices>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace {

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

/// A repo in the Browse view as a person uses it: its files, its card, and pulling.
class TestBrowseRepo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_browse = std::make_unique<BrowseFixture>(); }
    void cleanup() { m_browse.reset(); }
    void saysWhatToDoAboutAGatedRepo();
    void pullsByKeyboardAlone();
    void pullsByADoubleClick();
    void tellsWhyAPullIsRefused();
    void tellsWhyAPullHasFailedLater();
    void offersAnInstalledModel();
    void showsTheModelCardAsPlainText();
    void offersToTryAFailedRepoAgain();

private:
    std::unique_ptr<BrowseFixture> m_browse;
};

void TestBrowseRepo::saysWhatToDoAboutAGatedRepo()
{
    Browser browser;
    const QString page = u"https://hub.example/meta/llama"_s;
    answerFiles(m_browse->server, u"meta/llama"_s, {hubFile(u"a.gguf"_s, u"Q4_K_M"_s, 1000)},
                {{u"gated"_s, u"manual"_s}, {u"access_page"_s, page}});
    m_browse->show();
    m_browse->view.open(u"meta/llama"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!m_browse->repoMessage().isHidden(), 30'000);

    QVERIFY(m_browse->repoMessage().text().startsWith("meta/llama is gated"_L1));
    auto &button = probe<QToolButton>(m_browse->repoMessage(), u"messageAction"_s);
    QTest::mouseClick(&button, Qt::LeftButton);

    QCOMPARE(browser.opened, QList<QUrl>{QUrl(page)});
    QVERIFY(m_browse->action(u"pullFile"_s).isEnabled()); // the server's account may have access
}

void TestBrowseRepo::pullsByKeyboardAlone()
{
    answerUsualRepo(m_browse->server);
    m_browse->beginPulls();
    m_browse->show();
    QTRY_COMPARE_WITH_TIMEOUT(m_browse->list().model()->rowCount(), 1, 30'000);
    QSignalSpy started(&m_browse->view, &BrowseView::pullStarted);
    m_browse->view.takeFocus();

    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down); // to the results
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return); // to the files
    QTRY_COMPARE_WITH_TIMEOUT(m_browse->files().model()->rowCount(), 4, 30'000);
    QCOMPARE(QApplication::focusWidget(), &m_browse->files());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down); // from the recommended one to the next
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);

    QTRY_COMPARE_WITH_TIMEOUT(started.size(), 1, 30'000);
    QCOMPARE(started.first().first().toString(), u"j1"_s);
    QCOMPARE(m_browse->server.lastBody(BrowseFixture::pullLine),
             (QJsonObject{{u"model"_s, u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s},
                          {u"filename"_s, u"Llama-3.2-1B-Instruct-Q8_0.gguf"_s},
                          {u"queue"_s, true}}));
}

void TestBrowseRepo::pullsByADoubleClick()
{
    m_browse->openUsualRepo();
    m_browse->beginPulls();
    const QPoint place = m_browse->files().visualRect(m_browse->files().model()->index(2, 0)).center();

    QTest::mouseClick(m_browse->files().viewport(), Qt::LeftButton, {}, place);
    QTest::mouseDClick(m_browse->files().viewport(), Qt::LeftButton, {}, place);

    QTRY_COMPARE_WITH_TIMEOUT(m_browse->server.requests(BrowseFixture::pullLine), 1, 30'000);
    QCOMPARE(m_browse->server.lastBody(BrowseFixture::pullLine).value("filename"_L1).toString(),
             u"Llama-3.2-1B-Instruct-IQ3_M.gguf"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_browse->action(u"pullFile"_s).isEnabled(), 30'000);
    m_browse->server.tell("download",
                          ScriptedServer::job(u"j1"_s, {{u"filename"_s, u"Llama-3.2-1B-Instruct-IQ3_M.gguf"_s}}));
    QTRY_VERIFY_WITH_TIMEOUT(!m_browse->action(u"pullFile"_s).isEnabled(), 30'000); // it is on its way
    QCOMPARE(m_browse->files().model()->index(2, 4).data().toString(), u"25 %"_s);
}

void TestBrowseRepo::tellsWhyAPullIsRefused()
{
    m_browse->openUsualRepo();
    m_browse->server.api().answer(
        BrowseFixture::pullLine,
        R"({"status":"error","error":"the disk is full","code":"disk_full","hint":"delete a model"})", 507);

    QTest::mouseClick(&probe<QToolButton>(m_browse->view, u"pullFileButton"_s), Qt::LeftButton);

    QTRY_COMPARE_WITH_TIMEOUT(m_browse->repoMessage().text(), u"The disk is full"_s, 30'000);
    QCOMPARE(probe<QLabel>(m_browse->repoMessage(), u"messageRemedy"_s).text(), u"Delete a model"_s);
    QVERIFY(m_browse->action(u"pullFile"_s).isEnabled()); // so that it can be tried again
}

void TestBrowseRepo::tellsWhyAPullHasFailedLater()
{
    m_browse->openUsualRepo();
    m_browse->server.tell("download", ScriptedServer::job(u"j1"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_browse->connection.jobs().jobs().size(), 1, 30'000);

    const QJsonObject failed = ScriptedServer::job(u"j1"_s,
                                                   {{u"state"_s, u"failed"_s},
                                                    {u"error"_s,
                                                     QJsonObject{{u"code"_s, u"hash_mismatch"_s},
                                                                 {u"message"_s, u"the file is damaged"_s},
                                                                 {u"hint"_s, u"pull it again"_s}}}});
    m_browse->server.api().answer("GET /v1/api/downloads", toJson({{u"downloads"_s, QJsonArray{failed}}}));
    m_browse->server.tell("download", failed);

    QTRY_COMPARE_WITH_TIMEOUT(m_browse->repoMessage().text(), u"The file is damaged"_s, 30'000);
    QCOMPARE(m_browse->files().model()->index(0, 4).data().toString(), u"Failed"_s);

    m_browse->server.tell("download", ScriptedServer::job(u"j1"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_browse->repoMessage().text().isEmpty(), 30'000);
}

void TestBrowseRepo::offersAnInstalledModel()
{
    m_browse->openUsualRepo();
    QSignalSpy prompts(&m_browse->view, &BrowseView::promptRequested);
    const QString repo = u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s;
    answerFiles(m_browse->server, repo,
                {hubFile(u"Llama-3.2-1B-Instruct-Q4_K_M.gguf"_s, u"Q4_K_M"_s, 807'694'464,
                         {{u"installed"_s, QJsonObject{{u"id"_s, u"tiny"_s}, {u"current"_s, true}}}})});

    m_browse->server.setModels({ScriptedServer::model(u"tiny"_s)});

    QTRY_VERIFY_WITH_TIMEOUT(m_browse->files().model()->index(0, 4).data().toString() == "Installed"_L1, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(m_browse->files().model()->rowCount(), 1, 30'000);
    m_browse->files().setCurrentIndex(m_browse->files().model()->index(0, 0));
    QCOMPARE(m_browse->action(u"pullFile"_s).text(), u"&Pull again"_s);
    QTest::mouseClick(&probe<QToolButton>(m_browse->view, u"openInPlaygroundButton"_s), Qt::LeftButton);
    QCOMPARE(prompts.size(), 1);
    QCOMPARE(prompts.first().first().toString(), u"tiny"_s);

    m_browse->beginPulls();
    m_browse->action(u"pullFile"_s).trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_browse->server.lastBody(BrowseFixture::pullLine).value("force"_L1), QJsonValue(true),
                              30'000);
}

void TestBrowseRepo::showsTheModelCardAsPlainText()
{
    m_browse->server.api().answer(
        cardLine(u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s),
        R"({"license":"apache-2.0","tags":[],"text":"<b>Bold</b> & <script>alert(1)</script>"})");
    m_browse->openUsualRepo();

    auto &card = probe<QPlainTextEdit>(m_browse->view, u"modelCard"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!card.isHidden(), 30'000);
    QCOMPARE(card.toPlainText(), u"<b>Bold</b> & <script>alert(1)</script>"_s);
    QVERIFY(m_browse->label(u"repoFacts"_s).contains("licence: apache-2.0"_L1));
}

void TestBrowseRepo::offersToTryAFailedRepoAgain()
{
    m_browse->server.api().answer(
        filesLine(u"o/n"_s), R"({"error":{"code":"repo_not_found","message":"there is no o/n","hint":"look"}})", 404);
    m_browse->show();
    m_browse->view.open(u"o/n"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_browse->repoMessage().text(), u"There is no o/n"_s, 30'000);

    answerFiles(m_browse->server, u"o/n"_s, {hubFile(u"a.gguf"_s, {}, 1000)});
    QTest::mouseClick(&probe<QToolButton>(m_browse->repoMessage(), u"messageAction"_s), Qt::LeftButton);

    QTRY_COMPARE_WITH_TIMEOUT(m_browse->files().model()->rowCount(), 1, 30'000);
    QVERIFY(m_browse->repoMessage().isHidden());
}

int main(int argc, char **argv)
{
    QLocale::setDefault(QLocale::c()); // of which the texts are
    QApplication application(argc, argv);
    TestBrowseRepo test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_browse_repo.moc"
