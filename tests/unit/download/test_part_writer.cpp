#include "download/part_writer.h"
#include "fake_clock.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace Qt::StringLiterals;

namespace {

PartPlan plan()
{
    return {*RepoId::parse(u"org/model"_s),
            *RepoPath::parseGguf(u"model-Q8_0.gguf"_s),
            Revision::main(),
            QString(40, u'a'),
            1000,
            sha256Of("x")};
}

/// Without the event loop: the part is being opened, and nobody hears of it.
void awaitFilesIn(const QTemporaryDir &directory)
{
    while (QDir(directory.path()).isEmpty())
        QThread::yieldCurrentThread();
}

} // namespace

class TestPartWriter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPartThatWasOpenedTooLateIsLetGo();
    void aPartThatIsClosedBeforeAnybodyKnowsOfItIsLetGo();
};

/// A service that stops has no event loop any more, and the next one in this process wants the part.
void TestPartWriter::aPartThatWasOpenedTooLateIsLetGo()
{
    const QTemporaryDir directory;
    FakeClock clock;
    {
        PartWriter writer(clock, nullptr);
        writer.open(plan(), directory.path(), nullptr, [](const auto &) {});
        awaitFilesIn(directory);
    }
    const auto again = PartFile::open(plan(), directory.path());
    QVERIFY2(again.has_value(), again ? "" : qPrintable(again.error().message));
}

void TestPartWriter::aPartThatIsClosedBeforeAnybodyKnowsOfItIsLetGo()
{
    const QTemporaryDir directory;
    FakeClock clock;
    PartWriter writer(clock, nullptr);
    bool isOpen = false;
    writer.open(plan(), directory.path(), nullptr, [](const auto &) {});
    awaitFilesIn(directory);
    writer.open(plan(), directory.path(), nullptr, [&](const Result<void> &opened) { isOpen = opened.has_value(); });
    QTRY_VERIFY(isOpen);
}

QTEST_GUILESS_MAIN(TestPartWriter)
#include "test_part_writer.moc"
