#include "prompt/token_count.h"
#include "prompt/tokenizer.h"
#include "prompt/vocabulary.h"
#include "small_vocabularies.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using Ids = QList<qint32>;

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
    void estimatesWhatItDoesNotKnow_data();
    void estimatesWhatItDoesNotKnow();
    void doesWithoutTokensForSomeBytes();
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
#ifdef __SANITIZE_ADDRESS__
    constexpr qsizetype bytes = 256 << 10; // sanitizers make each step some ten times slower
#else
    constexpr qsizetype bytes = 2 << 20;
#endif
    const QByteArray text = part.repeated(bytes / part.size());
    QElapsedTimer timer;
    timer.start();

    const Ids ids = made->tokenize(text);

    // As many steps for each character as there are characters would be hours.
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
