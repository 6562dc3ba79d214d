#include "fake_shimmy_program.h"
#include "shimmy/shimmy_supervisor.h"
#include "signal_process.h"

#include <QDir>
#include <QFile>
#include <QNetworkAccessManager>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The supervisor against a Shimmy that misbehaves: real processes, the real clock.
class TestSupervisor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void getsReady();
    void waitsForASlowStart();
    void startsAgainAfterADeath();
    void startsAgainWhenItEndsByItself();
    void givesUpOnACrashLoop();
    void endsAnInstanceThatNeverGetsHealthy();
    void replacesAnInstanceThatHangs();
    void takesAnotherPortWhenTheFirstIsTaken();
    void stopsAnInstanceThatIgnoresSigterm();
    void survivesGarbage();
    void staysHealthyWhileAnAbandonedInstanceIsReplaced();
    void isUnhealthyWhenTheReplacementIsSlow();
    void isUnhealthyWhenTheReplacementDies();
    void startsNothingForAnInstanceThatIsAbandonedWhileItStops();
    void startsAgainAtOnceAfterADeathByAPrompt();

private:
    ShimmySupervisor::Config config() const
    {
        ShimmySupervisor::Config config;
        config.program = m_program->path();
        config.servingDirectory = m_directory->filePath(u"serving"_s);
        config.workingDirectory = m_directory->filePath(u"run"_s);
        config.showModels = [this] { return m_models; };
        config.preferredPort = 0;
        config.heartbeat = 200ms;
        return config;
    }
    void make(const ShimmySupervisor::Config &config)
    {
        m_supervisor = std::make_unique<ShimmySupervisor>(config, m_network, m_clock);
    }
    void tell(const QJsonObject &faults) { m_program->tell(faults); }
    void addModel(const QString &id)
    {
        QFile file(m_directory->filePath(u"serving/"_s + id + u".gguf"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        m_models += id;
    }
    ShimmySupervisor::State state() const { return m_supervisor->state(); }

    using State = ShimmySupervisor::State;
    std::unique_ptr<FakeShimmyProgram> m_program;
    std::unique_ptr<QTemporaryDir> m_directory;
    QStringList m_models;
    QNetworkAccessManager m_network;
    SystemClock m_clock;
    std::unique_ptr<ShimmySupervisor> m_supervisor;
};

void TestSupervisor::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_directory->path()).mkpath(u"serving"_s) && QDir(m_directory->path()).mkpath(u"run"_s));
    m_program = std::make_unique<FakeShimmyProgram>();
    m_models.clear();
    addModel(u"one"_s);
    make(config());
}

void TestSupervisor::cleanup()
{
    bool stopped = false;
    m_supervisor->stop(100ms, [&stopped] { stopped = true; });
    QTRY_VERIFY_WITH_TIMEOUT(stopped, 20'000);
    QCOMPARE(state(), State::Stopped);
    m_supervisor.reset();
}

void TestSupervisor::getsReady()
{
    QCOMPARE(m_supervisor->current(), nullptr);
    m_supervisor->start();
    QCOMPARE(state(), State::Starting);
    QVERIFY(!m_supervisor->trouble().isEmpty());
    QTRY_COMPARE(state(), State::Ready);
    QVERIFY(m_supervisor->current());
    QCOMPARE(m_supervisor->current()->health().value("version"_L1), u"1.8.1"_s);
    QCOMPARE(m_supervisor->restarts(), 0);
    QVERIFY(m_supervisor->trouble().isEmpty());
}

void TestSupervisor::waitsForASlowStart()
{
    tell({{u"startDelayMs"_s, 1500}});
    m_supervisor->start();
    QCOMPARE(state(), State::Starting);
    QTRY_COMPARE_WITH_TIMEOUT(state(), State::Ready, 20'000);
    QCOMPARE(m_supervisor->restarts(), 0);
}

void TestSupervisor::startsAgainAfterADeath()
{
    m_supervisor->start();
    QTRY_COMPARE(state(), State::Ready);
    const qint64 first = m_supervisor->current()->processId();
    QElapsedTimer clock;
    clock.start();

    QVERIFY(signalProcess(first, SIGSEGV));

    QTRY_COMPARE(m_supervisor->restarts(), 1); // until that is told, the dead one is still the current one
    QTRY_VERIFY(m_supervisor->current() && m_supervisor->current()->processId() > 0);
    QVERIFY(m_supervisor->current()->processId() != first);
    QVERIFY(clock.elapsed() < 5'000);
}

void TestSupervisor::startsAgainWhenItEndsByItself()
{
    tell({{u"diesAfterMs"_s, 300}});
    m_supervisor->start();
    QTRY_COMPARE(state(), State::Ready);
    QString trouble;
    connect(m_supervisor.get(), &ShimmySupervisor::currentChanged, this, [&] {
        if (!m_supervisor->current())
            trouble = m_supervisor->trouble();
    });
    tell({});

    QTRY_VERIFY(!trouble.isEmpty());
    QVERIFY2(trouble.startsWith("Shimmy exited with code 7"_L1), qPrintable(trouble));
    QTRY_COMPARE(state(), State::Ready);
    QCOMPARE(m_supervisor->restarts(), 1);
}

void TestSupervisor::givesUpOnACrashLoop()
{
    tell({{u"exitAtStart"_s, 101}});
    m_supervisor->start();
    QTRY_COMPARE_WITH_TIMEOUT(state(), State::Failed, 60'000);
    QVERIFY(m_supervisor->trouble().contains("it was told to fail"_L1));
    QCOMPARE(m_supervisor->current(), nullptr);
    QCOMPARE(m_supervisor->restarts(), 4); // the fifth death in a row is the last
}

void TestSupervisor::endsAnInstanceThatNeverGetsHealthy()
{
    tell({{u"neverHealthy"_s, true}});
    auto impatient = config();
    impatient.startDeadline = 2s;
    make(impatient);
    m_supervisor->start();
    QTRY_VERIFY_WITH_TIMEOUT(m_supervisor->restarts() > 0, 30'000);
    QVERIFY2(m_supervisor->trouble().contains("not ready within 2 s"_L1), qPrintable(m_supervisor->trouble()));
    tell({});
    QTRY_COMPARE_WITH_TIMEOUT(state(), State::Ready, 60'000);
}

void TestSupervisor::replacesAnInstanceThatHangs()
{
    tell({{u"hangAfterMs"_s, 500}});
    m_supervisor->start();
    QTRY_COMPARE(state(), State::Ready);
    const qint64 first = m_supervisor->current()->processId();
    tell({});
    QTRY_VERIFY_WITH_TIMEOUT(m_supervisor->current() && m_supervisor->current()->processId() != first, 60'000);
}

void TestSupervisor::takesAnotherPortWhenTheFirstIsTaken()
{
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    auto onThatPort = config();
    onThatPort.preferredPort = taken.serverPort();
    make(onThatPort);
    m_supervisor->start();
    QTRY_COMPARE(state(), State::Ready);
    QVERIFY(m_supervisor->current()->port() != taken.serverPort());
}

void TestSupervisor::stopsAnInstanceThatIgnoresSigterm()
{
    tell({{u"ignoreTerm"_s, true}});
    m_supervisor->start();
    QTRY_COMPARE(state(), State::Ready);
    const qint64 pid = m_supervisor->current()->processId();
    bool stopped = false;
    m_supervisor->stop(100ms, [&stopped] { stopped = true; });
    QTRY_VERIFY_WITH_TIMEOUT(stopped, 20'000);
    QVERIFY(!isProcess(pid));
}

void TestSupervisor::survivesGarbage()
{
    tell({{u"garbage"_s, true}});
    auto impatient = config();
    impatient.startDeadline = 1s;
    make(impatient);
    m_supervisor->start();

    QTRY_VERIFY_WITH_TIMEOUT(m_supervisor->restarts() > 0, 30'000);

    QCOMPARE(m_supervisor->current(), nullptr);
}

void TestSupervisor::staysHealthyWhileAnAbandonedInstanceIsReplaced()
{
    m_supervisor->start();
    QVERIFY(!m_supervisor->health());
    QTRY_COMPARE(state(), State::Ready);
    const auto before = m_supervisor->health();
    const qint64 first = m_supervisor->current()->processId();

    m_supervisor->abandon(m_supervisor->current());

    QCOMPARE(m_supervisor->current(), nullptr);
    QCOMPARE(state(), State::Replacing);
    QVERIFY(before.has_value());
    QCOMPARE(m_supervisor->health(), before);
    QTRY_COMPARE(state(), State::Ready);
    QVERIFY(m_supervisor->current()->processId() != first);
    QCOMPARE(m_supervisor->restarts(), 0);
}

void TestSupervisor::isUnhealthyWhenTheReplacementIsSlow()
{
    auto impatient = config();
    impatient.replacementGrace = 300ms;
    make(impatient);
    m_supervisor->start();
    QTRY_COMPARE(state(), State::Ready);
    tell({{u"startDelayMs"_s, 2000}});

    m_supervisor->abandon(m_supervisor->current());

    QVERIFY(m_supervisor->health());
    QTRY_COMPARE(state(), State::Starting);
    QVERIFY(!m_supervisor->health());
    QTRY_COMPARE_WITH_TIMEOUT(state(), State::Ready, 20'000);
    QVERIFY(m_supervisor->health());
}

void TestSupervisor::isUnhealthyWhenTheReplacementDies()
{
    m_supervisor->start();
    QTRY_COMPARE(state(), State::Ready);
    tell({{u"exitAtStart"_s, 1}});

    m_supervisor->abandon(m_supervisor->current());

    QTRY_COMPARE(state(), State::BackingOff);
    QVERIFY(!m_supervisor->health());
    QVERIFY(m_supervisor->trouble().contains("it was told to fail"_L1));
}

void TestSupervisor::startsNothingForAnInstanceThatIsAbandonedWhileItStops()
{
    m_supervisor->start();
    QTRY_COMPARE(state(), State::Ready);
    ShimmyProcess *busy = m_supervisor->current();
    busy->beginGeneration();
    bool stopped = false;
    m_supervisor->stop(1min, [&stopped] { stopped = true; });

    m_supervisor->abandon(busy);

    QCOMPARE(state(), State::Draining);
    QCOMPARE(m_supervisor->findChildren<ShimmyProcess *>().size(), 1);
    QTRY_VERIFY(stopped);
    QCOMPARE(state(), State::Stopped);
}

void TestSupervisor::startsAgainAtOnceAfterADeathByAPrompt()
{
    m_supervisor->start();
    QTRY_COMPARE(state(), State::Ready);
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < 6; ++i) {
        ShimmyProcess *instance = m_supervisor->idle();
        const qint64 pid = instance->processId();
        instance->beginGeneration();
        QVERIFY(signalProcess(pid, SIGABRT));
        QTRY_VERIFY_WITH_TIMEOUT(m_supervisor->idle() && m_supervisor->idle()->processId() != pid, 20'000);
    }
    QVERIFY2(clock.elapsed() < 15'000, qPrintable(QString::number(clock.elapsed()))); // backing off: 31 s and more
    QCOMPARE(m_supervisor->restarts(), 6);
}

QTEST_GUILESS_MAIN(TestSupervisor)
#include "test_supervisor.moc"
