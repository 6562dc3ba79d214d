#include "job_fixture.h"

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1 << 20;

QByteArray hashOf(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

} // namespace

/// Pausing, cancelling, moving jobs, and what else they are told.
class TestJobOrders : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pausingStopsTheTraffic();
    void canBePausedAndResumedAtOnce();
    void cancellingFreesTheDisk();
    void cancellingMayKeepThePart();
    void runInTheOrderOfTheirPriority();
    void canBeMoved();
    void answerWhatIsWrong();
    void keepToTheRateLimit();
};

void TestJobOrders::pausingStopsTheTraffic()
{
    JobFixture fixture;
    const QByteArray bytes = fixture.offer(u"pause"_s, 20 * mebibyte);
    fixture.hub.inject(slowly(u"pause"_s, mebibyte));
    const QString id = fixture.begin(u"pause"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.hub.cdnBytes() > 4 * mebibyte, 30'000);
    QElapsedTimer clock;
    clock.start();

    QCOMPARE(fixture.post(id, "pause").status, 200);
    QTRY_COMPARE(fixture.state(id), u"paused"_s);

    QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(fixture.job(id).value("segments"_L1).toArray().isEmpty());
    const qint64 sent = fixture.hub.cdnBytes(); // all connections are closed: what was sent is all there will be
    const qint64 held = fixture.job(id).value("completed"_L1).toInteger();
    fixture.hub.clearFaults();
    QCOMPARE(fixture.post(id, "resume").status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(id), u"complete"_s, 20'000);
    QCOMPARE(fixture.hub.cdnBytes() - sent, bytes.size() - held); // and not a byte again
    QCOMPARE(sha256OfFile(fixture.modelsDirectory() + u"/pause.gguf"), hashOf(bytes));
}

void TestJobOrders::canBePausedAndResumedAtOnce()
{
    JobFixture fixture;
    fixture.offer(u"restless"_s, 4 * mebibyte);
    fixture.hub.inject(slowly(u"restless"_s, 100'000));
    const QString id = fixture.begin(u"restless"_s);

    // Both are taken whatever it is doing just then; one that comes too early for the other is refused.
    for (int order = 0; order < 300; ++order) {
        const int status = fixture.post(id, order % 2 == 0 ? "pause" : "resume").status;
        QVERIFY2(status == 200 || status == 409, qPrintable(QString::number(status)));
        QVERIFY2(fixture.state(id) != "failed"_L1, fixture.service().log().constData());
    }
    fixture.hub.clearFaults();
    fixture.post(id, "resume");

    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(id), u"complete"_s, 30'000);
}

void TestJobOrders::cancellingFreesTheDisk()
{
    JobFixture fixture;
    fixture.offer(u"cancel"_s, 20 * mebibyte);
    fixture.hub.inject(slowly(u"cancel"_s, mebibyte));
    const QString id = fixture.begin(u"cancel"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.partBytes() >= 20 * mebibyte, 30'000);
    QElapsedTimer clock;
    clock.start();

    QCOMPARE(fixture.cancel(id).status, 200);
    QTRY_COMPARE(fixture.state(id), u"cancelled"_s);

    QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(fixture.partBytes(), 0);
    QVERIFY(QDir(fixture.modelsDirectory() + u"/.shimmyd/trash"_s).isEmpty());
    QCOMPARE(fixture.cancel(id).status, 409);
    fixture.restart();
    QCOMPARE(fixture.jobs(), QList<QJsonObject>());
    QCOMPARE(fixture.modelFiles(), QStringList());
}

void TestJobOrders::cancellingMayKeepThePart()
{
    JobFixture fixture;
    const QByteArray bytes = fixture.offer(u"keep"_s, 20 * mebibyte);
    fixture.hub.inject(slowly(u"keep"_s, mebibyte));
    const QString id = fixture.begin(u"keep"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.hub.cdnBytes() > 6 * mebibyte, 30'000);

    QCOMPARE(fixture.cancel(id, "?keep_part=true").status, 200);
    QTRY_COMPARE(fixture.state(id), u"cancelled"_s);
    const qint64 held = fixture.job(id).value("completed"_L1).toInteger();
    const qint64 sent = fixture.hub.cdnBytes();
    fixture.hub.clearFaults();

    QCOMPARE(fixture.pullResult({{u"model"_s, JobFixture::repo}, {u"filename"_s, u"keep.gguf"_s}}).value("status"_L1),
             u"complete"_s);
    QCOMPARE(fixture.hub.cdnBytes() - sent, bytes.size() - held);
}

void TestJobOrders::runInTheOrderOfTheirPriority()
{
    JobFixture fixture;
    fixture.offer(u"first"_s, mebibyte);
    fixture.hub.inject(slowly(u"first"_s, 100'000));
    const QString first = fixture.begin(u"first"_s);
    QTRY_COMPARE(fixture.state(first), u"downloading"_s);
    const std::initializer_list<std::pair<const char *, int>> wanted{{"low", -1}, {"mid", 0}, {"high", 5}, {"mid2", 0}};
    for (const auto &[name, priority] : wanted) {
        fixture.offer(QString::fromLatin1(name), 1000);
        fixture.begin(QString::fromLatin1(name), priority);
    }
    QTRY_COMPARE(fixture.jobs().last().value("position"_L1).toInt(), 4);
    QStringList order;
    for (const QJsonObject &job : fixture.jobs())
        order += job.value("filename"_L1).toString();
    QCOMPARE(order, (QStringList{u"first.gguf"_s, u"high.gguf"_s, u"mid.gguf"_s, u"mid2.gguf"_s, u"low.gguf"_s}));

    // What an order means is who comes first; a restart keeps it.
    fixture.restart();
    fixture.hub.clearFaults();
    QTRY_COMPARE_WITH_TIMEOUT(fixture.modelFiles().size(), 5, 60'000);
    QStringList ended;
    for (const QJsonObject &job : fixture.jobs()) // the last first
        ended.prepend(job.value("filename"_L1).toString());
    QCOMPARE(ended.mid(ended.indexOf(u"high.gguf"_s)).first(), u"high.gguf"_s);
    QVERIFY(ended.indexOf(u"high.gguf"_s) < ended.indexOf(u"mid.gguf"_s));
    QVERIFY(ended.indexOf(u"mid.gguf"_s) < ended.indexOf(u"mid2.gguf"_s));
    QVERIFY(ended.indexOf(u"mid2.gguf"_s) < ended.indexOf(u"low.gguf"_s));
}

void TestJobOrders::canBeMoved()
{
    JobFixture fixture;
    fixture.offer(u"running"_s, mebibyte);
    fixture.hub.inject(slowly(u"running"_s, 100'000));
    const QString running = fixture.begin(u"running"_s);
    QTRY_COMPARE(fixture.state(running), u"downloading"_s);
    QStringList ids;
    for (const char *name : {"a", "b", "c"}) {
        fixture.offer(QString::fromLatin1(name), 1000);
        ids += fixture.begin(QString::fromLatin1(name));
        QTRY_COMPARE(fixture.job(ids.last()).value("position"_L1).toInt(), static_cast<int>(ids.size()));
    }

    QCOMPARE(fixture.post(ids[2], "move", {{u"position"_s, 0}}).status, 200);
    QCOMPARE(fixture.job(ids[2]).value("position"_L1).toInt(), 1);
    QCOMPARE(fixture.job(ids[0]).value("position"_L1).toInt(), 2);
    QCOMPARE(fixture.post(ids[0], "move", {{u"position"_s, 99}}).status, 200);
    QCOMPARE(fixture.job(ids[0]).value("position"_L1).toInt(), 3);
    QCOMPARE(fixture.job(ids[1]).value("position"_L1).toInt(), 2);
    QCOMPARE(fixture.post(running, "move", {{u"position"_s, 0}}).status, 409);
}

void TestJobOrders::answerWhatIsWrong()
{
    JobFixture fixture;
    fixture.offer(u"done"_s, 1000);
    const QString id = fixture.begin(u"done"_s);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(id), u"complete"_s, 20'000);
    for (const char *verb : {"pause", "resume", "retry"})
        QCOMPARE(fixture.post(id, verb).status, 409);
    QCOMPARE(fixture.post(id, "move", {{u"position"_s, -1}}).status, 400);
    QCOMPARE(fixture.post(id, "move", {{u"position"_s, u"first"_s}}).status, 400);
    QCOMPARE(fixture.cancel(id, "?keep_part=perhaps").status, 400);
    const HttpAnswer unknown = fixture.post(u"nothing"_s, "pause");
    QCOMPARE(unknown.status, 404);
    QCOMPARE(unknown.json().value("error"_L1).toObject().value("code"_L1), u"job_not_found"_s);
    QCOMPARE(httpGet(fixture.port(), "/v1/api/downloads/nothing").status, 404);
    QCOMPARE(httpGet(fixture.port(), "/v1/api/downloads/" + id.toLatin1() + "/pause").status, 405);
    QCOMPARE(httpGet(fixture.port(), "/v1/api/downloads/" + id.toLatin1() + "/nothing").status, 404);
    QCOMPARE(httpPost(fixture.port(), "/v1/api/limits", {{u"bytes_per_second"_s, -1}}).status, 400);
}

void TestJobOrders::keepToTheRateLimit()
{
    JobFixture fixture({u"--limit-rate"_s, u"2M"_s});
    const QByteArray bytes = fixture.offer(u"limited"_s, 12 * mebibyte);
    QCOMPARE(httpGet(fixture.port(), "/v1/api/limits").json().value("bytes_per_second"_L1).toInt(), 2'000'000);
    QElapsedTimer clock;
    clock.start();
    const QString id = fixture.begin(u"limited"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.job(id).value("completed"_L1).toInteger() > 4'000'000, 30'000);
    QVERIFY(clock.elapsed() > 1500); // a full bucket at the start is not the rate
    QVERIFY(fixture.job(id).value("completed"_L1).toInteger() < bytes.size());

    // Lifted while it runs.
    QCOMPARE(httpPost(fixture.port(), "/v1/api/limits", {{u"bytes_per_second"_s, QJsonValue::Null}}).status, 200);
    clock.restart();
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(id), u"complete"_s, 30'000);
    QVERIFY2(clock.elapsed() < 3500, qPrintable(QString::number(clock.elapsed())));
}

QTEST_GUILESS_MAIN(TestJobOrders)
#include "test_job_orders.moc"
