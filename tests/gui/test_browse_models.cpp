#include "browse/file_status.h"
#include "browse/fit_text.h"
#include "browse/repo_delegate.h"
#include "browse/repo_files_model.h"
#include "browse/repo_text.h"
#include "browse/search_model.h"
#include "connection/job_list.h"
#include "connection/model_list.h"
#include "hub_answers.h"

#include <QAbstractItemModelTester>
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

/// What the Browse view knows, without a window.
class TestBrowseModels : public QObject {
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
    void showsTheFilesOfARepoAndWhatJobsDoWithThem();
    void theNewestJobOfAFileCounts();
    void knowsThePartsOfASplitFile();
    void findsAQuantizationAsItIsTyped();
    void saysWhetherAModelFits_data();
    void saysWhetherAModelFits();
    void tellsTheNumbersOfAFit();
    void tellsAFilesStatus_data();
    void tellsAFilesStatus();
    void leavesOutWhatIsNotKnownOfARepo();

private:
    using State = SearchModel::State;
    void connectToServer();
    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<ServerConnection> m_connection;
};

void TestBrowseModels::init()
{
    m_server = std::make_unique<ScriptedServer>();
    m_connection = std::make_unique<ServerConnection>();
}

void TestBrowseModels::cleanup()
{
    m_connection.reset();
    m_server.reset();
}

void TestBrowseModels::connectToServer()
{
    m_connection->connectTo(m_server->entry());
    QTRY_VERIFY_WITH_TIMEOUT(m_connection->models().isKnown(), 30'000);
}

void TestBrowseModels::pagesByCursorUntilTheEnd()
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

void TestBrowseModels::aStaleAnswerNeverReplacesANewerOne()
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

void TestBrowseModels::goesOnByItselfWhenTheFiltersLeaveNothing()
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

void TestBrowseModels::doesNotGoOnForEver()
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

void TestBrowseModels::showsNoRepoTwice()
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

void TestBrowseModels::tellsWhatFailedAndAsksForTheSameAgain()
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

void TestBrowseModels::keepsTheRowsWhenAFurtherPageFails()
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

void TestBrowseModels::marksWhatIsInstalledWhenTheModelsChange()
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

void TestBrowseModels::scrollsTenThousandReposWithoutACostOfEach()
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

void TestBrowseModels::showsTheFilesOfARepoAndWhatJobsDoWithThem()
{
    connectToServer();
    RepoFilesModel model(m_connection->jobs());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QString repo = u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s;
    const QString name = u"Llama-3.2-1B-Instruct-Q4_K_M.gguf"_s;
    model.setListing(RepoOffer::fromJson(
        repoFiles(repo,
                  {hubFile(name, u"Q4_K_M"_s, 807'694'464, {{u"recommended"_s, true}, {u"bits_per_weight"_s, 5.2}}),
                   hubFile(u"big.gguf"_s, {}, 16'000'000'000)},
                  {{u"reason"_s, u"the preferred one"_s}})));
    const auto text = [&model](int row, int column) {
        return model.index(row, column).data(Qt::DisplayRole).toString();
    };

    QCOMPARE(text(0, RepoFilesModel::Quantization), u"Q4_K_M"_s);
    QCOMPARE(model.index(0, RepoFilesModel::Quantization).data(Qt::AccessibleTextRole).toString(),
             u"Q4_K_M, recommended"_s);
    QVERIFY(model.index(0, 0).data(Qt::ToolTipRole).toString().contains("the preferred one"_L1));
    QCOMPARE(text(0, RepoFilesModel::Memory), u"Fits"_s);
    QCOMPARE(text(1, RepoFilesModel::Memory), u"Too large"_s);
    QCOMPARE(text(1, RepoFilesModel::BitsPerWeight), QString());
    QCOMPARE(text(0, RepoFilesModel::Status), QString());

    QSignalSpy changed(&model, &RepoFilesModel::dataChanged);
    m_server->tell("download", ScriptedServer::job(u"j1"_s, {{u"percent"_s, 25.9}})); // of this very file
    QTRY_COMPARE_WITH_TIMEOUT(text(0, RepoFilesModel::Status), u"25 %"_s, 30'000);
    QCOMPARE(model.index(0, RepoFilesModel::Status).data(RepoFilesModel::PercentRole).toInt(), 25);
    QCOMPARE(text(1, RepoFilesModel::Status), QString());
    changed.clear();
    m_server->tell("progress", ScriptedServer::job(u"j1"_s, {{u"percent"_s, 50}}));
    QTRY_COMPARE_WITH_TIMEOUT(text(0, RepoFilesModel::Status), u"50 %"_s, 30'000);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().at(0).toModelIndex(), model.index(0, RepoFilesModel::Status));
    QCOMPARE(changed.first().at(1).toModelIndex(), model.index(0, RepoFilesModel::Status));
}

void TestBrowseModels::theNewestJobOfAFileCounts()
{
    const QJsonObject earlier{{u"state"_s, u"failed"_s}, {u"created_at"_s, u"2026-01-01T00:00:00.000Z"_s}};
    const QJsonObject later{{u"state"_s, u"cancelled"_s}, {u"created_at"_s, u"2026-02-01T00:00:00.000Z"_s}};
    m_server->setJobs({ScriptedServer::job(u"j2"_s, later), ScriptedServer::job(u"j1"_s, earlier)});
    connectToServer();
    QTRY_COMPARE_WITH_TIMEOUT(m_connection->jobs().jobs().size(), 2, 30'000);
    RepoFilesModel model(m_connection->jobs());

    model.setListing(
        RepoOffer::fromJson(repoFiles(u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s,
                                      {hubFile(u"Llama-3.2-1B-Instruct-Q4_K_M.gguf"_s, u"Q4_K_M"_s, 807'694'464)})));

    QCOMPARE(model.status(0).kind, FileStatus::Kind::None); // the failure was followed by a cancelled attempt
    m_server->setJobs({ScriptedServer::job(u"j3"_s), ScriptedServer::job(u"j1"_s, earlier)});
    QTRY_COMPARE_WITH_TIMEOUT(model.status(0).kind, FileStatus::Kind::Underway, 30'000);
}

void TestBrowseModels::knowsThePartsOfASplitFile()
{
    OfferedFile file;
    file.filename = u"d/big-Q4_K_M-00001-of-00003.gguf"_s;
    file.shards = 3;
    Job job;
    job.repo = u"org/repo"_s;

    job.filename = u"d/big-Q4_K_M.gguf"_s;
    QVERIFY(concerns(job, u"org/repo"_s, file));
    QVERIFY(!concerns(job, u"org/other"_s, file));
    job.filename = file.filename; // before the server knows its parts
    QVERIFY(concerns(job, u"org/repo"_s, file));
    job.filename = u"d/big-Q8_0.gguf"_s;
    QVERIFY(!concerns(job, u"org/repo"_s, file));
}

void TestBrowseModels::findsAQuantizationAsItIsTyped()
{
    RepoFilesModel model(m_connection->jobs());
    model.setListing(RepoOffer::fromJson(repoFiles(
        u"o/n"_s,
        {hubFile(u"p.gguf"_s, u"F16"_s, 9, {{u"kind"_s, u"projector"_s}}), hubFile(u"a.gguf"_s, u"Q4_K_M"_s, 9),
         hubFile(u"b.gguf"_s, u"Q4_K"_s, 9), hubFile(u"c.gguf"_s, u"F16"_s, 9)})));

    QCOMPARE(model.rowOfQuantization(u"q4_k"_s), 2); // exactly
    QCOMPARE(model.rowOfQuantization(u"Q4"_s), 1); // begins so
    QCOMPARE(model.rowOfQuantization(u"F16"_s), 3); // a model, not what belongs to one
    QCOMPARE(model.rowOfQuantization(u"Q9"_s), -1);
}

void TestBrowseModels::saysWhetherAModelFits_data()
{
    QTest::addColumn<qint64>("needed");
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<QString>("text");
    QTest::newRow("much room") << qint64(500) << qint64(1000) << u"Fits"_s;
    QTest::newRow("a tenth is left") << qint64(900) << qint64(1000) << u"Fits"_s;
    QTest::newRow("less is left") << qint64(901) << qint64(1000) << u"Barely fits"_s;
    QTest::newRow("to the byte") << qint64(1000) << qint64(1000) << u"Barely fits"_s;
    QTest::newRow("a byte too much") << qint64(1001) << qint64(1000) << u"Too large"_s;
    QTest::newRow("need not known") << qint64(0) << qint64(1000) << QString();
    QTest::newRow("limit not known") << qint64(1000) << qint64(0) << QString();
}

void TestBrowseModels::saysWhetherAModelFits()
{
    QFETCH(qint64, needed);
    QFETCH(qint64, limit);
    QFETCH(QString, text);
    QCOMPARE(fitText(fitOf(needed, limit)), text);
    QCOMPARE(fitIcon(fitOf(needed, limit)).isEmpty(), text.isEmpty()); // never a sign without a word
}

void TestBrowseModels::tellsTheNumbersOfAFit()
{
    const QString numbers = fitNumbers(2'000'000'000, 2'500'000'000, 8'000'000'000);
    for (const auto &amount : {u"2.5 GB"_s, u"8.0 GB"_s, u"2.0 GB"_s, u"500 MB"_s})
        QVERIFY2(numbers.contains(amount), qPrintable(numbers));
    QVERIFY(fitNumbers(0, 2'500'000'000, 8'000'000'000).contains("2.5 GB"_L1));
    QVERIFY(fitNumbers(1, 0, 8).isEmpty());
}

void TestBrowseModels::tellsAFilesStatus_data()
{
    QTest::addColumn<QString>("state"); // of the job; empty: there is none
    QTest::addColumn<QString>("installedAs");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << QString() << QString() << QString();
    QTest::newRow("installed") << QString() << u"tiny"_s << u"Installed"_s;
    QTest::newRow("downloading") << u"downloading"_s << QString() << u"42 %"_s;
    QTest::newRow("downloading again") << u"downloading"_s << u"tiny"_s << u"42 %"_s;
    QTest::newRow("paused") << u"paused"_s << QString() << u"Paused at 42 %"_s;
    QTest::newRow("queued") << u"queued"_s << QString() << u"Queued, place 3"_s;
    QTest::newRow("waiting") << u"waiting_for_space"_s << QString() << u"Waits for space"_s;
    QTest::newRow("verifying") << u"verifying"_s << QString() << u"Verifying"_s;
    QTest::newRow("loading") << u"loading"_s << QString() << u"Loading"_s;
    QTest::newRow("resolving") << u"resolving"_s << QString() << u"Starting"_s;
    QTest::newRow("failed") << u"failed"_s << QString() << u"Failed"_s;
    QTest::newRow("failed, but there is one") << u"failed"_s << u"tiny"_s << u"Installed"_s;
    QTest::newRow("cancelled") << u"cancelled"_s << QString() << QString();
    QTest::newRow("complete") << u"complete"_s << QString() << QString();
}

void TestBrowseModels::tellsAFilesStatus()
{
    QFETCH(QString, state);
    QFETCH(QString, installedAs);
    QFETCH(QString, text);
    OfferedFile file;
    file.installedAs = installedAs;
    Job job;
    job.state = state;
    job.percent = 42.9;
    job.position = 3;

    const FileStatus status = fileStatus(file, state.isEmpty() ? nullptr : &job);

    QCOMPARE(status.text, text);
    QCOMPARE(status.icon.isEmpty(), text.isEmpty());
    QCOMPARE(status.percent.has_value(), state == "downloading"_L1);
}

void TestBrowseModels::leavesOutWhatIsNotKnownOfARepo()
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
    TestBrowseModels test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_browse_models.moc"
