#include "fake_shimmy_program.h"
#include "job_fixture.h"
#include "run_program.h"
#include "tiny_gguf.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

/// A shimmyd with one pulled model, whose bundle goes to a folder from which another shimmyd may import.
class Carried {
public:
    Carried()
        : fixture({}, {}, program.path())
        , there({u"--import-from"_s, directory.path()}, {}, program.path())
    {
        content = fixture.offer(u"carried.Q8_0"_s, 3 << 20);
        const QString wrong = fixture.pullWhole(JobFixture::repo, u"carried.Q8_0.gguf"_s, content);
        if (!wrong.isEmpty())
            qFatal("%s", qPrintable(wrong));
    }
    HttpAnswer bundle() const { return httpGet(fixture.port(), "/v1/api/export?model=carried"); }
    QString keep(const QByteArray &bytes) const
    {
        QFile file(directory.filePath(u"carried.tar"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write the bundle");
        return file.fileName();
    }
    HttpAnswer import(const QString &path) const
    {
        return httpPost(there.port(), "/v1/api/import", {{u"path"_s, path}});
    }
    QJsonObject lastOf(const HttpAnswer &answer) const
    {
        const QList<QJsonObject> lines = answer.lines();
        return lines.isEmpty() ? QJsonObject() : lines.last();
    }

    FakeShimmyProgram program;
    QTemporaryDir directory;
    JobFixture fixture;
    JobFixture there;
    QByteArray content;
};

} // namespace

/// Models carried to a place without a network.
class TestBundle : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tarAndSha256sumReadIt();
    void aModelIsTheSameAtTheOtherPlace();
    void doesNotTellWhereItsMakerHadItFrom();
    void aDamagedBundleBringsNothing_data();
    void aDamagedBundleBringsNothing();
    void aModelThatIsNotWhatWasPublishedIsNotHandedOut();
    void aClientThatLeavesEndsIt();
    void whatIsNotInstalledIsNotFound();
};

void TestBundle::tarAndSha256sumReadIt()
{
    const Carried carried;
    const HttpAnswer answer = carried.bundle();
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.complete);
    QCOMPARE(answer.field("content-type"), "application/x-tar");
    QVERIFY(answer.field("content-disposition").contains("carried.Q8_0.gguf.tar"));
    const QString path = carried.keep(answer.body);

    const ProgramResult unpacked = runProgram(u"tar"_s, {u"-xf"_s, path, u"-C"_s, carried.directory.path()});
    QVERIFY2(unpacked.exitCode == 0, unpacked.errors.constData());
    const ProgramResult checked =
        runProgram(u"sh"_s, {u"-c"_s, u"cd \"$1\" && sha256sum -c SHA256SUMS"_s, u"sh"_s, carried.directory.path()});
    QVERIFY2(checked.exitCode == 0, checked.errors.constData());

    QCOMPARE(sha256OfFile(carried.directory.filePath(u"carried.Q8_0.gguf"_s)),
             sha256OfFile(carried.fixture.modelsDirectory() + u"/carried.Q8_0.gguf"_s));
    QFile file(carried.directory.filePath(u"manifest.json"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject manifest = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(manifest.value("repo"_L1), JobFixture::repo);
    QCOMPARE(manifest.value("size"_L1).toInteger(), carried.content.size());
}

void TestBundle::aModelIsTheSameAtTheOtherPlace()
{
    const Carried carried;
    const QString path = carried.keep(carried.bundle().body);

    const QJsonObject last = carried.lastOf(carried.import(path));

    QCOMPARE(last.value("status"_L1), u"complete"_s);
    QCOMPARE(last.value("model_id"_L1), u"carried"_s);
    const QJsonObject here = httpGet(carried.fixture.port(), "/v1/api/models/carried").json();
    const QJsonObject there = httpGet(carried.there.port(), "/v1/api/models/carried").json();
    for (const QString &member : {u"sha256"_s, u"size"_s, u"source"_s, u"gguf"_s})
        QCOMPARE(there.value(member), here.value(member));
    QCOMPARE(there.value("origin"_L1), u"import"_s);
    QCOMPARE(httpPost(carried.there.port(), "/v1/generate", {{u"model"_s, u"carried"_s}, {u"prompt"_s, u"x"_s}}).status,
             200);
    QVERIFY(carried.there.parts().isEmpty());
}

void TestBundle::doesNotTellWhereItsMakerHadItFrom()
{
    const Carried carried;
    const QString path = carried.directory.filePath(u"private.gguf"_s);
    QVERIFY(writeTinyGguf(path));
    QCOMPARE(carried.lastOf(carried.import(path)).value("status"_L1), u"complete"_s);
    QCOMPARE(httpGet(carried.there.port(), "/v1/api/models/private").json().value("imported_from"_L1), path);

    const HttpAnswer bundle = httpGet(carried.there.port(), "/v1/api/export?model=private");

    QCOMPARE(bundle.status, 200);
    QVERIFY(bundle.body.contains("\"file\":\"private.gguf\"")); // its manifest
    QVERIFY(!bundle.body.contains(path.toUtf8()));
}

void TestBundle::aDamagedBundleBringsNothing_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"a bit of the model", "truncated", "without its sums", "no tar", "empty"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

void TestBundle::aDamagedBundleBringsNothing()
{
    QFETCH(QString, what);
    const Carried carried;
    QByteArray bytes = carried.bundle().body;
    const qsizetype model = bytes.indexOf("GGUF");
    const qsizetype sums = bytes.lastIndexOf("SHA256SUMS");
    QVERIFY(model > 0 && sums > model);
    if (what == "a bit of the model"_L1)
        bytes[model + carried.content.size() - 100] =
            static_cast<char>(bytes[model + carried.content.size() - 100] ^ 1);
    else if (what == "truncated"_L1)
        bytes.truncate(model + carried.content.size() / 2);
    else if (what == "without its sums"_L1)
        bytes = bytes.first(sums) + QByteArray(1024, '\0');
    else if (what == "no tar"_L1)
        bytes.fill('x');
    else
        bytes.clear();

    const HttpAnswer answer = carried.import(carried.keep(bytes));

    const QJsonObject last = carried.lastOf(answer);
    QVERIFY2(answer.status == 422 || last.value("status"_L1) == "error"_L1, answer.body.constData());
    if (what == "a bit of the model"_L1)
        QCOMPARE(last.value("code"_L1), u"hash_mismatch"_s);
    QCOMPARE(carried.there.modelFiles(), QStringList());
    QVERIFY(carried.there.parts().isEmpty());
    QVERIFY(carried.there.isHealthy());
}

void TestBundle::aModelThatIsNotWhatWasPublishedIsNotHandedOut()
{
    const Carried carried;
    QFile file(carried.fixture.modelsDirectory() + u"/carried.Q8_0.gguf"_s);
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(file.size() - 100));
    file.write("x");
    file.close();

    const HttpAnswer answer = carried.bundle();

    QVERIFY(!answer.complete); // the client sees that it has not got all
    QVERIFY(!answer.body.contains("SHA256SUMS"));
}

void TestBundle::aClientThatLeavesEndsIt()
{
    Carried carried;
    QVERIFY(writeSparseGguf(carried.fixture.modelsDirectory() + u"/large.gguf"_s, qint64(8) << 30));
    carried.fixture.restart();
    const qint64 before = carried.fixture.service().residentBytes();
    BlockingHttp client(carried.fixture.port());
    client.send(httpRequestBytes("GET", "/v1/api/export?model=large", {}, {}));
    qint64 read = 0;
    client.read(false, [&read](const QByteArray &piece) {
        read += piece.size();
        return read < 64 << 20;
    });
    // Held back by the client, not by memory.
    [[maybe_unused]] const qint64 grown = carried.fixture.service().residentBytes() - before;
#ifndef __SANITIZE_ADDRESS__
    QVERIFY2(grown < 32 << 20, qPrintable(QString::number(grown)));
#endif
    client.close(true);
    QVERIFY(carried.fixture.isHealthy());
    QCOMPARE(carried.fixture.service().terminate(), 0);
}

void TestBundle::whatIsNotInstalledIsNotFound()
{
    const Carried carried;
    QCOMPARE(httpGet(carried.fixture.port(), "/v1/api/export?model=absent").status, 404);
    QCOMPARE(httpGet(carried.fixture.port(), "/v1/api/export").status, 400);
}

QTEST_GUILESS_MAIN(TestBundle)
#include "test_bundle.moc"
