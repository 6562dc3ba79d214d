#include "fake_clock.h"
#include "proxy/fair_queue.h"
#include "proxy/generation_pace.h"

#include <QTest>

using namespace std::chrono_literals;

/// The order of those who wait, and how long they are told to stay away.
class TestAdmissionParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void servesClientsInRoundsAndEachInItsOrder();
    void tellsHowManyComeBefore();
    void takesTheLastEntryOfTheGreediest();
    void forgetsWhoHasNothingLeft();
    void assumesAWaitBeforeAnythingWasMeasured();
    void waitsAsLongAsThoseAheadWillTake();
    void followsAChangedPace();
    void neverTellsLessThanASecondOrMoreThanTwoMinutes();
};

namespace {

using Queue = FairQueue<QByteArray>;

/// Entries named after their client: "a1" is of "a".
Queue queueOf(const QList<QByteArray> &entries)
{
    Queue queue;
    for (const QByteArray &entry : entries)
        queue.add(entry.left(1), entry);
    return queue;
}

QByteArrayList drained(Queue &queue)
{
    QByteArrayList order;
    while (!queue.isEmpty())
        order += queue.takeNext();
    return order;
}

} // namespace

void TestAdmissionParts::servesClientsInRoundsAndEachInItsOrder()
{
    Queue queue = queueOf({"a1", "a2", "a3", "a4", "b1", "b2", "c1"});
    QCOMPARE(queue.size(), 7);
    QCOMPARE(queue.clients(), 3);
    QCOMPARE(queue.takeNext(), "a1");
    queue.add("d", "d1"); // comes last in the round
    QCOMPARE(drained(queue), (QByteArrayList{"b1", "c1", "a2", "d1", "b2", "a3", "a4"}));
    QCOMPARE(queue.size(), 0);
}

void TestAdmissionParts::tellsHowManyComeBefore()
{
    Queue queue = queueOf({"a1", "a2", "a3", "a4", "b1", "b2", "c1"});
    QVERIFY(queue.takeNext() == "a1"); // the round goes on with b
    Queue drain = queue;
    const QByteArrayList order = drained(drain);
    for (qsizetype i = 0; i < order.size(); ++i) {
        const auto position = queue.position([&](const QByteArray &entry) { return entry == order[i]; });
        QVERIFY2(position == i, order[i].constData());
    }
    QVERIFY(!queue.position([](const QByteArray &entry) { return entry == "z1"; }));
}

void TestAdmissionParts::takesTheLastEntryOfTheGreediest()
{
    Queue queue = queueOf({"a1", "b1", "b2", "b3", "c1"});
    QVERIFY(!queue.greediest(3)); // it has no more than that
    QCOMPARE(queue.greediest(2).value_or("none"), "b");
    QCOMPARE(queue.takeLastOf("b"), "b3");
    QCOMPARE(queue.sizeOf("b"), 2);
    QVERIFY(!queue.greediest(2));
    QVERIFY(!Queue().greediest(0));
}

void TestAdmissionParts::forgetsWhoHasNothingLeft()
{
    Queue queue = queueOf({"a1", "b1", "b2"});
    QCOMPARE(queue.takeIf([](const QByteArray &entry) { return entry != "b1"; }).size(), 2);
    QCOMPARE(queue.clients(), 1);
    QCOMPARE(queue.sizeOf("a"), 0);
    QCOMPARE(drained(queue), QByteArrayList{"b1"});
}

void TestAdmissionParts::assumesAWaitBeforeAnythingWasMeasured()
{
    FakeClock clock;
    const GenerationPace pace(clock);
    QVERIFY(!pace.mean());
    QCOMPARE(pace.wait(2, 1), 10s);
}

void TestAdmissionParts::waitsAsLongAsThoseAheadWillTake()
{
    FakeClock clock;
    GenerationPace pace(clock);
    const auto begin = pace.begin();
    clock.advance(3s);
    pace.ended(begin);
    QCOMPARE(pace.wait(1, 1), 3s);
    QCOMPARE(pace.wait(10, 1), 30s);
    QCOMPARE(pace.wait(10, 4), 8s); // 7.5, and nobody comes too early
    QCOMPARE(pace.wait(10, 0), 30s);
}

void TestAdmissionParts::followsAChangedPace()
{
    FakeClock clock;
    GenerationPace pace(clock);
    const auto run = [&](std::chrono::milliseconds time) {
        const auto begin = pace.begin();
        clock.advance(time);
        pace.ended(begin);
    };
    for (int i = 0; i < 20; ++i)
        run(10s);
    run(1s);
    QVERIFY(pace.mean()->count() > 7 && pace.mean()->count() < 9.5); // one changes little
    for (int i = 0; i < 20; ++i)
        run(1s);
    QVERIFY(pace.mean()->count() < 1.5);
}

void TestAdmissionParts::neverTellsLessThanASecondOrMoreThanTwoMinutes()
{
    FakeClock clock;
    GenerationPace pace(clock);
    const auto begin = pace.begin();
    clock.advance(10ms);
    pace.ended(begin);
    QCOMPARE(pace.wait(0, 1), 1s);
    QCOMPARE(pace.wait(5, 2), 1s);
    QCOMPARE(pace.wait(1'000'000, 1), 120s);
}

QTEST_GUILESS_MAIN(TestAdmissionParts)
#include "test_admission_parts.moc"
