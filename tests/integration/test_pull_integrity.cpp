#include "job_fixture.h"
#include "precondition.h"
#include "small_disk.h"
#include "tiny_gguf.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1 << 20;
const QString file = u"proven.gguf"_s;

QString hashOf(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

HubFault flipAt(qint64 at, int times)
{
    HubFault flip{HubFault::Kind::FlipByte, file.toLatin1()};
    flip.at = at;
    flip.times = times;
    return flip;
}

bool invertByte(const QString &path, qint64 offset)
{
    QFile data(path);
    if (!data.open(QIODevice::ReadWrite | QIODevice::Unbuffered) || !data.seek(offset))
        return false;
    const QByteArray old = data.read(1);
    return data.seek(offset) && data.write(QByteArray(1, static_cast<char>(~old.at(0)))) == 1;
}

} // namespace

/// Nothing is a model before it is proven to be the Hub's.
class TestPullIntegrity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void mendsAFlippedByteWithoutFetchingAllAgain();
    void saysBothHashesAfterTheSecondMismatch();
    void mendsWhatChangedOnTheDisk();
    void provesAFileWithoutAHashByItsTensors();
    void refusesATruncatedFileWithoutAHash();
    void hashesWhileItDownloads();
};

void TestPullIntegrity::mendsAFlippedByteWithoutFetchingAllAgain()
{
    JobFixture fixture;
    const QByteArray bytes = fixture.offer(u"proven"_s, 20 * mebibyte);
    fixture.hub.inject(slowly(file, 4 * mebibyte));
    fixture.hub.inject(flipAt(mebibyte, 1));

    QCOMPARE(fixture.pullWhole(JobFixture::repo, file, bytes), QString());

    // The first piece has the fault, and four connections fetch one of an eighth of the file each meanwhile.
    const qint64 again = fixture.hub.cdnBytes() - bytes.size();
    QVERIFY(again > 0);
    QVERIFY2(again <= bytes.size() / 2 + mebibyte, qPrintable(QString::number(again)));
}

void TestPullIntegrity::saysBothHashesAfterTheSecondMismatch()
{
    JobFixture fixture;
    const QByteArray bytes = fixture.offer(u"proven"_s, 20 * mebibyte);
    QByteArray damaged = bytes;
    damaged[7 * mebibyte] = static_cast<char>(~damaged.at(7 * mebibyte));
    fixture.hub.inject(flipAt(7 * mebibyte, -1));

    const QJsonObject refused = fixture.pullResult({{u"model"_s, JobFixture::repo}, {u"filename"_s, file}});

    QCOMPARE(refused.value("code"_L1), u"hash_mismatch"_s);
    const QString message = refused.value("error"_L1).toString();
    QVERIFY2(message.contains(hashOf(bytes)), qPrintable(message));
    QVERIFY2(message.contains(hashOf(damaged)), qPrintable(message));
    QCOMPARE(fixture.hub.cdnBytes(), 2 * bytes.size());
    QCOMPARE(fixture.modelFiles(), QStringList());
    QCOMPARE(fixture.parts(), QStringList());
    QVERIFY(fixture.isHealthy());
    fixture.hub.clearFaults();
    QCOMPARE(fixture.pullWhole(JobFixture::repo, file, bytes), QString());
}

void TestPullIntegrity::mendsWhatChangedOnTheDisk()
{
    JobFixture fixture;
    const QByteArray bytes = fixture.offer(u"proven"_s, 20 * mebibyte);
    fixture.hub.inject(slowly(file, mebibyte));
    const QString id = fixture.begin(u"proven"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.job(id).value("completed"_L1).toInteger() > 6 * mebibyte, 20'000);
    QCOMPARE(fixture.post(id, "pause").status, 200);
    QTRY_COMPARE(fixture.state(id), u"paused"_s);
    const qint64 held = fixture.job(id).value("completed"_L1).toInteger();
    QVERIFY(invertByte(fixture.partData(), mebibyte / 2));
    const qint64 sent = fixture.hub.cdnBytes();
    fixture.hub.clearFaults();
    fixture.hub.inject(slowly(file, 8 * mebibyte)); // little is on the wire when the fault is found

    QCOMPARE(fixture.post(id, "resume").status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(id), u"complete"_s, 20'000);

    QCOMPARE(QString::fromLatin1(sha256OfFile(fixture.modelsDirectory() + u'/' + file)), hashOf(bytes));
    QVERIFY2(fixture.hub.cdnBytes() - sent < bytes.size() - held + bytes.size() * 3 / 4,
             qPrintable(QString::number(fixture.hub.cdnBytes() - sent)));
}

void TestPullIntegrity::provesAFileWithoutAHashByItsTensors()
{
    JobFixture fixture;
    const QByteArray bytes = tinyGgufBytes({.minimumBytes = 4 * mebibyte, .name = "proven"});
    fixture.hub.addGitFile(JobFixture::repo, file, bytes);

    QCOMPARE(fixture.pullWhole(JobFixture::repo, file, bytes), QString());
}

void TestPullIntegrity::refusesATruncatedFileWithoutAHash()
{
    JobFixture fixture;
    const QByteArray bytes = tinyGgufBytes({.minimumBytes = 4 * mebibyte, .name = "proven"});
    fixture.hub.addGitFile(JobFixture::repo, file, bytes.chopped(1024)); // and the Hub's size agrees

    const QJsonObject refused = fixture.pullResult({{u"model"_s, JobFixture::repo}, {u"filename"_s, file}});

    QCOMPARE(refused.value("code"_L1), u"not_gguf"_s);
    QCOMPARE(fixture.modelFiles(), QStringList());
    QCOMPARE(fixture.parts(), QStringList());
    QVERIFY(fixture.isHealthy());
}

void TestPullIntegrity::hashesWhileItDownloads()
{
    const SmallDisk disk("520m"); // in memory: the hash is measured, not a disk
    NEED_OR_SKIP(disk.isMounted(), "a tmpfs is needed");
    const QTemporaryDir source;
    const QString original = source.filePath(file);
    QVERIFY(writeSparseGguf(original, 512 * mebibyte));
    // Far below what either side can do, so that the machine's load does not count.
    JobFixture fixture(PullSetup{.arguments = {u"--limit-rate"_s, u"100M"_s}, .models = disk.path()});
    fixture.hub.addLocalFile(JobFixture::repo, file, original, sha256OfFile(original));
    BlockingHttp client(fixture.port());
    QVERIFY(client.send(pullRequest(R"({"model":"org/jobs-GGUF","filename":"proven.gguf"})")));
    QElapsedTimer clock;
    clock.start();
    qint64 beganToVerify = -1;
    qint64 verified = -1;

    QByteArray seen;
    client.read(false, [&](const QByteArray &piece) {
        seen += piece;
        if (beganToVerify < 0 && seen.contains(R"("verifying")"))
            beganToVerify = clock.elapsed();
        if (verified < 0 && (seen.contains(R"("loading")") || seen.contains(R"("complete")")))
            verified = clock.elapsed();
        return true;
    });

    QVERIFY2(verified >= 0, seen.constData());
    QVERIFY(beganToVerify >= 0);
    qInfo("%lld ms of %lld ms were spent in verifying", verified - beganToVerify, verified);
    QVERIFY((verified - beganToVerify) * 100 < verified * 5);
}

QTEST_GUILESS_MAIN(TestPullIntegrity)
#include "test_pull_integrity.moc"
