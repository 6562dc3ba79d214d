#include "http/range_field.h"

#include <QTest>

class TestRangeField : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsRanges_data();
    void readsRanges();
    void keepsARangeOnlyWhileTheEtagHolds();
};

void TestRangeField::readsRanges_data()
{
    using Kind = RequestedRange::Kind;
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<int>("kind");
    QTest::addColumn<qint64>("begin");
    QTest::addColumn<qint64>("end");
    const auto row = [](const char *field, Kind kind, qint64 begin, qint64 end) {
        QTest::newRow(*field == '\0' ? "none" : field) << QByteArray(field) << static_cast<int>(kind) << begin << end;
    };
    // Of 1000 bytes; RFC 9110, 14.1.
    row("", Kind::Whole, 0, 1000);
    row("bytes=0-0", Kind::Part, 0, 1);
    row("bytes=0-999", Kind::Part, 0, 1000);
    row("bytes=10-19", Kind::Part, 10, 20);
    row("Bytes=10-19", Kind::Part, 10, 20);
    row("bytes=990-", Kind::Part, 990, 1000);
    row("bytes=990-5000", Kind::Part, 990, 1000);
    row("bytes=990-99999999999999999999999", Kind::Part, 990, 1000);
    row("bytes=-10", Kind::Part, 990, 1000);
    row("bytes=-5000", Kind::Part, 0, 1000);
    row("bytes=1000-", Kind::Unsatisfiable, 0, 0);
    row("bytes=99999999999999999999999-", Kind::Unsatisfiable, 0, 0);
    row("bytes=-0", Kind::Unsatisfiable, 0, 0);
    for (const char *ignored : {"bytes=5-1", "bytes=0-1,5-6", "items=0-1", "bytes=", "bytes=-", "bytes=a-b",
                                "bytes=+1-5", "bytes=1--5", "0-5", "bytes"})
        row(ignored, Kind::Whole, 0, 1000);
}

void TestRangeField::readsRanges()
{
    QFETCH(QByteArray, field);
    QFETCH(int, kind);
    QFETCH(qint64, begin);
    QFETCH(qint64, end);
    const RequestedRange range = requestedRange(field, {}, "\"e\"", 1000);
    QCOMPARE(static_cast<int>(range.kind), kind);
    QCOMPARE(range.begin, begin);
    QCOMPARE(range.end, end);
}

void TestRangeField::keepsARangeOnlyWhileTheEtagHolds()
{
    QCOMPARE(requestedRange("bytes=1-2", "\"e\"", "\"e\"", 10).kind, RequestedRange::Kind::Part);
    QCOMPARE(requestedRange("bytes=1-2", "\"f\"", "\"e\"", 10).kind, RequestedRange::Kind::Whole);
    QCOMPARE(requestedRange("bytes=1-2", "W/\"e\"", "\"e\"", 10).kind, RequestedRange::Kind::Whole);
    QCOMPARE(requestedRange("bytes=0-", {}, "\"e\"", 0).kind, RequestedRange::Kind::Unsatisfiable);
}

QTEST_APPLESS_MAIN(TestRangeField)
#include "test_range_field.moc"
