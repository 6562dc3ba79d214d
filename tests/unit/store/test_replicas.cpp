#include "fake_clock.h"
#include "store/adoption.h"
#include "store/part_claim.h"
#include "store/part_file.h"
#include "store/replicas.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// What one shimmyd of several has.
struct Replica {
    Replica(const QString &models, Clock &clock)
        : lease(*Lease::take(StoreLayout(models).replicas()))
        , layout(models, lease->replica())
        , replicas(layout, lease, clock)
    {
        for (const QString &directory : {layout.jobs(), layout.adopted()})
            QDir().mkpath(directory);
        all += this;
    }
    ~Replica() { all.removeOne(this); }
    Q_DISABLE_COPY_MOVE(Replica)

    static inline QList<const Replica *> all;
    std::shared_ptr<Lease> lease;
    StoreLayout layout;
    Replicas replicas;
};

PartPlan plan()
{
    return {
        *RepoId::parse(u"a/b"_s), *RepoPath::parse(u"c.gguf"_s), Revision::main(), QString(40, u'a'), 1'000'000, {}};
}

} // namespace

/// Who of several processes on one models directory lives, and works on what.
class TestReplicas : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void oneOfManyClaimsAPart_data();
    void oneOfManyClaimsAPart();
    void aPartIsPassedOn();
    void aDeadOnesPartIsFree();
    void aPartOfALivingOneIsNotRemoved();
    void aLostLeaseWritesNothing();
    void aSilentOneIsAdopted();
    void oneThatBeatsIsNot();
    void oneThatLeftIsAdoptedAtOnce();
    void oneOfTwoAdopts();
    void whatADeadOneHadAdoptedComesToo();
    void oneTakenForDeadComesBackEmpty();
    void aFormerLifeTouchesNothing();
    void oneThatWasOnlyLateIsNotAdopted();
    void whoHasNotLookedForLongJudgesNobody();
    void aRecordOfOursStays();

private:
    /// Lets \a time pass in steps, and what is asked of the disk be answered in between.
    void pass(std::chrono::seconds time);
    QString partDirectory() const { return m_layout->parts() + u'/' + plan().id(); }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<StoreLayout> m_layout;
    std::unique_ptr<FakeClock> m_clock;
};

void TestReplicas::init()
{
    m_clock = std::make_unique<FakeClock>();
    m_directory = std::make_unique<QTemporaryDir>();
    m_layout = std::make_unique<StoreLayout>(m_directory->path());
    for (const QString &directory : {m_layout->replicas(), m_layout->parts(), m_layout->trash()})
        QVERIFY(QDir().mkpath(directory));
}

void TestReplicas::pass(std::chrono::seconds time)
{
    for (auto passed = 0s; passed < time; passed += 1s) {
        m_clock->advance(1s);
        QVERIFY(QTest::qWaitFor(
            [] {
                return std::none_of(Replica::all.begin(), Replica::all.end(),
                                    [](const Replica *replica) { return replica->replicas.isAsking(); });
            },
            60'000));
    }
}

void TestReplicas::oneOfManyClaimsAPart_data()
{
    QTest::addColumn<QStringList>("ownersBefore");
    QTest::newRow("new") << QStringList{};
    QTest::newRow("let go") << QStringList{u"none"_s};
    QTest::newRow("a dead one's") << QStringList{u"0123456789ab"_s};
    QTest::newRow("two dead ones'") << QStringList{u"0123456789ab"_s, u"fedcba987654"_s};
}

void TestReplicas::oneOfManyClaimsAPart()
{
    QFETCH(QStringList, ownersBefore);
    constexpr int contenders = 4;
    constexpr int rounds = 200;
    std::vector<std::shared_ptr<Lease>> leases;
    for (int i = 0; i < contenders; ++i)
        leases.push_back(*Lease::take(m_layout->replicas()));
    int winners = 0;
    for (int round = 0; round < rounds; ++round) {
        const QString part = m_layout->parts() + u"/%1"_s.arg(round);
        QVERIFY(QDir().mkpath(part));
        for (const QString &owner : ownersBefore)
            QVERIFY(QFile(part + u"/owner." + owner).open(QIODevice::WriteOnly));
        std::atomic<int> waiting = contenders;
        std::atomic<int> won = 0;
        std::vector<std::thread> threads;
        for (const auto &lease : leases) {
            threads.emplace_back([&, lease] {
                for (--waiting; waiting > 0;) { }
                won += claimPart(part, *lease) ? 1 : 0;
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QVERIFY2(won <= 1, qPrintable(QString::number(won)));
        winners += won;
    }
    // That all let go because they saw each other is allowed, but rare: then they try again.
    QVERIFY2(winners > rounds / 2, qPrintable(QString::number(winners)));
}

void TestReplicas::aPartIsPassedOn()
{
    const auto first = *Lease::take(m_layout->replicas());
    const auto second = *Lease::take(m_layout->replicas());
    auto part = PartFile::open(plan(), m_layout->parts(), first);
    QVERIFY(part);
    QVERIFY((*part)->write(0, QByteArray(1000, 'x')));
    QVERIFY((*part)->checkpoint());

    QVERIFY(PartFile::isHeldElsewhere(plan(), m_layout->parts(), *second));
    QVERIFY(!PartFile::isHeldElsewhere(plan(), m_layout->parts(), *first));
    const auto refused = PartFile::open(plan(), m_layout->parts(), second);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Locked);

    part->reset(); // paused
    QVERIFY(!PartFile::isHeldElsewhere(plan(), m_layout->parts(), *second));
    const auto taken = PartFile::open(plan(), m_layout->parts(), second);
    QVERIFY(taken);
    QCOMPARE((*taken)->heldBytes(), 1000);
    QVERIFY(PartFile::isHeldElsewhere(plan(), m_layout->parts(), *first));
}

void TestReplicas::aDeadOnesPartIsFree()
{
    const auto dead = *Lease::take(m_layout->replicas());
    const auto living = *Lease::take(m_layout->replicas());
    const auto part = PartFile::open(plan(), m_layout->parts(), dead);
    QVERIFY(part);
    QVERIFY((*part)->write(0, QByteArray(1000, 'x')));
    QVERIFY((*part)->checkpoint());
    QVERIFY(QDir(m_layout->replicas() + u'/' + dead->replica()).removeRecursively());

    // What it still had to record does not get into the journal.
    QVERIFY((*part)->write(1000, QByteArray(1000, 'x')));
    const auto taken = PartFile::open(plan(), m_layout->parts(), living);
    QVERIFY(taken);
    QCOMPARE((*taken)->heldBytes(), 1000);
    const auto late = (*part)->checkpoint();
    QVERIFY(!late);
    QCOMPARE(late.error().kind, ErrorKind::Locked);
    QCOMPARE(PartFile::heldBytes(plan(), m_layout->parts()), 1000);
}

void TestReplicas::aPartOfALivingOneIsNotRemoved()
{
    const auto first = *Lease::take(m_layout->replicas());
    const auto second = *Lease::take(m_layout->replicas());
    auto part = PartFile::open(plan(), m_layout->parts(), first);
    QVERIFY(part);

    PartFile::remove(plan(), m_layout->parts(), m_layout->trash(), second.get());
    QVERIFY(QDir(partDirectory()).exists());

    part->reset();
    PartFile::remove(plan(), m_layout->parts(), m_layout->trash(), second.get());
    QVERIFY(!QDir(partDirectory()).exists());
}

void TestReplicas::aLostLeaseWritesNothing()
{
    const auto lease = *Lease::take(m_layout->replicas());
    const auto part = PartFile::open(plan(), m_layout->parts(), lease);
    QVERIFY(part);
    QVERIFY(lease->isHeld());
    QVERIFY(lease->beat());
    QVERIFY(QDir(m_layout->replicas() + u'/' + lease->replica()).removeRecursively());

    const auto beaten = lease->beat();

    QVERIFY(!beaten);
    QCOMPARE(beaten.error().kind, ErrorKind::Locked);
    QVERIFY(!lease->isHeld());
    const auto written = (*part)->write(0, "x");
    QVERIFY(!written);
    QCOMPARE(written.error().kind, ErrorKind::Locked);
}

void TestReplicas::aSilentOneIsAdopted()
{
    Replica silent(m_directory->path(), *m_clock);
    QVERIFY(QFile(silent.layout.jobs() + u"/job.json").open(QIODevice::WriteOnly));
    Replica watcher(m_directory->path(), *m_clock);
    QSignalSpy adopted(&watcher.replicas, &Replicas::adopted);
    watcher.replicas.start();

    pass(29s);
    QCOMPARE(adopted.count(), 0);
    QVERIFY(watcher.lease->isAlive(silent.lease->replica()));
    pass(12s);

    QTRY_COMPARE(adopted.count(), 1);
    QVERIFY(!watcher.lease->isAlive(silent.lease->replica()));
    QVERIFY(QFile::exists(watcher.layout.jobs() + u"/job.json"));
    QVERIFY(QDir(watcher.layout.adopted()).isEmpty());
}

void TestReplicas::oneThatBeatsIsNot()
{
    Replica first(m_directory->path(), *m_clock);
    Replica second(m_directory->path(), *m_clock);
    QSignalSpy adopted(&second.replicas, &Replicas::adopted);
    first.replicas.start();
    second.replicas.start();

    pass(300s);

    QCOMPARE(adopted.count(), 0);
    QVERIFY(second.lease->isAlive(first.lease->replica()));
}

void TestReplicas::oneThatLeftIsAdoptedAtOnce()
{
    Replica leaving(m_directory->path(), *m_clock);
    QVERIFY(QFile(leaving.layout.jobs() + u"/job.json").open(QIODevice::WriteOnly));
    leaving.replicas.start();
    Replica watcher(m_directory->path(), *m_clock);
    watcher.replicas.start();

    leaving.replicas.leave();
    pass(6s);

    QTRY_VERIFY(QFile::exists(watcher.layout.jobs() + u"/job.json"));
    QVERIFY(!watcher.lease->isAlive(leaving.lease->replica()));
}

void TestReplicas::oneOfTwoAdopts()
{
    const auto dead = *Lease::take(m_layout->replicas());
    const StoreLayout layout(m_directory->path(), dead->replica());
    QVERIFY(QDir().mkpath(layout.jobs()));
    QVERIFY(QFile(layout.jobs() + u"/job.json").open(QIODevice::WriteOnly));
    Replica first(m_directory->path(), *m_clock);
    Replica second(m_directory->path(), *m_clock);
    QSignalSpy byFirst(&first.replicas, &Replicas::adopted);
    QSignalSpy bySecond(&second.replicas, &Replicas::adopted);
    first.replicas.start();
    second.replicas.start();

    pass(60s);

    QTRY_COMPARE(byFirst.count() + bySecond.count(), 1);
    QCOMPARE(int(QFile::exists(first.layout.jobs() + u"/job.json"))
                 + int(QFile::exists(second.layout.jobs() + u"/job.json")),
             1);
}

void TestReplicas::whatADeadOneHadAdoptedComesToo()
{
    Replica dead(m_directory->path(), *m_clock);
    const QString nested = dead.layout.adopted() + u"/0123456789ab/jobs";
    QVERIFY(QDir().mkpath(nested));
    QVERIFY(QFile(nested + u"/older.json").open(QIODevice::WriteOnly));
    QVERIFY(QFile(dead.layout.jobs() + u"/newer.json").open(QIODevice::WriteOnly));

    // By a process that has the directory for itself.
    const StoreLayout alone(m_directory->path());
    for (const QString &directory : {alone.jobs(), alone.adopted()})
        QVERIFY(QDir().mkpath(directory));
    adoptAbandoned(alone, [](QByteArrayView) { return true; });

    QCOMPARE(QDir(alone.jobs()).entryList(QDir::Files), (QStringList{u"newer.json"_s, u"older.json"_s}));
    QVERIFY(QDir(alone.replicas()).isEmpty());
}

void TestReplicas::oneTakenForDeadComesBackEmpty()
{
    Replica replica(m_directory->path(), *m_clock);
    replica.replicas.start();
    QSignalSpy lost(&replica.replicas, &Replicas::lost);
    QVERIFY(QDir().mkpath(partDirectory()));
    QVERIFY(claimPart(partDirectory(), *replica.lease));
    Replica other(m_directory->path(), *m_clock);
    QVERIFY(adoptReplica(other.layout, replica.lease->replica(),
                         Lease::beatOf(other.layout.replicas(), replica.lease->replica())));

    pass(11s);

    QTRY_COMPARE(lost.count(), 1);
    QVERIFY(replica.lease->isHeld());
    QVERIFY(other.lease->isAlive(replica.lease->replica()));
    QVERIFY(QDir(replica.layout.jobs()).isEmpty());
    // Its part is not its own any more.
    QVERIFY(claimPart(partDirectory(), *other.lease));
}

void TestReplicas::aFormerLifeTouchesNothing()
{
    const auto lease = *Lease::take(m_layout->replicas());
    const auto other = *Lease::take(m_layout->replicas());
    const auto part = PartFile::open(plan(), m_layout->parts(), lease);
    QVERIFY(part);
    QVERIFY(QDir(m_layout->replicas() + u'/' + lease->replica()).removeRecursively());
    QVERIFY(claimPart(partDirectory(), *other));
    QVERIFY(!lease->beat());
    QVERIFY(lease->retake());
    QVERIFY(lease->isHeld());

    const auto written = (*part)->write(0, "x");
    QVERIFY(!written);
    QCOMPARE(written.error().kind, ErrorKind::Locked);
    (*part)->remove(m_layout->trash());
    QVERIFY(QDir(partDirectory()).exists());
}

void TestReplicas::oneThatWasOnlyLateIsNotAdopted()
{
    const Replica late(m_directory->path(), *m_clock);
    const Replica watcher(m_directory->path(), *m_clock);
    const QString name = late.lease->replica();
    const QByteArray seen = Lease::beatOf(m_layout->replicas(), name);
    QVERIFY(late.lease->beat());

    QVERIFY(!adoptReplica(watcher.layout, name, seen));

    QVERIFY(watcher.lease->isAlive(name));
}

void TestReplicas::whoHasNotLookedForLongJudgesNobody()
{
    const Replica silent(m_directory->path(), *m_clock);
    Replica watcher(m_directory->path(), *m_clock);
    QSignalSpy adopted(&watcher.replicas, &Replicas::adopted);
    watcher.replicas.start();
    pass(6s);

    m_clock->advance(120s); // it was frozen, or the disk hung
    pass(20s);
    QCOMPARE(adopted.count(), 0);

    pass(20s);
    QTRY_COMPARE(adopted.count(), 1);
}

void TestReplicas::aRecordOfOursStays()
{
    const Replica dead(m_directory->path(), *m_clock);
    const Replica heir(m_directory->path(), *m_clock);
    for (const StoreLayout *layout : {&dead.layout, &heir.layout}) {
        QFile record(layout->jobs() + u"/job.json");
        QVERIFY(record.open(QIODevice::WriteOnly));
        record.write(layout == &heir.layout ? "ours" : "an older one");
    }
    const QString name = dead.lease->replica();

    QVERIFY(adoptReplica(heir.layout, name, Lease::beatOf(m_layout->replicas(), name)));

    QFile record(heir.layout.jobs() + u"/job.json");
    QVERIFY(record.open(QIODevice::ReadOnly));
    QCOMPARE(record.readAll(), "ours");
    QVERIFY(QDir(heir.layout.adopted()).isEmpty());
}

QTEST_GUILESS_MAIN(TestReplicas)
#include "test_replicas.moc"
