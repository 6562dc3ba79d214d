#include "fake_clock.h"
#include "hub/hub_cache.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QUrl page(int number)
{
    return QUrl(u"https://hub.example/api/models?page=%1"_s.arg(number));
}

} // namespace

class TestHubCache : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsAnAnswerForAMinuteAndItsEtagForLonger();
    void showsNobodyWhatAnotherTokenMaySee();
    void staysWithinItsMemory();
    void keepsWhatIsUsed();
    void keepsNothingThatIsTooLarge();
};

void TestHubCache::keepsAnAnswerForAMinuteAndItsEtagForLonger()
{
    FakeClock clock;
    HubCache cache(clock);
    cache.keep(page(1), {}, {"\"a\"", {}, "body"});
    clock.advance(59s);
    QVERIFY(cache.isFresh(page(1), {}));
    clock.advance(2s);
    QVERIFY(!cache.isFresh(page(1), {}));
    QCOMPARE(cache.find(page(1), {})->etag, "\"a\"");
    cache.renew(page(1), {});
    QVERIFY(cache.isFresh(page(1), {}));
    QCOMPARE(cache.find(page(1), {})->body, "body");
}

void TestHubCache::showsNobodyWhatAnotherTokenMaySee()
{
    FakeClock clock;
    HubCache cache(clock);
    cache.keep(page(1), Secret("hf_one"), {{}, {}, "private"});
    QVERIFY(!cache.find(page(1), {}));
    QVERIFY(!cache.find(page(1), Secret("hf_two")));
    QVERIFY(cache.find(page(1), Secret("hf_one")));
}

void TestHubCache::staysWithinItsMemory()
{
    FakeClock clock;
    HubCache cache(clock);
    const QByteArray body(1 << 20, 'x');
    for (int i = 0; i < 20; ++i)
        cache.keep(page(i), {}, {{}, {}, body});
    QCOMPARE(cache.bytes(), HubCache::maxBytes);
    QVERIFY(!cache.find(page(11), {}));
    QVERIFY(cache.find(page(12), {}));
    for (int i = 100; i < 1000; ++i)
        cache.keep(page(i), {}, {{}, {}, "x"});
    QCOMPARE(cache.bytes(), HubCache::maxAnswers);
}

void TestHubCache::keepsWhatIsUsed()
{
    FakeClock clock;
    HubCache cache(clock);
    for (int i = 0; i < HubCache::maxAnswers; ++i)
        cache.keep(page(i), {}, {{}, {}, "x"});
    QVERIFY(cache.find(page(0), {}));
    cache.keep(page(1000), {}, {{}, {}, "x"});
    QVERIFY(cache.find(page(0), {}));
    QVERIFY(!cache.find(page(1), {}));
}

void TestHubCache::keepsNothingThatIsTooLarge()
{
    FakeClock clock;
    HubCache cache(clock);
    cache.keep(page(1), {}, {{}, {}, "x"});
    cache.keep(page(2), {}, {{}, {}, QByteArray(HubCache::maxBytes + 1, 'x')});
    QVERIFY(!cache.find(page(2), {}));
    QVERIFY(cache.find(page(1), {}));
}

QTEST_APPLESS_MAIN(TestHubCache)
#include "test_hub_cache.moc"
