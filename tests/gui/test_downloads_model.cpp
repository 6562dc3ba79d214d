#include "downloads/downloads_filter.h"
#include "downloads/downloads_model.h"
#include "downloads/job_moves.h"
#include "downloads/rate_history.h"
#include "downloads/segments_map.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QItemSelectionModel>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Job job(const QString &id, const QString &state, int position = 0)
{
    Job job;
    job.id = id;
    job.filename = id + u".gguf"_s;
    job.state = state;
    job.totalBytes = 1000;
    job.position = position;
    return job;
}

QStringList idsOf(const QAbstractItemModel &model)
{
    QStringList ids;
    for (int row = 0; row < model.rowCount(); ++row)
        ids += model.index(row, 0).data(DownloadsModel::IdRole).toString();
    return ids;
}

} // namespace

/// Jobs as rows, and what is computed from them.
class TestDownloadsModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsASelectionOverANewList();
    void sortsByTurnWhateverTheOrderOfTheRows();
    void tellsProgressOfItsOwnColumnsOnly();
    void countsByState();
    void showsAGroupAndWhatEntersOrLeavesIt();
    void sortsByValuesNotByTexts();
    void dragsQueuedRowsOnly();
    void dropsOnlyWhileSortedByTurn();
    void staysCheapWithTenThousandRows();
    void movesUpAndDownAsABlock();
    void findsFewMoves_data();
    void findsFewMoves();
    void knowsWhichBytesHaveCome();
    void keepsTheRatesOfTwoMinutes();
    void endsAnAxisAtARoundNumber();
};

void TestDownloadsModel::keepsASelectionOverANewList()
{
    DownloadsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    DownloadsFilter filter(model, nullptr);
    const QAbstractItemModelTester filterTester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    filter.sort(DownloadsModel::Turn);
    model.setJobs({job(u"a"_s, u"queued"_s), job(u"b"_s, u"queued"_s), job(u"c"_s, u"queued"_s)});
    QItemSelectionModel selection(&filter);
    selection.select(filter.index(2, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);

    model.setJobs({job(u"c"_s, u"downloading"_s), job(u"d"_s, u"queued"_s), job(u"b"_s, u"queued"_s)});

    QCOMPARE(resets.size(), 0);
    QCOMPARE(idsOf(filter), (QStringList{u"c"_s, u"d"_s, u"b"_s}));
    QCOMPARE(selection.selectedRows().size(), 1);
    QCOMPARE(selection.selectedRows().first().data(DownloadsModel::IdRole).toString(), u"c"_s);
    model.setJobs({});
    QCOMPARE(model.rowCount(), 0);
}

void TestDownloadsModel::sortsByTurnWhateverTheOrderOfTheRows()
{
    DownloadsModel model;
    DownloadsFilter filter(model, nullptr);
    filter.sort(DownloadsModel::Turn);
    model.setJobs({job(u"a"_s, u"queued"_s, 1), job(u"b"_s, u"queued"_s, 2)});
    model.add(job(u"c"_s, u"queued"_s, 3));
    model.setJobs({job(u"c"_s, u"queued"_s, 1), job(u"a"_s, u"queued"_s, 2), job(u"b"_s, u"queued"_s, 3)});
    QCOMPARE(idsOf(filter), (QStringList{u"c"_s, u"a"_s, u"b"_s}));
    QCOMPARE(model.queuedIds(), (QStringList{u"c"_s, u"a"_s, u"b"_s}));
}

void TestDownloadsModel::tellsProgressOfItsOwnColumnsOnly()
{
    DownloadsModel model;
    model.setJobs({job(u"a"_s, u"queued"_s), job(u"b"_s, u"downloading"_s)});
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    Job moved = job(u"b"_s, u"downloading"_s);
    moved.percent = 50;

    model.update(moved);

    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed[0][0].toModelIndex(), model.index(1, DownloadsModel::Progress));
    QCOMPARE(changed[0][1].toModelIndex(), model.index(1, DownloadsModel::Eta));
    QCOMPARE(model.index(1, DownloadsModel::Progress).data(DownloadsModel::PercentRole).toDouble(), 50.0);
    model.update(job(u"nobody"_s, u"queued"_s));
    QCOMPARE(changed.size(), 1);
}

void TestDownloadsModel::countsByState()
{
    DownloadsModel model;
    QSignalSpy changed(&model, &DownloadsModel::countsChanged);
    model.setJobs({job(u"a"_s, u"downloading"_s), job(u"b"_s, u"verifying"_s), job(u"c"_s, u"queued"_s),
                   job(u"d"_s, u"cancelled"_s)});
    QCOMPARE(changed.size(), 1);
    QCOMPARE(model.count(JobGroup::All), 4);
    QCOMPARE(model.count(JobGroup::Active), 2);
    QCOMPARE(model.count(JobGroup::Queued), 1);
    QCOMPARE(model.count(JobGroup::Paused), 0);
    model.update(job(u"a"_s, u"failed"_s));
    QCOMPARE(changed.size(), 2);
    QCOMPARE(model.count(JobGroup::Active), 1);
    QCOMPARE(model.count(JobGroup::Failed), 1);
}

void TestDownloadsModel::showsAGroupAndWhatEntersOrLeavesIt()
{
    DownloadsModel model;
    DownloadsFilter filter(model, nullptr);
    model.setJobs({job(u"a"_s, u"downloading"_s), job(u"b"_s, u"paused"_s)});
    filter.setGroup(JobGroup::Paused);
    QCOMPARE(idsOf(filter), QStringList{u"b"_s});
    model.update(job(u"a"_s, u"paused"_s));
    QCOMPARE(filter.rowCount(), 2);
    model.update(job(u"b"_s, u"downloading"_s));
    QCOMPARE(idsOf(filter), QStringList{u"a"_s});
}

void TestDownloadsModel::sortsByValuesNotByTexts()
{
    DownloadsModel model;
    DownloadsFilter filter(model, nullptr);
    Job small = job(u"small"_s, u"downloading"_s);
    small.totalBytes = 900'000'000; // "900 MB" is behind "10 GB" as a text
    small.etaSeconds = 5;
    Job large = job(u"large"_s, u"downloading"_s);
    large.totalBytes = 10'000'000'000;
    model.setJobs({large, small});
    filter.sort(DownloadsModel::Size);
    QCOMPARE(idsOf(filter), (QStringList{u"small"_s, u"large"_s}));
    filter.sort(DownloadsModel::Eta, Qt::AscendingOrder); // who knows none comes last
    QCOMPARE(idsOf(filter), (QStringList{u"small"_s, u"large"_s}));
    filter.sort(DownloadsModel::Size, Qt::DescendingOrder);
    QCOMPARE(idsOf(filter), (QStringList{u"large"_s, u"small"_s}));
}

void TestDownloadsModel::dragsQueuedRowsOnly()
{
    DownloadsModel model;
    model.setJobs({job(u"a"_s, u"downloading"_s), job(u"b"_s, u"queued"_s, 1), job(u"c"_s, u"queued"_s, 2)});
    QVERIFY(!model.flags(model.index(0, 0)).testFlag(Qt::ItemIsDragEnabled));
    QVERIFY(model.flags(model.index(1, 0)).testFlag(Qt::ItemIsDragEnabled));
    const std::unique_ptr<QMimeData> content(model.mimeData({model.index(0, 0), model.index(2, 0)}));
    QSignalSpy moved(&model, &DownloadsModel::moved);

    QVERIFY(!model.dropMimeData(content.get(), Qt::MoveAction, 1, 0, {})); // no row is taken out by the view

    QCOMPARE(moved.size(), 1);
    QCOMPARE(moved[0][0].toStringList(), QStringList{u"c"_s});
    QCOMPARE(moved[0][1].toString(), u"b"_s);
}

void TestDownloadsModel::dropsOnlyWhileSortedByTurn()
{
    DownloadsModel model;
    DownloadsFilter filter(model, nullptr);
    model.setJobs({job(u"a"_s, u"queued"_s, 1), job(u"b"_s, u"queued"_s, 2)});
    QSignalSpy moved(&model, &DownloadsModel::moved);
    const std::unique_ptr<QMimeData> content(model.mimeData({model.index(1, 0)}));
    filter.sort(DownloadsModel::Name);
    filter.dropMimeData(content.get(), Qt::MoveAction, 0, 0, {});
    QVERIFY(!filter.flags(filter.index(0, 0)).testFlag(Qt::ItemIsDragEnabled));
    QCOMPARE(moved.size(), 0);
    filter.sort(DownloadsModel::Turn);
    filter.dropMimeData(content.get(), Qt::MoveAction, 0, 0, {});
    QCOMPARE(moved.size(), 1);
    QCOMPARE(moved[0][1].toString(), u"a"_s);
}

void TestDownloadsModel::staysCheapWithTenThousandRows()
{
    constexpr int rows = 10'000;
    QList<Job> jobs;
    for (int row = 0; row < rows; ++row)
        jobs += job(u"job-%1"_s.arg(row), row < 1000 ? u"downloading"_s : u"queued"_s, row);
    DownloadsModel model;
    DownloadsFilter filter(model, nullptr);
    filter.sort(DownloadsModel::Name);
    model.setJobs(jobs);
    QCOMPARE(filter.rowCount(), rows);
    QSignalSpy changed(&filter, &QAbstractItemModel::dataChanged);
    QSignalSpy moved(&filter, &QAbstractItemModel::layoutChanged);
    QSignalSpy inserted(&filter, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&filter, &QAbstractItemModel::rowsRemoved);

    for (int event = 0; event < 1000; ++event) {
        Job progress = jobs[event];
        progress.percent = 50;
        model.update(progress);
    }

    // One small change an event is what makes it cheap: nothing is sorted, filtered or laid out again.
    QCOMPARE(changed.size(), 1000);
    QCOMPARE(moved.size(), 0);
    for (int event = 0; event < 1000; ++event)
        jobs[event].percent = 50;
    model.setJobs(jobs);
    QCOMPARE(changed.size(), 1000); // the same again is no change
    jobs.removeFirst();
    model.setJobs(jobs);
    QCOMPARE(removed.size(), 1);
    QCOMPARE(inserted.size(), 0);
    QCOMPARE(filter.rowCount(), rows - 1);
}

void TestDownloadsModel::movesUpAndDownAsABlock()
{
    const QStringList queue{u"a"_s, u"b"_s, u"c"_s, u"d"_s};
    QCOMPARE(movedUp(queue, {u"b"_s, u"c"_s}), (QStringList{u"b"_s, u"c"_s, u"a"_s, u"d"_s}));
    QCOMPARE(movedUp(queue, {u"a"_s, u"b"_s}), queue);
    QCOMPARE(movedUp(queue, {u"a"_s, u"c"_s}), (QStringList{u"a"_s, u"c"_s, u"b"_s, u"d"_s}));
    QCOMPARE(movedDown(queue, {u"b"_s, u"c"_s}), (QStringList{u"a"_s, u"d"_s, u"b"_s, u"c"_s}));
    QCOMPARE(movedDown(queue, {u"d"_s}), queue);
    QCOMPARE(movedTo(queue, {u"d"_s, u"a"_s}, 2), (QStringList{u"b"_s, u"a"_s, u"d"_s, u"c"_s}));
    QCOMPARE(movedTo(queue, {u"a"_s}, 4), (QStringList{u"b"_s, u"c"_s, u"d"_s, u"a"_s}));
    QCOMPARE(movedTo(queue, {u"b"_s}, 1), queue);
}

void TestDownloadsModel::findsFewMoves_data()
{
    QTest::addColumn<QStringList>("wanted");
    QTest::addColumn<int>("most");
    QTest::newRow("none") << QStringList{u"a"_s, u"b"_s, u"c"_s, u"d"_s} << 0;
    QTest::newRow("first to the end") << QStringList{u"b"_s, u"c"_s, u"d"_s, u"a"_s} << 1;
    QTest::newRow("last to the front") << QStringList{u"d"_s, u"a"_s, u"b"_s, u"c"_s} << 1;
    QTest::newRow("a block") << QStringList{u"c"_s, u"d"_s, u"a"_s, u"b"_s} << 2;
    QTest::newRow("turned round") << QStringList{u"d"_s, u"c"_s, u"b"_s, u"a"_s} << 3;
}

void TestDownloadsModel::findsFewMoves()
{
    QFETCH(const QStringList, wanted);
    QFETCH(const int, most);
    QStringList queue{u"a"_s, u"b"_s, u"c"_s, u"d"_s};
    const QList<JobMove> moves = movesFor(queue, wanted);
    QVERIFY(moves.size() <= most);
    for (const JobMove &move : moves) { // as the server does
        queue.removeOne(move.id);
        queue.insert(move.position, move.id);
    }
    QCOMPARE(queue, wanted);
}

void TestDownloadsModel::knowsWhichBytesHaveCome()
{
    Job paused = job(u"a"_s, u"paused"_s);
    paused.completedBytes = 300;
    QVERIFY(arrivedSpans(paused) == (QList<ByteSpan>{{0, 300}}));
    Job running = job(u"a"_s, u"downloading"_s);
    running.segments = {{400, 500, 400, u"connecting"_s, 0}, {100, 200, 150, u"receiving"_s, 9}};
    QVERIFY(arrivedSpans(running) == (QList<ByteSpan>{{0, 150}, {200, 400}}));
    QVERIFY(arrivedSpans(job(u"a"_s, u"queued"_s)).isEmpty());
}

void TestDownloadsModel::keepsTheRatesOfTwoMinutes()
{
    RateHistory history;
    const RateHistory::Time start{};
    history.add(start, 100);
    history.add(start + 60s, 300);
    history.add(start + 61s, 0);
    QCOMPARE(history.highest(start + 90s), 300);
    const auto later = history.samples(start + 150s);
    QCOMPARE(later.size(), 3);
    QCOMPARE(later[0].bytesPerSecond, 100); // it held until 60 s
    QVERIFY(later[0].time == start + 30s);
    QCOMPARE(history.samples(start + 200s).size(), 1);
    QCOMPARE(history.highest(start + 200s), 0);
    for (int second = 0; second < 1000; ++second)
        history.add(start + 300s + std::chrono::seconds(second), 1);
    QVERIFY(history.samples(start + 1299s).size() <= 122);
}

void TestDownloadsModel::endsAnAxisAtARoundNumber()
{
    QCOMPARE(axisEnd(0), 1);
    QCOMPARE(axisEnd(3), 5);
    QCOMPARE(axisEnd(20), 20);
    QCOMPARE(axisEnd(21), 50);
    QCOMPARE(axisEnd(51'000'000), 100'000'000);
}

QTEST_MAIN(TestDownloadsModel)
#include "test_downloads_model.moc"
