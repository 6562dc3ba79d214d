#include "project_paths.h"
#include "prompt/tokenizer.h"
#include "run_program.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

QList<qint32> numbers(const QJsonArray &array)
{
    QList<qint32> result;
    for (const QJsonValue &value : array)
        result += value.toInt();
    return result;
}

} // namespace

/// The tokens of thousands of texts must be those that the vocabularies' own tokenizers make.
class TestTokenizerPeers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void makesTheSameTokens_data();
    void makesTheSameTokens();

private:
    QTemporaryDir m_directory;
    QString m_gemma = qEnvironmentVariable("SHIMMY_MANAGER_GEMMA");
};

void TestTokenizerPeers::initTestCase()
{
    QVERIFY2(QFile::exists(m_gemma), "SHIMMY_MANAGER_GEMMA must name the model file; ./dev test sets it");
    const ProgramResult made =
        runProgram(testPython(), {pythonTests() + u"/token_counts.py"_s, m_directory.path(), m_gemma});
    QVERIFY2(made.exitCode == 0, made.errors.constData());
}

void TestTokenizerPeers::makesTheSameTokens_data()
{
    QTest::addColumn<QString>("gguf");
    for (const char *name : {"spm-prefix", "spm-plain", "gpt-2", "llama-bpe", "qwen2", "smollm"})
        QTest::newRow(name) << m_directory.filePath(QString::fromLatin1(name) + u".gguf"_s);
    QTest::newRow("gemma") << m_gemma;
}

void TestTokenizerPeers::makesTheSameTokens()
{
    QFETCH(QString, gguf);
    QFile file(m_directory.filePath(QString::fromLatin1(QTest::currentDataTag()) + u".json"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray cases = QJsonDocument::fromJson(file.readAll()).array();
    QVERIFY(cases.size() > 3000);
    const auto vocabulary = Vocabulary::read(gguf);
    QVERIFY2(vocabulary.has_value(), vocabulary ? "" : qPrintable(vocabulary.error().hint));
    const auto tokenizer = Tokenizer::create(*vocabulary);
    QVERIFY(tokenizer && tokenizer->isExact());

    for (const QJsonValue &entry : cases) {
        const QByteArray text = entry[0].toString().toUtf8();
        const QList<qint32> tokens = tokenizer->tokenize(text);
        const QList<qint32> expected = numbers(entry[1].toArray());
        QVERIFY2(tokens == expected, text.constData());
    }
}

QTEST_GUILESS_MAIN(TestTokenizerPeers)
#include "test_tokenizer_peers.moc"
