#include "playground/transcript_view.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr qint64 longestStop = 250; // ms; what is watched for other faults is several times as slow
#else
constexpr qint64 longestStop = 50; // ms
#endif

Turn prompt(const QString &text)
{
    return {Turn::Role::User, text};
}

Turn answer(const QString &text)
{
    return {Turn::Role::Assistant, text, u"tiny"_s, Turn::Ending::Complete, {25, 7, {}, {}}};
}

/// The longest time in which the event loop did not come round.
class LoopWatch final : public QObject {
public:
    LoopWatch()
    {
        m_time.start();
        startTimer(0);
    }
    qint64 longest() const { return std::max(m_longest, m_time.elapsed()); }

protected:
    void timerEvent(QTimerEvent * /*event*/) override { m_longest = std::max(m_longest, m_time.restart()); }

private:
    QElapsedTimer m_time;
    qint64 m_longest = 0;
};

} // namespace

/// However long a conversation is, the window goes on.
class TestTranscriptSpeed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void staysResponsiveWhileALongAnswerStreams();
    void staysResponsiveWhenALongChatIsOpened();
    void staysResponsiveWhenALongAnswerBecomesMarkdown();
};

void TestTranscriptSpeed::staysResponsiveWhileALongAnswerStreams()
{
    constexpr int pieces = 20'000;
    TranscriptView view;
    view.resize(700, 600);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    view.setTurns({prompt(u"Go"_s)});
    view.addTurn({Turn::Role::Assistant, {}, u"tiny"_s});
    Turn whole = answer({});
    LoopWatch watch;

    for (int piece = 0; piece < pieces; ++piece) {
        const QString text = piece % 40 == 39 ? u"the end.\n\n"_s : u"ten chars "_s;
        whole.text += text;
        view.addText(text);
        if (piece % 10 == 0)
            QCoreApplication::processEvents();
    }
    view.endTurn(whole);
    QTRY_VERIFY_WITH_TIMEOUT(view.isWritten(), 60'000);

    QCOMPARE(whole.text.size(), 200'000);
    QVERIFY(view.toPlainText().contains(whole.text.left(1000)));
    QVERIFY2(watch.longest() <= longestStop, qPrintable(QString::number(watch.longest())));
}

void TestTranscriptSpeed::staysResponsiveWhenALongChatIsOpened()
{
    TranscriptView view;
    view.resize(700, 600);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    QList<Turn> turns;
    for (int turn = 0; turn < 200; ++turn) {
        turns += prompt(u"What of it?"_s);
        turns += answer(u"Some *words* and `code`.\n\n- one\n- two\n\n"_s.repeated(10));
    }
    LoopWatch watch;
    view.setTurns(turns);
    QTRY_VERIFY_WITH_TIMEOUT(view.isWritten(), 120'000);
    QVERIFY2(watch.longest() <= longestStop, qPrintable(QString::number(watch.longest())));
}

void TestTranscriptSpeed::staysResponsiveWhenALongAnswerBecomesMarkdown()
{
    TranscriptView view;
    view.resize(700, 600);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    const QString part = u"Some *words* and `code`.\n\n- one\n- two\n\n```\nx = 1\ny = 2\n```\n\n"_s;
    LoopWatch watch;
    view.setTurns({prompt(u"Go"_s), answer(part.repeated(100'000 / part.size()))});
    QTRY_VERIFY_WITH_TIMEOUT(view.isWritten(), 60'000);
    view.grab();
    QVERIFY(!view.toPlainText().contains(u"```"_s));
    QVERIFY2(watch.longest() <= longestStop, qPrintable(QString::number(watch.longest())));
}

QTEST_MAIN(TestTranscriptSpeed)
#include "test_transcript_speed.moc"
