#include "pull_fixture.h"
#include "tiny_gguf.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;
using Clock = std::chrono::steady_clock;

namespace {

// 50 requests a second, of which as many generations as one Shimmy answers on two cores with a debug build in front.
constexpr int healthPerSecond = 42;
constexpr int generationsPerSecond = 8;
constexpr int fewestPulls = 6;
constexpr auto window = std::chrono::seconds(10);
constexpr int secondsPerPull = 2;

/// Requests at a fixed rate, whatever becomes of those before them: each thread takes the next one that is due, so
/// that a slow answer delays no other request.
class OpenLoop {
public:
    OpenLoop(int perSecond, int threads, std::function<bool()> request)
        : m_period(std::chrono::nanoseconds(std::chrono::seconds(1)) / perSecond)
        , m_request(std::move(request))
        , m_start(Clock::now())
    {
        for (int i = 0; i < threads; ++i)
            m_threads.emplace_back([this] { work(); });
    }
    ~OpenLoop() { stop(); }
    OpenLoop(const OpenLoop &) = delete;
    OpenLoop &operator=(const OpenLoop &) = delete;

    /// Begins no more requests and waits for the answers of those that were begun.
    void stop()
    {
        m_stopped = true;
        for (std::thread &thread : m_threads)
            thread.join();
        m_threads.clear();
    }
    int good() const { return m_good; }
    int failed() const { return m_failed; }

private:
    void work()
    {
        while (true) {
            // The rate of the load is what this waits for, not for something to have happened.
            std::this_thread::sleep_until(m_start + m_period * m_next++);
            if (m_stopped)
                return;
            ++(m_request() ? m_good : m_failed);
        }
    }
    const std::chrono::nanoseconds m_period;
    const std::function<bool()> m_request;
    const Clock::time_point m_start;
    std::vector<std::thread> m_threads;
    std::atomic<int> m_next = 0;
    std::atomic<int> m_good = 0;
    std::atomic<int> m_failed = 0;
    std::atomic<bool> m_stopped = false;
};

} // namespace

/// What clients of a present model see while others are brought in.
class TestAvailability : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noRequestFailsWhileModelsArePulledAndSwitchedIn();
};

void TestAvailability::noRequestFailsWhileModelsArePulledAndSwitchedIn()
{
    PullFixture fixture;
    const QString repo = u"org/tiny-GGUF"_s;
    fixture.hub.addFile(repo, u"present.gguf"_s, tinyGgufBytes());
    QCOMPARE(fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, u"present.gguf"_s}}).value("status"_L1),
             u"complete"_s);
    fixture.hub.inject(slowly(u"new-"_s, tinyGgufBytes().size() / secondsPerPull));
    const quint16 port = fixture.port();
    const auto switches = [port] {
        return httpGet(port, "/v1/health").json().value("manager"_L1).toObject().value("switches"_L1).toInt();
    };
    const int switchesBefore = switches();

    const auto begin = Clock::now();
    OpenLoop health(healthPerSecond, 4, [port] {
        const HttpAnswer answer = httpGet(port, "/v1/health");
        return answer.status == 200 && answer.complete && answer.json().value("status"_L1) == "ok"_L1;
    });
    OpenLoop generations(generationsPerSecond, 8, [port] {
        const HttpAnswer answer = httpPost(port, "/v1/generate", {{u"model"_s, u"present"_s}, {u"prompt"_s, u"x\n"_s}});
        return answer.status == 200 && answer.complete && answer.json().value("response"_L1) == " Hello, world!!"_L1;
    });
    QStringList statuses;
    while (statuses.size() < fewestPulls || Clock::now() - begin < window) {
        const QString name = u"new-%1.gguf"_s.arg(statuses.size());
        fixture.hub.addFile(repo, name, tinyGgufBytes({.name = name.toUtf8()}));
        statuses += fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, name}}).value("status"_L1).toString();
    }
    const auto pulls = static_cast<int>(statuses.size());
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    health.stop();
    generations.stop();

    const int good = health.good() + generations.good();
    const double rate = good / seconds;
    qInfo("%d health checks and %d generations in %.1f s, %.1f a second, while %d models were switched in",
          health.good(), generations.good(), seconds, rate, pulls);
    QCOMPARE(statuses, QStringList(pulls, u"complete"_s));
    QCOMPARE(health.failed(), 0);
    QCOMPARE(generations.failed(), 0);
    QVERIFY2(rate >= 40, "the machine was too busy to send 40 requests a second");
    QVERIFY(generations.good()
            >= 2 * fewestPulls); // on a busy machine they queue, and fewer of the 8 a second are begun
    QCOMPARE(switches() - switchesBefore, pulls);
}

QTEST_GUILESS_MAIN(TestAvailability)
#include "test_availability.moc"
