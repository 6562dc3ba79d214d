#include "fake_shimmy_program.h"
#include "job_fixture.h"
#include "tiny_gguf.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

quint64 inodeOf(const QString &path)
{
    struct stat status { };
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_ino : 0;
}

bool link(const QString &target, const QString &name)
{
    return ::symlink(QFile::encodeName(target).constData(), QFile::encodeName(name).constData()) == 0;
}

/// A shimmyd that may import from one folder.
class Importing {
public:
    explicit Importing(const QStringList &arguments = {})
        : fixture(QStringList{u"--import-from"_s, allowed()} + arguments, {}, program.path())
    {
        if (!writeTinyGguf(from(u"Good.Q8_0.gguf"_s)) || !writeTinyGguf(outside(u"secret.gguf"_s)))
            qFatal("cannot write a model");
    }
    QString allowed() const
    {
        QDir(directory.path()).mkpath(u"allowed/sub"_s);
        return directory.filePath(u"allowed"_s);
    }
    QString from(const QString &name) const { return allowed() + u'/' + name; }
    QString outside(const QString &name) const { return directory.filePath(name); }
    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(from(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write a file");
    }
    HttpAnswer import(const QString &path, QJsonObject more = {}) const
    {
        more.insert(u"path"_s, path);
        return httpPost(fixture.port(), "/v1/api/import", more);
    }
    QJsonObject model(const QByteArray &id) const { return httpGet(fixture.port(), "/v1/api/models/" + id).json(); }
    int generate(const QString &id) const
    {
        return httpPost(fixture.port(), "/v1/generate", {{u"model"_s, id}, {u"prompt"_s, u"x"_s}}).status;
    }

    QTemporaryDir directory;
    FakeShimmyProgram program;
    JobFixture fixture;
};

QString codeOf(const HttpAnswer &answer)
{
    return answer.json().value("error"_L1).toObject().value("code"_L1).toString();
}

} // namespace

/// Files of this machine become models.
class TestImport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anImportedFileIsAModelLikeOthers_data();
    void anImportedFileIsAModelLikeOthers();
    void nothingIsImportedUnlessAllowed();
    void nothingOutsideTheFoldersIsReached_data();
    void nothingOutsideTheFoldersIsReached();
    void aLinkInsideTheFolderIsFollowed();
    void whatIsNoModelIsRefused_data();
    void whatIsNoModelIsRefused();
    void aSplitModelBecomesOneFile_data();
    void aSplitModelBecomesOneFile();
    void shardsThatMakeNoModelAreRefused_data();
    void shardsThatMakeNoModelAreRefused();
    void aNameThatIsTakenIsRefused();
    void aPipeDoesNotMakeItWait();
    void theQuotaHolds();
    void staysAfterAKill();
};

void TestImport::anImportedFileIsAModelLikeOthers_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<bool>("sharesTheFile");
    QTest::newRow("auto") << u"auto"_s << false;
    QTest::newRow("copy") << u"copy"_s << false;
    QTest::newRow("hardlink") << u"hardlink"_s << true;
}

void TestImport::anImportedFileIsAModelLikeOthers()
{
    QFETCH(QString, mode);
    QFETCH(bool, sharesTheFile);
    Importing importing;
    const QString path = importing.from(u"Good.Q8_0.gguf"_s);

    const QList<QJsonObject> lines = importing.import(path, {{u"mode"_s, mode}}).lines();

    QCOMPARE(lines.first().value("status"_L1), u"starting"_s);
    QCOMPARE(lines.first().value("path"_L1), path);
    const QJsonObject last = lines.last();
    QCOMPARE(last.value("status"_L1), u"complete"_s);
    QCOMPARE(last.value("model_id"_L1), u"Good"_s);
    QCOMPARE(last.value("filename"_L1), u"Good.Q8_0.gguf"_s);
    QCOMPARE(last.value("sha256"_L1).toString().toLatin1(), sha256OfFile(path));
    if (mode != "auto"_L1)
        QCOMPARE(last.value("mode"_L1), mode);
    const QString imported = last.value("path"_L1).toString();
    QCOMPARE(sha256OfFile(imported), sha256OfFile(path));
    QCOMPARE(inodeOf(imported) == inodeOf(path), sharesTheFile);
    QCOMPARE(importing.generate(u"good"_s), 200);
    const QJsonObject model = importing.model("good");
    QCOMPARE(model.value("origin"_L1), u"import"_s);
    QCOMPARE(model.value("imported_from"_L1), path);
    QCOMPARE(model.value("sha256"_L1), last.value("sha256"_L1));
    QVERIFY(QFile::exists(path));
    QVERIFY(importing.fixture.parts().isEmpty());
    const QByteArray audited =
        "imported Good from " + path.toUtf8() + " with sha256 " + sha256OfFile(path) + " for 127.0.0.1";
    QVERIFY2(importing.fixture.service().log().contains(QByteArray(" audit: " + audited)), audited.constData());
}

void TestImport::nothingIsImportedUnlessAllowed()
{
    FakeShimmyProgram program;
    const QTemporaryDir directory;
    const JobFixture fixture({}, {}, program.path());
    const QString path = directory.filePath(u"good.gguf"_s);
    QVERIFY(writeTinyGguf(path));
    const HttpAnswer answer = httpPost(fixture.port(), "/v1/api/import", {{u"path"_s, path}});
    QCOMPARE(answer.status, 403);
    QVERIFY(answer.body.contains("--import-from"));
}

void TestImport::nothingOutsideTheFoldersIsReached_data()
{
    QTest::addColumn<QString>("path"); // relative to what holds the allowed folder
    QTest::newRow("beside") << u"secret.gguf"_s;
    QTest::newRow("dots") << u"allowed/../secret.gguf"_s;
    QTest::newRow("dots in the middle") << u"allowed/sub/../../secret.gguf"_s;
    QTest::newRow("a folder whose name begins alike") << u"allowed-not/secret.gguf"_s;
    QTest::newRow("a link to a file") << u"allowed/link.gguf"_s;
    QTest::newRow("a relative link") << u"allowed/relative.gguf"_s;
    QTest::newRow("through a link to a folder") << u"allowed/folder/secret.gguf"_s;
    QTest::newRow("what is not there") << u"nothing.gguf"_s;
    QTest::newRow("the folder itself") << u"allowed"_s;
}

void TestImport::nothingOutsideTheFoldersIsReached()
{
    QFETCH(QString, path);
    const Importing importing;
    QVERIFY(link(importing.outside(u"secret.gguf"_s), importing.from(u"link.gguf"_s)));
    QVERIFY(link(u"../secret.gguf"_s, importing.from(u"relative.gguf"_s)));
    QVERIFY(link(importing.directory.path(), importing.from(u"folder"_s)));
    QVERIFY(QDir(importing.directory.path()).mkdir(u"allowed-not"_s));
    QVERIFY(writeTinyGguf(importing.outside(u"allowed-not/secret.gguf"_s)));

    const HttpAnswer answer = importing.import(importing.directory.path() + u'/' + path);

    QCOMPARE(answer.status, 403);
    QCOMPARE(codeOf(answer), u"forbidden"_s);
    QCOMPARE(importing.fixture.modelFiles(), QStringList());
}

void TestImport::aLinkInsideTheFolderIsFollowed()
{
    const Importing importing;
    QVERIFY(link(u"../Good.Q8_0.gguf"_s, importing.from(u"sub/named.gguf"_s)));
    const QJsonObject last = importing.import(importing.from(u"sub/named.gguf"_s)).lines().last();
    QCOMPARE(last.value("status"_L1), u"complete"_s);
    QCOMPARE(importing.fixture.modelFiles(), QStringList{u"named.gguf"_s});
}

void TestImport::whatIsNoModelIsRefused_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QJsonObject>("more");
    QTest::addColumn<int>("status");
    QTest::newRow("not there") << u"nothing.gguf"_s << QJsonObject() << 404;
    QTest::newRow("a folder") << u"sub"_s << QJsonObject() << 400;
    QTest::newRow("truncated") << u"damaged.gguf"_s << QJsonObject() << 422;
    QTest::newRow("one of several, without the others") << u"m-00001-of-00002.gguf"_s << QJsonObject() << 404;
    QTest::newRow("a name as of one of several")
        << u"Good.Q8_0.gguf"_s << QJsonObject{{u"filename"_s, u"x-00001-of-00002.gguf"_s}} << 422;
    QTest::newRow("another kind of name") << u"text.txt"_s << QJsonObject() << 400;
    QTest::newRow("a name that leads elsewhere")
        << u"Good.Q8_0.gguf"_s << QJsonObject{{u"filename"_s, u"../x.gguf"_s}} << 400;
    QTest::newRow("a name with a folder") << u"Good.Q8_0.gguf"_s << QJsonObject{{u"filename"_s, u"a/x.gguf"_s}} << 400;
    QTest::newRow("a hidden name") << u"Good.Q8_0.gguf"_s << QJsonObject{{u"filename"_s, u".x.gguf"_s}} << 400;
    QTest::newRow("no such mode") << u"Good.Q8_0.gguf"_s << QJsonObject{{u"mode"_s, u"move"_s}} << 400;
    QTest::newRow("a number as a name") << u"Good.Q8_0.gguf"_s << QJsonObject{{u"filename"_s, 7}} << 400;
}

void TestImport::whatIsNoModelIsRefused()
{
    QFETCH(QString, file);
    QFETCH(QJsonObject, more);
    QFETCH(int, status);
    const Importing importing;
    for (const QString &name : {u"damaged.gguf"_s, u"text.txt"_s}) {
        QFile damaged(importing.from(name));
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write(damagedGgufBytes(DamagedGguf::Truncated));
    }
    QVERIFY(writeTinyGguf(importing.from(u"m-00001-of-00002.gguf"_s)));

    const HttpAnswer answer = importing.import(importing.from(file), more);

    QVERIFY2(answer.status == status, answer.body.constData());
    QCOMPARE(importing.fixture.modelFiles(), QStringList());
    QVERIFY(importing.fixture.isHealthy());
}

void TestImport::aSplitModelBecomesOneFile_data()
{
    QTest::addColumn<QString>("named");
    QTest::addColumn<bool>("emptyFirst");
    QTest::newRow("by its first shard") << u"Split.Q8_0-00001-of-00003.gguf"_s << false;
    QTest::newRow("by another one") << u"Split.Q8_0-00002-of-00003.gguf"_s << false;
    QTest::newRow("with nothing in the first") << u"Split.Q8_0-00001-of-00003.gguf"_s << true;
}

void TestImport::aSplitModelBecomesOneFile()
{
    QFETCH(QString, named);
    QFETCH(bool, emptyFirst);
    Importing importing;
    const QList<QByteArray> shards = tinyGgufShards(emptyFirst ? QList<qsizetype>{0, 5, 7} : QList<qsizetype>{1, 3, 8});
    for (int number = 1; number <= 3; ++number) {
        const QString name = u"Split.Q8_0-0000%1-of-00003.gguf"_s.arg(number);
        importing.write(name, shards[number - 1]);
        importing.fixture.hub.addFile(JobFixture::repo, name, shards[number - 1]);
    }

    const QList<QJsonObject> lines = importing.import(importing.from(named)).lines();

    const QJsonObject last = lines.last();
    QVERIFY2(last.value("status"_L1) == "complete"_L1, QJsonDocument(last).toJson().constData());
    QCOMPARE(last.value("model_id"_L1), u"Split"_s);
    QCOMPARE(last.value("filename"_L1), u"Split.Q8_0.gguf"_s);
    QCOMPARE(last.value("mode"_L1), u"copy"_s);
    QCOMPARE(importing.fixture.modelFiles(), QStringList{u"Split.Q8_0.gguf"_s});
    QCOMPARE(sha256OfFile(last.value("path"_L1).toString()), last.value("sha256"_L1).toString().toLatin1());
    QCOMPARE(importing.generate(u"split"_s), 200);
    QVERIFY(importing.fixture.parts().isEmpty());
    QVERIFY(QFile::exists(importing.from(named)));
    // It is what a pull makes of them.
    const QJsonObject pulled = importing.fixture.pullResult({{u"model"_s, JobFixture::repo}, {u"filename"_s, named}});
    QCOMPARE(pulled.value("status"_L1), u"complete"_s);
    QCOMPARE(pulled.value("sha256"_L1), last.value("sha256"_L1));
}

void TestImport::shardsThatMakeNoModelAreRefused_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("status");
    QTest::newRow("one is missing") << u"missing"_s << 404;
    QTest::newRow("one is of another model") << u"foreign"_s << 422;
    QTest::newRow("one is truncated") << u"truncated"_s << 422;
    QTest::newRow("one is outside the folder") << u"outside"_s << 403;
    QTest::newRow("their blocks are to be shared") << u"hardlink"_s << 422;
}

void TestImport::shardsThatMakeNoModelAreRefused()
{
    QFETCH(QString, what);
    QFETCH(int, status);
    const Importing importing;
    const QList<QByteArray> shards = tinyGgufShards({5, 7});
    const QString second = u"m-00002-of-00002.gguf"_s;
    importing.write(u"m-00001-of-00002.gguf"_s, shards[0]);
    if (what == "foreign"_L1)
        importing.write(second, tinyGgufBytes());
    else if (what == "truncated"_L1)
        importing.write(second, shards[1].first(shards[1].size() / 2));
    else if (what == "outside"_L1)
        QVERIFY(link(importing.outside(u"secret.gguf"_s), importing.from(second)));
    else if (what == "hardlink"_L1)
        importing.write(second, shards[1]);
    const QJsonObject more = what == "hardlink"_L1 ? QJsonObject{{u"mode"_s, what}} : QJsonObject();

    const HttpAnswer answer = importing.import(importing.from(u"m-00001-of-00002.gguf"_s), more);

    QVERIFY2(answer.status == status, answer.body.constData());
    QVERIFY(!answer.json().value("error"_L1).toObject().value("message"_L1).toString().isEmpty());
    QCOMPARE(importing.fixture.modelFiles(), QStringList());
    QVERIFY(importing.fixture.parts().isEmpty());
}

void TestImport::aNameThatIsTakenIsRefused()
{
    const Importing importing;
    const QString path = importing.from(u"Good.Q8_0.gguf"_s);
    QCOMPARE(importing.import(path).lines().last().value("status"_L1), u"complete"_s);

    QCOMPARE(importing.import(path).status, 409);

    QCOMPARE(importing.import(path, {{u"filename"_s, u"Other.gguf"_s}}).lines().last().value("model_id"_L1),
             u"Other"_s);
    QCOMPARE(importing.fixture.modelFiles(), (QStringList{u"Good.Q8_0.gguf"_s, u"Other.gguf"_s}));
}

void TestImport::aPipeDoesNotMakeItWait()
{
    const Importing importing;
    QCOMPARE(::mkfifo(QFile::encodeName(importing.from(u"pipe.gguf"_s)).constData(), 0600), 0);
    QCOMPARE(importing.import(importing.from(u"pipe.gguf"_s)).status, 400);
}

void TestImport::theQuotaHolds()
{
    const Importing importing({u"--disk-quota"_s, u"1M"_s});
    const QString path = importing.from(u"large.gguf"_s);
    QVERIFY(writeTinyGguf(path, {.minimumBytes = 8 << 20}));
    QCOMPARE(importing.import(path).status, 507);
    QCOMPARE(importing.fixture.modelFiles(), QStringList());
}

void TestImport::staysAfterAKill()
{
    Importing importing;
    QCOMPARE(importing.import(importing.from(u"Good.Q8_0.gguf"_s)).lines().last().value("status"_L1), u"complete"_s);
    importing.fixture.service().killNow();
    importing.fixture.restart();
    QCOMPARE(importing.model("good").value("origin"_L1), u"import"_s);
    QCOMPARE(importing.generate(u"good"_s), 200);
}

QTEST_GUILESS_MAIN(TestImport)
#include "test_import.moc"
