#include "browse/repo_delegate.h"
#include "browse/repo_text.h"
#include "browse/search_model.h"
#include "connection/model_list.h"
#include "hub_answers.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QListView>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

QJsonArray repos(int first, int count, const QJsonObject &changes = {})
{
    QJsonArray rows;
    for (int i = first; i < first + count; ++i)
        rows.append(foundRepo(u"org/model-%1-GGUF"_s.arg(i), changes));
    return rows;
}

QString nameIn(const SearchModel &model, int row)
{
    return model.data(model.index(row), Qt::DisplayRole).toString();
}

/// Counts how often a view asks it for a row.
class CountingDelegate final : public RepoDelegate {
public:
    using RepoDelegate::RepoDelegate;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        ++sizes;
        return RepoDelegate::sizeHint(option, index);
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        ++paints;
        RepoDelegate::paint(painter, option, index);
    }
    mutable int sizes = 0;
    mutable int paints = 0;
};

} // namespace

/// What the Browse view finds, without a window.
class TestSearchModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void pagesByCursorUntilTheEnd();
    void aStaleAnswerNeverReplacesANewerOne();
    void goesOnByItselfWhenTheFiltersLeaveNothing();
    void doesNotGoOnForEver();
    void showsNoRepoTwice();
    void tellsWhatFailedAndAsksForTheSameAgain();
    void keepsTheRowsWhenAFurtherPageFails();
    void marksWhatIsInstalledWhenTheModelsChange();
    void scrollsTenThousandReposWithoutACostOfEach();
    void leavesOutWhatIsNotKnownOfARepo();

private:
    using State = SearchModel::State;
    void connectToServer();
    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<ServerConnection> m_connection;
};

void TestSearchModel::init()
{
    m_server = std::make_unique<ScriptedServer>();
    m_connection = std::make_unique<ServerConnection>();
}

void TestSearchModel::cleanup()
{
    m_connection.reset();
    m_server.reset();
}

void TestSearchModel::connectToServer()
{
    m_connection->connectTo(m_server->entry());
    QTRY_VERIFY_WITH_TIMEOUT(m_connection->models().isKnown(), 30'000);
}

void TestSearchModel::pagesByCursorUntilTheEnd()
{
    answerSearch(*m_server, searchLine("llama"), repos(0, 50), u"c1"_s);
    answerSearch(*m_server, searchLine("llama", {}, "c1"), repos(50, 50), u"c2"_s);
    answerSearch(*m_server, searchLine("llama", {}, "c2"), repos(100, 7));
    connectToServer();
    SearchModel model(*m_connection);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(!model.canFetchMore({}));

    model.search({.words = u"llama"_s, .sort = u"downloads"_s}, false);
    QCOMPARE(model.state(), State::Searching);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 50, 30'000);
    QVERIFY(model.canFetchMore({}));
    model.fetchMore({});
    model.fetchMore({}); // is on its way
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 100, 30'000);
    model.fetchMore({});
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 107, 30'000);

    QVERIFY(model.isWhole());
    QVERIFY(!model.canFetchMore({}));
    model.fetchMore({});
    QCOMPARE(model.state(), State::Ready);
    QCOMPARE(m_server->requests(searchLine("llama", {}, "c1")), 1);
    QCOMPARE(nameIn(model, 106), u"org/model-106-GGUF"_s);
}

void TestSearchModel::aStaleAnswerNeverReplacesANewerOne()
{
    m_server->api().hold(searchLine("old"), "{\"models\":[", "application/json");
    answerSearch(*m_server, searchLine("new"), {foundRepo(u"org/new"_s)});
    connectToServer();
    SearchModel model(*m_connection);
    model.search({.words = u"old"_s, .sort = u"downloads"_s}, false);
    QTRY_COMPARE_WITH_TIMEOUT(m_server->api().held(searchLine("old")), 1, 30'000);

    model.search({.words = u"new"_s, .sort = u"downloads"_s}, false);

    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 1, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(m_server->api().held(searchLine("old")), 0, 30'000); // was cancelled, not only ignored
    QCOMPARE(nameIn(model, 0), u"org/new"_s);
    QCOMPARE(model.state(), State::Ready);
}

void TestSearchModel::goesOnByItselfWhenTheFiltersLeaveNothing()
{
    answerSearch(*m_server, searchLine({}), repos(0, 50, {{u"gated"_s, u"manual"_s}}), u"c1"_s);
    answerSearch(*m_server, searchLine({}, {}, "c1"), {}, u"c2"_s);
    answerSearch(*m_server, searchLine({}, {}, "c2"), repos(50, 30), u"c3"_s);
    connectToServer();
    SearchModel model(*m_connection);

    model.search({.sort = u"downloads"_s}, true);

    QTRY_COMPARE_WITH_TIMEOUT(model.state(), State::Ready, 30'000);
    QCOMPARE(model.rowCount(), 30);
    QCOMPARE(nameIn(model, 0), u"org/model-50-GGUF"_s);
    QCOMPARE(m_server->requests(searchLine({}, {}, "c3")), 0); // a screen is full
}

void TestSearchModel::doesNotGoOnForEver()
{
    answerSearch(*m_server, searchLine({}), {}, u"c"_s);
    answerSearch(*m_server, searchLine({}, {}, "c"), {}, u"c"_s);
    connectToServer();
    SearchModel model(*m_connection);

    model.search({.sort = u"downloads"_s}, false);

    QTRY_COMPARE_WITH_TIMEOUT(model.state(), State::Ready, 30'000);
    QCOMPARE(m_server->requests(searchLine({}, {}, "c")), SearchModel::mostPagesInARow - 1);
    QCOMPARE(model.rowCount(), 0);
}

void TestSearchModel::showsNoRepoTwice()
{
    answerSearch(*m_server, searchLine({}), repos(0, 50), u"c"_s);
    answerSearch(*m_server, searchLine({}, {}, "c"), repos(45, 50)); // the Hub's order has changed meanwhile
    connectToServer();
    SearchModel model(*m_connection);
    model.search({.sort = u"downloads"_s}, false);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 50, 30'000);

    model.fetchMore({});

    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 95, 30'000);
}

void TestSearchModel::tellsWhatFailedAndAsksForTheSameAgain()
{
    answerSearch(*m_server, searchLine("a"), repos(0, 3));
    m_server->api().answer(searchLine("b"),
                           R"({"error":{"code":"rate_limited","message":"the Hub is busy","hint":"wait a minute"}})",
                           429);
    connectToServer();
    SearchModel model(*m_connection);
    model.search({.words = u"a"_s, .sort = u"downloads"_s}, false);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 3, 30'000);

    model.search({.words = u"b"_s, .sort = u"downloads"_s}, false);
    QTRY_COMPARE_WITH_TIMEOUT(model.state(), State::Failed, 30'000);
    QCOMPARE(model.error().message, u"the Hub is busy"_s);
    QCOMPARE(model.error().hint, u"wait a minute"_s);
    QCOMPARE(model.rowCount(), 0); // those of "a" would pass for what was looked for

    answerSearch(*m_server, searchLine("b"), repos(7, 2));
    model.retry();
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 2, 30'000);
    QCOMPARE(model.state(), State::Ready);
}

void TestSearchModel::keepsTheRowsWhenAFurtherPageFails()
{
    answerSearch(*m_server, searchLine({}), repos(0, 50), u"c"_s);
    connectToServer();
    SearchModel model(*m_connection);
    model.search({.sort = u"downloads"_s}, false);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 50, 30'000);

    model.fetchMore({}); // the server knows nothing of it: 404
    QTRY_COMPARE_WITH_TIMEOUT(model.state(), State::Failed, 30'000);
    QCOMPARE(model.rowCount(), 50);
    QVERIFY(!model.canFetchMore({})); // scrolling must not ask for ever

    answerSearch(*m_server, searchLine({}, {}, "c"), repos(50, 4));
    model.retry();
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 54, 30'000);
}

void TestSearchModel::marksWhatIsInstalledWhenTheModelsChange()
{
    answerSearch(*m_server, searchLine({}), {foundRepo(u"bartowski/tiny-GGUF"_s), foundRepo(u"org/other"_s)});
    connectToServer();
    SearchModel model(*m_connection);
    model.search({.sort = u"downloads"_s}, false);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 2, 30'000);
    QVERIFY(!model.index(0).data(SearchModel::InstalledRole).toBool());
    QSignalSpy changed(&model, &SearchModel::dataChanged);

    m_server->setModels({ScriptedServer::model(u"tiny"_s)}); // its source is bartowski/tiny-GGUF

    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, 30'000);
    QVERIFY(model.index(0).data(SearchModel::InstalledRole).toBool());
    QVERIFY(!model.index(1).data(SearchModel::InstalledRole).toBool());
    QVERIFY(model.index(0).data(Qt::AccessibleTextRole).toString().contains("Installed"_L1));
}

void TestSearchModel::scrollsTenThousandReposWithoutACostOfEach()
{
    constexpr int pages = 10'000 / SearchModel::pageSize;
    for (int page = 0; page < pages; ++page) {
        answerSearch(*m_server, searchLine({}, {}, page == 0 ? QByteArray() : QByteArray::number(page)),
                     repos(page * SearchModel::pageSize, SearchModel::pageSize),
                     page + 1 < pages ? QString::number(page + 1) : QString());
    }
    connectToServer();
    SearchModel model(*m_connection);
    QSignalSpy resets(&model, &SearchModel::modelReset);
    QSignalSpy insertions(&model, &SearchModel::rowsInserted);
    QListView view;
    auto *delegate = new CountingDelegate(&view);
    view.setItemDelegate(delegate);
    view.setUniformItemSizes(true);
    view.setModel(&model);
    view.resize(400, 600);
    view.show();

    model.search({.sort = u"downloads"_s}, false);
    connect(&model, &SearchModel::stateChanged, &model, [&model] { model.fetchMore({}); });
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 10'000, 120'000);

    QCOMPARE(resets.size(), 1); // each further page adds its rows and touches no other
    QCOMPARE(insertions.size(), pages - 1);
    QCOMPARE(insertions.last().at(1).toInt(), 10'000 - SearchModel::pageSize);
    delegate->sizes = 0;
    delegate->paints = 0;
    view.doItemsLayout();
    view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 2);
    view.grab();
    const int shown = 600 / view.sizeHintForRow(0) + 2;
    QVERIFY2(delegate->paints > 0 && delegate->paints <= 2 * shown, qPrintable(QString::number(delegate->paints)));
    QVERIFY2(delegate->sizes < 100, qPrintable(QString::number(delegate->sizes)));
}

void TestSearchModel::leavesOutWhatIsNotKnownOfARepo()
{
    FoundRepo repo;
    repo.downloads = 1'240'000;
    const QDateTime now = QDateTime::fromString(u"2026-11-26T12:00:00Z"_s, Qt::ISODate);
    QCOMPARE(factsLine(repoFacts(repo, now)), u"1.2 M downloads \u00b7 0 likes"_s);

    repo.parameters = 7'000'000'000;
    repo.lastModified = now.addSecs(-30);
    QCOMPARE(repoFacts(repo, now),
             (QStringList{u"7.0 B parameters"_s, u"1.2 M downloads"_s, u"0 likes"_s, u"updated now"_s}));
    QCOMPARE(repoMarks(repo, false), QStringList());
    repo.gated = true;
    QCOMPARE(repoMarks(repo, true), (QStringList{u"Installed"_s, u"Gated"_s}));
}

int main(int argc, char **argv)
{
    QLocale::setDefault(QLocale::c()); // of which the texts are
    QApplication application(argc, argv);
    TestSearchModel test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_search_model.moc"
