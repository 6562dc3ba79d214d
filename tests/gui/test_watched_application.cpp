#include "watched_application.h"

#include <QSemaphore>
#include <QTest>
#include <QThread>
#include <QThreadPool>

#include <sched.h>

#include <atomic>
#include <ctime>
#include <functional>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

namespace {

/// Computes for `time` of the processor's, however long that takes.
void compute(std::chrono::nanoseconds time)
{
    const auto computed = [] {
        timespec now{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
    };
    for (const auto until = computed() + time; computed() < until;)
        ;
}

/// Threads that want the one processor they share with the thread that made them.
class Rivals {
public:
    explicit Rivals(int count)
    {
        ::sched_getaffinity(0, sizeof m_before, &m_before);
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(::sched_getcpu(), &one);
        ::sched_setaffinity(0, sizeof one, &one); // the threads inherit it
        for (int rival = 0; rival < count; ++rival) {
            m_threads.emplace_back([this] {
                while (!m_isOver)
                    ;
            });
        }
    }
    ~Rivals()
    {
        m_isOver = true;
        for (std::thread &thread : m_threads)
            thread.join();
        ::sched_setaffinity(0, sizeof m_before, &m_before);
    }
    Rivals(const Rivals &) = delete;
    Rivals &operator=(const Rivals &) = delete;

private:
    cpu_set_t m_before{};
    std::atomic<bool> m_isOver = false;
    std::vector<std::thread> m_threads;
};

} // namespace

/// The watchdog of the window's tests: it must bite, and only what it should.
class TestWatchedApplication : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatComputesForLong();
    void tellsWhatWaitsForLong();
    void saysNothingOfWhatOthersTook();
    void saysNothingOfPaintersThatWaitForAProcessor();
    void saysNothingOfOtherThreads();

private:
    static QStringList takeSaid()
    {
        return static_cast<WatchedApplication *>(QCoreApplication::instance())->takeSlowEvents();
    }
    /// What the watchdog says of one event that does this.
    static QStringList saidOf(const std::function<void()> &action)
    {
        takeSaid();
        QMetaObject::invokeMethod(QCoreApplication::instance(), action, Qt::QueuedConnection);
        QCoreApplication::processEvents();
        return takeSaid();
    }
};

void TestWatchedApplication::tellsWhatComputesForLong()
{
    QCOMPARE(saidOf([] { compute(18ms); }).size(), 1);
    QCOMPARE(saidOf([] { compute(1ms); }), QStringList());
}

void TestWatchedApplication::tellsWhatWaitsForLong()
{
    QCOMPARE(saidOf([] { std::this_thread::sleep_for(18ms); }).size(), 1);
}

void TestWatchedApplication::saysNothingOfWhatOthersTook()
{
    std::chrono::nanoseconds passed{};
    QStringList said;
    {
        const Rivals rivals(8);
        said = saidOf([&passed] {
            const auto start = std::chrono::steady_clock::now();
            std::this_thread::sleep_for(100us);
            compute(8ms);
            passed = std::chrono::steady_clock::now() - start;
        });
    }
    QCOMPARE_GT(passed, 20ms); // or the rivals were none
    QCOMPARE(said, QStringList());
}

void TestWatchedApplication::saysNothingOfPaintersThatWaitForAProcessor()
{
    QThreadPool painters;
    painters.setExpiryTimeout(-1);
    std::chrono::nanoseconds passed{};
    QStringList said;
    {
        const Rivals rivals(8);
        const auto paint = [&painters](std::chrono::nanoseconds time) {
            QSemaphore done;
            painters.start([&done, time] {
                compute(time);
                done.release();
            });
            done.acquire();
        };
        paint(1us); // it has its thread now
        said = saidOf([&paint, &passed] {
            const auto start = std::chrono::steady_clock::now();
            paint(8ms);
            passed = std::chrono::steady_clock::now() - start;
        });
    }
    QCOMPARE_GT(passed, 20ms);
    QCOMPARE(said, QStringList());
}

void TestWatchedApplication::saysNothingOfOtherThreads()
{
    QThread thread;
    QObject worker;
    worker.moveToThread(&thread);
    thread.start();
    const QStringList said = saidOf([&worker] {
        QMetaObject::invokeMethod(
            &worker, [] { std::this_thread::sleep_for(18ms); }, Qt::QueuedConnection);
        QMetaObject::invokeMethod(
            &worker, [&worker] { worker.thread()->quit(); }, Qt::QueuedConnection);
    });
    QVERIFY(thread.wait());
    QCOMPARE(said + takeSaid(), QStringList());
}

int main(int argc, char **argv)
{
    WatchedApplication application(argc, argv);
    TestWatchedApplication test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_watched_application.moc"
