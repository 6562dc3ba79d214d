#include "blocking_http.h"
#include "joined_file.h"
#include "project_paths.h"
#include "run_program.h"
#include "service_process.h"
#include "tiny_gguf.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

bool write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// What our joining makes is only worth something if others take it for the whole model.
class TestGgufInterchange : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesPythonTheSameModel();
    void joinsWhatPythonSplit_data();
    void joinsWhatPythonSplit();
    void answersFromAJoinedModel_data();
    void answersFromAJoinedModel();
};

void TestGgufInterchange::givesPythonTheSameModel()
{
    const QTemporaryDir directory;
    const QList<QByteArray> shards = tinyGgufShards({0, 5, 7});
    const auto join = joinWhole(shards);
    QVERIFY(join.has_value());
    QVERIFY(write(directory.filePath(u"joined.gguf"_s), joinedFile(*join, shards)));
    QVERIFY(writeTinyGguf(directory.filePath(u"whole.gguf"_s)));

    const ProgramResult result = runProgram(testPython(),
                                            {pythonTests() + u"/gguf_same.py"_s, directory.filePath(u"whole.gguf"_s),
                                             directory.filePath(u"joined.gguf"_s)});

    QVERIFY2(result.exitCode == 0, QByteArray(result.output + result.errors).constData());
    // 22 of the model, and three that the reader makes of the file's preamble.
    QCOMPARE(result.output.trimmed(), "25 key-values and 12 tensors are the same");
}

void TestGgufInterchange::joinsWhatPythonSplit_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("shards");
    QTest::newRow("three tensors a shard") << u"even"_s << 3;
    QTest::newRow("the first without tensors") << u"small-first"_s << 5;
}

void TestGgufInterchange::joinsWhatPythonSplit()
{
    QFETCH(QString, name);
    QFETCH(int, shards);
    const QTemporaryDir directory;
    const ProgramResult split = runProgram(testPython(), {pythonTests() + u"/gguf_split.py"_s, directory.path()});
    QVERIFY2(split.exitCode == 0, split.errors.constData());
    QList<QByteArray> parts;
    for (const QString &file : QDir(directory.path()).entryList({name + u"-*.gguf"_s}, QDir::Files, QDir::Name))
        parts += read(directory.filePath(file));
    QCOMPARE(parts.size(), shards);

    const auto join = joinWhole(parts);
    QVERIFY2(join.has_value(), join ? "" : qPrintable(join.error().message));
    QVERIFY(write(directory.filePath(u"joined.gguf"_s), joinedFile(*join, parts)));

    const ProgramResult result = runProgram(testPython(),
                                            {pythonTests() + u"/gguf_same.py"_s, directory.filePath(u"whole.gguf"_s),
                                             directory.filePath(u"joined.gguf"_s)});
    QVERIFY2(result.exitCode == 0, QByteArray(result.output + result.errors).constData());
}

void TestGgufInterchange::answersFromAJoinedModel_data()
{
    QTest::addColumn<QList<QByteArray>>("shards");
    QTest::newRow("the whole model") << QList<QByteArray>{};
    QTest::newRow("three shards") << tinyGgufShards({4, 4, 4});
    QTest::newRow("the first without tensors") << tinyGgufShards({0, 5, 7});
}

void TestGgufInterchange::answersFromAJoinedModel()
{
    QFETCH(QList<QByteArray>, shards);
    const QTemporaryDir models;
    const QString path = models.filePath(u"tiny.gguf"_s);
    if (shards.isEmpty()) {
        QVERIFY(writeTinyGguf(path));
    } else {
        const auto join = joinWhole(shards);
        QVERIFY(join.has_value());
        QVERIFY(write(path, joinedFile(*join, shards)));
    }
    ServiceProcess::Setup setup;
    setup.models = models.path();
    ServiceProcess service(setup);
    QVERIFY(service.isUp());

    const HttpAnswer answer =
        httpPost(service.port(), "/v1/generate", {{u"model"_s, u"tiny"_s}, {u"prompt"_s, u"x\n"_s}});

    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json(), (QJsonObject{{u"response"_s, u" Hello, world!!"_s}}));
}

QTEST_GUILESS_MAIN(TestGgufInterchange)
#include "test_gguf_interchange.moc"
