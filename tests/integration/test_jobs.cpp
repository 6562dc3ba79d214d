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
    void aHundredPullsOfOneFileAreOneTransfer();
    void theHundredAndFirstFileIsRefused();
    void aClientThatComesBackJoinsItsJob();
    void theSameContentIsNotFetchedTwice();
    void theSameFileUnderTwoWishesIsFetchedOnce();
    void firstLineComesAtOnce();
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
