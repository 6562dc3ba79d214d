#include "fake_clock.h"
#include "shimmy/shimmy_version.h"
#include "signal_process.h"
#include "supervisor_fixture.h"

#include <QElapsedTimer>
#include <QRegularExpression>

#include <fcntl.h>
#include <unistd.h>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int tries = 5; // other programs may have the machine meanwhile: the best of them counts

QString procLine(qint64 pid, const QString &file, const QByteArray &start)
{
    QFile proc(u"/proc/%1/%2"_s.arg(pid).arg(file));
    if (!proc.open(QIODevice::ReadOnly))
        return {};
    for (const QByteArray &line : proc.readAll().split('\n')) {
        if (line.startsWith(start))
            return QString::fromLatin1(line.mid(start.size())).simplified();
    }
    return {};
}

void pointTo(ShimmySupervisor::Config &config, const QString &program)
{
    config.program = program;
}

} // namespace

/// What a Shimmy is started with, what it is found to be, and how fast the next one is there.
class TestShimmyChild : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void inheritsNoDescriptorsAndLeadsAGroupOfItsOwn();
    void mayAllocateAsMuchAsIsSet();
    void tellsTheVersionAndWarnsOfAnUnknownOneOnce();
    void knowsWhatIsNoShimmy_data();
    void knowsWhatIsNoShimmy();
    void whatIsAskedForItsVersionGoesWithWhoeverAsked();
    void namesAProgramThatIsNoShimmy_data();
    void namesAProgramThatIsNoShimmy();
    void namesAServerThatIsNoShimmy();
    void isNeverKilledForASilentHealthWhileItGenerates();
    void theNextOneIsReadyIn200MillisecondsAfterACrash();
    void theNextOneIsReadyIn200MillisecondsAfterItWasAbandoned();
    void keepsTheLastLinesOfAnInstanceWithoutSecrets();
};

void TestShimmyChild::inheritsNoDescriptorsAndLeadsAGroupOfItsOwn()
{
    const int leak = ::open("/dev/null", O_RDONLY); // NOLINT: without O_CLOEXEC, as a library may do it
    QVERIFY(leak > 2);
    SupervisorFixture fixture;
    fixture.program.tell({{u"tellsDescriptors"_s, true}});

    fixture.startAll();
    ::close(leak);

    const ShimmyProcess &instance = *fixture.supervisor->current();
    const qint64 pid = instance.processId();
    QTRY_VERIFY(!instance.lastLines().filter(u"inherited"_s).isEmpty());
    QCOMPARE(instance.lastLines().filter(u"inherited"_s).first(), u"inherited descriptors: 0 1 2"_s);
    QCOMPARE(::getsid(static_cast<pid_t>(pid)), static_cast<pid_t>(pid));
    QCOMPARE(procLine(pid, u"status"_s, "NoNewPrivs:"), u"1"_s);
    QCOMPARE(procLine(pid, u"limits"_s, "Max data size").section(u' ', 0, 0), u"unlimited"_s);
}

void TestShimmyChild::mayAllocateAsMuchAsIsSet()
{
    // More than sanitizers reserve in a process, of which nothing is used.
    SupervisorFixture fixture([](ShimmySupervisor::Config &config) { config.memoryBytes = 1LL << 46; });

    fixture.startAll();

    const qint64 pid = fixture.supervisor->current()->processId();
    QCOMPARE(procLine(pid, u"limits"_s, "Max data size"), u"70368744177664 70368744177664 bytes"_s);
    QCOMPARE(procLine(pid, u"limits"_s, "Max address space").section(u' ', 0, 0), u"unlimited"_s);
}

void TestShimmyChild::tellsTheVersionAndWarnsOfAnUnknownOneOnce()
{
    SupervisorFixture fixture([](ShimmySupervisor::Config &config) { config.instances = 2; });
    QVERIFY(fixture.supervisor->version().isNull());
    fixture.program.tell({{u"saysVersion"_s, u"1.9.0"_s}});
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"is Shimmy 1\\.9\\.0 but this service"_s));
    QTest::failOnWarning(QRegularExpression(u".?"_s)); // a second one above all

    fixture.startAll();

    QCOMPARE(fixture.supervisor->version(), u"1.9.0"_s);
    QCOMPARE(fixture.supervisor->state(), ShimmySlot::State::Ready); // served all the same
}

void TestShimmyChild::knowsWhatIsNoShimmy_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QString>("says"); // empty: it is one
    QTest::newRow("Shimmy") << QByteArray("shimmy 1.8.1\n") << QString();
    QTest::newRow("a later Shimmy") << QByteArray("shimmy 2.6.5\n") << QString();
    QTest::newRow("behind a wrapper") << QByteArray("using the fast one\nshimmy 1.8.1\n") << QString();
    QTest::newRow("nothing") << QByteArray() << u"it said nothing"_s;
    QTest::newRow("another program") << QByteArray("shimmyd 0.1.0\n") << u"it said \"shimmyd 0.1.0\""_s;
    QTest::newRow("no text") << QByteArray(100'000, '\xff') << u"is no Shimmy"_s;
    QTest::newRow("a secret") << QByteArray("token hf_abcdefghijklmnop") << u"token hf_…"_s;
}

void TestShimmyChild::knowsWhatIsNoShimmy()
{
    QFETCH(QByteArray, output);
    QFETCH(QString, says);

    const QString objection = objectionTo(u"/opt/x"_s, output);

    QCOMPARE(objection.isEmpty(), says.isEmpty());
    QVERIFY2(objection.contains(says), qPrintable(objection));
    QVERIFY(objection.isEmpty() || objection.startsWith("/opt/x is no Shimmy"_L1));
    QVERIFY(objection.size() < 400);
}

void TestShimmyChild::whatIsAskedForItsVersionGoesWithWhoeverAsked()
{
    const QTemporaryDir directory;
    const QString program = directory.filePath(u"slow"_s);
    QFile script(program);
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("#!/bin/sh\nsleep 1000 &\necho $! > child.new && mv child.new child\nwait\n");
    script.close();
    QVERIFY(script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    FakeClock clock; // it is not given up
    auto asker = std::make_unique<QObject>();
    bool answered = false;
    examineShimmy(program, directory.path(), clock, asker.get(), [&answered](const QString &) { answered = true; });
    QFile child(directory.filePath(u"child"_s));
    QTRY_VERIFY_WITH_TIMEOUT(child.exists(), 30'000);
    QVERIFY(child.open(QIODevice::ReadOnly));
    const auto pid = static_cast<pid_t>(child.readAll().trimmed().toInt());
    QVERIFY(pid > 0 && ::kill(pid, 0) == 0);

    asker.reset();

    QTRY_VERIFY_WITH_TIMEOUT(::kill(pid, 0) != 0, 30'000);
    QVERIFY(!answered);
}

void TestShimmyChild::namesAProgramThatIsNoShimmy_data()
{
    QTest::addColumn<QString>("program");
    QTest::newRow("ends at once and is another") << u"/bin/ls"_s;
    QTest::newRow("ends at once and says nothing") << u"/bin/false"_s;
}

void TestShimmyChild::namesAProgramThatIsNoShimmy()
{
    QFETCH(QString, program);
    SupervisorFixture fixture([&](ShimmySupervisor::Config &config) { pointTo(config, program); });
    QElapsedTimer clock;
    clock.start();

    fixture.supervisor->start();

    QTRY_COMPARE_WITH_TIMEOUT(fixture.supervisor->state(), ShimmySlot::State::Failed, 20'000);
    QVERIFY2(clock.elapsed() < 5'000, qPrintable(QString::number(clock.elapsed()))); // a crash loop takes 7 s
    const QString trouble = fixture.supervisor->trouble();
    QVERIFY2(trouble.startsWith(program + u" is no Shimmy: asked for its version it said"), qPrintable(trouble));
}

void TestShimmyChild::namesAServerThatIsNoShimmy()
{
    SupervisorFixture fixture;
    fixture.program.tell({{u"saysService"_s, u"ollama"_s}});

    fixture.supervisor->start();

    QTRY_VERIFY_WITH_TIMEOUT(fixture.supervisor->restarts() > 0, 20'000);
    const QString trouble = fixture.supervisor->trouble();
    QVERIFY2(trouble.startsWith(fixture.program.path() + u" is no Shimmy: its /health says it is \"ollama\""),
             qPrintable(trouble));
    QCOMPARE(fixture.supervisor->current(), nullptr);
}

void TestShimmyChild::isNeverKilledForASilentHealthWhileItGenerates()
{
    SupervisorFixture fixture([](ShimmySupervisor::Config &config) { config.heartbeat = 20ms; });
    fixture.program.tell({{u"hangAfterMs"_s, 300}});
    fixture.startAll();
    const QPointer<ShimmyProcess> instance = fixture.supervisor->current();
    const qint64 pid = instance->processId();
    instance->beginGeneration();
    // Two rounds of what an idle one would be killed for: three beats, each waiting two seconds for an answer.
    for (int silent = 0; silent < 6;) {
        std::optional<bool> answered;
        instance->probe([&answered](bool healthy) { answered = healthy; });
        QTRY_VERIFY(answered.has_value());
        silent += *answered ? 0 : 1;
    }
    QVERIFY(instance);
    QCOMPARE(instance->state(), ShimmyProcess::State::Busy);
    QCOMPARE(fixture.supervisor->current()->processId(), pid);
    fixture.program.tell({});

    instance->endGeneration();

    QTRY_VERIFY_WITH_TIMEOUT(fixture.supervisor->current() && fixture.supervisor->current()->processId() != pid,
                             30'000);
}

void TestShimmyChild::theNextOneIsReadyIn200MillisecondsAfterACrash()
{
    QList<qint64> times;
    for (int i = 0; i < tries; ++i) {
        SupervisorFixture fixture;
        fixture.startAll();
        const qint64 pid = fixture.supervisor->current()->processId();
        QElapsedTimer clock;
        clock.start();
        QVERIFY(signalProcess(pid, SIGSEGV));
        QTRY_VERIFY(fixture.supervisor->current() && fixture.supervisor->current()->processId() != pid);
        times += clock.elapsed();
    }
    std::sort(times.begin(), times.end());
    qInfo() << "milliseconds from a crash to the next Shimmy:" << times;
    QVERIFY2(times.first() < 200, qPrintable(QString::number(times.first())));
}

void TestShimmyChild::theNextOneIsReadyIn200MillisecondsAfterItWasAbandoned()
{
    QList<qint64> times;
    for (int i = 0; i < tries; ++i) {
        SupervisorFixture fixture;
        fixture.startAll();
        ShimmyProcess *instance = fixture.supervisor->current();
        const auto pid = static_cast<pid_t>(instance->processId());
        QElapsedTimer clock;
        clock.start();
        fixture.supervisor->abandon(instance);
        QTRY_VERIFY(fixture.supervisor->current() != nullptr);
        times += clock.elapsed();
        QTRY_VERIFY(!isProcess(pid));
        QVERIFY2(clock.elapsed() < 2'000, qPrintable(QString::number(clock.elapsed())));
    }
    std::sort(times.begin(), times.end());
    qInfo() << "milliseconds until an abandoned Shimmy was replaced:" << times;
    QVERIFY2(times.first() < 200, qPrintable(QString::number(times.first())));
}

void TestShimmyChild::keepsTheLastLinesOfAnInstanceWithoutSecrets()
{
    QTemporaryDir directory;
    QFile script(directory.filePath(u"shimmy"_s));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("#!/bin/sh\n[ \"$1\" = --version ] && echo shimmy 1.8.1 && exit\n"
                 "echo token hf_canaryCanaryCanary\nprintf 'no line feed at the end' >&2\nexit 3\n");
    script.close();
    script.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
    SupervisorFixture fixture([&](ShimmySupervisor::Config &config) { pointTo(config, script.fileName()); });

    fixture.supervisor->start();

    QTRY_VERIFY(fixture.supervisor->restarts() > 0);
    QTRY_COMPARE(fixture.slot(0).output(), (QStringList{u"token hf_…"_s, u"no line feed at the end"_s}));
    QVERIFY2(fixture.supervisor->trouble().contains("no line feed"_L1), qPrintable(fixture.supervisor->trouble()));
}

QTEST_GUILESS_MAIN(TestShimmyChild)
#include "test_shimmy_child.moc"
