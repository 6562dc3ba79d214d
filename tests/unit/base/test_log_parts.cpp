#include "base/log_history.h"
#include "base/log_limiter.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

LogLine line(const QString &message, LogLevel level = LogLevel::Info)
{
    return {QDateTime::currentDateTimeUtc(), level, u"test"_s, message, {}};
}

} // namespace

/// What becomes of a message before somebody reads it.
class TestLogParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aBucketGivesABurstAndThenItsRate();
    void aFloodOfOneKindIsThinnedOutAndCounted();
    void oneKindDoesNotSilenceAnother();
    void manyKindsOfOneCategoryAreThinnedOutTogether();
    void aQuietKindIsWholeAgain();
    void historyKeepsTheLastLines();
    void historyIsBoundedByItsText();
    void historyTakesLinesOfManyThreads();
    void aLineCannotForgeAnother();
    void aRequestStandsInItsLines();
};

void TestLogParts::aBucketGivesABurstAndThenItsRate()
{
    TokenBucket bucket(5, 2);
    TokenBucket::TimePoint now(1h);
    const auto takeAll = [&] {
        int taken = 0;
        while (bucket.take(now))
            ++taken;
        return taken;
    };
    QCOMPARE(takeAll(), 5);
    now += 1s;
    QCOMPARE(takeAll(), 2);
    now += 1h;
    QCOMPARE(takeAll(), 5); // not more than it holds
}

void TestLogParts::aFloodOfOneKindIsThinnedOutAndCounted()
{
    LogLimiter limiter;
    LogLimiter::TimePoint now(1h);
    qint64 admitted = 0;
    for (int i = 0; i < 10'000; ++i)
        admitted += limiter.admit(u"shimmy"_s, LogLevel::Info, u"request %1 was slow"_s.arg(i), now) ? 1 : 0;

    QCOMPARE(admitted, 100);
    QVERIFY(limiter.takeLeftOut(now).isEmpty()); // more may come
    const auto leftOut = limiter.takeLeftOut(now + 1s);
    QCOMPARE(leftOut.size(), 1);
    QCOMPARE(leftOut.first().category, u"shimmy"_s);
    QCOMPARE(leftOut.first().example, u"request 0 was slow"_s);
    QCOMPARE(leftOut.first().count, 9900);
    QVERIFY(limiter.takeLeftOut(now + 10s).isEmpty()); // told once
}

void TestLogParts::oneKindDoesNotSilenceAnother()
{
    LogLimiter limiter;
    const LogLimiter::TimePoint now(1h);
    for (int i = 0; i < 1000; ++i)
        limiter.admit(u"shimmy"_s, LogLevel::Info, u"the same again and again", now);

    QVERIFY(limiter.admit(u"shimmy"_s, LogLevel::Info, u"something else", now));
    QVERIFY(limiter.admit(u"shimmy"_s, LogLevel::Error, u"the same again and again", now));
    QVERIFY(limiter.admit(u"download"_s, LogLevel::Info, u"the same again and again", now));
}

void TestLogParts::manyKindsOfOneCategoryAreThinnedOutTogether()
{
    LogLimiter limiter;
    const LogLimiter::TimePoint now(1h);
    const auto word = [](int number) {
        QString text;
        for (; number > 0; number /= 26)
            text += QChar(u'a' + number % 26);
        return text;
    };
    qint64 admitted = 0;
    for (int i = 0; i < 20'000; ++i)
        admitted += limiter.admit(u"shimmy"_s, LogLevel::Info, word(i + 26 * 26 * 26), now) ? 1 : 0;

    QCOMPARE(admitted, 1000);
    QVERIFY(limiter.admit(u"store"_s, LogLevel::Info, u"of another category", now));
}

void TestLogParts::aQuietKindIsWholeAgain()
{
    LogLimiter limiter;
    const LogLimiter::TimePoint now(1h);
    for (int i = 0; i < 1000; ++i)
        limiter.admit(u"x"_s, LogLevel::Info, u"flood", now);

    int admitted = 0;
    for (int i = 0; i < 1000; ++i)
        admitted += limiter.admit(u"x"_s, LogLevel::Info, u"flood", now + 1min) ? 1 : 0;

    QCOMPARE(admitted, 100);
}

void TestLogParts::historyKeepsTheLastLines()
{
    LogHistory history;
    QCOMPARE(history.last(), 0U);
    QVERIFY(history.after(0, 10).isEmpty());
    for (int i = 1; i <= 3000; ++i)
        history.add(line(QString::number(i)));

    QCOMPARE(history.last(), 3000U);
    const auto all = history.after(0, 5000);
    QCOMPARE(all.size(), 2000);
    QCOMPARE(all.first().number, 1001U);
    QCOMPARE(all.first().line.message, u"1001"_s);
    const auto some = history.after(2990, 3);
    QCOMPARE(some.size(), 3);
    QCOMPARE(some.last().number, 2993U);
}

void TestLogParts::historyIsBoundedByItsText()
{
    LogHistory history;
    for (int i = 0; i < 2000; ++i)
        history.add(line(QString(100'000, u'x')));

    qsizetype characters = 0;
    for (const auto &entry : history.after(0, 5000))
        characters += entry.line.message.size();
    QVERIFY(characters > 500'000 && characters <= 1 << 20);
}

void TestLogParts::historyTakesLinesOfManyThreads()
{
    LogHistory history;
    std::atomic<int> told = 0;
    history.setListener([&told] { ++told; });
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&history] {
            for (int i = 0; i < 1000; ++i)
                history.add(line(u"from a thread"_s));
        });
    }
    for (std::thread &thread : threads)
        thread.join();

    QCOMPARE(history.last(), 8000U);
    QCOMPARE(told, 8000);
    quint64 expected = 6001;
    for (const auto &entry : history.after(0, 5000))
        QCOMPARE(entry.number, expected++);
}

void TestLogParts::aLineCannotForgeAnother()
{
    const LogLine forged = line(u"harmless\n2026-01-01 error audit: \x1b[31mforged"_s);

    QVERIFY(!forged.toBytes(LogFormat::Text).contains('\n'));
    QVERIFY(!forged.toBytes(LogFormat::Text).contains('\x1b'));
    QVERIFY(!forged.toBytes(LogFormat::Json).contains('\n'));
    QCOMPARE(QJsonDocument::fromJson(forged.toBytes(LogFormat::Json)).object().value("message"_L1), forged.message);
}

void TestLogParts::aRequestStandsInItsLines()
{
    LogLine concerned = line(u"done"_s);
    QVERIFY(!QJsonDocument::fromJson(concerned.toBytes(LogFormat::Json)).object().contains("request"_L1));
    concerned.request = "8f3a";

    QVERIFY(concerned.toBytes(LogFormat::Text).endsWith("info test: done request=8f3a"));
    QCOMPARE(QJsonDocument::fromJson(concerned.toBytes(LogFormat::Json)).object().value("request"_L1), u"8f3a"_s);
}

QTEST_GUILESS_MAIN(TestLogParts)
#include "test_log_parts.moc"
