#include "signal_process.h"
#include "supervisor_fixture.h"

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Bringing in a fresh instance, with the models of now, beside the one that serves.
class TestSwitch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<SupervisorFixture>(); }
    void cleanup() { m_fixture.reset(); }
    void triesAgainWhenASwitchIsAskedFor();
    void switchesWithoutAGap();
    void keepsTheOldInstanceWhenTheNewOneFails();
    void drainsBeforeItEndsTheOldInstance();
    void answersASwitchThatItsStopCutsOff();
    void leavesACrashDuringASwitchToTheSwitch();

private:
    using State = ShimmySupervisor::State;
    State state() const { return m_fixture->supervisor->state(); }

    std::unique_ptr<SupervisorFixture> m_fixture;
};

void TestSwitch::triesAgainWhenASwitchIsAskedFor()
{
    m_fixture->program.tell({{u"exitAtStart"_s, 1}});
    m_fixture->supervisor->start();
    QTRY_COMPARE_WITH_TIMEOUT(state(), State::BackingOff, 20'000);
    m_fixture->program.tell({});
    std::optional<Result<void>> switched;
    m_fixture->supervisor->switchModels(this, [&switched](const Result<void> &result) { switched = result; });
    QTRY_VERIFY_WITH_TIMEOUT(switched.has_value(), 20'000);
    QVERIFY(switched->has_value());
    QCOMPARE(state(), State::Ready);
}

void TestSwitch::switchesWithoutAGap()
{
    m_fixture->supervisor->start();
    QTRY_COMPARE(state(), State::Ready);
    const qint64 first = m_fixture->supervisor->current()->processId();
    bool gap = false;
    connect(m_fixture->supervisor.get(), &ShimmySupervisor::currentChanged, this,
            [&] { gap = gap || !m_fixture->supervisor->current(); });
    m_fixture->addModel(u"two"_s);
    int switched = 0;
    for (int i = 0; i < 3; ++i) // asked for three times while one is on its way
        m_fixture->supervisor->switchModels(
            this, [&switched](const Result<void> &result) { switched += result.has_value(); });

    QTRY_COMPARE(switched, 3);

    QVERIFY(m_fixture->supervisor->current()->processId() != first);
    QVERIFY(!gap);
    QVERIFY(m_fixture->supervisor->switches() <= 2);
    QTRY_VERIFY(!isProcess(first)); // the old one is gone
}

void TestSwitch::keepsTheOldInstanceWhenTheNewOneFails()
{
    m_fixture->supervisor->start();
    QTRY_COMPARE(state(), State::Ready);
    const qint64 first = m_fixture->supervisor->current()->processId();
    m_fixture->program.tell({{u"listNothing"_s, true}});
    std::optional<Result<void>> switched;
    m_fixture->supervisor->switchModels(this, [&switched](const Result<void> &result) { switched = result; });

    QTRY_VERIFY_WITH_TIMEOUT(switched.has_value(), 30'000);

    QVERIFY(!switched->has_value());
    QCOMPARE(switched->error().kind, ErrorKind::ShimmyFailed);
    QCOMPARE(state(), State::Ready);
    QCOMPARE(m_fixture->supervisor->current()->processId(), first);
}

void TestSwitch::drainsBeforeItEndsTheOldInstance()
{
    m_fixture->supervisor->start();
    QTRY_COMPARE(state(), State::Ready);
    const QPointer<ShimmyProcess> old = m_fixture->supervisor->current();
    const qint64 first = old->processId();
    old->beginGeneration();
    bool switched = false;
    m_fixture->supervisor->switchModels(this, [&switched](const Result<void> &) { switched = true; });
    QTRY_VERIFY(switched);
    QVERIFY(old && m_fixture->supervisor->current() != old);
    QVERIFY(isProcess(first));

    old->endGeneration();

    QTRY_VERIFY(!isProcess(first));
}

void TestSwitch::answersASwitchThatItsStopCutsOff()
{
    m_fixture->supervisor->start();
    QTRY_COMPARE(state(), State::Ready);
    m_fixture->program.tell({{u"startDelayMs"_s, 60'000}});
    QList<ErrorKind> kinds;
    for (int i = 0; i < 2; ++i) // one has an instance on its way, one waits for the next
        m_fixture->supervisor->switchModels(this,
                                            [&kinds](const Result<void> &result) { kinds += result.error().kind; });

    m_fixture->supervisor->stop(100ms, [] {});

    QCOMPARE(kinds, (QList{ErrorKind::ShuttingDown, ErrorKind::ShuttingDown}));
}

void TestSwitch::leavesACrashDuringASwitchToTheSwitch()
{
    m_fixture->supervisor->start();
    QTRY_COMPARE(state(), State::Ready);
    m_fixture->program.tell({{u"startDelayMs"_s, 1500}});
    bool switched = false;
    m_fixture->supervisor->switchModels(this,
                                        [&switched](const Result<void> &result) { switched = result.has_value(); });

    QVERIFY(signalProcess(m_fixture->supervisor->current()->processId(), SIGKILL));

    QTRY_COMPARE(state(), State::Starting); // nobody could be served now
    QVERIFY(!m_fixture->supervisor->health());
    QTRY_VERIFY_WITH_TIMEOUT(switched, 20'000);
    QCOMPARE(state(), State::Ready);
    QCOMPARE(m_fixture->supervisor->restarts(), 0);
}

QTEST_GUILESS_MAIN(TestSwitch)
#include "test_switch.moc"
