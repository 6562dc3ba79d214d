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

private:
    void tell(const QJsonObject &faults) { m_program->tell(faults); }
    void startShimmy()
    {
        m_supervisor->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_supervisor->current(), 20'000);
    }
    GenerationGate::Admitted into(std::vector<Result<GenerationLease>> &results)
    {
        return [&results](Result<GenerationLease> result) { results.push_back(std::move(result)); };
    }
    GenerationOrder order(const QString &prompt) const
    {
        return {GenerationOrder::Route::Generate, {{u"model"_s, u"one"_s}, {u"prompt"_s, prompt}}};
    }

    std::unique_ptr<FakeShimmyProgram> m_program;
    std::unique_ptr<QTemporaryDir> m_directory;
    QNetworkAccessManager m_network;
    ShimmyConnections m_connections;
    SystemClock m_realClock;
    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<ShimmySupervisor> m_supervisor;
    std::unique_ptr<GenerationGate> m_gate;
};

void TestGenerationGate::init()
{
    m_program = std::make_unique<FakeShimmyProgram>();
    m_directory = std::make_unique<QTemporaryDir>();
    QFile model(m_directory->filePath(u"one.gguf"_s));
    QVERIFY(model.open(QIODevice::WriteOnly));
    ShimmySupervisor::Config config;
    config.program = m_program->path();
    config.servingDirectory = m_directory->path();
    config.workingDirectory = m_directory->path();
    config.showModels = [] { return QStringList{u"one"_s}; };
    config.preferredPort = 0;
    m_supervisor = std::make_unique<ShimmySupervisor>(config, m_network, m_realClock);
    m_clock = std::make_unique<FakeClock>();
    m_gate = std::make_unique<GenerationGate>(*m_supervisor, *m_clock, GenerationGate::Limits{2, 120s});
}

void TestGenerationGate::cleanup()
{
    m_gate.reset();
    m_supervisor.reset();
}

void TestGenerationGate::admitsOneAfterTheOther()
{
    std::vector<Result<GenerationLease>> results;
    m_gate->admit(this, into(results));
    m_gate->admit(this, into(results));
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
        m_gate->admit(this, into(results));

    QTRY_COMPARE(results.size(), 1);
    QCOMPARE(results.front().error().kind, ErrorKind::QueueFull);
    QVERIFY(results.front().error().retryAfter);
}

void TestGenerationGate::countsOnlyThoseWhoAreStillThere()
{
    std::vector<Result<GenerationLease>> results;
    auto leaver = std::make_unique<QObject>();
    for (int i = 0; i < 2; ++i)
        m_gate->admit(leaver.get(), into(results));
    QCOMPARE(m_gate->waiting(), 2);

    leaver.reset();

    QCOMPARE(m_gate->waiting(), 0);
    m_gate->admit(this, into(results));
    startShimmy();
    QTRY_COMPARE(results.size(), 1);
    QVERIFY(results.front().has_value());
    results.clear();
}

void TestGenerationGate::givesUpAfterTheLongestWait()
{
    std::vector<Result<GenerationLease>> results;
    m_gate->admit(this, into(results));
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
    m_gate->admit(this, into(results));

    m_gate->stop();

    QCOMPARE(results.size(), 1);
    m_gate->admit(this, into(results));
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

QTEST_GUILESS_MAIN(TestGenerationGate)
#include "test_generation_gate.moc"
