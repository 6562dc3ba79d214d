#include "gguf_writer.h"
#include "store/gguf_header.h"
#include "store/gguf_source.h"
#include "tiny_gguf.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 f32 = 0;
constexpr quint32 q8 = 8; // Q8_0: 34 bytes for 32 weights
constexpr quint32 noSuchType = 77;

GgufWriter writer()
{
    GgufWriter made;
    made.addText("general.architecture", "llama");
    return made;
}

/// A GGUF of one tensor that is as told.
QByteArray tensorFile(const QList<quint64> &shape, quint32 type, qsizetype dataBytes,
                      std::optional<quint64> offset = {})
{
    GgufWriter made = writer();
    made.addTypedTensor("w", shape, type, QByteArray(dataBytes, '\1'), offset);
    return made.bytes();
}

/// A GGUF that is good but for one more key-value.
QByteArray keyFile(const QByteArray &key, quint32 type, const QByteArray &value)
{
    GgufWriter made = writer();
    made.addRaw(key, type, value);
    made.addTensor("w", {8}, QByteArray(32, '\1'));
    return made.bytes();
}

/// Counts what it is asked for.
class CountingSource final : public GgufSource {
public:
    explicit CountingSource(const QByteArray &bytes)
        : m_bytes(bytes)
    {
    }
    qint64 bytes() const override { return m_bytes.size(); }
    qint64 available() const override { return m_bytes.size(); }
    bool read(qint64 offset, char *to, qint64 count) override
    {
        bytesRead += count;
        std::copy_n(m_bytes.constData() + offset, count, to);
        return true;
    }
    qint64 bytesRead = 0;

private:
    QByteArray m_bytes;
};

template <class T>
QByteArray number(T value)
{
    return GgufWriter::number(value);
}

} // namespace

class TestGgufHeader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesHostileFiles_data();
    void refusesHostileFiles();
    void acceptsWhatIsOnlyUnusual_data();
    void acceptsWhatIsOnlyUnusual();
    void readsNumbersOfEveryWidth_data();
    void readsNumbersOfEveryWidth();
    void keepsTheStartOfALongName();
    void capsTheHeader();
    void tellsTheDisksFaultFromTheFiles();
    void takesNoNegativeSize();
    void asksForMoreOfARemoteFile();
    void seesDamageInTheStartOfARemoteFile_data();
    void seesDamageInTheStartOfARemoteFile();
    void readsNoByteTwice();
    void tellsWhatATokenOfTheContextTakes_data();
    void tellsWhatATokenOfTheContextTakes();

private:
    Result<GgufHeader> read(const QByteArray &bytes);
    QTemporaryDir m_directory;
};

Result<GgufHeader> TestGgufHeader::read(const QByteArray &bytes)
{
    QFile file(m_directory.filePath(u"file.gguf"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
    file.close();
    return readGgufHeader(file.fileName());
}

void TestGgufHeader::refusesHostileFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason"); // part of it

    const quint64 top = quint64(1) << 63;
    QTest::newRow("a dimension of zero") << tensorFile({0}, f32, 0) << u"dimension"_s;
    QTest::newRow("a second dimension of zero") << tensorFile({32, 0}, f32, 0) << u"dimension"_s;
    QTest::newRow("zero hides an overflow") << tensorFile({quint64(1) << 62, 0, 16}, f32, 0) << u"dimension"_s;
    QTest::newRow("a dimension that is negative as signed") << tensorFile({top}, noSuchType, 0) << u"dimension"_s;
    QTest::newRow("more weights than a signed number holds")
        << tensorFile({quint64(1) << 32, quint64(1) << 31}, noSuchType, 0) << u"weights"_s;
    QTest::newRow("more weights than an unsigned number holds")
        << tensorFile({quint64(1) << 62, 16}, f32, 32) << u"weights"_s;
    QTest::newRow("five dimensions") << tensorFile({2, 2, 2, 1, 1}, f32, 32) << u"5 dimensions"_s;
    QTest::newRow("rows that are no whole blocks") << tensorFile({16, 2}, q8, 34) << u"block"_s;
    QTest::newRow("a scalar of blocks") << tensorFile({}, q8, 34) << u"block"_s;
    QTest::newRow("an offset off the alignment") << tensorFile({8}, f32, 64, 4) << u"alignment"_s;
    QTest::newRow("an offset that overflows") << tensorFile({8}, f32, 32, ~quint64(31)) << u"2^63"_s;
    QTest::newRow("an offset behind the end") << tensorFile({8}, f32, 32, 64) << u"truncated"_s;
    QTest::newRow("an offset of an unknown type behind the end")
        << tensorFile({8}, noSuchType, 32, 4096) << u"truncated"_s;

    GgufWriter twice = writer();
    twice.addTensor("w", {8}, QByteArray(32, '\1'));
    twice.addTensor("w", {8}, QByteArray(32, '\1'));
    QTest::newRow("two tensors of one name") << twice.bytes() << u"twice"_s;
    GgufWriter longName = writer();
    longName.addTensor(QByteArray(64, 'w'), {8}, QByteArray(32, '\1'));
    QTest::newRow("a tensor name of 64") << longName.bytes() << u"64"_s;

    const auto four = number(quint32(4));
    QTest::newRow("a key twice") << keyFile("general.architecture", 8, GgufWriter::text("llama")) << u"twice"_s;
    QTest::newRow("a long key") << keyFile(QByteArray(65'536, 'k'), 4, four) << u"65536"_s;
    QTest::newRow("a value of no type") << keyFile("k", 13, four) << u"type"_s;
    QTest::newRow("an array of no type") << keyFile("k", 9, number(quint32(13)) + number(quint64(0))) << u"type"_s;
    QTest::newRow("an array of arrays") << keyFile("k", 9, number(quint32(9)) + number(quint64(0))) << u"arrays"_s;
    QTest::newRow("an array too long") << keyFile("k", 9, number(quint32(0)) + number(quint64(1'000'001)))
                                       << u"1000001"_s;
    QTest::newRow("an array that overflows when multiplied")
        << keyFile("k", 9, number(quint32(10)) + number((quint64(1) << 61) + 1)) << u"array"_s;
    QTest::newRow("a string too long") << keyFile("k", 8, number(quint64(10'000'001))) << u"10000001"_s;
    QTest::newRow("a string behind the end") << keyFile("k", 8, number(quint64(9'000'000))) << u"ends"_s;
    QTest::newRow("an alignment of zero") << keyFile("general.alignment", 4, number(quint32(0))) << u"alignment"_s;
    QTest::newRow("an alignment of 24") << keyFile("general.alignment", 4, number(quint32(24))) << u"alignment"_s;
    QTest::newRow("an alignment of 2^21")
        << keyFile("general.alignment", 4, number(quint32(1) << 21)) << u"alignment"_s;
    // llama.cpp aborts on it, and takes Shimmy along.
    QTest::newRow("an alignment of 64 bits") << keyFile("general.alignment", 10, number(quint64(32))) << u"alignment"_s;

    GgufWriter few = writer();
    few.addTensor("w", {8}, QByteArray(32, '\1'));
    QTest::newRow("too many keys") << few.bytes(0, 100'001) << u"100001"_s;
    QTest::newRow("too many tensors") << few.bytes(1'000'001) << u"1000001"_s;
    QTest::newRow("no tensors") << writer().bytes() << u"tensors"_s;
    GgufWriter nameless;
    nameless.addTensor("w", {8}, QByteArray(32, '\1'));
    QTest::newRow("no architecture") << nameless.bytes() << u"architecture"_s;
}

void TestGgufHeader::refusesHostileFiles()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);

    const auto header = read(bytes);

    QVERIFY(!header.has_value());
    QCOMPARE(header.error().kind, ErrorKind::NotGguf);
    QCOMPARE(header.error().message, u"Downloaded file is not a valid GGUF/GGML model"_s);
    QVERIFY2(header.error().hint.contains(reason), qPrintable(header.error().hint));
}

void TestGgufHeader::acceptsWhatIsOnlyUnusual_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("a scalar") << tensorFile({}, f32, 4);
    QTest::newRow("whole blocks") << tensorFile({32, 2}, q8, 68);
    QTest::newRow("a type of tomorrow") << tensorFile({33}, noSuchType, 32);
    QTest::newRow("a tensor name of 63") << [] {
        GgufWriter made = writer();
        made.addTensor(QByteArray(63, 'w'), {8}, QByteArray(32, '\1'));
        return made.bytes();
    }();
    QTest::newRow("a key of 65535") << keyFile(QByteArray(65'535, 'k'), 4, number(quint32(4)));
    QTest::newRow("a key of no bytes") << keyFile("", 4, number(quint32(4)));
    QTest::newRow("an empty array") << keyFile("k", 9, number(quint32(8)) + number(quint64(0)));
    for (const quint32 alignment : {1u, 8u, 64u, 4096u}) {
        GgufWriter made;
        made.setAlignment(alignment);
        made.addText("general.architecture", "llama");
        made.addTensor("v", {8}, QByteArray(32, '\1'));
        made.addTensor("w", {8}, QByteArray(32, '\1'));
        QTest::addRow("an alignment of %u", alignment) << made.bytes();
    }
    QTest::newRow("version 2") << [] {
        GgufWriter made = writer();
        made.addTensor("w", {8}, QByteArray(32, '\1'));
        return made.bytes(0, 0, 2);
    }();
}

void TestGgufHeader::acceptsWhatIsOnlyUnusual()
{
    QFETCH(QByteArray, bytes);
    const auto header = read(bytes);
    QVERIFY2(header.has_value(), header ? "" : qPrintable(header.error().hint));
    QCOMPARE(header->architecture, u"llama"_s);
}

void TestGgufHeader::readsNumbersOfEveryWidth_data()
{
    QTest::addColumn<quint32>("type");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<qint64>("expected");
    QTest::newRow("u8") << 0u << QByteArray("\xff") << qint64(255);
    QTest::newRow("i8") << 1u << QByteArray("\x7f") << qint64(127);
    QTest::newRow("u16") << 2u << number(quint16(0xffff)) << qint64(0xffff);
    QTest::newRow("u32") << 4u << number(quint32(0xffffffff)) << qint64(0xffffffff);
    QTest::newRow("i32") << 5u << number(qint32(4096)) << qint64(4096);
    QTest::newRow("u64") << 10u << number(quint64(1) << 40) << (qint64(1) << 40);
    QTest::newRow("negative i32") << 5u << number(qint32(-1)) << qint64(0);
    QTest::newRow("negative i64") << 11u << number(~quint64(0)) << qint64(0);
    QTest::newRow("u64 beyond a signed number") << 10u << number(~quint64(0)) << qint64(0);
    QTest::newRow("a float") << 6u << number(float(1)) << qint64(0);
    QTest::newRow("a text") << 8u << GgufWriter::text("8192") << qint64(0);
}

void TestGgufHeader::readsNumbersOfEveryWidth()
{
    QFETCH(quint32, type);
    QFETCH(QByteArray, value);
    QFETCH(qint64, expected);
    const auto header = read(keyFile("llama.context_length", type, value));
    QVERIFY(header.has_value());
    QCOMPARE(header->contextLength, expected);
}

void TestGgufHeader::keepsTheStartOfALongName()
{
    const auto header = read(keyFile("general.name", 8, GgufWriter::text(QByteArray("é").repeated(300'000))));
    QVERIFY(header.has_value());
    QCOMPARE(header->name, QString(200, QChar(u'é')));
}

void TestGgufHeader::capsTheHeader()
{
    // 40 arrays of 8 MB, all of them holes of a sparse file.
    QFile file(m_directory.filePath(u"wide.gguf"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(writer().bytes(1, 41).first(24 + 8 + 20 + 4 + 8 + 5)) > 0);
    for (int i = 0; i < 40; ++i) {
        QVERIFY(file.write(GgufWriter::text(QByteArray::number(i)) + number(quint32(9)) + number(quint32(10))
                           + number(quint64(1'000'000)))
                > 0);
        QVERIFY(file.seek(file.pos() + 8'000'000));
    }
    QVERIFY(file.flush() && ::ftruncate(file.handle(), file.pos() + 4096) == 0);
    const auto header = readGgufHeader(file.fileName());
    QVERIFY(!header.has_value());
    QCOMPARE(header.error().kind, ErrorKind::NotGguf);
    QVERIFY2(header.error().hint.contains("longer than"_L1), qPrintable(header.error().hint));
}

void TestGgufHeader::tellsTheDisksFaultFromTheFiles()
{
    QFile file(m_directory.filePath(u"short.gguf"_s));
    QVERIFY(file.open(QIODevice::ReadWrite) && file.write(tinyGgufBytes().first(2000)) == 2000 && file.flush());
    // Its size was asked for before somebody cut it.
    const auto header = readGgufHeader(file.handle(), 1'000'000);
    QVERIFY(!header.has_value());
    QCOMPARE(header.error().kind, ErrorKind::DiskFailed);
}

void TestGgufHeader::takesNoNegativeSize()
{
    QFile file(m_directory.filePath(u"negative.gguf"_s));
    QVERIFY(file.open(QIODevice::ReadWrite) && file.write(tinyGgufBytes()) > 0 && file.flush());
    const auto header = readGgufHeader(file.handle(), -1);
    QVERIFY(!header.has_value());
    QCOMPARE(header.error().kind, ErrorKind::NotGguf);
}

void TestGgufHeader::asksForMoreOfARemoteFile()
{
    GgufWriter made = writer();
    made.addTensor("w", {8}, QByteArray(32, '\1'));
    const QByteArray bytes = made.bytes();
    constexpr qsizetype preambleBytes = 24;
    constexpr qsizetype keyBytes = 8 + 20 + 4 + 8 + 5;
    constexpr qsizetype tensorBytes = 8 + 1 + 4 + 8 + 4 + 8;

    for (qsizetype known = 0; known <= bytes.size(); ++known) {
        GgufPrefixSource source(bytes.first(known), bytes.size());
        const auto header = readGgufHeader(source);
        QVERIFY2(header.has_value(), qPrintable(QString::number(known)));
        QCOMPARE(header->has_value(), known >= preambleBytes + keyBytes + tensorBytes);
        if (*header)
            QCOMPARE((*header)->parameterCount, 8);
    }
}

void TestGgufHeader::seesDamageInTheStartOfARemoteFile_data()
{
    QTest::addColumn<QByteArray>("prefix");
    QTest::addColumn<qint64>("fileBytes");
    GgufWriter made = writer();
    made.addTensor("w", {8}, QByteArray(32, '\1'));
    const QByteArray good = made.bytes();
    QTest::newRow("a web page") << QByteArray("<html>") << qint64(100'000);
    QTest::newRow("a file that ends inside its header") << good.first(50) << qint64(50);
    QTest::newRow("a string longer than the file") << good.first(32) << qint64(40);
    QTest::newRow("truncated data") << good.first(102) << qint64(good.size() - 1);
    QTest::newRow("nothing") << QByteArray() << qint64(0);
    QTest::newRow("a negative size") << good << qint64(-1);
}

void TestGgufHeader::seesDamageInTheStartOfARemoteFile()
{
    QFETCH(QByteArray, prefix);
    QFETCH(qint64, fileBytes);
    GgufPrefixSource source(prefix, fileBytes);
    const auto header = readGgufHeader(source);
    QVERIFY(!header.has_value());
    QCOMPARE(header.error().kind, ErrorKind::NotGguf);
}

void TestGgufHeader::readsNoByteTwice()
{
    // Strings that end just behind what a reader may have buffered.
    GgufWriter made = writer();
    for (int i = 0; i < 50; ++i)
        made.addText("general.name" + QByteArray::number(i), QByteArray(140'000, 'x'));
    made.addText("general.name", QByteArray(1'000'000, 'x'));
    made.addTensor("w", {8}, QByteArray(32, '\1'));
    CountingSource source(made.bytes());

    const auto header = readGgufHeader(source);

    QVERIFY(header.has_value() && header->has_value());
    QVERIFY2(source.bytesRead <= source.bytes(), qPrintable(QString::number(source.bytesRead)));
}

void TestGgufHeader::tellsWhatATokenOfTheContextTakes_data()
{
    QTest::addColumn<QList<quint32>>("numbers"); // embedding, blocks, heads, key-value heads, key length, value length
    QTest::addColumn<qint64>("bytes");
    // Llama 3.2 1B: 128 MiB for 4096 tokens; Gemma 3 270M: heads wider than the embedding divided.
    QTest::newRow("grouped heads") << QList<quint32>{2048, 16, 32, 8, 0, 0} << qint64(32768);
    QTest::newRow("one key-value head a head") << QList<quint32>{4096, 32, 32, 0, 0, 0} << qint64(524288);
    QTest::newRow("lengths of its own") << QList<quint32>{640, 18, 4, 1, 256, 256} << qint64(18432);
    QTest::newRow("no heads") << QList<quint32>{2048, 16, 0, 0, 0, 0} << qint64(0);
    QTest::newRow("absurd") << QList<quint32>{4294967295, 4294967295, 1, 4294967295, 1, 1} << qint64(0);
}

void TestGgufHeader::tellsWhatATokenOfTheContextTakes()
{
    QFETCH(QList<quint32>, numbers);
    QFETCH(qint64, bytes);
    GgufWriter made = writer();
    const QList<QByteArray> keys{"llama.embedding_length",     "llama.block_count",
                                 "llama.attention.head_count", "llama.attention.head_count_kv",
                                 "llama.attention.key_length", "llama.attention.value_length"};
    for (qsizetype i = 0; i < keys.size(); ++i) {
        if (numbers[i] > 0)
            made.addNumber(keys[i], numbers[i]);
    }
    made.addTensor("w", {8}, QByteArray(32, '\1'));
    const QByteArray file = made.bytes();
    GgufPrefixSource source(file, file.size());
    QCOMPARE((**readGgufHeader(source)).cacheBytesPerToken, bytes);
}

QTEST_GUILESS_MAIN(TestGgufHeader)
#include "test_gguf_header.moc"
