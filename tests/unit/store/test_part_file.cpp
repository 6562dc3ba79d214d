#include "store/part_hasher.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 fileBytes = 1'000'000;

PartPlan plan(const QString &commit = QString(40, u'a'))
{
    return {*RepoId::parse(u"a/b"_s), *RepoPath::parse(u"c.gguf"_s), Revision::main(), commit, fileBytes, {}};
}

QByteArray pattern(qint64 begin, qint64 end)
{
    QByteArray bytes;
    for (qint64 at = begin; at < end; ++at)
        bytes += static_cast<char>(at * 31 % 251);
    return bytes;
}

} // namespace

class TestPartFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rangesMerge();
    void rangesTellWhatIsMissing();
    void splitsForParallel_data();
    void splitsForParallel();
    void remembersWhatWasCheckpointed();
    void forgetsWhatWasNotCheckpointed();
    void dropsATornRecord_data();
    void dropsATornRecord();
    void distrustsRecordsOfALostFile();
    void isLockedAgainstASecondWriter();
    void keepsTheCommitsApart();
    void hashesWhileItGrows();
    void hashingCanBeCancelled();
    void hashesTheSourcesOfASplitModel();
    void noticesThatItsFileWasRemoved();
    void doesNotBringAMissingDirectoryBack();
    void writesOnlyWhatIsMissing();
    void tellsWhatItHoldsWithoutBeingOpened();
    void removesItself();

private:
    std::shared_ptr<PartFile> open()
    {
        auto part = PartFile::open(plan(), m_directory->path());
        if (!part)
            qFatal("%s", qPrintable(part.error().message));
        return *part;
    }
    QString file(const char *name) const
    {
        return m_directory->path() + u'/' + plan().id() + u'/' + QString::fromLatin1(name);
    }
    std::unique_ptr<QTemporaryDir> m_directory;

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }
};

void TestPartFile::rangesMerge()
{
    ByteRanges ranges;
    for (const ByteRange range :
         {ByteRange{10, 20}, ByteRange{30, 40}, ByteRange{20, 30}, ByteRange{5, 12}, ByteRange{50, 50}})
        ranges.add(range);
    QCOMPARE(ranges.ranges(), (QList<ByteRange>{{5, 40}}));
    QCOMPARE(ranges.totalBytes(), 35);
}

void TestPartFile::rangesTellWhatIsMissing()
{
    ByteRanges ranges;
    QCOMPARE(ranges.missing(100), (QList<ByteRange>{{0, 100}}));
    ranges.add({10, 20});
    ranges.add({90, 100});
    QCOMPARE(ranges.missing(100), (QList<ByteRange>{{0, 10}, {20, 90}}));
    ranges.add({0, 100});
    QCOMPARE(ranges.missing(100), QList<ByteRange>());
}

void TestPartFile::splitsForParallel_data()
{
    QTest::addColumn<QList<ByteRange>>("missing");
    QTest::addColumn<int>("count");
    QTest::newRow("one gap") << QList<ByteRange>{{0, 1000}} << 4;
    QTest::newRow("a large and a small gap") << QList<ByteRange>{{0, 900}, {950, 1000}} << 4;
    QTest::newRow("more gaps than asked for") << QList<ByteRange>{{0, 10}, {20, 30}, {40, 50}} << 2;
    QTest::newRow("too small to split") << QList<ByteRange>{{0, 150}} << 4;
}

void TestPartFile::splitsForParallel()
{
    QFETCH(QList<ByteRange>, missing);
    QFETCH(int, count);
    const QList<ByteRange> pieces = splitForParallel(missing, count, 100);
    ByteRanges joined;
    qint64 bytes = 0;
    for (const ByteRange &piece : pieces) {
        QVERIFY(piece.size() > 0);
        const bool isWholeGap = missing.contains(piece);
        QVERIFY(isWholeGap || piece.size() >= 100);
        joined.add(piece);
        bytes += piece.size();
    }
    QCOMPARE(joined.ranges(), missing);
    QCOMPARE(bytes, joined.totalBytes()); // none overlap
}

void TestPartFile::remembersWhatWasCheckpointed()
{
    {
        const auto part = open();
        QVERIFY(part->write(1000, pattern(1000, 5000)));
        QVERIFY(part->checkpoint());
    }
    const auto part = open();
    QCOMPARE(part->heldBytes(), 4000);
    QCOMPARE(part->missing(), (QList<ByteRange>{{0, 1000}, {5000, fileBytes}}));
    QFile data(part->dataPath());
    QVERIFY(data.open(QIODevice::ReadOnly) && data.seek(1000));
    QCOMPARE(data.read(4000), pattern(1000, 5000));
}

void TestPartFile::forgetsWhatWasNotCheckpointed()
{
    {
        const auto part = open();
        QVERIFY(part->write(0, pattern(0, 100)));
        QVERIFY(part->checkpoint());
        QVERIFY(part->write(100, pattern(100, 200)));
    } // as a crash: nobody said that those were durable
    QCOMPARE(open()->heldBytes(), 100);
}

void TestPartFile::dropsATornRecord_data()
{
    QTest::addColumn<int>("chopped");
    QTest::addColumn<bool>("flipped");
    for (const int chopped : {1, 3, 7, 15})
        QTest::addRow("%d bytes short", chopped) << chopped << false;
    QTest::newRow("a byte flipped") << 0 << true;
}

void TestPartFile::dropsATornRecord()
{
    QFETCH(int, chopped);
    QFETCH(bool, flipped);
    {
        const auto part = open();
        for (const qint64 begin : {0, 100}) {
            QVERIFY(part->write(begin, pattern(begin, begin + 100)));
            QVERIFY(part->checkpoint());
        }
    }
    QFile journal(file("journal"));
    QVERIFY(journal.open(QIODevice::ReadWrite));
    if (flipped) {
        QVERIFY(journal.seek(journal.size() - 6));
        char byte = 0;
        QVERIFY(journal.peek(&byte, 1) == 1);
        byte = static_cast<char>(~byte);
        QVERIFY(journal.write(&byte, 1) == 1);
    }
    QVERIFY(journal.resize(journal.size() - chopped));
    journal.close();

    {
        const auto part = open();
        QCOMPARE(part->missing(), (QList<ByteRange>{{100, fileBytes}}));
        QVERIFY(part->write(100, pattern(100, 300)));
        QVERIFY(part->checkpoint()); // after the good records, not after the torn one
    }
    QCOMPARE(open()->missing(), (QList<ByteRange>{{300, fileBytes}}));
}

void TestPartFile::distrustsRecordsOfALostFile()
{
    {
        const auto part = open();
        QVERIFY(part->write(0, pattern(0, 100)));
        QVERIFY(part->checkpoint());
    }
    QVERIFY(QFile::remove(file("data")));
    QCOMPARE(open()->heldBytes(), 0);
}

void TestPartFile::isLockedAgainstASecondWriter()
{
    const auto part = open();
    const auto second = PartFile::open(plan(), m_directory->path());
    QVERIFY(!second);
    QCOMPARE(second.error().kind, ErrorKind::Locked);
}

void TestPartFile::keepsTheCommitsApart()
{
    const auto part = open();
    const auto other = PartFile::open(plan(QString(40, u'b')), m_directory->path());
    QVERIFY(other);
    QVERIFY((*other)->directory() != part->directory());
}

void TestPartFile::hashesWhileItGrows()
{
    const auto part = open();
    const QByteArray bytes = pattern(0, fileBytes);
    PartHasher hasher(part);
    QVERIFY(part->write(600'000, bytes.mid(600'000)));
    QCOMPARE(part->prefixBytes(), 0);
    QVERIFY(part->write(0, bytes.first(600'000)));
    QCOMPARE(part->prefixBytes(), fileBytes);
    QVERIFY(hasher.advanceTo(250'000));
    QCOMPARE(hasher.position(), 250'000);
    QVERIFY(hasher.advanceTo(fileBytes));
    const PartDigests digests = hasher.finish();
    QCOMPARE(digests.whole.toHex().toLatin1(), QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
    QCOMPARE(digests.sources, QList<Sha256>{digests.whole});
}

void TestPartFile::hashingCanBeCancelled()
{
    const auto part = open();
    PartHasher hasher(part);
    hasher.cancel();
    QCOMPARE(hasher.advanceTo(100).error().kind, ErrorKind::Cancelled);
}

void TestPartFile::hashesTheSourcesOfASplitModel()
{
    // A header of our own of 10 bytes, then shard 1 without its head, a gap of 2, and shard 2 that is nothing but head.
    PartPlan split = plan();
    split.bytes = 40;
    const QByteArray first = "HEAD-ONE" + pattern(0, 28);
    const QByteArray second = "HEAD-TWO";
    split.shards = {
        {*RepoPath::parse(u"c-00001-of-00002.gguf"_s), first.size(), sha256Of(first), 8, 28, 10},
        {*RepoPath::parse(u"c-00002-of-00002.gguf"_s), second.size(), sha256Of(second), 8, 0, 40},
    };
    const auto opened = PartFile::open(split, m_directory->path());
    QVERIFY(opened);
    const auto part = *opened;
    QVERIFY(part->keepHead(0, "HEAD-ONE"));
    QVERIFY(part->keepHead(1, "HEAD-TWO"));
    const QByteArray whole = "our header" + first.mid(8) + QByteArray(2, '\0');
    QVERIFY(part->write(0, whole));
    PartHasher hasher(part);
    QVERIFY(hasher.advanceTo(40));
    const PartDigests digests = hasher.finish();
    QCOMPARE(digests.sources, (QList<Sha256>{sha256Of(first), sha256Of(second)}));
    QCOMPARE(digests.whole, sha256Of(whole));
    // What a restart reads is the same plan.
    const auto again = PartPlan::fromJson(split.toJson());
    QVERIFY(again && *again == split);
}

void TestPartFile::noticesThatItsFileWasRemoved()
{
    const auto part = open();
    QVERIFY(part->write(0, pattern(0, 100)));
    QVERIFY(QFile::remove(part->dataPath()));
    const auto recorded = part->checkpoint();
    QVERIFY(!recorded);
    QCOMPARE(recorded.error().kind, ErrorKind::DiskFailed);
    QCOMPARE(part->heldBytes(), 0);
}

void TestPartFile::doesNotBringAMissingDirectoryBack()
{
    QVERIFY(QDir(m_directory->path()).removeRecursively());
    const auto part = PartFile::open(plan(), m_directory->path());
    QVERIFY(!part);
    QCOMPARE(part.error().kind, ErrorKind::DiskFailed);
    QVERIFY(!QFileInfo::exists(m_directory->path()));
}

void TestPartFile::writesOnlyWhatIsMissing()
{
    const auto part = open();
    QVERIFY(part->write(100, pattern(100, 200)));
    QVERIFY(part->writeMissing(0, QByteArray(300, 'x')));
    QCOMPARE(part->heldBytes(), 300);
    QCOMPARE(part->read(0, 300).value(), QByteArray(100, 'x') + pattern(100, 200) + QByteArray(100, 'x'));
}

void TestPartFile::tellsWhatItHoldsWithoutBeingOpened()
{
    {
        const auto part = open();
        QVERIFY(part->write(0, pattern(0, 100)));
        QVERIFY(part->checkpoint());
        QCOMPARE(PartFile::heldBytes(plan(), m_directory->path()), 100);
    }
    QCOMPARE(PartFile::heldBytes(plan(QString(40, u'b')), m_directory->path()), 0);
}

void TestPartFile::removesItself()
{
    QTemporaryDir trash;
    const auto part = open();
    QVERIFY(PartFile::allocatedBytes(plan(), m_directory->path()) >= fileBytes);
    part->remove(trash.path());
    for (const QString &directory : {m_directory->path(), trash.path()})
        QCOMPARE(QDir(directory).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList());
    QCOMPARE(PartFile::allocatedBytes(plan(), m_directory->path()), 0);
}

QTEST_APPLESS_MAIN(TestPartFile)
#include "test_part_file.moc"
