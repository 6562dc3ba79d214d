#include "application_fixture.h"
#include "connection/job_list.h"
#include "connection/model_list.h"
#include "run_program.h"
#include "service_process.h"
#include "tiny_gguf.h"
#include "watched_application.h"
#include "window_probe.h"

#include <QAbstractItemView>
#include <QTextEdit>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

/// By a program that takes a third of the time of Qt's.
QByteArray sha256Hex(const QString &path)
{
    return runProgram(u"sha256sum"_s, {path}).output.left(64);
}

bool isComplete(const JobList &jobs, const QString &repo)
{
    return std::ranges::any_of(
        jobs.jobs(), [&repo](const Job &job) { return job.repo == repo && job.isOver() && !job.modelId.isEmpty(); });
}

} // namespace

/// The window while much goes on: nothing may hold its loop up.
class TestResponsiveness : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isNeverHeldUpByAPullASearchAndAChat();
};

void TestResponsiveness::isNeverHeldUpByAPullASearchAndAChat()
{
    auto &watched = *static_cast<WatchedApplication *>(QCoreApplication::instance());
    QTemporaryDir directory; // of the file that the Hub below sends
    ApplicationFixture fixture({realShimmy(), true, {}, 0});
    const QString large = directory.filePath(u"large.gguf"_s);
    QVERIFY(writeSparseGguf(large, qint64(4) << 30));
    fixture.hub.addFile(u"org/tiny-GGUF"_s, u"tiny-Q8_0.gguf"_s, tinyGgufBytes({.runsOn = true}));
    fixture.hub.addLocalFile(u"org/large-GGUF"_s, u"large-Q8_0.gguf"_s, large, sha256Hex(large));
    for (int repo = 0; repo < 200; ++repo)
        fixture.hub.addFile(u"org/found-%1-GGUF"_s.arg(repo), u"found-Q8_0.gguf"_s, "GGUF");
    MainWindow &window = fixture.window();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTRY_VERIFY(fixture.isConnected());
    fixture.connection().startPull({.model = u"org/tiny-GGUF:Q8_0"_s}, &window, [](const auto &) {});
    QTRY_VERIFY(fixture.connection().models().find(u"tiny"_s));
    for (int place = 0; place < 5; ++place) // the first picture of each view may take longer: fonts, icons
        window.showView(place);
    QCoreApplication::processEvents();
    watched.takeSlowEvents();

    fixture.connection().startPull({.model = u"org/large-GGUF:Q8_0"_s}, &window, [](const auto &) {});
    window.showView(MainWindow::Playground);
    QTest::keyClick(&window, Qt::Key_4, Qt::ControlModifier);
    QTest::keyClicks(window.focusWidget(), u"Go on"_s); // answered as long as there is room
    QTest::keyClick(window.focusWidget(), Qt::Key_Return);
    auto &transcript = probe<QTextEdit>(window, u"transcript"_s);
    QTRY_VERIFY(transcript.toPlainText().contains("w40"_L1));
    QTest::keyClick(&window, Qt::Key_1, Qt::ControlModifier);
    auto &results = probe<QAbstractItemView>(window, u"searchResults"_s);
    for (const QChar letter : u"found"_s) {
        QTest::keyClicks(window.focusWidget(), letter);
        QTRY_VERIFY(results.model()->rowCount() > 0);
    }
    for (int page = 0; page < 10; ++page)
        QTest::keyClick(&results, Qt::Key_PageDown);
    window.showView(MainWindow::Downloads);
    QTRY_VERIFY_WITH_TIMEOUT(isComplete(fixture.connection().jobs(), u"org/large-GGUF"_s), 240'000);

    const QStringList slow = watched.takeSlowEvents();
    QVERIFY2(slow.isEmpty(), qPrintable(slow.join(u'\n')));
}

int main(int argc, char **argv)
{
    WatchedApplication application(argc, argv);
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    application.setLimit(std::chrono::milliseconds(250)); // what is watched for other faults is several times as slow
#endif
    TestResponsiveness test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_responsiveness.moc"
