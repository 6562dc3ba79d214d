#include "fake_clock.h"
#include "fake_shimmy_program.h"
#include "proxy/generation.h"
#include "proxy/shimmy_connections.h"

#include <QDir>
#include <QFile>
#include <QNetworkAccessManager>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
const QByteArray client = "127.0.0.1";
} // namespace

/// Admission and single generations, with a Shimmy that misbehaves and a clock that the test moves.
class TestGenerationGate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void admitsOneAfterTheOther();
    void refusesWhatComesWhenTheQueueIsFull();
    void countsOnlyThoseWhoAreStillThere();
    void givesUpAfterTheLongestWait();
    void refusesEverybodyOnceItIsStopped();
    void endsAGenerationThatFallsSilent();
    void refusesAnOrderOverShimmysLimitBeforeItWaits();
    void servesClientsByTurns();
    void aClientWithManyRequestsShutsNobodyOut();
    void saysHowLongToStayAwayFromWhatItMeasured();
    void admitsAGenerationOnEachInstance();
    void aSilentGenerationEndsItsOwnInstanceAlone();
    void refusesThoseWhoWaitForAModelThatGoes();
    void aGenerationThatASwitchLeftBehindStillCounts();

private:
    void tell(const QJsonObject &faults) { m_program->tell(faults); }
    void make(int instances, const GenerationGate::Limits &limits)
    {
        m_gate.reset();
        ShimmySupervisor::Config config;
        config.program = m_program->path();
        config.servingDirectory = m_directory->path();
        config.workingDirectory = m_directory->path();
        config.showModels = [] { return QStringList{u"one"_s}; };
        config.preferredPort = 0;
        config.instances = instances;
        m_supervisor = std::make_unique<ShimmySupervisor>(config, m_network, m_realClock);
        m_gate = std::make_unique<GenerationGate>(*m_supervisor, *m_clock, limits);
    }
    /// Asks for a lease, and notes in m_log and m_results what comes of it.
    void ask(const QByteArray &client, const QByteArray &name)
    {
        m_gate->admit(this, client, [this, name](Result<GenerationLease> result) {
            m_log += name;
            m_results.emplace(name, std::move(result));
        });
    }
    const Error &errorOf(const QByteArray &name) const { return m_results.at(name).error(); }
    void startShimmy()
    {
        m_supervisor->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_supervisor->current(), 20'000);
    }
    GenerationGate::Admitted into(std::vector<Result<GenerationLease>> &results)
    {
        return [&results](Result<GenerationLease> result) { results.push_back(std::move(result)); };
    }
    GenerationOrder order(const QString &prompt) const { return {{{u"model"_s, u"one"_s}, {u"prompt"_s, prompt}}}; }

    std::unique_ptr<FakeShimmyProgram> m_program;
    std::unique_ptr<QTemporaryDir> m_directory;
    QNetworkAccessManager m_network;
    ShimmyConnections m_connections;
    SystemClock m_realClock;
    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<ShimmySupervisor> m_supervisor;
    std::unique_ptr<GenerationGate> m_gate;
    QByteArrayList m_log;
    std::map<QByteArray, Result<GenerationLease>> m_results;
};

void TestGenerationGate::init()
{
    m_program = std::make_unique<FakeShimmyProgram>();
    m_directory = std::make_unique<QTemporaryDir>();
    QFile model(m_directory->filePath(u"one.gguf"_s));
    QVERIFY(model.open(QIODevice::WriteOnly));
    m_clock = std::make_unique<FakeClock>();
    make(1, {2, 120s});
}

void TestGenerationGate::cleanup()
{
    m_results.clear();
    m_log.clear();
    m_gate.reset();
    m_supervisor.reset();
}

void TestGenerationGate::admitsOneAfterTheOther()
{
    std::vector<Result<GenerationLease>> results;
    m_gate->admit(this, client, into(results));
    m_gate->admit(this, client, into(results));
    QVERIFY(results.empty());

    startShimmy();

    QTRY_COMPARE(results.size(), 1);
    QCOMPARE(m_gate->waiting(), 1);
    results.clear(); // gives the lease back
    QTRY_COMPARE(results.size(), 1);
    QCOMPARE(m_gate->waiting(), 0);
    QCOMPARE(m_supervisor->generations(), 1);
    results.clear();
    QCOMPARE(m_supervisor->generations(), 0);
}

void TestGenerationGate::refusesWhatComesWhenTheQueueIsFull()
{
    std::vector<Result<GenerationLease>> results;
    for (int i = 0; i < 3; ++i)
        m_gate->admit(this, client, into(results));

    QTRY_COMPARE(results.size(), 1);
    QCOMPARE(results.front().error().kind, ErrorKind::QueueFull);
    QVERIFY(results.front().error().retryAfter);
}

void TestGenerationGate::countsOnlyThoseWhoAreStillThere()
{
    std::vector<Result<GenerationLease>> results;
    auto leaver = std::make_unique<QObject>();
    for (int i = 0; i < 2; ++i)
        m_gate->admit(leaver.get(), client, into(results));
    QCOMPARE(m_gate->waiting(), 2);

    leaver.reset();

    QCOMPARE(m_gate->waiting(), 0);
    QCOMPARE(m_gate->counts().left, 2);
    m_gate->admit(this, client, into(results));
    startShimmy();
    QTRY_COMPARE(results.size(), 1);
    QVERIFY(results.front().has_value());
    results.clear();
}

void TestGenerationGate::givesUpAfterTheLongestWait()
{
    std::vector<Result<GenerationLease>> results;
    m_gate->admit(this, client, into(results));
    m_clock->advance(119s);
    QVERIFY(results.empty());

    m_clock->advance(1s);

    QCOMPARE(results.size(), 1);
    QCOMPARE(results.front().error().kind, ErrorKind::ShimmyUnavailable);
    QVERIFY(results.front().error().retryAfter);
}

void TestGenerationGate::refusesEverybodyOnceItIsStopped()
{
    std::vector<Result<GenerationLease>> results;
    m_gate->admit(this, client, into(results));

    m_gate->stop();

    QCOMPARE(results.size(), 1);
    m_gate->admit(this, client, into(results));
    QCOMPARE(results.size(), 1); // not before the call has returned
    QTRY_COMPARE(results.size(), 2);
    for (const auto &result : results) {
        QCOMPARE(result.error().kind, ErrorKind::ShuttingDown);
        QVERIFY(result.error().retryAfter);
    }
}

void TestGenerationGate::endsAGenerationThatFallsSilent()
{
    tell({{u"incremental"_s, true}, {u"hangsAfterTokens"_s, 2}});
    startShimmy();
    const qint64 first = m_supervisor->current()->processId();
    tell({});
    Generation generation(order(u"x\n"_s), *m_gate, m_connections, *m_clock);
    QSignalSpy tokens(&generation, &Generation::tokenReceived);
    std::optional<Error> failure;
    connect(&generation, &Generation::failed, this, [&failure](const Error &error) { failure = error; });
    generation.start();
    QTRY_COMPARE(tokens.size(), 2);

    m_clock->advance(299s);
    QVERIFY(!failure);
    m_clock->advance(10s);

    QVERIFY(failure);
    QCOMPARE(failure->kind, ErrorKind::TimedOut);
    QTRY_VERIFY_WITH_TIMEOUT(m_supervisor->current() && m_supervisor->current()->processId() != first, 20'000);
}

void TestGenerationGate::refusesAnOrderOverShimmysLimitBeforeItWaits()
{
    Generation generation(order(QString(2 << 20, u'x')), *m_gate, m_connections, *m_clock);
    std::optional<Error> failure;
    connect(&generation, &Generation::failed, this, [&failure](const Error &error) { failure = error; });

    generation.start();

    QVERIFY(failure);
    QCOMPARE(failure->kind, ErrorKind::TooLarge);
    QCOMPARE(m_gate->waiting(), 0);
}

void TestGenerationGate::servesClientsByTurns()
{
    make(1, {10, 120s});
    for (const QByteArray name : {"a1", "a2", "a3"})
        ask("a", name);
    ask("b", "b1");
    ask("c", "c1");
    QCOMPARE(m_gate->waitingClients(), 3);
    QCOMPARE(m_gate->position(this), 0);
    QVERIFY(!m_gate->position(m_gate.get()));

    startShimmy();

    for (int served = 1; served <= 5; ++served) {
        QTRY_COMPARE(m_log.size(), served);
        m_results.clear(); // gives the lease back
    }
    QCOMPARE(m_log, (QByteArrayList{"a1", "b1", "c1", "a2", "a3"}));
    QCOMPARE(m_gate->counts().admitted, 5);
}

void TestGenerationGate::aClientWithManyRequestsShutsNobodyOut()
{
    make(1, {4, 120s});
    for (const QByteArray name : {"a1", "a2", "a3", "a4"})
        ask("a", name);
    QObject late;
    m_gate->admit(&late, "b", [](const Result<GenerationLease> &) {});
    QCOMPARE(m_gate->waiting(), 4);
    QCOMPARE(m_gate->position(&late), 1); // before the greedy one's second
    ask("c", "c1");
    ask("b", "b2"); // would be as many as the greedy one keeps
    ask("a", "a5");

    QTRY_COMPARE(m_log, (QByteArrayList{"a4", "a3", "b2", "a5"}));

    for (const QByteArray &name : std::as_const(m_log))
        QCOMPARE(errorOf(name).kind, ErrorKind::QueueFull);
    QCOMPARE(m_gate->waiting(), 4); // a1, a2, b's, c1
    QCOMPARE(m_gate->counts().displaced, 2);
    QCOMPARE(m_gate->counts().refused, 2);
}

void TestGenerationGate::saysHowLongToStayAwayFromWhatItMeasured()
{
    make(1, {3, 120s});
    startShimmy();
    ask("a", "first");
    QTRY_COMPARE(m_log.size(), 1);
    m_clock->advance(8s);
    m_results.clear(); // held for 8 s
    ask("a", "second");
    QTRY_COMPARE(m_log.size(), 2);
    for (const QByteArray name : {"a1", "a2", "a3", "a4"})
        ask("a", name);

    QTRY_COMPARE(m_log.size(), 3);
    m_clock->advance(120s);

    QCOMPARE(errorOf("a4").kind, ErrorKind::QueueFull);
    QCOMPARE(errorOf("a4").retryAfter, 24s); // three ahead
    for (const QByteArray name : {"a1", "a2", "a3"}) {
        QCOMPARE(errorOf(name).kind, ErrorKind::ShimmyUnavailable);
        QCOMPARE(errorOf(name).retryAfter, 8s); // the one that runs
    }
    QCOMPARE(m_gate->counts().expired, 3);
    QCOMPARE(m_gate->waiting(), 0);
}

void TestGenerationGate::admitsAGenerationOnEachInstance()
{
    make(2, {10, 120s});
    for (const QByteArray name : {"a1", "a2", "a3"})
        ask("a", name);
    m_supervisor->start();

    QTRY_COMPARE(m_log.size(), 2);
    QVERIFY(m_results.at("a1")->port() != m_results.at("a2")->port());
    QCOMPARE(m_gate->waiting(), 1);

    const quint16 freed = m_results.at("a2")->port();
    m_results.erase("a2");
    QTRY_COMPARE(m_log.size(), 3);
    QCOMPARE(m_results.at("a3")->port(), freed);
}

void TestGenerationGate::aSilentGenerationEndsItsOwnInstanceAlone()
{
    make(2, {10, 120s, 7s});
    tell({{u"incremental"_s, true}, {u"hangsAfterTokens"_s, 2}});
    m_supervisor->start();
    const auto &both = m_supervisor->shimmySlots();
    QTRY_VERIFY(both[0]->current() && both[1]->current());
    tell({{u"incremental"_s, true}});
    Generation silent(order(u"x\n"_s), *m_gate, m_connections, *m_clock);
    Generation ending(order(u"Q"_s), *m_gate, m_connections, *m_clock);
    QSignalSpy tokens(&silent, &Generation::tokenReceived);
    QSignalSpy failures(&silent, &Generation::failed);
    QSignalSpy ends(&ending, &Generation::finished);
    silent.start();
    ending.start();
    QTRY_COMPARE(ends.size(), 1); // on the other instance
    QTRY_COMPARE(tokens.size(), 2);
    const auto silentOne = both[0]->state() == ShimmySlot::State::Busy ? 0 : 1;
    const qint64 other = both[1 - silentOne]->current()->processId();
    const qint64 pid = both[silentOne]->current()->processId();

    m_clock->advance(6s);
    QCOMPARE(failures.size(), 0);
    m_clock->advance(2s);

    QCOMPARE(failures.size(), 1);
    QTRY_VERIFY(both[silentOne]->current() && both[silentOne]->current()->processId() != pid);
    QCOMPARE(both[1 - silentOne]->current()->processId(), other);
}

void TestGenerationGate::refusesThoseWhoWaitForAModelThatGoes()
{
    startShimmy();
    std::vector<Result<GenerationLease>> first;
    std::vector<Result<GenerationLease>> gone;
    std::vector<Result<GenerationLease>> other;
    QSignalSpy ended(m_gate.get(), &GenerationGate::generationEnded);
    m_gate->admit(this, client, into(first), u"gone"_s);
    QTRY_COMPARE(first.size(), size_t(1));
    m_gate->admit(this, client, into(gone), u"gone"_s);
    m_gate->admit(this, client, into(other), u"other"_s);
    QCOMPARE(m_gate->generationsOf(u"gone"_s), 1);

    m_gate->refuse(u"gone"_s, {ErrorKind::ModelNotFound, u"it is gone"_s, {}, false, {}});

    QTRY_COMPARE(gone.size(), size_t(1));
    QCOMPARE(gone.front().error().message, u"it is gone"_s);
    QVERIFY(other.empty() && first.front().has_value()); // who runs goes on, who waits for another one waits
    QCOMPARE(m_gate->generationsOf(u"gone"_s), 1);
    first.clear();
    QCOMPARE(m_gate->generationsOf(u"gone"_s), 0);
    QCOMPARE(ended.takeFirst().first().toString(), u"gone"_s);
    QTRY_COMPARE(other.size(), size_t(1));
    QCOMPARE(m_gate->generationsOf(u"other"_s), 1);
}

void TestGenerationGate::aGenerationThatASwitchLeftBehindStillCounts()
{
    startShimmy();
    ask(client, "old");
    QTRY_VERIFY(m_results.contains("old"));
    const QPointer<ShimmyProcess> before = m_supervisor->current();
    bool switched = false;
    m_supervisor->switchModels(this, [&switched](const Result<void> &result) { switched = result.has_value(); });
    QTRY_VERIFY_WITH_TIMEOUT(switched, 20'000);
    QVERIFY(m_supervisor->current() != before);
    QCOMPARE(before->state(), ShimmyProcess::State::Draining);
    bool looked = false; // behind what admits, in the queue of events
    ask(client, "new");
    QMetaObject::invokeMethod(
        this, [&looked] { looked = true; }, Qt::QueuedConnection);
    QTRY_VERIFY(looked);
    QVERIFY(!m_results.contains("new"));

    m_results.erase("old");

    QTRY_VERIFY(m_results.contains("new"));
    QVERIFY(m_results.at("new").has_value());
}

QTEST_GUILESS_MAIN(TestGenerationGate)
#include "test_generation_gate.moc"
