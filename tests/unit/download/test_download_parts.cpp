#include "download/progress.h"
#include "download/segment_answer.h"
#include "fake_clock.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestDownloadParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void judgesAnswers_data();
    void judgesAnswers();
    void progressNeverGoesBack();
    void rateIsOfTheLastSeconds();
    void hundredPercentIsTheWholeFile();
};

void TestDownloadParts::judgesAnswers_data()
{
    using enum SegmentVerdict;
    QTest::addColumn<SegmentAnswer>("answer");
    QTest::addColumn<SegmentVerdict>("verdict"); // for bytes 100-199 of 1000, known as etag "a"
    const auto row = [](const char *name, SegmentVerdict verdict, const SegmentAnswer &answer) {
        QTest::newRow(name) << answer << verdict;
    };
    const QByteArray range = "bytes 100-199/1000";
    row("right", Accept, {206, range, "100", {}, "application/octet-stream", "\"a\""});
    row("size not told", Accept, {206, "bytes 100-199/*", "100", {}, {}, {}});
    row("no length", Accept, {206, range, {}, {}, {}, {}});
    row("identity", Accept, {206, range, "100", "identity", {}, {}});
    row("another range", Retry, {206, "bytes 0-99/1000", "100", {}, {}, {}});
    row("another size", Retry, {206, "bytes 100-199/1001", "100", {}, {}, {}});
    row("no range", Retry, {206, {}, "100", {}, {}, {}});
    row("wrong length", Refuse, {206, range, "99", {}, {}, {}});
    row("negative length", Refuse, {206, range, "-1", {}, {}, {}});
    row("huge length", Refuse, {206, range, "99999999999999999999", {}, {}, {}});
    row("gzip", Refuse, {206, range, "100", "gzip", {}, {}});
    row("web page", Refuse, {200, {}, "1000", {}, "text/html; charset=utf-8", {}});
    row("whole file", RangeIgnored, {200, {}, "1000", {}, {}, {}});
    row("whole file of another size", Refuse, {200, {}, "1001", {}, {}, {}});
    row("other etag", Changed, {206, range, "100", {}, {}, "\"b\""});
    row("416", Changed, {416, "bytes */1000", {}, {}, {}, {}});
    row("412", Changed, {412, {}, {}, {}, {}, {}});
    row("302", Redirect, {302, {}, {}, {}, {}, {}});
    row("403", Expired, {403, {}, {}, {}, {}, {}});
    row("404", Expired, {404, {}, {}, {}, {}, {}});
    row("429", Retry, {429, {}, {}, {}, {}, {}});
    row("500", Retry, {500, {}, {}, {}, {}, {}});
    row("503", Retry, {503, {}, {}, {}, {}, {}});
    row("204", Refuse, {204, {}, {}, {}, {}, {}});
}

void TestDownloadParts::judgesAnswers()
{
    QFETCH(SegmentAnswer, answer);
    QFETCH(SegmentVerdict, verdict);
    QString why;
    QCOMPARE(judge(answer, {{100, 200}, 1000, true, "\"a\""}, &why), verdict);
}

void TestDownloadParts::progressNeverGoesBack()
{
    FakeClock clock;
    Progress progress(clock);
    progress.begin(1000, 0);
    progress.setCompleted(600);
    progress.setCompleted(200); // fetched again from the start
    QCOMPARE(progress.completedBytes(), 600);
    progress.begin(1000, 0);
    QCOMPARE(progress.completedBytes(), 600);
    progress.setCompleted(2000);
    QCOMPARE(progress.completedBytes(), 1000);
}

void TestDownloadParts::rateIsOfTheLastSeconds()
{
    FakeClock clock;
    Progress progress(clock);
    progress.begin(1'000'000, 400'000); // resumed: those came earlier
    QVERIFY(!progress.etaSeconds());
    for (int i = 1; i <= 10; ++i) {
        clock.advance(1s);
        progress.setCompleted(400'000 + i * 10'000);
    }
    QCOMPARE(progress.bytesPerSecond(), 10'000);
    QCOMPARE(progress.etaSeconds(), 50);
    for (int i = 1; i <= 10; ++i) { // ten times as slow now
        clock.advance(1s);
        progress.setCompleted(500'000 + i * 1'000);
    }
    QCOMPARE(progress.bytesPerSecond(), 1'000);
}

void TestDownloadParts::hundredPercentIsTheWholeFile()
{
    FakeClock clock;
    Progress progress(clock);
    progress.begin(100'000, 0);
    progress.setCompleted(99'999);
    QCOMPARE(progress.percent(), 99.9);
    progress.setCompleted(100'000);
    QCOMPARE(progress.percent(), 100.0);
}

QTEST_APPLESS_MAIN(TestDownloadParts)
#include "test_download_parts.moc"
