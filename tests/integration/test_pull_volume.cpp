#include "job_fixture.h"
#include "precondition.h"
#include "small_disk.h"

#include <QCryptographicHash>
#include <QDir>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1 << 20;

QByteArray hashOf(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

bool runs(const QString &program, const QStringList &arguments)
{
    return QProcess::execute(program, arguments) == 0;
}

/// An ext4 of its own that turns read-only when told to, as it does after an error of the disk.
class BreakableDisk {
public:
    BreakableDisk()
    {
        QFile image(imagePath());
        m_mounted = image.open(QIODevice::WriteOnly) && image.resize(96 * mebibyte) && QDir().mkpath(mountPoint())
            && runs(u"mkfs.ext4"_s, {u"-q"_s, u"-F"_s, imagePath()}) && mount();
    }
    ~BreakableDisk()
    {
        if (m_mounted)
            runs(u"umount"_s, {u"-l"_s, mountPoint()});
    }
    BreakableDisk(const BreakableDisk &) = delete;
    BreakableDisk &operator=(const BreakableDisk &) = delete;

    bool isMounted() const { return m_mounted; }
    QString path() const { return mountPoint() + u"/models"; }
    bool breakDown() const
    {
        QProcess losetup;
        losetup.start(u"losetup"_s, {u"-n"_s, u"-O"_s, u"NAME"_s, u"-j"_s, imagePath()});
        losetup.waitForFinished();
        const QString loop = QString::fromLatin1(losetup.readAll().trimmed()).section(u'/', -1);
        QFile trigger(u"/sys/fs/ext4/%1/trigger_fs_error"_s.arg(loop));
        return trigger.open(QIODevice::WriteOnly | QIODevice::Unbuffered) && trigger.write("1") == 1;
    }
    bool repair() { return runs(u"umount"_s, {mountPoint()}) && mount(); }

private:
    QString imagePath() const { return m_directory.filePath(u"image"_s); }
    QString mountPoint() const { return m_directory.filePath(u"disk"_s); }
    bool mount() const { return runs(u"mount"_s, {u"-o"_s, u"loop,errors=remount-ro"_s, imagePath(), mountPoint()}); }

    QTemporaryDir m_directory;
    bool m_mounted = false;
};

} // namespace

/// What others do to the models directory, or to the disk it is on, while a pull runs.
class TestPullVolume : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void servesOnWhenTheDiskTurnsReadOnly();
    void saysSoWhenTheModelsDirectoryIsGone();
    void recreatesNothingOfADirectoryThatWasMovedInThePull();
    void noticesThatItsPartIsGone_data();
    void noticesThatItsPartIsGone();
    void keepsRoomForWhatWaits();
};

namespace {

int generate(const JobFixture &fixture, const QString &model)
{
    return httpPost(fixture.port(), "/v1/generate", {{u"model"_s, model}, {u"prompt"_s, u"x\n"_s}}).status;
}

QJsonObject wish(const QString &name)
{
    return {{u"model"_s, JobFixture::repo}, {u"filename"_s, QString(name + u".gguf")}};
}

} // namespace

void TestPullVolume::servesOnWhenTheDiskTurnsReadOnly()
{
    BreakableDisk disk;
    NEED_OR_SKIP(disk.isMounted(), "ext4 on a loop device is needed");
    JobFixture fixture({}, disk.path());
    const QByteArray small = fixture.offer(u"small"_s, mebibyte);
    const QByteArray large = fixture.offer(u"large"_s, 20 * mebibyte);
    QCOMPARE(fixture.pullWhole(JobFixture::repo, u"small.gguf"_s, small), QString());
    fixture.hub.inject(slowly(u"large"_s, mebibyte));
    const QString id = fixture.begin(u"large"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.job(id).value("completed"_L1).toInteger() > mebibyte, 20'000);

    QVERIFY(disk.breakDown());
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(id), u"failed"_s, 20'000);

    const QJsonObject error = fixture.job(id).value("error"_L1).toObject();
    QCOMPARE(error.value("code"_L1), u"disk_failed"_s);
    QVERIFY2(error.value("hint"_L1).toString().contains("read-only"_L1),
             qPrintable(error.value("message"_L1).toString()));
    const HttpAnswer another = fixture.pull(wish(u"another"_s));
    QCOMPARE(another.lines().last().value("code"_L1), u"disk_failed"_s);
    QVERIFY(fixture.isHealthy());
    QCOMPARE(generate(fixture, u"small"_s), 200);
    QCOMPARE(fixture.modelFiles(), QStringList{u"small.gguf"_s});

    QCOMPARE(fixture.service().terminate(), 0);
    QVERIFY(disk.repair());
    fixture.hub.clearFaults();
    fixture.restart();
    QVERIFY(fixture.service().isUp());
    QCOMPARE(fixture.pullWhole(JobFixture::repo, u"large.gguf"_s, large), QString());
}

void TestPullVolume::saysSoWhenTheModelsDirectoryIsGone()
{
    JobFixture fixture;
    const QByteArray before = fixture.offer(u"before"_s, mebibyte);
    const QByteArray after = fixture.offer(u"after"_s, mebibyte);
    QCOMPARE(fixture.pullWhole(JobFixture::repo, u"before.gguf"_s, before), QString());
    const QString moved = fixture.modelsDirectory() + u".moved";
    QVERIFY(QFile::rename(fixture.modelsDirectory(), moved));

    const HttpAnswer refused = fixture.pull(wish(u"after"_s));

    QVERIFY2(refused.lines().last().value("code"_L1) == "disk_failed"_L1, refused.body.constData());
    QVERIFY(refused.lines().last().value("error"_L1).toString().contains(fixture.modelsDirectory()));
    QVERIFY(!QFile::exists(fixture.modelsDirectory()));
    QVERIFY(fixture.isHealthy());
    QVERIFY(QFile::rename(moved, fixture.modelsDirectory()));
    QCOMPARE(fixture.pullWhole(JobFixture::repo, u"after.gguf"_s, after), QString());
    QCOMPARE(generate(fixture, u"after"_s), 200);
    QCOMPARE(generate(fixture, u"before"_s), 200);
}

void TestPullVolume::recreatesNothingOfADirectoryThatWasMovedInThePull()
{
    JobFixture fixture;
    const QByteArray bytes = fixture.offer(u"moved"_s, 20 * mebibyte);
    fixture.hub.inject(slowly(u"moved"_s, mebibyte));
    const QString id = fixture.begin(u"moved"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.job(id).value("completed"_L1).toInteger() > mebibyte, 20'000);
    const QString moved = fixture.modelsDirectory() + u".moved";

    QVERIFY(QFile::rename(fixture.modelsDirectory(), moved));
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(id), u"failed"_s, 30'000);

    QCOMPARE(fixture.job(id).value("error"_L1).toObject().value("code"_L1), u"disk_failed"_s);
    QVERIFY(!QFile::exists(fixture.modelsDirectory()));
    QVERIFY(!QFile::exists(moved + u"/moved.gguf"));
    QVERIFY(fixture.isHealthy());
    QVERIFY(QFile::rename(moved, fixture.modelsDirectory()));
    fixture.hub.clearFaults();
    QCOMPARE(fixture.post(id, "retry").status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(id), u"complete"_s, 20'000);
    QCOMPARE(sha256OfFile(fixture.modelsDirectory() + u"/moved.gguf"), hashOf(bytes));
}

void TestPullVolume::noticesThatItsPartIsGone_data()
{
    QTest::addColumn<bool>("all");
    QTest::newRow("its data") << false;
    QTest::newRow("all of it") << true;
}

void TestPullVolume::noticesThatItsPartIsGone()
{
    QFETCH(bool, all);
    JobFixture fixture;
    const QByteArray bytes = fixture.offer(u"removed"_s, 20 * mebibyte);
    fixture.hub.inject(slowly(u"removed"_s, mebibyte));
    const QString id = fixture.begin(u"removed"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.job(id).value("completed"_L1).toInteger() > mebibyte, 20'000);
    const QString data = fixture.partData();

    QVERIFY(all ? QDir(QFileInfo(data).path()).removeRecursively() : QFile::remove(data));
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(id), u"failed"_s, 20'000);

    const QJsonObject error = fixture.job(id).value("error"_L1).toObject();
    QCOMPARE(error.value("code"_L1), u"disk_failed"_s);
    QVERIFY2(error.value("message"_L1).toString().contains("removed"_L1),
             qPrintable(error.value("message"_L1).toString()));
    QVERIFY(fixture.isHealthy());
    QCOMPARE(fixture.modelFiles(), QStringList());
    fixture.hub.clearFaults();
    QCOMPARE(fixture.post(id, "retry").status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(id), u"complete"_s, 20'000);
    QCOMPARE(sha256OfFile(fixture.modelsDirectory() + u"/removed.gguf"), hashOf(bytes));
}

void TestPullVolume::keepsRoomForWhatWaits()
{
    const SmallDisk disk("48m");
    NEED_OR_SKIP(disk.isMounted(), "a small tmpfs is needed");
    JobFixture fixture({u"--queue"_s}, disk.path());
    fixture.offer(u"first"_s, 20 * mebibyte);
    fixture.offer(u"second"_s, 20 * mebibyte);
    fixture.offer(u"third"_s, 10 * mebibyte);
    fixture.hub.inject(slowly(u"first"_s, mebibyte));
    const QString first = fixture.begin(u"first"_s);
    QTRY_COMPARE(fixture.state(first), u"downloading"_s);
    const QString second = fixture.begin(u"second"_s);
    QTRY_COMPARE(fixture.state(second), u"queued"_s);

    const HttpAnswer refused = fixture.pull(wish(u"third"_s)); // it would fit now, and later the second would not

    QCOMPARE(refused.status, 507);
    QCOMPARE(refused.json().value("code"_L1), u"disk_full"_s);
    fixture.hub.clearFaults();
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(first), u"complete"_s, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(second), u"complete"_s, 30'000);
    QVERIFY(fixture.isHealthy());
}

QTEST_GUILESS_MAIN(TestPullVolume)
#include "test_pull_volume.moc"
