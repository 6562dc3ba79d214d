#include "prompt/vocabulary.h"
#include "small_vocabularies.h"
#include "tiny_gguf.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;

class TestVocabulary : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsWhatElseTheFileTells();
    void findsEveryToken();
    void refusesHostileFiles_data();
    void refusesHostileFiles();
    void tellsADiskFaultFromADamagedFile();

private:
    Result<std::shared_ptr<const Vocabulary>> read(const QByteArray &bytes);
    QTemporaryDir m_directory;
};

Result<std::shared_ptr<const Vocabulary>> TestVocabulary::read(const QByteArray &bytes)
{
    QFile file(m_directory.filePath(u"file.gguf"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
    file.close();
    return Vocabulary::read(file.fileName());
}

void TestVocabulary::readsWhatElseTheFileTells()
{
    GgufWriter writer = bpeWriter("qwen2");
    writer.addNumber("llama.context_length", 4096);
    writer.addText("tokenizer.chat_template", "{{ „messages“ }}");
    const auto vocabulary = read(writer.bytes());
    QVERIFY(vocabulary.has_value());
    QCOMPARE((*vocabulary)->architecture(), u"llama"_s);
    QCOMPARE((*vocabulary)->contextLength(), 4096);
    QCOMPARE((*vocabulary)->chatTemplate(), "{{ „messages“ }}");
    QCOMPARE((*vocabulary)->model(), "gpt2");
    QCOMPARE((*vocabulary)->preTokenizer(), "qwen2");
    QCOMPARE((*vocabulary)->size(), 264);
    QCOMPARE((*vocabulary)->bosToken(), 261);
    QCOMPARE((*vocabulary)->unknownToken(), Vocabulary::none);

    GgufWriter wordy = spmWriter();
    wordy.addText("tokenizer.chat_template", QByteArray((1 << 20) + 1, 'x'));
    const auto without = read(wordy.bytes());
    QVERIFY(without.has_value());
    QVERIFY((*without)->chatTemplate().isEmpty());
}

void TestVocabulary::findsEveryToken()
{
    Tokens tokens;
    for (int i = 0; i < 20'000; ++i)
        tokens.add(QByteArray::number(i) + QByteArray(i % 7, '.'));
    const auto vocabulary = read(spmWriter(tokens).bytes());
    QVERIFY(vocabulary.has_value());
    for (qint32 i = 0; i < tokens.texts.size(); ++i)
        QCOMPARE((*vocabulary)->find(tokens.texts.at(i)), i);
    QCOMPARE((*vocabulary)->find("x"), Vocabulary::none);
    QCOMPARE((*vocabulary)->find(""), Vocabulary::none);
    QCOMPARE((*vocabulary)->longestTokenBytes(), 11);
}

void TestVocabulary::refusesHostileFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason"); // part of it
    const auto with = [](const char *key, quint32 type, const QByteArray &value) {
        GgufWriter writer;
        writer.addText("tokenizer.ggml.model", "llama");
        writer.addRaw(key, type, value);
        return writer.bytes();
    };
    const auto array = [](quint32 type, quint64 count, const QByteArray &elements = {}) -> QByteArray {
        return GgufWriter::number(type) + GgufWriter::number(count) + elements;
    };
    constexpr quint32 text = 8, list = 9, f32 = 6, i32 = 5;
    const char *tokens = "tokenizer.ggml.tokens";
    const char *scores = "tokenizer.ggml.scores";
    QTest::newRow("more tokens than can be") << with(tokens, list, array(text, 1'000'001)) << u"1000001"_s;
    QTest::newRow("2^61 tokens") << with(tokens, list, array(text, quint64(1) << 61)) << u"elements"_s;
    QTest::newRow("a million tokens in an empty file") << with(tokens, list, array(text, 1'000'000)) << u"ends"_s;
    QTest::newRow("a million scores in an empty file") << with(scores, list, array(f32, 1'000'000)) << u"ends"_s;
    QTest::newRow("a million merges in an empty file")
        << with("tokenizer.ggml.merges", list, array(text, 1'000'000)) << u"ends"_s;
    QTest::newRow("a token of 2^60 bytes")
        << with(tokens, list, array(text, 1, GgufWriter::number(quint64(1) << 60))) << u"string"_s;
    QTest::newRow("a token of 65537 bytes")
        << with(tokens, list, array(text, 1, GgufWriter::text(QByteArray(65'537, 'x')))) << u"65537"_s;
    QTest::newRow("a token twice") << with(tokens, list, array(text, 2, GgufWriter::text("x") + GgufWriter::text("x")))
                                   << u"twice"_s;
    QTest::newRow("tokens that are numbers") << with(tokens, list, array(i32, 0)) << u"texts"_s;
    QTest::newRow("tokens that are a text") << with(tokens, text, GgufWriter::text("x")) << u"texts"_s;
    QTest::newRow("merges that are numbers") << with("tokenizer.ggml.merges", list, array(i32, 0)) << u"texts"_s;
    QTest::newRow("scores that are texts") << with(scores, list, array(text, 0)) << u"numbers"_s;
    QTest::newRow("types that are texts") << with("tokenizer.ggml.token_type", list, array(text, 0)) << u"numbers"_s;
    QTest::newRow("a score that is no number")
        << with(scores, list, array(f32, 1, GgufWriter::number(std::numeric_limits<float>::quiet_NaN())))
        << u"no number"_s;
    Tokens few = spmTokens();
    few.scores.removeLast();
    QTest::newRow("fewer scores than tokens") << spmWriter(few).bytes() << u"fewer"_s;
    few = spmTokens();
    few.types.removeLast();
    QTest::newRow("fewer types than tokens") << spmWriter(few).bytes() << u"fewer"_s;
    QTest::newRow("cut") << spmWriter().bytes().chopped(200) << u"ends"_s;
    QTest::newRow("a legacy format") << QByteArray("lmgg\0\0\0\0", 8) << u"GGUF"_s;
    for (const DamagedGguf damage :
         {DamagedGguf::AbsurdKeyCount, DamagedGguf::EndlessString, DamagedGguf::NestedArrays})
        QTest::addRow("damage %d", int(damage)) << damagedGgufBytes(damage) << QString();
}

void TestVocabulary::refusesHostileFiles()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);
    const auto vocabulary = read(bytes);
    QVERIFY(!vocabulary.has_value());
    QCOMPARE(vocabulary.error().kind, ErrorKind::NotGguf);
    QVERIFY2(vocabulary.error().hint.contains(reason), qPrintable(vocabulary.error().hint));
}

void TestVocabulary::tellsADiskFaultFromADamagedFile()
{
    const auto vocabulary = Vocabulary::read(m_directory.path());
    QVERIFY(!vocabulary.has_value());
    QCOMPARE(vocabulary.error().kind, ErrorKind::DiskFailed);
}

QTEST_GUILESS_MAIN(TestVocabulary)
#include "test_vocabulary.moc"
