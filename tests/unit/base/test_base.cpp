#include "base/byte_count.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/event_stream_parser.h"
#include "base/redact.h"
#include "base/sha256.h"

#include <QSet>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <atomic>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestBase : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hashesLikeTheStandard();
    void readsDigests_data();
    void readsDigests();
    void writesByteCounts_data();
    void writesByteCounts();
    void redactsSecrets_data();
    void redactsSecrets();
    void everyErrorHasItsOwnCode();
    void takesEventStreamsApartHoweverTheyArrive_data();
    void takesEventStreamsApartHoweverTheyArrive();
    void boundsAnEventThatNeverEnds();
    void callsOnceAndKeepsNothing();
    void callsNobodyWhoHasGone();
    void callsInTheThreadOfItsContext();
};

void TestBase::hashesLikeTheStandard()
{
    // FIPS 180-2, appendix B.
    QCOMPARE(sha256Of("abc").toHex(), u"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_s);
    Sha256Hasher hasher;
    for (int i = 0; i < 1000; ++i)
        hasher.add(QByteArray(1000, 'a'));
    QCOMPARE(hasher.finish().toHex(), u"cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"_s);
}

void TestBase::readsDigests_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<bool>("good");
    QTest::newRow("lower case") << QByteArray(64, 'a') << true;
    QTest::newRow("upper case") << QByteArray(64, 'A') << true;
    QTest::newRow("short") << QByteArray(63, 'a') << false;
    QTest::newRow("long") << QByteArray(65, 'a') << false;
    QTest::newRow("no digit") << QByteArray(63, 'a') + 'g' << false;
    QTest::newRow("empty") << QByteArray() << false;
}

void TestBase::readsDigests()
{
    QFETCH(QByteArray, hex);
    QFETCH(bool, good);
    QCOMPARE(Sha256::fromHex(hex).has_value(), good);
    if (good)
        QCOMPARE(Sha256::fromHex(hex)->toHex().toLatin1(), hex.toLower());
}

void TestBase::writesByteCounts_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("bytes") << qint64(17) << u"17 bytes"_s;
    QTest::newRow("megabytes") << qint64(253'100'000) << u"253.1 MB"_s;
    QTest::newRow("gigabytes") << qint64(2'100'000'000) << u"2.1 GB"_s;
}

void TestBase::writesByteCounts()
{
    QFETCH(qint64, bytes);
    QFETCH(QString, text);
    QCOMPARE(formatByteCount(bytes), text);
    QCOMPARE(mebibytes(3'145'728), 3.0);
    QCOMPARE(mebibytes(1'572'864 + 5'000), 1.5); // rounded to two decimals
}

void TestBase::redactsSecrets_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("secret");
    QTest::newRow("token") << u"with hf_abcDEF123456 in it"_s << u"abcDEF"_s;
    QTest::newRow("bearer") << u"Authorization: Bearer s3cr3t.x-y"_s << u"s3cr3t"_s;
    QTest::newRow("bearer, lower case") << u"bearer s3cr3t"_s << u"s3cr3t"_s;
    QTest::newRow("signed URL") << u"GET https://cdn.example/x?Signature=s3cr3t&Expires=1 failed"_s << u"s3cr3t"_s;
}

void TestBase::redactsSecrets()
{
    QFETCH(QString, text);
    QFETCH(QString, secret);
    QVERIFY2(!redacted(text).contains(secret), qPrintable(redacted(text)));
    QCOMPARE(redacted(u"nothing of this kind: half_done"_s), u"nothing of this kind: half_done"_s);
}

void TestBase::everyErrorHasItsOwnCode()
{
    QSet<QString> codes;
    for (int number = 0; number <= static_cast<int>(ErrorKind::Internal); ++number) {
        const auto kind = static_cast<ErrorKind>(number);
        codes += errorCode(kind);
        QCOMPARE(errorKindOf(errorCode(kind)), kind);
    }
    QCOMPARE(codes.size(), static_cast<int>(ErrorKind::Internal) + 1);
    QVERIFY(!errorKindOf(u"no_such_code").has_value());
}

void TestBase::takesEventStreamsApartHoweverTheyArrive_data()
{
    QTest::addColumn<int>("piece");
    for (const int piece : {1, 2, 3, 7, 1000})
        QTest::addRow("%d bytes at a time", piece) << piece;
}

void TestBase::takesEventStreamsApartHoweverTheyArrive()
{
    QFETCH(int, piece);
    const QByteArray stream = "data:  Hello\n\ndata: a\ndata: \ndata:b\n\nevent: x\nid: 1\ndata: c\n\ndata: [DONE]\n\n";
    EventStreamParser parser;
    QList<QByteArray> events;
    for (qsizetype at = 0; at < stream.size(); at += piece)
        events += parser.add(stream.mid(at, piece));
    QCOMPARE(events, (QList<QByteArray>{" Hello", "a\n\nb", "c", "[DONE]"}));
}

void TestBase::boundsAnEventThatNeverEnds()
{
    EventStreamParser parser;
    parser.add("data: " + QByteArray(2 << 20, 'x'));
    QVERIFY(parser.overflowed());
}

void TestBase::callsOnceAndKeepsNothing()
{
    SystemClock clock;
    QObject context;
    int calls = 0;
    clock.callAfter(1ms, &context, [&] { ++calls; });
    QCOMPARE(context.findChildren<QTimer *>().size(), 1); // so that it goes with its context

    QTRY_COMPARE(context.findChildren<QTimer *>().size(), 0);

    QCOMPARE(calls, 1);
}

void TestBase::callsNobodyWhoHasGone()
{
    SystemClock clock;
    auto context = std::make_unique<QObject>();
    QObject other;
    bool wasCalled = false;
    bool isLater = false;
    clock.callAfter(1ms, context.get(), [&] { wasCalled = true; });
    clock.callAfter(2ms, &other, [&] { isLater = true; });

    context.reset();

    QTRY_VERIFY(isLater);
    QVERIFY(!wasCalled);
}

void TestBase::callsInTheThreadOfItsContext()
{
    SystemClock clock;
    QThread thread;
    QObject context;
    context.moveToThread(&thread);
    thread.start();
    std::atomic<QThread *> calledIn = nullptr;

    clock.callAfter(1ms, &context, [&] { calledIn = QThread::currentThread(); });

    QTRY_COMPARE(calledIn.load(), &thread);
    thread.quit();
    thread.wait();
}

QTEST_GUILESS_MAIN(TestBase)
#include "test_base.moc"
