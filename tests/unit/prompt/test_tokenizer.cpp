#include "gguf_writer.h"
#include "prompt/token_count.h"
#include "prompt/tokenizer.h"
#include "prompt/vocabulary.h"
#include "tiny_gguf.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using Ids = QList<qint32>;

namespace {

enum Type : qint32 { Normal = 1, Unknown = 2, Control = 3, UserDefined = 4, Byte = 6 };

/// The tokens that a test makes a vocabulary of.
struct Tokens {
    QList<QByteArray> texts;
    QList<float> scores;
    QList<qint32> types;

    void add(const QByteArray &text, float score = 0, Type type = Normal)
    {
        texts += text;
        scores += score;
        types += type;
    }
};

constexpr qint32 firstByte = 3; // the token of the byte 0 in the SentencePiece vocabulary

Tokens spmTokens()
{
    Tokens tokens;
    tokens.add("<unk>", 0, Unknown);
    tokens.add("<s>", 0, Control);
    tokens.add("</s>", 0, Control);
    for (int byte = 0; byte < 256; ++byte)
        tokens.add("<0x" + QByteArray::number(byte, 16).toUpper().rightJustified(2, '0') + '>', 0, Byte);
    tokens.add("▁", -10); // 259
    tokens.add("a", -11);
    tokens.add("b", -12);
    tokens.add("c", -13);
    tokens.add("ab", -1); // 263
    tokens.add("bc", -2);
    tokens.add("abc", -3);
    tokens.add("▁a", -0.5f); // 266
    tokens.add("é", -20);
    tokens.add("<|x|>", 0, Control); // 268
    tokens.add("<tool>", 0, UserDefined);
    tokens.add("<tool>s", 0, UserDefined); // 270
    tokens.add("aa", -4);
    tokens.add("\n\n", 0, UserDefined); // 272
    tokens.add("\n\n\n", 0, UserDefined);
    return tokens;
}

/// Of GPT-2: the printable bytes stand for themselves, the others for what comes from U+0100 on. The token of a byte
/// has its number.
Tokens bpeTokens()
{
    Tokens tokens;
    ushort next = 0x100;
    for (ushort byte = 0; byte < 256; ++byte) {
        const bool isPrintable =
            (byte >= '!' && byte <= '~') || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
        tokens.add(QString(QChar(isPrintable ? byte : next++)).toUtf8());
    }
    for (const char *text : {"Ġa", "ab", "12", "123", "ĊĊ"}) // 256 to 260
        tokens.add(text);
    tokens.add("<|x|>", 0, Control); // 261
    tokens.add("xyz"); // of no merge
    tokens.add("'S"); // 263
    return tokens;
}

const QList<QByteArray> bpeMerges = {"Ġ a", "a b", "1 2", "12 3", "Ċ Ċ", "' S"};

void addTokens(GgufWriter &writer, const Tokens &tokens)
{
    writer.addTexts("tokenizer.ggml.tokens", tokens.texts);
    writer.addFloats("tokenizer.ggml.scores", tokens.scores);
    writer.addNumbers("tokenizer.ggml.token_type", tokens.types);
}

GgufWriter spmWriter(const Tokens &tokens = spmTokens())
{
    GgufWriter writer;
    writer.addText("general.architecture", "llama");
    writer.addText("tokenizer.ggml.model", "llama");
    addTokens(writer, tokens);
    return writer;
}

GgufWriter bpeWriter(const QByteArray &preTokenizer, const Tokens &tokens = bpeTokens())
{
    GgufWriter writer;
    writer.addText("general.architecture", "llama");
    writer.addText("tokenizer.ggml.model", "gpt2");
    writer.addText("tokenizer.ggml.pre", preTokenizer);
    addTokens(writer, tokens);
    writer.addTexts("tokenizer.ggml.merges", bpeMerges);
    writer.addNumber("tokenizer.ggml.bos_token_id", 261);
    return writer;
}

} // namespace

class TestTokenizer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void joinsByScoreAsSentencePiece_data();
    void joinsByScoreAsSentencePiece();
    void mergesByRankWithinWords_data();
    void mergesByRankWithinWords();
    void addsWhatTheFileSays();
    void knowsSpecialTokensByTheirTexts();
    void doesNotGuessWhatDependsOnChance();
    void dropsWhiteSpaceBehindPhi3sTokens();
    void readsWhatElseTheFileTells();
    void estimatesWhatItDoesNotKnow_data();
    void estimatesWhatItDoesNotKnow();
    void doesWithoutTokensForSomeBytes();
    void refusesHostileFiles_data();
    void refusesHostileFiles();
    void tellsADiskFaultFromADamagedFile();
    void takesNoQuadraticTime_data();
    void takesNoQuadraticTime();
    void measuresWhatShimmysStackMustHold();

private:
    Result<std::shared_ptr<const Vocabulary>> read(const QByteArray &bytes);
    std::unique_ptr<Tokenizer> tokenizer(const GgufWriter &writer);
    QTemporaryDir m_directory;
};

Result<std::shared_ptr<const Vocabulary>> TestTokenizer::read(const QByteArray &bytes)
{
    QFile file(m_directory.filePath(u"file.gguf"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
    file.close();
    return Vocabulary::read(file.fileName());
}

std::unique_ptr<Tokenizer> TestTokenizer::tokenizer(const GgufWriter &writer)
{
    const auto vocabulary = read(writer.bytes());
    if (!vocabulary)
        qFatal("%s", qPrintable(vocabulary.error().hint));
    auto made = Tokenizer::create(*vocabulary);
    if (!made)
        qFatal("no tokenizer");
    return made;
}

void TestTokenizer::joinsByScoreAsSentencePiece_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Ids>("ids"); // after <s>
    QTest::newRow("nothing") << QByteArray() << Ids{};
    QTest::newRow("the best score first, with a space in front") << QByteArray("abc") << Ids{266, 264};
    QTest::newRow("what a join makes possible") << QByteArray("cabc") << Ids{259, 262, 265};
    QTest::newRow("a space is a character") << QByteArray("a ab") << Ids{266, 266, 261};
    QTest::newRow("the left one of two that are as good") << QByteArray("caaa") << Ids{259, 262, 271, 260};
    QTest::newRow("a character of two bytes") << QByteArray("aé") << Ids{266, 267};
    QTest::newRow("a character that is no token")
        << QByteArray("€") << Ids{259, firstByte + 0xe2, firstByte + 0x82, firstByte + 0xac};
    QTest::newRow("no UTF-8") << QByteArray("\xff") << Ids{259, firstByte + 0xff};
    QTest::newRow("half a character") << QByteArray("\xc3") << Ids{259, firstByte + 0xc3};
    QTest::newRow("a zero") << QByteArray("a\0a", 3) << Ids{266, firstByte, 260};
    QTest::newRow("a control token, a space behind it") << QByteArray("a<|x|>a") << Ids{266, 268, 266};
    QTest::newRow("half a control token")
        << QByteArray("a<|x|") << Ids{266, firstByte + '<', firstByte + '|', firstByte + 'x', firstByte + '|'};
    QTest::newRow("the longest token first") << QByteArray("<tool>s<tool>") << Ids{270, 269};
    QTest::newRow("the longest from the left") << QByteArray("\n\n\n\n\n\n\n\n") << Ids{273, 273, 272};
    QTest::newRow("an unknown token written out") << QByteArray("<unk>") << Ids{0};
    QTest::newRow("a second first token") << QByteArray("<s>a") << Ids{1, 266};
}

void TestTokenizer::joinsByScoreAsSentencePiece()
{
    QFETCH(QByteArray, text);
    QFETCH(Ids, ids);
    const auto made = tokenizer(spmWriter());
    QVERIFY(made->isExact());
    QCOMPARE(made->tokenize(text), Ids{1} + ids);
    const TokenCount count = countTokens(made.get(), &made->vocabulary(), text);
    QCOMPARE(count.tokens, ids.size() + 1);
    QVERIFY(count.exact);
}

void TestTokenizer::mergesByRankWithinWords_data()
{
    QTest::addColumn<QByteArray>("preTokenizer");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Ids>("ids");
    const auto row = [](const char *name, const char *preTokenizer, const QByteArray &text, const Ids &ids) {
        QTest::addRow("%s: %s", preTokenizer, name) << QByteArray(preTokenizer) << text << ids;
    };
    row("nothing", "gpt-2", "", {});
    row("nothing but the first token", "llama-bpe", "", {261});
    row("the lowest rank first", "gpt-2", "ab ab", {257, 256, 'b'});
    row("numbers in one word", "gpt-2", "1234", {259, '4'});
    row("numbers by threes", "llama-bpe", "1231234", {261, 259, 259, '4'});
    row("numbers one by one", "qwen2", "123", {'1', '2', '3'});
    row("numbers one by one, in front of words", "smollm", "ab12 ab", {257, '1', '2', 256, 'b'});
    row("a word that is a token", "llama-bpe", "xyz", {261, 262});
    row("a word that is a token, but of no merge", "smaug-bpe", "xyz", {'x', 'y', 'z'});
    row("a contraction in upper case", "gpt-2", "'S", {'\'', 'S'});
    row("a contraction in upper case", "qwen2", "'S", {263});
    row("a letter that is an s in another case", "qwen2", "'ſ", {'\'', 0xc5, 0xbf});
    row("lines end a word of spaces", "qwen2", " \n\n a", {' ', 260, 256});
    row("lines and spaces are one", "gpt-2", "\n\n a", {260, 256});
    row("the last space goes with the word", "gpt-2", "  a", {' ', 256});
    row("not so with what is no space", "gpt-2", "\t\ta", {'\t', '\t', 'a'});
    row("spaces at the end stay together", "deepseek-r1-qwen", "a   ", {'a', ' ', ' ', ' '});
    row("a line end behind punctuation", "llama-bpe", "!\n\n", {261, '!', 260});
    row("a control token", "qwen2", "ab<|x|> a", {257, 261, 256});
    row("no UTF-8 becomes U+FFFD", "qwen2", "\xff", {0xef, 0xbf, 0xbd});
    row("an overlong form becomes short", "qwen2", "\xc1\xa1", {'a'});
}

void TestTokenizer::mergesByRankWithinWords()
{
    QFETCH(QByteArray, preTokenizer);
    QFETCH(QByteArray, text);
    QFETCH(Ids, ids);
    const auto made = tokenizer(bpeWriter(preTokenizer));
    QVERIFY(made->isExact());
    QCOMPARE(made->tokenize(text), ids);
}

void TestTokenizer::addsWhatTheFileSays()
{
    GgufWriter spm = spmWriter();
    spm.addFlag("tokenizer.ggml.add_bos_token", false);
    spm.addFlag("tokenizer.ggml.add_eos_token", true);
    spm.addFlag("tokenizer.ggml.add_space_prefix", false);
    spm.addNumber("tokenizer.ggml.eos_token_id", 268);
    QCOMPARE(tokenizer(spm)->tokenize("a"), (Ids{260, 268}));

    GgufWriter bpe = bpeWriter("qwen2");
    bpe.addFlag("tokenizer.ggml.add_bos_token", true);
    QCOMPARE(tokenizer(bpe)->tokenize("a"), (Ids{261, 'a'}));

    GgufWriter outside = spmWriter(); // a number that no token has is not taken
    outside.addNumber("tokenizer.ggml.bos_token_id", 100'000);
    QCOMPARE(tokenizer(outside)->tokenize(""), Ids{1});
}

void TestTokenizer::knowsSpecialTokensByTheirTexts()
{
    Tokens tokens = bpeTokens();
    tokens.add("<|im_end|>"); // 264, of the type of a word
    tokens.add("<|fim_middle|>");
    const auto made = tokenizer(bpeWriter("qwen2", tokens));
    QVERIFY(made->isExact());
    QCOMPARE(made->tokenize("a<|im_end|><|fim_middle|>"), (Ids{'a', 264, 265}));
    QCOMPARE(made->vocabulary().eotToken(), 264);
    QCOMPARE(made->vocabulary().controlTokens(), (QStringList{u"<|x|>"_s, u"<|im_end|>"_s, u"<|fim_middle|>"_s}));
}

void TestTokenizer::doesNotGuessWhatDependsOnChance()
{
    Tokens tokens = bpeTokens();
    tokens.add("<fim_middle>");
    tokens.add("<|fim_middle|>"); // only one of them becomes a control token, and nobody can say which
    const auto made = tokenizer(bpeWriter("qwen2", tokens));
    QVERIFY(!made->isExact());
    QVERIFY(!countTokens(made.get(), &made->vocabulary(), "a").exact);
}

void TestTokenizer::dropsWhiteSpaceBehindPhi3sTokens()
{
    GgufWriter writer = spmWriter();
    writer.addText("general.name", "Phi-3 Mini");
    QCOMPARE(tokenizer(writer)->tokenize("<|x|> \n a<s> <|x|>\n"), (Ids{1, 268, 266, 1, 259, 259, 268}));
}

void TestTokenizer::readsWhatElseTheFileTells()
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

void TestTokenizer::estimatesWhatItDoesNotKnow_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<qint64>("tokens"); // of nine bytes
    QTest::newRow("a pre-tokenizer") << bpeWriter("tekken").bytes() << qint64(4);
    QTest::newRow("no pre-tokenizer") << bpeWriter("").bytes() << qint64(3);
    GgufWriter bert;
    bert.addText("tokenizer.ggml.model", "bert");
    addTokens(bert, spmTokens());
    QTest::newRow("a tokenizer") << bert.bytes() << qint64(4);
    QTest::newRow("no vocabulary") << GgufWriter().bytes() << qint64(3);
}

void TestTokenizer::estimatesWhatItDoesNotKnow()
{
    QFETCH(QByteArray, file);
    QFETCH(qint64, tokens);
    const auto vocabulary = read(file);
    QVERIFY(vocabulary.has_value());
    QVERIFY(!Tokenizer::create(*vocabulary));
    const TokenCount count = countTokens(nullptr, vocabulary->get(), "123456789");
    QCOMPARE(count.tokens, tokens);
    QVERIFY(!count.exact);
    QCOMPARE(countTokens(nullptr, nullptr, "").tokens, 1);
}

void TestTokenizer::doesWithoutTokensForSomeBytes()
{
    Tokens tokens = spmTokens();
    tokens.texts[firstByte + 0xff] = "<0xXX>";
    const auto made = tokenizer(spmWriter(tokens));
    QVERIFY(!made->isExact());
    QCOMPARE(made->tokenize("\xff"), (Ids{1, 259, 0}));
}

void TestTokenizer::refusesHostileFiles_data()
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
        << with(scores, list, array(f32, 1, GgufWriter::number(float(NAN)))) << u"no number"_s;
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

void TestTokenizer::refusesHostileFiles()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);
    const auto vocabulary = read(bytes);
    QVERIFY(!vocabulary.has_value());
    QCOMPARE(vocabulary.error().kind, ErrorKind::NotGguf);
    QVERIFY2(vocabulary.error().hint.contains(reason), qPrintable(vocabulary.error().hint));
}

void TestTokenizer::tellsADiskFaultFromADamagedFile()
{
    const auto vocabulary = Vocabulary::read(m_directory.path());
    QVERIFY(!vocabulary.has_value());
    QCOMPARE(vocabulary.error().kind, ErrorKind::DiskFailed);
}

void TestTokenizer::takesNoQuadraticTime_data()
{
    QTest::addColumn<QByteArray>("preTokenizer"); // none: SentencePiece
    QTest::addColumn<QByteArray>("part");
    const auto row = [](const char *preTokenizer, const char *part) {
        QTest::addRow("%s of %s", preTokenizer, QByteArray(part).toHex().constData())
            << QByteArray(preTokenizer) << QByteArray(part);
    };
    row("", "a");
    row("", "\n");
    row("llama-bpe", "a");
    row("qwen2", " ");
    row("gpt-2", "'s\xff<|x|>");
}

void TestTokenizer::takesNoQuadraticTime()
{
    QFETCH(QByteArray, preTokenizer);
    QFETCH(QByteArray, part);
    const auto made = tokenizer(preTokenizer.isEmpty() ? spmWriter() : bpeWriter(preTokenizer));
    const QByteArray text = part.repeated((2 << 20) / part.size());
    QElapsedTimer timer;
    timer.start();

    const Ids ids = made->tokenize(text);

    // Two million steps for each of two million characters would be hours.
    QVERIFY2(timer.elapsed() < 60'000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(ids.size() >= text.size() / 4);
}

void TestTokenizer::measuresWhatShimmysStackMustHold()
{
    const QByteArray text = "ab <|x|>" + QByteArray("é").repeated(9000) + " 12345 " + QByteArray(100, '!');
    QCOMPARE(tokenizer(bpeWriter("qwen2"))->longestRegexMatch(text), 9000);
    QCOMPARE(tokenizer(bpeWriter("llama-bpe"))->longestRegexMatch(text), 0);
    QCOMPARE(tokenizer(spmWriter())->longestRegexMatch(text), 0);
}

QTEST_GUILESS_MAIN(TestTokenizer)
#include "test_tokenizer.moc"
