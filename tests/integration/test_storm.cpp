#include "pull_fixture.h"
#include "signal_process.h"
#include "storm_request.h"
#include "tiny_gguf.h"

#include <QDir>
#include <QElapsedTimer>
#include <QMap>
#include <QTest>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

using namespace Qt::StringLiterals;

namespace {

constexpr int requestsPerWave = 200;
constexpr int clients = 16;
constexpr int fewestKills = 4; // of all that there is, in a wave
constexpr auto killEvery = std::chrono::seconds(2);
constexpr auto changeEvery = std::chrono::milliseconds(500);
constexpr auto longestWait = std::chrono::seconds(40); // --queue-wait and --generation-timeout together, and some more
const QString repo = u"org/storm-GGUF"_s;

/// Calls \a act in a thread of its own every so often, at a fixed rate, until it is destroyed.
class Metronome {
public:
    Metronome(std::chrono::milliseconds period, std::function<void()> act)
        : m_thread([this, period, act = std::move(act)] {
            std::unique_lock lock(m_mutex);
            while (!m_ended.wait_for(lock, period, [this] { return m_isOver; }))
                act();
        })
    {
    }
    ~Metronome()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isOver = true;
        }
        m_ended.notify_all();
        m_thread.join();
    }
    Metronome(const Metronome &) = delete;
    Metronome &operator=(const Metronome &) = delete;

private:
    std::mutex m_mutex;
    std::condition_variable m_ended;
    bool m_isOver = false;
    std::thread m_thread; // last: it uses the others
};

/// What the requests of one wave came to.
struct Tally {
    std::mutex mutex;
    QMap<QString, int> outcomes;
    QStringList violations;
    qint64 slowestMilliseconds = 0;
};

} // namespace

/// Everything at once: clients of all kinds, some of whom leave and some of whom ask for too much, models that come and
/// go, and a Shimmy that is killed again and again.
class TestStorm : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyRequestIsAnsweredRightOrWithADocumentedError();

private:
    void rage(int wave);
    void pullAndDelete();
    int descriptors() const;

    std::unique_ptr<PullFixture> m_fixture;
    int m_changes = 0;
    int m_pulls = 0;
    int m_deletions = 0;
    QStringList m_failedChanges;
};

void TestStorm::initTestCase()
{
    m_fixture = std::make_unique<PullFixture>(
        QStringList{u"--queue-wait"_s, u"20"_s, u"--generation-timeout"_s, u"10"_s, u"--log-level"_s, u"warning"_s});
    QVERIFY(m_fixture->service().isUp());
    m_fixture->hub.addFile(repo, u"present.gguf"_s, tinyGgufBytes());
    QCOMPARE(m_fixture->pullResult({{u"model"_s, repo}, {u"filename"_s, u"present.gguf"_s}}).value("status"_L1),
             u"complete"_s);
}

int TestStorm::descriptors() const
{
    return static_cast<int>(
        QDir(u"/proc/%1/fd"_s.arg(m_fixture->service().processId())).entryList(QDir::System | QDir::Files).size());
}

void TestStorm::pullAndDelete()
{
    // The same name with other bytes each time: what is answered must never be from the one before.
    m_fixture->hub.addFile(repo, u"volatile.gguf"_s, tinyGgufBytes({.name = QByteArray::number(m_changes++)}));
    const QJsonObject pulled = m_fixture->pullResult({{u"model"_s, repo}, {u"filename"_s, u"volatile.gguf"_s}});
    if (pulled.value("status"_L1) == "complete"_L1)
        ++m_pulls;
    else
        m_failedChanges += pulled.value("error"_L1).toString();
    const HttpAnswer deleted = httpPost(m_fixture->port(), "/v1/api/delete", {{u"model"_s, u"volatile"_s}});
    if (deleted.status == 200)
        ++m_deletions;
    else
        m_failedChanges += QString::fromUtf8(deleted.body);
}

void TestStorm::rage(int wave)
{
    const quint16 port = m_fixture->port();
    Tally tally;
    std::atomic<int> next = 0;
    std::atomic<int> kills = 0;
    std::vector<std::thread> threads;
    const auto client = [&] {
        // At least so many requests, and for as long as it takes to kill Shimmy so often.
        while (next < requestsPerWave || kills < fewestKills) {
            const StormRequest request(next++, u"volatile"_s);
            QElapsedTimer clock;
            clock.start();
            QString outcome;
            const QString violation = request.run(port, outcome);
            const std::lock_guard lock(tally.mutex);
            tally.slowestMilliseconds = std::max(tally.slowestMilliseconds, clock.elapsed());
            ++tally.outcomes[outcome];
            if (!violation.isEmpty())
                tally.violations += violation;
        }
    };
    {
        const Metronome killer(killEvery, [&] {
            for (const qint64 pid : m_fixture->service().children())
                signalProcess(pid, SIGKILL); // it may have ended by itself just now
            ++kills;
        });
        const Metronome changer(changeEvery, [this] { pullAndDelete(); });
        for (int i = 0; i < clients; ++i)
            threads.emplace_back(client);
        for (std::thread &thread : threads)
            thread.join();
    }
    QStringList outcomes;
    for (auto entry = tally.outcomes.cbegin(); entry != tally.outcomes.cend(); ++entry)
        outcomes += u"%1 %2"_s.arg(QString::number(entry.value()), entry.key());
    qInfo("wave %d: %d kills; slowest %lld ms; %s", wave, kills.load(), tally.slowestMilliseconds,
          qPrintable(outcomes.join(u", "_s)));
    QVERIFY2(tally.violations.isEmpty(), qPrintable(tally.violations.join(u"\n"_s)));
    QVERIFY(tally.slowestMilliseconds < std::chrono::milliseconds(longestWait).count());
    // On a busy machine most are killed before their end.
    QVERIFY(tally.outcomes.value(u"answered"_s) + tally.outcomes.value(u"streamed"_s) >= requestsPerWave / 20);
    QVERIFY(tally.outcomes.value(u"400"_s) > 0);
}

void TestStorm::everyRequestIsAnsweredRightOrWithADocumentedError()
{
    const ServiceProcess &service = m_fixture->service();
    const auto isCalm = [&service] { return service.children().size() == 1; };
    QTRY_VERIFY(isCalm());
    const int before = descriptors();
    QList<qint64> resident;
    for (int wave = 0; wave < 2; ++wave) {
        rage(wave);
        if (QTest::currentTestFailed())
            return;
        QTRY_VERIFY_WITH_TIMEOUT(isCalm() && m_fixture->isHealthy(), 20'000);
        resident += service.residentBytes();
    }
    qInfo() << m_pulls << "pulls," << m_deletions << "deletions; resident bytes" << resident << m_failedChanges;
    QVERIFY(m_pulls >= 6);
    QVERIFY(m_deletions >= 6);
    QVERIFY2(resident.last() - resident.first() < (8 << 20), "memory grows with each wave");
    // Threads that have nothing to do end after half a minute, and their descriptors with them.
    QTRY_VERIFY2_WITH_TIMEOUT(descriptors() <= before + 8, qPrintable(QString::number(descriptors())), 60'000);
}

QTEST_GUILESS_MAIN(TestStorm)
#include "test_storm.moc"
