#include "fake_clock.h"
#include "shimmy/back_off.h"
#include "shimmy/line_splitter.h"
#include "shimmy/shimmy_launch.h"

#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestShimmyParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void firstDeathIsAnsweredAtOnce();
    void backsOffLongerEachTime();
    void givesUpAfterFiveDeathsInARow();
    void aStableRunForgivesWhatWasBefore();
    void splitsLinesHoweverTheyArrive();
    void boundsALineThatNeverEnds();
    void environmentHoldsNothingOfOurs();
    void portIsAnotherWhenTheFirstIsTaken();
};

void TestShimmyParts::firstDeathIsAnsweredAtOnce()
{
    FakeClock clock;
    BackOff backOff(clock);
    backOff.started();
    clock.advance(10min);
    QCOMPARE(backOff.died(), 0ms);
}

void TestShimmyParts::backsOffLongerEachTime()
{
    FakeClock clock;
    BackOff backOff(clock);
    QList<qint64> waits;
    for (int i = 0; i < 10; ++i) {
        backOff.started();
        clock.advance(1s); // dies soon after each start
        waits += backOff.died()->count();
    }
    QCOMPARE(waits.first(), 0);
    const QList<qint64> least{0, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000};
    for (qsizetype i = 0; i < waits.size(); ++i) {
        QVERIFY2(waits[i] >= least[i], qPrintable(QString::number(waits[i])));
        QVERIFY2(waits[i] <= least[i] * 5 / 4, qPrintable(QString::number(waits[i]))); // and some jitter
    }
    QSet<qint64> longest;
    for (int i = 0; i < 20; ++i) {
        backOff.started();
        clock.advance(1s);
        longest += backOff.died()->count();
    }
    QVERIFY(longest.size() > 1);
}

void TestShimmyParts::givesUpAfterFiveDeathsInARow()
{
    FakeClock clock;
    BackOff backOff(clock);
    for (int i = 0; i < 4; ++i)
        QVERIFY(backOff.died().has_value());
    QVERIFY(!backOff.died().has_value());
    backOff.reset();
    QCOMPARE(backOff.died(), 0ms);
}

void TestShimmyParts::aStableRunForgivesWhatWasBefore()
{
    FakeClock clock;
    BackOff backOff(clock);
    for (int i = 0; i < 4; ++i)
        backOff.died();
    backOff.started();
    clock.advance(2min);
    QCOMPARE(backOff.died(), 0ms);
}

void TestShimmyParts::splitsLinesHoweverTheyArrive()
{
    const QByteArray text = "one\r\ntwo\n\n  three \nrest";
    for (const int piece : {1, 2, 5, 100}) {
        LineSplitter splitter;
        QStringList lines;
        for (qsizetype at = 0; at < text.size(); at += piece)
            lines += splitter.add(text.mid(at, piece));
        QCOMPARE(lines, (QStringList{u"one"_s, u"two"_s, u"three"_s}));
    }
}

void TestShimmyParts::boundsALineThatNeverEnds()
{
    LineSplitter splitter;
    qsizetype characters = 0;
    for (int i = 0; i < 100; ++i) {
        for (const QString &line : splitter.add(QByteArray(1000, 'x'))) {
            QVERIFY(line.size() <= 8192);
            characters += line.size();
        }
    }
    QVERIFY(characters >= 90'000);
}

void TestShimmyParts::environmentHoldsNothingOfOurs()
{
    qputenv("HF_TOKEN", "hf_secretOfTheService");
    qputenv("LD_PRELOAD_OF_OURS", "x");
    const ShimmyLaunch launch{u"/bin/shimmy"_s, u"/models/.shimmyd/serving"_s, u"/models/.shimmyd/run"_s, 8081};
    const QProcessEnvironment environment = shimmyEnvironment(launch);
    QCOMPARE(environment.value(u"SHIMMY_MODEL_PATHS"_s), u"/models/.shimmyd/serving"_s);
    QCOMPARE(environment.value(u"HOME"_s), u"/nonexistent"_s);
    for (const QString &variable : environment.toStringList())
        QVERIFY2(!variable.contains("hf_secret"_L1) && !variable.contains("OF_OURS"_L1), qPrintable(variable));
    QCOMPARE(shimmyArguments(launch), (QStringList{u"serve"_s, u"--bind"_s, u"127.0.0.1:8081"_s}));
    qunsetenv("HF_TOKEN");
}

void TestShimmyParts::portIsAnotherWhenTheFirstIsTaken()
{
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    const quint16 port = freePort(taken.serverPort());
    QVERIFY(port != 0 && port != taken.serverPort());
}

QTEST_GUILESS_MAIN(TestShimmyParts)
#include "test_shimmy_parts.moc"
