#include "browse_fixture.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QSignalSpy>
#include <QToolButton>

using namespace Qt::StringLiterals;

/// The Browse view as a person uses it: searching, and finding a repo.
class TestBrowseView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_browse = std::make_unique<BrowseFixture>(); }
    void cleanup() { m_browse.reset(); }
    void showsWhatIsMuchDownloadedAtOnce();
    void asksNothingWhileItIsNotSeen();
    void searchesOnceWhenTheTypingPauses();
    void sortsAndFilters();
    void opensARepoAtItsRecommendedFile();
    void opensAPastedAddressAtItsFile();
    void opensARepoThatIsPastedOverAnother();
    void opensARepoWithTheQuantizationThatIsTyped();
    void tellsThatARepoHasNoSuchQuantization();
    void opensWhatComesFromElsewhere();
    void opensWhatWasNamedBeforeThereWasAServer();
    void saysThatNothingWasFound();
    void offersToTryAFailedSearchAgain();
    void startsAnewWithAnotherServer();
    void keepsItsState();
    void isAccessible();

private:
    std::unique_ptr<BrowseFixture> m_browse;
};

void TestBrowseView::showsWhatIsMuchDownloadedAtOnce()
{
    QVERIFY(!m_browse->label(u"searchResultsNote"_s).isEmpty());
    m_browse->show();
    QTRY_COMPARE_WITH_TIMEOUT(m_browse->list().model()->rowCount(), 1, 30'000);
    QVERIFY(m_browse->label(u"searchResultsNote"_s).isEmpty());
    QVERIFY(m_browse->label(u"searchCount"_s).startsWith("1 found"_L1));
}

void TestBrowseView::asksNothingWhileItIsNotSeen()
{
    m_browse->connection.connectTo(m_browse->server.entry());
    QTRY_VERIFY_WITH_TIMEOUT(m_browse->connection.models().isKnown(), 30'000);
    QCOMPARE(m_browse->server.requests(searchLine({})), 0);

    m_browse->view.show();

    QTRY_COMPARE_WITH_TIMEOUT(m_browse->server.requests(searchLine({})), 1, 30'000);
}

void TestBrowseView::searchesOnceWhenTheTypingPauses()
{
    answerSearch(m_browse->server, searchLine("phi 3"), {foundRepo(u"org/phi-3"_s), foundRepo(u"org/phi-3.5"_s)});
    m_browse->show();
    QTRY_COMPARE_WITH_TIMEOUT(m_browse->list().model()->rowCount(), 1, 30'000);

    QTest::keyClicks(&m_browse->field(), u"phi 3"_s);

    QTRY_COMPARE_WITH_TIMEOUT(m_browse->list().model()->rowCount(), 2, 30'000);
    QCOMPARE(m_browse->server.requests(searchLine("phi 3")), 1);
    QCOMPARE(m_browse->server.requests(searchLine("phi")), 0);
    QTest::keyClick(&m_browse->field(), Qt::Key_Escape);
    QTRY_COMPARE_WITH_TIMEOUT(m_browse->list().model()->rowCount(), 1, 30'000);
}

void TestBrowseView::sortsAndFilters()
{
    const QByteArray all = searchLine({}, "author=google&sort=likes");
    answerSearch(m_browse->server, all + "&fits=true",
                 {foundRepo(u"google/a"_s), foundRepo(u"google/b"_s, {{u"gated"_s, true}})});
    m_browse->show();

    QTest::keyClicks(&probe<QLineEdit>(m_browse->view, u"authorField"_s), u"goo/gle"_s); // no author has a slash
    auto &sort = probe<QComboBox>(m_browse->view, u"sortOrder"_s);
    sort.setCurrentIndex(sort.findData(u"likes"_s));
    QTest::keyClick(&probe<QCheckBox>(m_browse->view, u"fitsFilter"_s), Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(m_browse->list().model()->rowCount(), 2, 30'000);

    QTest::keyClick(&probe<QCheckBox>(m_browse->view, u"openFilter"_s), Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(m_browse->list().model()->rowCount(), 1, 30'000);
    QCOMPARE(m_browse->list().model()->index(0, 0).data().toString(), u"google/a"_s);
}

void TestBrowseView::opensARepoAtItsRecommendedFile()
{
    m_browse->openUsualRepo();

    QCOMPARE(m_browse->label(u"repoTitle"_s), u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s);
    QCOMPARE(m_browse->chosenFile(), u"Llama-3.2-1B-Instruct-Q4_K_M.gguf"_s);
    QVERIFY(m_browse->label(u"repoReason"_s).startsWith("Recommended: Q4_K_M, the preferred one"_L1));
    QVERIFY(m_browse->label(u"repoFacts"_s).contains("1.2 B parameters"_L1));
    QVERIFY(m_browse->action(u"pullFile"_s).isEnabled());
    QVERIFY(!m_browse->action(u"openInPlayground"_s).isEnabled());
    QVERIFY(m_browse->repoMessage().isHidden());
}

void TestBrowseView::opensAPastedAddressAtItsFile()
{
    const QString repo = u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s;
    const QString address = u"https://huggingface.co/"_s + repo + u"/blob/v2/Llama-3.2-1B-Instruct-Q8_0.gguf"_s;
    answerUsualRepo(m_browse->server, address);
    m_browse->beginPulls();
    m_browse->show();
    QApplication::clipboard()->setText(address);

    m_browse->field().setFocus();
    QTest::keySequence(&m_browse->field(), QKeySequence::Paste);

    QTRY_COMPARE_WITH_TIMEOUT(m_browse->chosenFile(), u"Llama-3.2-1B-Instruct-Q8_0.gguf"_s, 30'000);
    m_browse->action(u"pullFile"_s).trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_browse->server.lastBody(BrowseFixture::pullLine),
                              (QJsonObject{{u"model"_s, repo},
                                           {u"filename"_s, u"Llama-3.2-1B-Instruct-Q8_0.gguf"_s},
                                           {u"revision"_s, u"v2"_s},
                                           {u"queue"_s, true}}),
                              30'000);
}

void TestBrowseView::opensARepoThatIsPastedOverAnother()
{
    const QString repo = answerUsualRepo(m_browse->server);
    m_browse->show();
    QTest::keyClicks(&m_browse->field(), u"somebody/"_s + QString(repo.size(), u'x'));
    m_browse->field().selectAll();
    QApplication::clipboard()->setText(repo);
    QTest::keySequence(&m_browse->field(), QKeySequence::Paste);
    QTRY_COMPARE_WITH_TIMEOUT(m_browse->label(u"repoTitle"_s), repo, 30'000);
}

void TestBrowseView::opensARepoWithTheQuantizationThatIsTyped()
{
    const QString repo = answerUsualRepo(m_browse->server);
    m_browse->show();

    QTest::keyClicks(&m_browse->field(), repo + u":iq3"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_browse->chosenFile(), u"Llama-3.2-1B-Instruct-IQ3_M.gguf"_s, 30'000);
    QTest::keyClick(&m_browse->field(), Qt::Key_End);
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(&m_browse->field(), Qt::Key_Backspace);
    QTest::keyClicks(&m_browse->field(), u"Q8_0"_s);

    QTRY_COMPARE_WITH_TIMEOUT(m_browse->chosenFile(), u"Llama-3.2-1B-Instruct-Q8_0.gguf"_s, 30'000);
    QCOMPARE(m_browse->server.requests(filesLine(repo)), 1); // it was open already
}

void TestBrowseView::tellsThatARepoHasNoSuchQuantization()
{
    const QString repo = answerUsualRepo(m_browse->server);
    m_browse->show();

    m_browse->view.open(repo + u":Q9_X"_s);

    QTRY_COMPARE_WITH_TIMEOUT(m_browse->repoMessage().text(), repo + u" has no Q9_X"_s, 30'000);
    QCOMPARE(m_browse->chosenFile(), u"Llama-3.2-1B-Instruct-Q4_K_M.gguf"_s);
}

void TestBrowseView::opensWhatComesFromElsewhere()
{
    const QString repo = answerUsualRepo(m_browse->server);
    answerSearch(m_browse->server, searchLine("two words"), {});
    m_browse->show();

    m_browse->view.open(repo);
    QTRY_COMPARE_WITH_TIMEOUT(m_browse->files().model()->rowCount(), 4, 30'000);
    QCOMPARE(m_browse->field().text(), repo);
    m_browse->view.open(u"two words"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_browse->server.requests(searchLine("two words")), 1, 30'000);
}

void TestBrowseView::opensWhatWasNamedBeforeThereWasAServer()
{
    m_browse->view.open(answerUsualRepo(m_browse->server));
    m_browse->show();
    QTRY_COMPARE_WITH_TIMEOUT(m_browse->files().model()->rowCount(), 4, 30'000);
}

void TestBrowseView::saysThatNothingWasFound()
{
    answerSearch(m_browse->server, searchLine("xyzzy"), {});
    m_browse->show();
    m_browse->view.open(u"xyzzy"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_browse->label(u"searchResultsNote"_s).startsWith("The Hub has no such GGUF repo"_L1),
                             30'000);
}

void TestBrowseView::offersToTryAFailedSearchAgain()
{
    m_browse->server.api().answer(
        searchLine({}), R"({"error":{"code":"hub_offline","message":"the Hub is not asked","hint":"unset it"}})", 503);
    m_browse->show();
    auto &message = probe<InlineMessage>(m_browse->view, u"searchMessage"_s);
    QTRY_COMPARE_WITH_TIMEOUT(message.text(), u"The Hub is not asked"_s, 30'000);

    answerSearch(m_browse->server, searchLine({}), {foundRepo(u"o/n"_s)});
    QTest::mouseClick(&probe<QToolButton>(message, u"messageAction"_s), Qt::LeftButton);

    QTRY_COMPARE_WITH_TIMEOUT(m_browse->list().model()->rowCount(), 1, 30'000);
    QVERIFY(message.isHidden());
}

void TestBrowseView::startsAnewWithAnotherServer()
{
    m_browse->openUsualRepo();
    ScriptedServer other;
    answerSearch(other, searchLine({}), {foundRepo(u"other/a"_s), foundRepo(u"other/b"_s)});

    m_browse->connection.connectTo(other.entry());

    QCOMPARE(m_browse->list().model()->rowCount(), 0);
    QVERIFY(!m_browse->files().isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(m_browse->list().model()->rowCount(), 2, 30'000);
}

void TestBrowseView::keepsItsState()
{
    auto &sort = probe<QComboBox>(m_browse->view, u"sortOrder"_s);
    sort.setCurrentIndex(sort.findData(u"trendingScore"_s));
    probe<QCheckBox>(m_browse->view, u"openFilter"_s).setChecked(true);
    QVariantMap state;
    m_browse->view.saveState(state);

    BrowseView next(m_browse->connection, m_browse->preferences);
    next.restoreState(state);

    QCOMPARE(probe<QComboBox>(next, u"sortOrder"_s).currentData().toString(), u"trendingScore"_s);
    QVERIFY(probe<QCheckBox>(next, u"openFilter"_s).isChecked());
    QVERIFY(!probe<QCheckBox>(next, u"fitsFilter"_s).isChecked());
}

void TestBrowseView::isAccessible()
{
    m_browse->openUsualRepo();
    const QStringList faults = accessibilityFaults(m_browse->view);
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
