#include "job_fixture.h"
#include "precondition.h"
#include "small_disk.h"
#include "tiny_gguf.h"

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

/// The jobs behind pulls: they belong to the service, can be steered, and survive it.
class TestJobs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goOnByThemselvesAfterAKill();
    void pausedOnesStayPausedOverARestart();
    void failedOnesCanBeRetriedAfterARestart();
    void pausingStopsTheTraffic();
    void canBePausedAndResumedAtOnce();
    void cancellingFreesTheDisk();
    void cancellingMayKeepThePart();
    void runInTheOrderOfTheirPriority();
    void canBeMoved();
    void answerWhatIsWrong();
    void aHundredPullsOfOneFileAreOneTransfer();
    void theHundredAndFirstFileIsRefused();
    void aClientThatComesBackJoinsItsJob();
    void theSameContentIsNotFetchedTwice();
    void theSameFileUnderTwoWishesIsFetchedOnce();
    void firstLineComesAtOnce();
    void keepToTheRateLimit();
    void waitForSpaceAndGoOnByThemselves();
    void stayAtTheirCommit();
};

void TestJobs::goOnByThemselvesAfterAKill()
{
    JobFixture fixture;
    const QByteArray bytes = fixture.offer(u"survivor"_s, 20 * mebibyte);
    fixture.hub.inject(slowly(u"survivor"_s, mebibyte));
    const QString id = fixture.begin(u"survivor"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.hub.cdnBytes() > 2 * mebibyte, 30'000);

    fixture.service().killNow();
    fixture.hub.clearFaults();
    fixture.restart();

    // Nobody asks for it again.
    QTRY_COMPARE_WITH_TIMEOUT(fixture.modelFiles(), QStringList{u"survivor.gguf"_s}, 30'000);
    QCOMPARE(sha256OfFile(fixture.modelsDirectory() + u"/survivor.gguf"), hashOf(bytes));
    QTRY_COMPARE(fixture.state(id), u"complete"_s);
    QVERIFY(QDir(fixture.modelsDirectory() + u"/.shimmyd/jobs"_s).isEmpty());
    QCOMPARE(fixture.parts(), QStringList());
}

void TestJobs::pausedOnesStayPausedOverARestart()
{
    JobFixture fixture;
    fixture.offer(u"paused"_s, 8 * mebibyte);
    fixture.hub.inject(slowly(u"paused"_s, 500'000));
    const QString id = fixture.begin(u"paused"_s);
    QTRY_VERIFY(fixture.job(id).value("completed"_L1).toInteger() > 200'000);
    QCOMPARE(fixture.post(id, "pause").status, 200);
    QTRY_COMPARE(fixture.state(id), u"paused"_s);
    const qint64 completed = fixture.job(id).value("completed"_L1).toInteger();

    fixture.restart();

    QCOMPARE(fixture.state(id), u"paused"_s);
    QVERIFY(fixture.job(id).value("completed"_L1).toInteger() >= completed);
    fixture.hub.clearFaults();
    QCOMPARE(fixture.post(id, "resume").status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(id), u"complete"_s, 20'000);
}

void TestJobs::failedOnesCanBeRetriedAfterARestart()
{
    JobFixture fixture;
    fixture.offer(u"refused"_s, 1 * mebibyte);
    HubFault forbidden{HubFault::Kind::Status, "refused"};
    forbidden.onCdn = false;
    forbidden.times = -1;
    forbidden.status = 403;
    fixture.hub.inject(forbidden);
    const QJsonObject result = fixture.pullResult({{u"model"_s, JobFixture::repo}, {u"filename"_s, u"refused.gguf"_s}});
    QCOMPARE(result.value("code"_L1), u"forbidden"_s);
    const QString id = fixture.jobs().first().value("id"_L1).toString();

    fixture.restart();
    QCOMPARE(fixture.state(id), u"failed"_s);
    QCOMPARE(fixture.job(id).value("error"_L1).toObject().value("code"_L1), u"forbidden"_s);
    fixture.hub.clearFaults();

    QCOMPARE(fixture.post(id, "retry").status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(id), u"complete"_s, 20'000);
}

void TestJobs::pausingStopsTheTraffic()
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

void TestJobs::canBePausedAndResumedAtOnce()
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

void TestJobs::cancellingFreesTheDisk()
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

void TestJobs::cancellingMayKeepThePart()
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

void TestJobs::runInTheOrderOfTheirPriority()
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

void TestJobs::canBeMoved()
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

void TestJobs::answerWhatIsWrong()
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

void TestJobs::aHundredPullsOfOneFileAreOneTransfer()
{
    JobFixture fixture({u"--queue"_s});
    const QByteArray bytes = fixture.offer(u"popular"_s, 4 * mebibyte);
    fixture.hub.inject(slowly(u"popular"_s, mebibyte));
    std::vector<std::unique_ptr<BlockingHttp>> clients;
    for (int i = 0; i < 60; ++i) { // 64 connections an address are let in
        clients.push_back(std::make_unique<BlockingHttp>(fixture.port()));
        QVERIFY(clients.back()->send(pullRequest(R"({"model":"org/jobs-GGUF","filename":"popular.gguf"})")));
    }
    for (int i = 0; i < 40; ++i) // and these have left again
        QVERIFY(!fixture.begin(u"popular"_s).isEmpty());
    fixture.hub.clearFaults();

    for (const auto &client : clients)
        QCOMPARE(client->read().lines().last().value("status"_L1), u"complete"_s);
    QCOMPARE(fixture.hub.cdnBytes(), bytes.size());
    QCOMPARE(fixture.jobs().size(), 1);
}

void TestJobs::theHundredAndFirstFileIsRefused()
{
    JobFixture fixture({u"--queue"_s});
    fixture.offer(u"slow"_s, mebibyte);
    fixture.hub.inject(slowly(u"slow"_s, 50'000));
    fixture.begin(u"slow"_s);
    for (int i = 1; i < 100; ++i) {
        fixture.offer(u"file%1"_s.arg(i), 1000);
        QVERIFY(!fixture.begin(u"file%1"_s.arg(i)).isEmpty());
    }
    fixture.offer(u"file100"_s, 1000);

    const HttpAnswer refused = fixture.pull({{u"model"_s, JobFixture::repo}, {u"filename"_s, u"file100.gguf"_s}});

    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.json().value("code"_L1), u"queue_full"_s);
    QVERIFY(fixture.isHealthy());
}

void TestJobs::aClientThatComesBackJoinsItsJob()
{
    JobFixture fixture; // without --queue
    fixture.offer(u"back"_s, 4 * mebibyte);
    fixture.offer(u"other"_s, 1000);
    fixture.hub.inject(slowly(u"back"_s, 500'000));
    fixture.begin(u"back"_s);
    const QJsonObject same{{u"model"_s, JobFixture::repo}, {u"filename"_s, u"back.gguf"_s}};
    const QJsonObject other{{u"model"_s, JobFixture::repo}, {u"filename"_s, u"other.gguf"_s}};
    QCOMPARE(fixture.pull(other).status, 409);

    BlockingHttp client(fixture.port());
    QVERIFY(client.send(pullRequest(R"({"model":"org/jobs-GGUF","filename":"back.gguf"})")));
    QByteArray seen;
    client.read(false, [&seen](const QByteArray &piece) {
        seen += piece;
        return !seen.contains("downloading");
    });
    QVERIFY(seen.contains("starting"));
    QCOMPARE(fixture.pull(same).status, 409); // somebody watches it: this is a second pull
}

void TestJobs::theSameContentIsNotFetchedTwice()
{
    JobFixture fixture;
    const QByteArray bytes = fixture.offer(u"one"_s, mebibyte);
    fixture.hub.addFile(u"other/copy-GGUF"_s, u"two.gguf"_s, bytes);
    QCOMPARE(fixture.pullResult({{u"model"_s, JobFixture::repo}, {u"filename"_s, u"one.gguf"_s}}).value("status"_L1),
             u"complete"_s);
    const int requests = fixture.hub.cdnRequests();

    const QJsonObject result = fixture.pullResult({{u"model"_s, u"other/copy-GGUF"_s}, {u"filename"_s, u"two.gguf"_s}});

    QCOMPARE(result.value("status"_L1), u"complete"_s);
    QCOMPARE(fixture.hub.cdnRequests(), requests);
    QCOMPARE(sha256OfFile(result.value("path"_L1).toString()), hashOf(bytes));
    QCOMPARE(fixture.modelFiles(), (QStringList{u"one.gguf"_s, u"two.gguf"_s}));
    QVERIFY(QFile::remove(fixture.modelsDirectory() + u"/one.gguf"));
    const HttpAnswer answer =
        httpPost(fixture.port(), "/v1/generate", {{u"model"_s, u"two"_s}, {u"prompt"_s, u"x\n"_s}});
    QCOMPARE(answer.status, 200); // each stands on its own
}

void TestJobs::theSameFileUnderTwoWishesIsFetchedOnce()
{
    JobFixture fixture({u"--downloads"_s, u"2"_s});
    const QByteArray bytes = fixture.offer(u"wish.Q8_0"_s, 4 * mebibyte);
    fixture.hub.inject(slowly(u"wish"_s, mebibyte));
    const QString id = fixture.begin(u"wish.Q8_0"_s);
    QTRY_COMPARE(fixture.state(id), u"downloading"_s);
    BlockingHttp second(fixture.port());
    QVERIFY(second.send(pullRequest(R"({"model":"org/jobs-GGUF:Q8_0","queue":true})")));
    QTRY_COMPARE(fixture.jobs().size(), 2);
    fixture.hub.clearFaults();

    QCOMPARE(second.read().lines().last().value("status"_L1), u"complete"_s);
    QCOMPARE(fixture.hub.cdnBytes(), bytes.size());
}

void TestJobs::firstLineComesAtOnce()
{
    JobFixture fixture;
    fixture.offer(u"quick"_s, 4 * mebibyte);
    fixture.hub.inject(slowly(u"quick"_s, mebibyte));
    QElapsedTimer clock;
    clock.start();
    QVERIFY(!fixture.begin(u"quick"_s).isEmpty());
    const qint64 elapsed = clock.elapsed();
    QVERIFY2(elapsed < 300, qPrintable(QString::number(elapsed)));
}

void TestJobs::keepToTheRateLimit()
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

void TestJobs::waitForSpaceAndGoOnByThemselves()
{
    const SmallDisk disk("40m");
    NEED_OR_SKIP(disk.isMounted(), "a small tmpfs is needed: run the tests as root");
    JobFixture fixture({}, disk.path());
    const QByteArray bytes = fixture.offer(u"patient"_s, 20 * mebibyte);
    fixture.hub.inject(slowly(u"patient"_s, mebibyte));
    const QString id = fixture.begin(u"patient"_s);
    QTRY_COMPARE(fixture.state(id), u"downloading"_s);
    QCOMPARE(fixture.post(id, "pause").status, 200);
    QTRY_COMPARE(fixture.state(id), u"paused"_s);
    // Somebody else fills the disk, and what was reserved is gone with the part.
    QVERIFY(QDir(disk.path() + u"/.shimmyd/parts"_s).removeRecursively());
    QVERIFY(QDir().mkdir(disk.path() + u"/.shimmyd/parts"_s));
    QFile ballast(disk.path() + u"/ballast"_s);
    QVERIFY(ballast.open(QIODevice::WriteOnly));
    QVERIFY(ballast.write(QByteArray(30 * mebibyte, 'x')) == 30 * mebibyte);
    ballast.close();
    fixture.hub.clearFaults();

    QCOMPARE(fixture.post(id, "resume").status, 200);
    QTRY_COMPARE(fixture.state(id), u"waiting_for_space"_s);
    const QJsonObject error = fixture.job(id).value("error"_L1).toObject();
    QCOMPARE(error.value("code"_L1), u"disk_full"_s);
    QVERIFY2(error.value("message"_L1).toString().contains("are missing"_L1),
             qPrintable(error.value("message"_L1).toString()));
    QVERIFY(fixture.isHealthy());

    QVERIFY(ballast.remove());
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(id), u"complete"_s, 20'000);
    QCOMPARE(sha256OfFile(disk.path() + u"/patient.gguf"), hashOf(bytes));
}

void TestJobs::stayAtTheirCommit()
{
    JobFixture fixture;
    const QByteArray old = fixture.offer(u"moving"_s, 8 * mebibyte);
    const QString commit = fixture.hub.commitOf(JobFixture::repo);
    fixture.hub.inject(slowly(u"moving"_s, 500'000));
    const QString id = fixture.begin(u"moving"_s);
    QTRY_VERIFY(fixture.job(id).value("completed"_L1).toInteger() > 500'000);
    fixture.service().killNow();
    fixture.hub.addFile(JobFixture::repo, u"moving.gguf"_s,
                        tinyGgufBytes({.minimumBytes = 8 * mebibyte, .name = "newer"}));
    QVERIFY(fixture.hub.commitOf(JobFixture::repo) != commit);
    fixture.hub.clearFaults();

    fixture.restart();

    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(id), u"complete"_s, 30'000);
    QCOMPARE(sha256OfFile(fixture.modelsDirectory() + u"/moving.gguf"), hashOf(old));
    QCOMPARE(fixture.job(id).value("commit"_L1), commit);
}

QTEST_GUILESS_MAIN(TestJobs)
#include "test_jobs.moc"
