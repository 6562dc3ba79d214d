#include "application/single_instance.h"

#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace Qt::StringLiterals;

/// What happens when the program is started twice.
class TestSingleInstance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aSecondStartCallsTheFirst();
    void aStartWhileTheFirstEndsWaitsForIt();
    void otherSettingsAreAnotherProgram();
    void oneThatWasKilledIsInNobodysWay();

private:
    QTemporaryDir m_runtime; ///< only the user's, as the system's is
};

void TestSingleInstance::initTestCase()
{
    qputenv("XDG_RUNTIME_DIR", m_runtime.path().toUtf8());
}

void TestSingleInstance::aSecondStartCallsTheFirst()
{
    const SingleInstance first(u"/a/settings.ini"_s);
    QVERIFY(first.isFirst());
    QSignalSpy called(&first, &SingleInstance::called);
    QProcess second; // waits for the first one, so it is another process
    second.start(QCoreApplication::applicationFilePath(), {u"second"_s, u"/a/settings.ini"_s});
    QTRY_COMPARE_WITH_TIMEOUT(second.state(), QProcess::NotRunning, 30'000);
    QCOMPARE(second.exitCode(), 0);
    QCOMPARE(called.size(), 1);
    QCOMPARE(qgetenv("XDG_ACTIVATION_TOKEN"), QByteArray("token of the second"));
}

void TestSingleInstance::aStartWhileTheFirstEndsWaitsForIt()
{
    auto first = std::make_unique<SingleInstance>(u"/a/settings.ini"_s);
    QSignalSpy called(first.get(), &SingleInstance::called);
    first->leave();
    QProcess second;
    second.start(QCoreApplication::applicationFilePath(), {u"next"_s, u"/a/settings.ini"_s});
    QVERIFY(second.waitForReadyRead(30'000));
    QCOMPARE(second.readAllStandardOutput(), QByteArray("not heard\n"));
    first.reset();
    QTRY_COMPARE_WITH_TIMEOUT(second.state(), QProcess::NotRunning, 60'000);
    QCOMPARE(second.readAllStandardOutput(), QByteArray("first\n"));
    QCOMPARE(called.size(), 0);
}

void TestSingleInstance::otherSettingsAreAnotherProgram()
{
    const SingleInstance first(u"/a/settings.ini"_s);
    const SingleInstance other(u"/b/settings.ini"_s);
    QVERIFY(first.isFirst());
    QVERIFY(other.isFirst());
}

void TestSingleInstance::oneThatWasKilledIsInNobodysWay()
{
    QProcess killed;
    killed.start(QCoreApplication::applicationFilePath(), {u"first"_s, u"/a/settings.ini"_s});
    QVERIFY(killed.waitForReadyRead(30'000));
    QCOMPARE(killed.readAllStandardOutput(), QByteArray("first\n"));
    QVERIFY(!SingleInstance(u"/a/settings.ini"_s).isFirst());
    killed.kill();
    QVERIFY(killed.waitForFinished(30'000));

    const SingleInstance next(u"/a/settings.ini"_s);
    QVERIFY(next.isFirst());
    QSignalSpy called(&next, &SingleInstance::called);
    QProcess second;
    second.start(QCoreApplication::applicationFilePath(), {u"second"_s, u"/a/settings.ini"_s});
    QTRY_COMPARE_WITH_TIMEOUT(second.state(), QProcess::NotRunning, 30'000);
    QCOMPARE(called.size(), 1);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.value(1) == "second"_L1) { // started by the tests
        qputenv("XDG_ACTIVATION_TOKEN", "token of the second");
        const SingleInstance instance(words.value(2));
        return !instance.isFirst() && instance.callFirst() ? 0 : 1;
    }
    if (words.value(1) == "next"_L1) {
        SingleInstance instance(words.value(2));
        std::printf(instance.callFirst() ? "heard\n" : "not heard\n");
        std::fflush(stdout);
        std::printf(instance.waitForFirst() ? "first\n" : "second\n");
        return 0;
    }
    if (words.value(1) == "first"_L1) {
        const SingleInstance instance(words.value(2));
        QFile output;
        if (!output.open(stdout, QIODevice::WriteOnly))
            return 1;
        output.write(instance.isFirst() ? "first\n" : "second\n");
        output.close();
        return QCoreApplication::exec();
    }
    TestSingleInstance test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_single_instance.moc"
