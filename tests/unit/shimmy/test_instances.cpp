#include "signal_process.h"
#include "supervisor_fixture.h"

#include <QTcpServer>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

void pair(ShimmySupervisor::Config &config)
{
    config.instances = 2;
}

bool isGone(qint64 pid)
{
    return !isProcess(pid);
}

} // namespace

/// Several instances under one supervisor.
class TestInstances : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesThePortsFromThePreferredOneUpwardAsFree();
    void aSwitchReplacesAllWithoutAMomentWithNone();
    void aSwitchThatIsAskedForDuringTheStartWaitsForIt_data();
    void aSwitchThatIsAskedForDuringTheStartWaitsForIt();
    void aSwitchThatFailsInOneSlotKeepsAllOldInstances();
    void oneSlotThatFailsKeepsNoSwitchFromSucceeding();
    void anAbandonedInstanceIsReplacedAlone();
    void aCrashRestartsTheCrashedOneAlone();
    void failsOnlyWhenNothingWorks();
    void aBusyInstanceIsNotIdle();
    void aPreparedInstanceTakesOverFromOneThatCrashes();
    void stopsAllAndDrainsTheBusyOne();

private:
    using State = ShimmySlot::State;
};

void TestInstances::takesThePortsFromThePreferredOneUpwardAsFree()
{
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    const quint16 first = taken.serverPort();
    SupervisorFixture fixture([first](ShimmySupervisor::Config &config) {
        config.instances = 3;
        config.preferredPort = first;
    });

    fixture.startAll();

    QSet<quint16> ports;
    for (const ShimmySlot *slot : fixture.supervisor->shimmySlots())
        ports += slot->current()->port();
    QCOMPARE(ports.size(), 3);
    QVERIFY(!ports.contains(first));
    for (const quint16 port : ports)
        QVERIFY2(port > first && port < first + 50, qPrintable(QString::number(port)));
    QCOMPARE(fixture.supervisor->restarts(), 0);
}

void TestInstances::aSwitchReplacesAllWithoutAMomentWithNone()
{
    SupervisorFixture fixture(pair);
    fixture.startAll();
    const QList<qint64> before = fixture.serving();
    fixture.slot(1).current()->beginGeneration();
    const QPointer<ShimmyProcess> busy = fixture.slot(1).current();
    qsizetype fewest = 2;
    connect(fixture.supervisor.get(), &ShimmySupervisor::currentChanged, this,
            [&] { fewest = qMin(fewest, fixture.serving().size()); });
    fixture.addModel(u"two"_s);

    const auto switched = fixture.switchModels();
    QTRY_VERIFY(switched->has_value());

    QVERIFY((*switched)->has_value());
    QCOMPARE(fewest, 2);
    QVERIFY(fixture.supervisor->isShown(u"two"_s));
    for (const qint64 pid : fixture.serving())
        QVERIFY(!before.contains(pid));
    QCOMPARE(fixture.supervisor->switches(), 1);
    QTRY_VERIFY(isGone(before[0]));
    QVERIFY(busy && busy->state() == ShimmyProcess::State::Draining && !isGone(before[1]));
    busy->endGeneration();
    QTRY_VERIFY(isGone(before[1]));
}

void TestInstances::aSwitchThatIsAskedForDuringTheStartWaitsForIt_data()
{
    QTest::addColumn<int>("instances");
    QTest::newRow("one instance") << 1;
    QTest::newRow("two") << 2;
}

/// As after a restart, when a download that was verified already is published while Shimmy is starting.
void TestInstances::aSwitchThatIsAskedForDuringTheStartWaitsForIt()
{
    QFETCH(int, instances);
    SupervisorFixture fixture([instances](ShimmySupervisor::Config &config) { config.instances = instances; });
    fixture.supervisor->start();
    QCOMPARE(fixture.supervisor->state(), State::Starting);
    fixture.addModel(u"two"_s);

    const auto switched = fixture.switchModels();
    QTRY_VERIFY(switched->has_value());

    QVERIFY2(switched->value().has_value(),
             switched->value() ? "" : qPrintable(u"it failed: "_s + switched->value().error().message));
    QVERIFY(fixture.supervisor->isShown(u"two"_s));
    QTRY_COMPARE(fixture.serving().size(), instances);
}

void TestInstances::aSwitchThatFailsInOneSlotKeepsAllOldInstances()
{
    bool fails = false;
    int shown = 0;
    SupervisorFixture fixture([&](ShimmySupervisor::Config &config) {
        config.instances = 2;
        config.showModels = [&] {
            // The first slot's next instance gets what it is to list, the second one's never does.
            return fails && ++shown > 1 ? QStringList{u"missing"_s} : QStringList{u"one"_s};
        };
    });
    fixture.startAll();
    const QList<qint64> before = fixture.serving();
    fails = true;

    const auto switched = fixture.switchModels();
    QTRY_COMPARE(fixture.slot(0).preparation(), ShimmySlot::Preparation::Done);
    QTRY_VERIFY_WITH_TIMEOUT(switched->has_value(), 30'000);

    QVERIFY(!(*switched)->has_value());
    QCOMPARE((*switched)->error().kind, ErrorKind::ShimmyFailed);
    QCOMPARE(fixture.serving(), before);
    QCOMPARE(fixture.supervisor->state(), State::Ready);
    // And nothing that was prepared stays.
    QTRY_COMPARE(fixture.slot(0).instances().size(), 1);
    QTRY_COMPARE(fixture.slot(1).instances().size(), 1);
    fails = false;
    const auto again = fixture.switchModels();
    QTRY_VERIFY(again->has_value());
    QVERIFY((*again)->has_value());
    for (const qint64 pid : fixture.serving())
        QVERIFY(!before.contains(pid));
}

void TestInstances::oneSlotThatFailsKeepsNoSwitchFromSucceeding()
{
    SupervisorFixture fixture(pair);
    fixture.startAll();
    fixture.program.tell({{u"exitAtStart"_s, 1}});
    for (int deaths = 0; deaths < 2; ++deaths) { // the second one has it wait
        QTRY_VERIFY(fixture.slot(0).current() || fixture.slot(0).state() == State::BackingOff);
        if (fixture.slot(0).current())
            QVERIFY(signalProcess(fixture.slot(0).current()->processId(), SIGKILL));
        QTRY_COMPARE(fixture.slot(0).state(), State::BackingOff);
    }
    QCOMPARE(fixture.supervisor->state(), State::Ready); // the other one takes work
    QVERIFY(fixture.supervisor->health().has_value());
    QVERIFY(fixture.supervisor->trouble().isEmpty());
    fixture.program.tell({});
    fixture.addModel(u"two"_s);

    const auto switched = fixture.switchModels();
    QTRY_VERIFY(switched->has_value());

    QVERIFY((*switched)->has_value());
    QVERIFY(fixture.supervisor->isShown(u"two"_s));
    QTRY_COMPARE(fixture.serving().size(), 2);
    QVERIFY(fixture.supervisor->isShown(u"two"_s));
}

void TestInstances::anAbandonedInstanceIsReplacedAlone()
{
    SupervisorFixture fixture(pair);
    fixture.startAll();
    const QList<qint64> before = fixture.serving();

    fixture.supervisor->abandon(fixture.slot(0).current());

    QCOMPARE(fixture.slot(0).state(), State::Replacing);
    QCOMPARE(fixture.supervisor->state(), State::Ready);
    QCOMPARE(fixture.supervisor->current(), fixture.slot(1).current());
    QTRY_COMPARE(fixture.slot(0).state(), State::Ready);
    QVERIFY(fixture.serving()[0] != before[0]);
    QCOMPARE(fixture.serving()[1], before[1]);
    QCOMPARE(fixture.supervisor->restarts(), 0);
}

void TestInstances::aCrashRestartsTheCrashedOneAlone()
{
    SupervisorFixture fixture(pair);
    fixture.startAll();
    const QList<qint64> before = fixture.serving();

    QVERIFY(signalProcess(before[1], SIGSEGV));

    QTRY_VERIFY(fixture.serving().size() == 2 && fixture.serving()[1] != before[1]);
    QCOMPARE(fixture.serving()[0], before[0]);
    QCOMPARE(fixture.slot(0).restarts(), 0);
    QCOMPARE(fixture.slot(1).restarts(), 1);
    QVERIFY(fixture.supervisor->health().has_value());
}

void TestInstances::failsOnlyWhenNothingWorks()
{
    SupervisorFixture fixture(pair);
    fixture.program.tell({{u"exitAtStart"_s, 3}, {u"printsLines"_s, 60}});
    fixture.supervisor->start();

    QTRY_COMPARE_WITH_TIMEOUT(fixture.slot(0).state(), State::Failed, 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.supervisor->state(), State::Failed, 60'000);

    QCOMPARE(fixture.slot(1).state(), State::Failed);
    const QStringList output = fixture.supervisor->output();
    QCOMPARE(output.size(), 50);
    QVERIFY2(output.contains(u"line 60"_s) && output.contains(u"Error: it was told to fail"_s),
             qPrintable(output.join(u'\n')));
    QVERIFY(!output.contains(u"line 1"_s));
}

void TestInstances::aBusyInstanceIsNotIdle()
{
    SupervisorFixture fixture(pair);
    fixture.startAll();
    ShimmyProcess *first = fixture.supervisor->idle();
    QVERIFY(first);
    first->beginGeneration();
    ShimmyProcess *second = fixture.supervisor->idle();
    QVERIFY(second && second != first);
    second->beginGeneration();

    QCOMPARE(fixture.supervisor->idle(), nullptr);
    QCOMPARE(fixture.slot(0).state(), State::Busy);
    QCOMPARE(fixture.supervisor->state(), State::Ready); // it would be served, after a wait
    QVERIFY(fixture.supervisor->current());

    first->endGeneration();
    QCOMPARE(fixture.supervisor->idle(), first);
    second->endGeneration();
}

void TestInstances::aPreparedInstanceTakesOverFromOneThatCrashes()
{
    SupervisorFixture fixture(pair);
    fixture.startAll();
    const QList<qint64> before = fixture.serving();
    ShimmySlot &slot = fixture.slot(0);
    slot.prepare(7); // by itself, as if the other slot were slower
    QTRY_COMPARE(slot.preparation(), ShimmySlot::Preparation::Done);
    QCOMPARE(slot.current()->processId(), before[0]);
    qsizetype fewest = 2;
    connect(fixture.supervisor.get(), &ShimmySupervisor::currentChanged, this,
            [&] { fewest = qMin(fewest, fixture.serving().size()); });

    QVERIFY(signalProcess(before[0], SIGKILL));

    QTRY_VERIFY(slot.current() && slot.current()->processId() != before[0]);
    QCOMPARE(fewest, 2); // at once
    QCOMPARE(slot.state(), State::Ready);
    QCOMPARE(slot.restarts(), 0);
    QTRY_COMPARE(slot.instances().size(), 1); // a missed beat may tell of the death before the exit does
}

void TestInstances::stopsAllAndDrainsTheBusyOne()
{
    SupervisorFixture fixture(pair);
    fixture.startAll();
    const QList<qint64> before = fixture.serving();
    ShimmyProcess *busy = fixture.slot(1).current();
    busy->beginGeneration();
    bool stopped = false;

    fixture.supervisor->stop(1min, [&stopped] { stopped = true; });

    QCOMPARE(fixture.supervisor->state(), State::Draining);
    QTRY_VERIFY(isGone(before[0]));
    QVERIFY(!stopped && !isGone(before[1]));
    QCOMPARE(busy->state(), ShimmyProcess::State::Draining);
    busy->endGeneration();
    QTRY_VERIFY(stopped);
    QCOMPARE(fixture.supervisor->state(), State::Stopped);
}

QTEST_GUILESS_MAIN(TestInstances)
#include "test_instances.moc"
