#include "download/job_store.h"
#include "download/piece_schedule.h"
#include "download/rate_limiter.h"
#include "download/segment_budget.h"
#include "fake_clock.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 mebibyte = 1 << 20;

JobRecord sampleRecord()
{
    DownloadRequest request(*RepoId::parse(u"org/model"_s));
    request.path = *RepoPath::parseGguf(u"folder/model-Q4_K_M.gguf"_s);
    request.token = Secret("hf_secretOfThisPull");
    request.priority = 7;
    JobRecord record{u"abc123"_s, request, {}, JobRecord::Wish::Pause, {}, 42, {}};
    record.plan = PartPlan{request.repo, *request.path, request.revision, QString(40, u'a'), 1000, sha256Of("x")};
    record.error = Error{ErrorKind::Stalled, u"it has not moved"_s, u"retry"_s, true, {}};
    record.createdAt = QDateTime::fromString(u"2026-01-02T03:04:05.678Z"_s, Qt::ISODateWithMs);
    return record;
}

} // namespace

/// What decides how a transfer is done, without a network.
class TestTransferParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void piecesCoverWhatIsMissingFromTheFront();
    void piecesGetSmallerTowardsTheEnd();
    void piecesKeepToTheBorders();
    void whatIsGivenBackComesNext();
    void moreConnectionsWhileTheyHelp();
    void growthThatDoesNotHelpIsTakenBack();
    void refusalsHalveTheConnections();
    void limiterGrantsItsRate();
    void limiterSharesAmongThoseWhoAsk();
    void limiterCanBeLifted();
    void recordSurvives();
    void recordHoldsNoToken();
    void storeKeepsRecordsInTheirOrder();
    void storeWritesTheLastOfManyChanges();
};

void TestTransferParts::piecesCoverWhatIsMissingFromTheFront()
{
    const QList<ByteRange> missing{{0, 50 * mebibyte}, {60 * mebibyte, 300 * mebibyte}};
    PieceSchedule schedule(missing, {0});
    ByteRanges covered;
    qint64 bytes = 0;
    qint64 last = -1;
    while (const auto piece = schedule.take(4)) {
        QVERIFY(piece->begin > last);
        QVERIFY(piece->size() > 0 && piece->size() <= PieceSchedule::largestPiece + PieceSchedule::smallestPiece);
        last = piece->begin;
        bytes += piece->size();
        covered.add(*piece);
    }
    QCOMPARE(covered.ranges(), missing);
    QCOMPARE(bytes, 290 * mebibyte); // none twice
    QCOMPARE(schedule.waitingBytes(), 0);
}

void TestTransferParts::piecesGetSmallerTowardsTheEnd()
{
    PieceSchedule schedule({{0, 1000 * mebibyte}}, {0});
    QList<qint64> sizes;
    while (const auto piece = schedule.take(4))
        sizes += piece->size();
    QCOMPARE(sizes.first(), PieceSchedule::largestPiece);
    QVERIFY(sizes.last() <= 2 * PieceSchedule::smallestPiece);
}

void TestTransferParts::piecesKeepToTheBorders()
{
    PieceSchedule schedule({{0, 100 * mebibyte}}, {0, 10 * mebibyte, 33 * mebibyte});
    while (const auto piece = schedule.take(1)) {
        for (const qint64 border : {10 * mebibyte, 33 * mebibyte})
            QVERIFY(piece->end <= border || piece->begin >= border);
    }
}

void TestTransferParts::whatIsGivenBackComesNext()
{
    PieceSchedule schedule({{0, 100 * mebibyte}}, {0});
    const auto first = schedule.take(4);
    schedule.take(4);
    schedule.giveBack({first->begin + 1000, first->end});
    QCOMPARE(schedule.take(4)->begin, first->begin + 1000);
}

void TestTransferParts::moreConnectionsWhileTheyHelp()
{
    FakeClock clock;
    SegmentBudget budget(clock, 4, 16);
    qint64 bytes = 0;
    for (int second = 0; second < 60; ++second) {
        bytes += qint64(budget.connections()) * 1'000'000; // each brings its share
        clock.advance(1s);
        budget.measure(bytes);
    }
    QCOMPARE(budget.connections(), 16);
}

void TestTransferParts::growthThatDoesNotHelpIsTakenBack()
{
    FakeClock clock;
    SegmentBudget budget(clock, 4, 16);
    qint64 bytes = 0;
    int most = 0;
    for (int second = 0; second < 25; ++second) {
        bytes += 4'000'000; // the line is full
        clock.advance(1s);
        budget.measure(bytes);
        most = std::max(most, budget.connections());
    }
    QCOMPARE(most, 6); // it was tried, once
    QCOMPARE(budget.connections(), 4);
}

void TestTransferParts::refusalsHalveTheConnections()
{
    FakeClock clock;
    SegmentBudget budget(clock, 8, 16);
    QVERIFY(budget.refused());
    QVERIFY(!budget.refused()); // of the same moment
    QCOMPARE(budget.connections(), 4);
    clock.advance(3s);
    QVERIFY(budget.refused());
    QCOMPARE(budget.connections(), 2);
    qint64 bytes = 0;
    for (int second = 0; second < 50; ++second) {
        bytes += 1'000'000;
        clock.advance(1s);
        budget.measure(bytes);
    }
    QCOMPARE(budget.connections(), 2); // not again at once
    clock.advance(3s);
    budget.refused();
    clock.advance(3s);
    QVERIFY(!budget.refused());
    QCOMPARE(budget.connections(), 1);
}

void TestTransferParts::limiterGrantsItsRate()
{
    FakeClock clock;
    RateLimiter limiter(clock, 1'000'000);
    qint64 granted = 0;
    for (int step = 0; step < 1000; ++step) { // ten seconds
        clock.advance(10ms);
        while (const qint64 bytes = limiter.take(64 * 1024))
            granted += bytes;
    }
    QVERIFY2(granted > 9'500'000 && granted < 10'500'000, qPrintable(QString::number(granted)));
}

void TestTransferParts::limiterSharesAmongThoseWhoAsk()
{
    FakeClock clock;
    RateLimiter limiter(clock, 10'000'000);
    qint64 granted[2] = {0, 0};
    for (int step = 0; step < 200; ++step) {
        clock.advance(50ms);
        granted[0] += limiter.take(1 << 20);
        granted[1] += limiter.take(1 << 20);
    }
    QVERIFY(granted[1] * 4 > granted[0]);
    QVERIFY(granted[0] * 4 > granted[1]);
}

void TestTransferParts::limiterCanBeLifted()
{
    FakeClock clock;
    RateLimiter limiter(clock, 1000);
    QSignalSpy refilled(&limiter, &RateLimiter::refilled);
    while (limiter.take(100'000) > 0)
        continue;
    limiter.setBytesPerSecond(0);
    QCOMPARE(refilled.size(), 1); // those who wait are told
    QCOMPARE(limiter.take(100'000), 100'000);
}

void TestTransferParts::recordSurvives()
{
    const JobRecord record = sampleRecord();
    const auto read = JobRecord::fromJson(record.toJson());
    QVERIFY(read.has_value());
    QCOMPARE(read->id, record.id);
    QVERIFY(read->request.wantsSameAs(record.request));
    QCOMPARE(read->request.priority, 7);
    QVERIFY(read->plan && *read->plan == *record.plan);
    QCOMPARE(read->wish, JobRecord::Wish::Pause);
    QCOMPARE(read->error->kind, ErrorKind::Stalled);
    QCOMPARE(read->error->message, record.error->message);
    QVERIFY(read->error->retryable);
    QCOMPARE(read->order, 42);
    QCOMPARE(read->createdAt, record.createdAt);
}

void TestTransferParts::recordHoldsNoToken()
{
    const QTemporaryDir directory;
    JobStore store(directory.path());
    bool saved = false;
    store.save(sampleRecord(), [&saved](const Result<void> &result) { saved = result.has_value(); });
    QTRY_VERIFY(saved);
    QFile file(directory.filePath(u"abc123.json"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(text.contains("org/model"));
    QVERIFY(!text.contains("hf_secret"));
}

void TestTransferParts::storeKeepsRecordsInTheirOrder()
{
    const QTemporaryDir directory;
    JobStore store(directory.path());
    int saved = 0;
    for (const int order : {3, 1, 2}) {
        JobRecord record = sampleRecord();
        record.id = u"job%1"_s.arg(order);
        record.order = order;
        store.save(record, [&saved](const Result<void> &result) { saved += result.has_value() ? 1 : 0; });
    }
    QTRY_COMPARE(saved, 3);
    store.remove(u"job2"_s);
    QTRY_VERIFY(!QFile::exists(directory.filePath(u"job2.json"_s)));
    QFile broken(directory.filePath(u"broken.json"_s));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("{\"id\": ");
    broken.close();
    QStringList ids;
    for (const JobRecord &record : JobStore(directory.path()).load())
        ids += record.id;
    QCOMPARE(ids, (QStringList{u"job1"_s, u"job3"_s}));
}

void TestTransferParts::storeWritesTheLastOfManyChanges()
{
    constexpr int changes = 500;
    const QTemporaryDir directory;
    int saved = 0;
    {
        JobStore store(directory.path());
        for (int change = 1; change <= changes; ++change) {
            JobRecord record = sampleRecord();
            record.order = change;
            store.save(record, [&saved](const Result<void> &result) { saved += result.has_value() ? 1 : 0; });
        }
        QTRY_COMPARE(saved, changes); // everybody hears of it
        QCOMPARE(JobStore::loadFrom(directory.path()).first().order, changes);

        // What waits when it ends is written, in the order it came.
        JobRecord last = sampleRecord();
        last.order = 1000;
        store.save(last, [](const Result<void> &) {});
        last.order = 1001;
        store.save(last, [](const Result<void> &) {});
        last.id = u"removed"_s;
        store.save(last, [](const Result<void> &) {});
        store.remove(last.id);
    }
    const QList<JobRecord> records = JobStore::loadFrom(directory.path());
    QCOMPARE(records.size(), 1);
    QCOMPARE(records.first().order, 1001);
}

QTEST_GUILESS_MAIN(TestTransferParts)
#include "test_transfer_parts.moc"
