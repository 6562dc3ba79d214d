#include "job_fixture.h"
#include "precondition.h"
#include "syscall_fault.h"

#include <QCryptographicHash>
#include <QTest>

#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1 << 20;
const QString file = u"disk.gguf"_s;

} // namespace

/// What the kernel answers when a disk is full or broken, in the middle of a pull.
class TestPullDiskFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void waitsForRoomAndGoesOnByItself_data();
    void waitsForRoomAndGoesOnByItself();
    void failsOnABrokenDiskAndTrustsNothingUnsynced_data();
    void failsOnABrokenDiskAndTrustsNothingUnsynced();
    void findsWhatAShortWriteDidNotWrite();
    void waitsWhileFilesMayNotBeThatLarge();

private:
    /// Begins a pull of 20 MiB, five seconds long, and returns when a part of it has come.
    void beginPull(JobFixture &fixture);
    void checkComplete(const JobFixture &fixture) const;

    QByteArray m_bytes;
    QString m_id;
};

void TestPullDiskFaults::beginPull(JobFixture &fixture)
{
    m_bytes = fixture.offer(u"disk"_s, 20 * mebibyte);
    fixture.hub.inject(slowly(file, mebibyte));
    m_id = fixture.begin(u"disk"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.job(m_id).value("completed"_L1).toInteger() > mebibyte, 20'000);
}

void TestPullDiskFaults::checkComplete(const JobFixture &fixture) const
{
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(m_id), u"complete"_s, 30'000);
    QCOMPARE(sha256OfFile(fixture.modelsDirectory() + u'/' + file),
             QCryptographicHash::hash(m_bytes, QCryptographicHash::Sha256).toHex());
    QCOMPARE(fixture.parts(), QStringList());
    QVERIFY(fixture.isHealthy());
}

void TestPullDiskFaults::waitsForRoomAndGoesOnByItself_data()
{
    QTest::addColumn<QString>("fault");
    QTest::newRow("full while writing") << u"pwrite64:error=ENOSPC"_s;
    QTest::newRow("full while syncing") << u"fdatasync:error=ENOSPC"_s;
    QTest::newRow("quota exceeded") << u"pwrite64:error=EDQUOT"_s;
}

void TestPullDiskFaults::waitsForRoomAndGoesOnByItself()
{
    QFETCH(QString, fault);
    JobFixture fixture;
    beginPull(fixture);
    {
        const SyscallFault injected(fixture.service().processId(), fault, fixture.partData());
        NEED_OR_SKIP(injected.isAttached(), "strace must be allowed to trace");
        QTRY_COMPARE_WITH_TIMEOUT(fixture.state(m_id), u"waiting_for_space"_s, 20'000);
        const QJsonObject error = fixture.job(m_id).value("error"_L1).toObject();
        QCOMPARE(error.value("code"_L1), u"disk_full"_s);
        QVERIFY(error.value("hint"_L1).toString().contains("space"_L1));
        QCOMPARE(fixture.modelFiles(), QStringList());
        QVERIFY(fixture.isHealthy());
        fixture.hub.clearFaults();
    }
    checkComplete(fixture);
}

void TestPullDiskFaults::failsOnABrokenDiskAndTrustsNothingUnsynced_data()
{
    QTest::addColumn<QString>("fault");
    QTest::newRow("while writing") << u"pwrite64:error=EIO"_s;
    QTest::newRow("while syncing") << u"fdatasync:error=EIO"_s;
}

void TestPullDiskFaults::failsOnABrokenDiskAndTrustsNothingUnsynced()
{
    QFETCH(QString, fault);
    JobFixture fixture;
    beginPull(fixture); // too short for a checkpoint: nothing is recorded yet
    {
        const SyscallFault injected(fixture.service().processId(), fault, fixture.partData());
        NEED_OR_SKIP(injected.isAttached(), "strace must be allowed to trace");
        QTRY_COMPARE_WITH_TIMEOUT(fixture.state(m_id), u"failed"_s, 20'000);
        const QJsonObject error = fixture.job(m_id).value("error"_L1).toObject();
        QCOMPARE(error.value("code"_L1), u"disk_failed"_s);
        QVERIFY(!error.value("hint"_L1).toString().isEmpty());
        QCOMPARE(fixture.modelFiles(), QStringList());
        QVERIFY(fixture.isHealthy());
        if (fault.startsWith("fdatasync"_L1))
            QCOMPARE(injected.count(), 1); // the kernel would report success the next time, and have dropped the pages
    }
    const qint64 sent = fixture.hub.cdnBytes();
    fixture.hub.clearFaults();

    QCOMPARE(fixture.post(m_id, "retry").status, 200);
    checkComplete(fixture);
    if (fault.startsWith("fdatasync"_L1))
        QVERIFY(fixture.hub.cdnBytes() - sent >= m_bytes.size()); // all of it: none was ever durable
}

void TestPullDiskFaults::findsWhatAShortWriteDidNotWrite()
{
    JobFixture fixture;
    beginPull(fixture);
    // The kernel says ten bytes each time, and has in truth written none.
    const SyscallFault injected(fixture.service().processId(), u"pwrite64:retval=10:when=2..4"_s, fixture.partData());
    NEED_OR_SKIP(injected.isAttached(), "strace must be allowed to trace");
    checkComplete(fixture);
    QVERIFY(injected.count() > 0);
}

void TestPullDiskFaults::waitsWhileFilesMayNotBeThatLarge()
{
    JobFixture fixture;
    const auto process = static_cast<pid_t>(fixture.service().processId());
    rlimit before{};
    QCOMPARE(::prlimit(process, RLIMIT_FSIZE, nullptr, &before), 0);
    const rlimit limit{8 * mebibyte, before.rlim_max};
    QCOMPARE(::prlimit(process, RLIMIT_FSIZE, &limit, nullptr), 0);
    m_bytes = fixture.offer(u"disk"_s, 20 * mebibyte);
    m_id = fixture.begin(u"disk"_s);

    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(m_id), u"waiting_for_space"_s, 20'000);
    const QJsonObject error = fixture.job(m_id).value("error"_L1).toObject();
    QCOMPARE(error.value("code"_L1), u"disk_full"_s);
    QVERIFY2(error.value("message"_L1).toString().contains("too large"_L1),
             qPrintable(error.value("message"_L1).toString()));
    QVERIFY(fixture.isHealthy());

    QCOMPARE(::prlimit(process, RLIMIT_FSIZE, &before, nullptr), 0);
    checkComplete(fixture);
}

QTEST_GUILESS_MAIN(TestPullDiskFaults)
#include "test_pull_disk_faults.moc"
