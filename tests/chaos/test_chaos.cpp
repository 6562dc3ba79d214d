#include "chaos_run.h"
#include "precondition.h"
#include "queue_run.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1 << 20;
constexpr qint64 smallBytes = 3 * mebibyte / 2;
constexpr int longForm = 200; ///< kills from which on nothing is left out
constexpr auto allKinds = {ChaosRun::Kind::Fresh, ChaosRun::Kind::NewerOfSameSize, ChaosRun::Kind::NewerAndLarger,
                           ChaosRun::Kind::Twin};

bool ownMounts = false;

} // namespace

/// shimmyd is killed, and its disk loses its power, whenever it hurts; then what docs/downloads.md promises must hold.
/// CHAOS_KILLS is about how often (40); from 200 on every system call and every state is met. CHAOS_SEED repeats a
/// session.
class TestChaos : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void survivesKillsAtEverySystemCall();
    void survivesKillsAtEveryState();
    void survivesKillsAtRandomMoments();
    void fetchesALargeFileThroughKills();
    void onlyGrowsThroughManyRestarts();
    void finishesAFullQueueThroughKills();
    void survivesPowerCutsAtEverySystemCall();
    void survivesPowerCutsAtRandomMoments();
    void noticesSyncsThatDoNothing();
    void cleanup();
    void cleanupTestCase();

private:
    bool isLong() const { return m_kills >= longForm; }
    int share(int percent) const { return std::max(1, m_kills * percent / 100); }
    void strikeAtCalls(int count, bool power);
    QList<Strike> callsOf(ChaosRun::Kind kind, bool power);
    std::unique_ptr<PowerDisk> makeDisk() const;

    int m_kills = 40;
    QRandomGenerator m_random;
    Tally m_tally;
    qsizetype m_violationsBefore = 0;
};

void TestChaos::initTestCase()
{
    if (qEnvironmentVariableIsSet("CHAOS_KILLS"))
        m_kills = qEnvironmentVariableIntValue("CHAOS_KILLS");
    const quint32 seed = qEnvironmentVariableIsSet("CHAOS_SEED") ? qEnvironmentVariable("CHAOS_SEED").toUInt()
                                                                 : QRandomGenerator::global()->generate();
    m_random.seed(seed);
    qInfo("CHAOS_KILLS=%d CHAOS_SEED=%u", m_kills, seed);
}

/// The strikes at all calls of a pull of \a kind that nothing disturbs.
QList<Strike> TestChaos::callsOf(ChaosRun::Kind kind, bool power)
{
    Tally uncounted;
    ChaosRun run(kind, smallBytes, m_random.generate(), uncounted);
    run.dieBy(Strike::atCall(DiskCall::Sync, StrikeBoard::never, false));
    QList<Strike> strikes = strikesAtAllCalls(run.callsMade());
    if (power)
        std::transform(strikes.begin(), strikes.end(), strikes.begin(),
                       [](const Strike &s) { return s.withPowerCut(); });
    return strikes;
}

void TestChaos::strikeAtCalls(int count, bool power)
{
    for (const auto kind : allKinds) {
        const QList<Strike> all = callsOf(kind, power);
        // The first pull of a file is what everybody does.
        const int wanted =
            isLong() ? int(all.size()) : std::max(1, kind == ChaosRun::Kind::Fresh ? count / 2 : count / 6);
        for (const Strike &strike : drawn(all, wanted, m_random)) {
            const auto disk = power ? makeDisk() : nullptr;
            if (power && !disk->isMounted())
                QFAIL("cannot make a disk");
            ChaosRun run(kind, smallBytes, m_random.generate(), m_tally, disk.get());
            run.dieBy(strike);
            run.finish();
        }
    }
}

void TestChaos::survivesKillsAtEverySystemCall()
{
    strikeAtCalls(share(30), false);
}

void TestChaos::survivesKillsAtEveryState()
{
    QList<std::pair<ChaosRun::Kind, Strike>> all;
    for (const auto kind : allKinds) {
        for (const QByteArray &state : statesOfAPull())
            all.emplaceBack(kind, Strike::atState(state));
    }
    std::shuffle(all.begin(), all.end(), m_random);
    const auto wanted = isLong() ? all.size() : std::min<qsizetype>(all.size(), share(20));
    for (const auto &[kind, strike] : all.mid(0, wanted)) {
        ChaosRun run(kind, 4 * smallBytes, m_random.generate(), m_tally);
        run.addFaults(false);
        run.dieBy(strike);
        run.finish();
    }
}

void TestChaos::survivesKillsAtRandomMoments()
{
    for (int kills = 0; kills < share(20);) {
        ChaosRun run(*(allKinds.begin() + m_random.bounded(int(allKinds.size()))),
                     (4 + m_random.bounded(44)) * mebibyte, m_random.generate(), m_tally);
        run.addFaults(isLong() && m_random.bounded(10) == 0);
        const int most = 1 + m_random.bounded(4);
        for (int i = 0; i < most && !run.isDone(); ++i, ++kills)
            run.dieBy(Strike::atBytes(m_random.bounded(40 * mebibyte)));
        run.finish();
    }
}

void TestChaos::fetchesALargeFileThroughKills()
{
    for (int kills = 0; kills < share(10);) {
        ChaosRun run(ChaosRun::Kind::Fresh, 1024 * mebibyte, m_random.generate(), m_tally);
        run.addFaults(isLong());
        for (int i = 0; i < 5 && !run.isDone(); ++i, ++kills)
            run.dieBy(Strike::atBytes(m_random.bounded(400 * mebibyte)));
        run.finish();
    }
}

void TestChaos::onlyGrowsThroughManyRestarts()
{
    const int restarts = isLong() ? 50 : share(15);
    ChaosRun run(ChaosRun::Kind::Fresh, 1024 * mebibyte, m_random.generate(), m_tally);
    qint64 held = 0;
    for (int i = 0; i < restarts && !run.isDone(); ++i) {
        // Around the first checkpoint of a life: some leave one behind, some do not.
        run.dieBy(Strike::atBytes((16 + m_random.bounded(80)) * mebibyte));
        QVERIFY(run.heldBytes() >= held);
        held = run.heldBytes();
    }
    qInfo("after %d restarts the journal holds %lld MiB", restarts, held / mebibyte);
    run.finish();
}

void TestChaos::finishesAFullQueueThroughKills()
{
    for (int kills = 0; kills < share(10); kills += 3)
        runQueueThroughKills(3, m_random.generate(), m_tally);
}

std::unique_ptr<PowerDisk> TestChaos::makeDisk() const
{
    return std::make_unique<PowerDisk>(640 * mebibyte);
}

void TestChaos::survivesPowerCutsAtEverySystemCall()
{
    NEED_OR_SKIP(ownMounts, "disks must be mounted: run the tests as root");
    strikeAtCalls(share(15), true);
}

void TestChaos::survivesPowerCutsAtRandomMoments()
{
    NEED_OR_SKIP(ownMounts, "disks must be mounted: run the tests as root");
    const QList<QByteArray> states = statesOfAPull();
    for (int kills = 0; kills < share(15);) {
        const auto disk = makeDisk();
        QVERIFY(disk->isMounted());
        const auto kind = *(allKinds.begin() + m_random.bounded(int(allKinds.size())));
        // Large enough for several checkpoints.
        const qint64 bytes = (48 + m_random.bounded(144)) * mebibyte;
        ChaosRun run(kind, bytes, m_random.generate(), m_tally, disk.get());
        run.addFaults(false);
        const int most = 1 + m_random.bounded(3);
        for (int i = 0; i < most && !run.isDone(); ++i, ++kills) {
            const bool moment = m_random.bounded(2) == 0;
            const Strike strike = moment ? Strike::atBytes(m_random.bounded(bytes))
                                         : Strike::atState(states[m_random.bounded(int(states.size()))]);
            run.dieBy(strike.withPowerCut());
        }
        run.finish();
    }
}

/// What is proven above would be worth nothing if a store without a single sync passed as well.
void TestChaos::noticesSyncsThatDoNothing()
{
    NEED_OR_SKIP(ownMounts, "disks must be mounted: run the tests as root");
    Tally tally;
    tally.quiet = true;
    const auto disk = makeDisk();
    QVERIFY(disk->isMounted());
    ChaosRun run(ChaosRun::Kind::Fresh, smallBytes, m_random.generate(), tally, disk.get());
    Strike strike = Strike::atState("Done").withPowerCut();
    strike.deaf = true;

    run.dieBy(strike);
    run.finish();

    QVERIFY(!tally.violations.isEmpty());
    qInfo().noquote() << "noticed:" << tally.violations.first();
}

void TestChaos::cleanup()
{
    const QStringList found = m_tally.violations.mid(std::exchange(m_violationsBefore, m_tally.violations.size()));
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
}

void TestChaos::cleanupTestCase()
{
    qInfo().noquote() << m_tally.toString();
}

int main(int argc, char **argv)
{
    ownMounts = enterOwnMounts();
    if (!qEnvironmentVariableIsSet("QTEST_FUNCTION_TIMEOUT"))
        qputenv("QTEST_FUNCTION_TIMEOUT", "14400000"); // five minutes are not enough for thousands of kills
    QCoreApplication application(argc, argv);
    TestChaos test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_chaos.moc"
