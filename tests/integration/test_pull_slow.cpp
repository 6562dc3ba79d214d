#include "job_fixture.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1 << 20;
const QString file = u"slow.gguf"_s;

HubFault fault(HubFault::Kind kind, int times)
{
    HubFault made{kind, file.toLatin1()};
    made.times = times;
    return made;
}

HubFault drip(qint64 bytesPerSecond, int times)
{
    HubFault made = fault(HubFault::Kind::Drip, times);
    made.rate = bytesPerSecond;
    return made;
}

} // namespace

/// Connections that are slow, silent or too many. Each pull has to end in a time that it would not have without help.
class TestPullSlow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void replacesASlowConnection_data();
    void replacesASlowConnection();
    void failsWhenNothingMovesAndKeepsThePart_data();
    void failsWhenNothingMovesAndKeepsThePart();
    void getsByWithFewerConnections();
};

void TestPullSlow::replacesASlowConnection_data()
{
    QTest::addColumn<qint64>("fileBytes");
    QTest::addColumn<qint64>("slowRate");
    QTest::addColumn<qint64>("otherRate"); // 0: as fast as it goes
    // One piece has 2.5 MiB of 20: at these rates it alone would take between minutes and a month.
    QTest::newRow("a byte a second beside fast ones") << 20 * mebibyte << qint64(1) << qint64(0);
    QTest::newRow("far below its siblings") << 40 * mebibyte << qint64(20'000) << 2 * mebibyte;
}

void TestPullSlow::replacesASlowConnection()
{
    QFETCH(qint64, fileBytes);
    QFETCH(qint64, slowRate);
    QFETCH(qint64, otherRate);
    JobFixture fixture;
    const QByteArray bytes = fixture.offer(u"slow"_s, fileBytes);
    fixture.hub.setBytesPerSecond(otherRate);
    fixture.hub.inject(drip(slowRate, 1));
    QElapsedTimer clock;
    clock.start();

    QCOMPARE(fixture.pullWhole(JobFixture::repo, file, bytes), QString());

    QVERIFY2(clock.elapsed() < 30'000, qPrintable(QString::number(clock.elapsed())));
    const qint64 sent = fixture.hub.cdnBytes();
    QVERIFY2(sent <= bytes.size() + 8 * mebibyte, qPrintable(QString::number(sent)));
}

void TestPullSlow::failsWhenNothingMovesAndKeepsThePart_data()
{
    QTest::addColumn<HubFault>("injected");
    QTest::newRow("a byte a second on all connections") << drip(1, -1);
    QTest::newRow("no answer at all") << fault(HubFault::Kind::NoHeaders, -1);
    HubFault unknown = fault(HubFault::Kind::Redirect, -1);
    unknown.value = "http://nowhere.invalid/slow.gguf";
    QTest::newRow("a name that is no longer found") << unknown;
}

void TestPullSlow::failsWhenNothingMovesAndKeepsThePart()
{
    QFETCH(HubFault, injected);
    JobFixture fixture({u"--stall-timeout"_s, u"3s"_s});
    const QByteArray bytes = fixture.offer(u"slow"_s, 20 * mebibyte);
    fixture.hub.inject(slowly(file, mebibyte));
    const QString id = fixture.begin(u"slow"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.job(id).value("completed"_L1).toInteger() > 2 * mebibyte, 20'000);
    QCOMPARE(fixture.post(id, "pause").status, 200); // the next connections meet the fault
    QTRY_COMPARE(fixture.state(id), u"paused"_s);
    const qint64 held = fixture.job(id).value("completed"_L1).toInteger();
    fixture.hub.clearFaults();
    fixture.hub.inject(injected);
    QElapsedTimer clock;
    clock.start();

    QCOMPARE(fixture.post(id, "resume").status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(id), u"failed"_s, 20'000);

    QVERIFY2(clock.elapsed() > 2500, qPrintable(QString::number(clock.elapsed())));
    const QJsonObject error = fixture.job(id).value("error"_L1).toObject();
    QCOMPARE(error.value("code"_L1), u"stalled"_s);
    QVERIFY(error.value("message"_L1).toString().contains(file));
    QCOMPARE(fixture.modelFiles(), QStringList());
    QVERIFY(fixture.isHealthy());
    const qint64 sent = fixture.hub.cdnBytes();
    fixture.hub.clearFaults();
    QCOMPARE(fixture.post(id, "retry").status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(id), u"complete"_s, 20'000);
    QVERIFY(fixture.hub.cdnBytes() - sent <= bytes.size() - held);
    QCOMPARE(fixture.pullWhole(JobFixture::repo, file, bytes), QString());
}

void TestPullSlow::getsByWithFewerConnections()
{
    JobFixture fixture;
    const QByteArray bytes = fixture.offer(u"slow"_s, 20 * mebibyte);
    fixture.hub.setBytesPerSecond(4 * mebibyte);
    HubFault limit = fault(HubFault::Kind::ConnectionLimit, -1);
    limit.limit = 2;
    fixture.hub.inject(limit);

    QCOMPARE(fixture.pullWhole(JobFixture::repo, file, bytes), QString());

    const qint64 sent = fixture.hub.cdnBytes();
    QVERIFY2(sent <= bytes.size() + mebibyte, qPrintable(QString::number(sent)));
}

QTEST_GUILESS_MAIN(TestPullSlow)
#include "test_pull_slow.moc"
