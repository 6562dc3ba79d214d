#include "precondition.h"
#include "pull_fixture.h"
#include "signal_process.h"
#include "small_disk.h"
#include "tiny_gguf.h"

#include <QCryptographicHash>
#include <QFile>
#include <QStorageInfo>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1 << 20;
const QString repo = u"org/tiny-GGUF"_s;

} // namespace

/// What a pull leaves on the disk, takes of it and of memory, and finds there after a restart.
class TestPullDisk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goesOnFromTheJournalAfterSigterm();
    void goesOnFromTheJournalAfterKill();
    void refusesWhatTheDiskCannotHold();
    void needsNoSpaceTwiceForAResumedFile();
    void staysSmallDuringALargePull();
    void forgetsAModelWhoseFileIsGone();

private:
    void goesOnFromTheJournal(bool kill);
};

void TestPullDisk::goesOnFromTheJournalAfterSigterm()
{
    goesOnFromTheJournal(false);
}

void TestPullDisk::goesOnFromTheJournalAfterKill()
{
    goesOnFromTheJournal(true);
}

void TestPullDisk::goesOnFromTheJournal(bool kill)
{
    PullFixture fixture;
    const QByteArray bytes = tinyGgufBytes({.minimumBytes = 20 * mebibyte});
    fixture.hub.addFile(repo, u"tiny.gguf"_s, bytes);
    fixture.hub.inject(slowly(u"tiny.gguf"_s, mebibyte)); // four segments of it: five seconds
    BlockingHttp client(fixture.port());
    client.send(pullRequest(R"({"model":"org/tiny-GGUF","filename":"tiny.gguf"})"));
    // Killed, it keeps what the checkpoint every five seconds (or 64 MB) has made durable: nothing yet.
    QTRY_VERIFY_WITH_TIMEOUT(fixture.hub.cdnBytes() > 8 * mebibyte, 30'000);
    const qint64 before = fixture.hub.cdnBytes();

    if (kill)
        fixture.service().killNow();
    else
        QCOMPARE(fixture.service().terminate(), 0);
    const QList<QJsonObject> cut = client.read().lines();
    fixture.hub.clearFaults();
    const qint64 sent = fixture.hub.cdnBytes();
    fixture.restart();
    const QJsonObject result = fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, u"tiny.gguf"_s}});

    QVERIFY(!cut.isEmpty());
    QVERIFY(cut.last().value("status"_L1) != "complete"_L1);
    QCOMPARE(result.value("status"_L1), u"complete"_s);
    QCOMPARE(sha256OfFile(result.value("path"_L1).toString()),
             QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
    if (!kill) { // what had come is not fetched again, but for what was on the wire
        const qint64 again = fixture.hub.cdnBytes() - sent;
        QVERIFY2(again <= bytes.size() - before + 2 * mebibyte, qPrintable(QString::number(again)));
    }
    QCOMPARE(fixture.parts(), QStringList());
}

void TestPullDisk::refusesWhatTheDiskCannotHold()
{
    const SmallDisk disk("8m");
    NEED_OR_SKIP(disk.isMounted(), "a small tmpfs is needed: run the tests as root");
    PullFixture fixture({}, disk.path());
    QVERIFY(fixture.service().isUp());
    fixture.hub.addFile(repo, u"large.gguf"_s, tinyGgufBytes({.minimumBytes = 20 * mebibyte}));
    fixture.hub.addFile(repo, u"small.gguf"_s, tinyGgufBytes());
    const QJsonObject body{{u"model"_s, repo}, {u"filename"_s, u"large.gguf"_s}};

    const HttpAnswer refused = fixture.pull(body);

    QCOMPARE(refused.status, 507);
    QCOMPARE(refused.json().value("code"_L1), u"disk_full"_s);
    QVERIFY(refused.json().value("error"_L1).toString().contains("MB"_L1));
    QCOMPARE(fixture.hub.cdnRequests({}), 0);
    QCOMPARE(fixture.modelFiles(), QStringList());
    QCOMPARE(fixture.parts(), QStringList());
    QVERIFY(fixture.isHealthy());
    QCOMPARE(fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, u"small.gguf"_s}}).value("status"_L1),
             u"complete"_s);
}

void TestPullDisk::needsNoSpaceTwiceForAResumedFile()
{
    const SmallDisk disk("28m");
    NEED_OR_SKIP(disk.isMounted(), "a small tmpfs is needed: run the tests as root");
    PullFixture fixture({}, disk.path());
    fixture.hub.addFile(repo, u"tiny.gguf"_s, tinyGgufBytes({.minimumBytes = 20 * mebibyte}));
    fixture.hub.inject(slowly(u"tiny.gguf"_s, mebibyte));
    BlockingHttp client(fixture.port());
    client.send(pullRequest(R"({"model":"org/tiny-GGUF","filename":"tiny.gguf"})"));
    QTRY_VERIFY_WITH_TIMEOUT(fixture.hub.cdnBytes() > mebibyte, 30'000);
    QCOMPARE(fixture.service().terminate(), 0);

    fixture.hub.clearFaults();
    fixture.restart();
    const QJsonObject result = fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, u"tiny.gguf"_s}});

    QCOMPARE(result.value("status"_L1), u"complete"_s);
}

void TestPullDisk::staysSmallDuringALargePull()
{
    constexpr qint64 bytes = 4LL << 30;
    QTemporaryDir source;
    const QString path = source.filePath(u"large.gguf"_s);
    QVERIFY(writeSparseGguf(path, bytes));
    QTemporaryDir models(QDir::tempPath() + u"/large-pull"_s);
    NEED_OR_SKIP(QStorageInfo(models.path()).bytesAvailable() >= bytes + (1LL << 30), "5 GB of disk are needed");
    PullFixture fixture({}, models.path());
    fixture.hub.addLocalFile(repo, u"large.gguf"_s, path, sha256OfFile(path));
    BlockingHttp client(fixture.port(), std::chrono::minutes(4));
    client.send(pullRequest(R"({"model":"org/tiny-GGUF","filename":"large.gguf"})"));

    const HttpAnswer answer = client.read();

    QCOMPARE(answer.lines().last().value("status"_L1), u"complete"_s);
    const qint64 largest = fixture.service().peakResidentBytes();
    qInfo("shimmyd took at most %.1f MB of memory during a pull of 4 GiB in %.1f s", double(largest) / 1e6,
          answer.lines().last().value("seconds"_L1).toDouble());
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    QVERIFY2(largest > 0 && largest < 100'000'000, qPrintable(QString::number(largest)));
    // Nor is memory asked for that is never touched: a limit of the address space counts it.
    const qint64 peak = fixture.service().peakVirtualBytes();
    QVERIFY2(peak > 0 && peak < 2'000'000'000, qPrintable(QString::number(peak)));
#endif
}

void TestPullDisk::forgetsAModelWhoseFileIsGone()
{
    PullFixture fixture;
    for (const char *name : {"gone.gguf", "stays.gguf", "comes.gguf"})
        fixture.hub.addFile(repo, QString::fromLatin1(name), tinyGgufBytes({.name = name}));
    const auto pull = [&](const char *name) {
        return fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, QString::fromLatin1(name)}});
    };
    const auto generate = [&](const QString &model) {
        return httpPost(fixture.port(), "/v1/generate", {{u"model"_s, model}, {u"prompt"_s, u"x\n"_s}}).status;
    };
    QCOMPARE(pull("stays.gguf").value("status"_L1), u"complete"_s);
    QVERIFY(QFile::remove(pull("gone.gguf").value("path"_L1).toString()));

    QCOMPARE(generate(u"gone"_s), 404);
    QCOMPARE(generate(u"stays"_s), 200);
    QCOMPARE(pull("comes.gguf").value("status"_L1), u"complete"_s);
    QCOMPARE(generate(u"comes"_s), 200);
    QCOMPARE(httpGet(fixture.port(), "/v1/models").json().value("data"_L1).toArray().size(), 2);

    // Nor does a start of Shimmy wait for it.
    QVERIFY(QFile::remove(fixture.service().models() + u"/stays.gguf"_s));
    for (const qint64 pid : fixture.service().children())
        QVERIFY(signalProcess(pid, SIGKILL));
    QTRY_COMPARE_WITH_TIMEOUT(generate(u"comes"_s), 200, 20'000);
}

QTEST_GUILESS_MAIN(TestPullDisk)
#include "test_pull_disk.moc"
