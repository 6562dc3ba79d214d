#include "pull_fixture.h"
#include "tiny_gguf.h"

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QStorageInfo>
#include <QTest>

#include <sys/mount.h>
#include <unistd.h>

#include <csignal>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1 << 20;
const QString repo = u"org/tiny-GGUF"_s;

HubFault slow(const QString &file, qint64 bytesPerSecond)
{
    HubFault fault{HubFault::Kind::Drip, file.toLatin1()};
    fault.times = -1;
    fault.rate = bytesPerSecond;
    return fault;
}

QByteArray request(const QByteArray &body)
{
    return httpRequestBytes("POST", "/v1/api/pull", body, {{"Content-Type", "application/json"}});
}

/// A tmpfs that goes with it. Needs root, which ./dev and CI are.
class SmallDisk {
public:
    explicit SmallDisk(const QByteArray &size)
    {
        m_mounted = ::mount("tmpfs", QFile::encodeName(m_directory.path()).constData(), "tmpfs", 0,
                            QByteArray("size=" + size).constData())
            == 0;
    }
    ~SmallDisk()
    {
        if (m_mounted)
            ::umount2(QFile::encodeName(m_directory.path()).constData(), MNT_DETACH);
    }
    bool isMounted() const { return m_mounted; }
    QString path() const { return m_directory.path(); }

private:
    QTemporaryDir m_directory;
    bool m_mounted = false;
};

QByteArray sha256OfFile(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return {};
    return hash.result().toHex();
}

} // namespace

/// What a pull can be asked for, and what it does to the disk, the queue and memory.
class TestPull : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void choosesTheFile_data();
    void choosesTheFile();
    void pullsFromAPrivateRepoWithTheTokenOfTheRequest();
    void answersWithoutAStreamWhenAsked();
    void takesNoByteForWhatIsInstalled();
    void attachesToTheSameDownload();
    void queuesWhenAsked();
    void goesOnWithoutItsClient();
    void goesOnFromTheJournalAfterSigterm();
    void goesOnFromTheJournalAfterKill();
    void refusesWhatTheDiskCannotHold();
    void needsNoSpaceTwiceForAResumedFile();
    void keepsTwoReposFilesOfOneNameApart();
    void forgetsAModelWhoseFileIsGone();
    void staysSmallDuringALargePull();

private:
    void goesOnFromTheJournal(bool kill);
};

void TestPull::choosesTheFile_data()
{
    QTest::addColumn<QJsonObject>("body");
    QTest::addColumn<QString>("file");
    const QString q4 = u"tiny.Q4_K_M.gguf"_s;
    const QString q8 = u"tiny.Q8_0.gguf"_s;
    const auto model = [](const QString &text) { return QJsonObject{{u"model"_s, text}}; };
    const auto with = [](const QString &text, const QString &name, const QString &value) {
        return QJsonObject{{u"model"_s, text}, {name, value}};
    };
    QTest::newRow("filename") << with(repo, u"filename"_s, q8) << q8;
    QTest::newRow("quantization") << with(repo, u"quantization"_s, u"Q8_0"_s) << q8;
    QTest::newRow("quantization, lower case") << with(repo, u"quantization"_s, u"q8_0"_s) << q8;
    QTest::newRow("auto prefers Q4_K_M") << with(repo, u"quantization"_s, u"auto"_s) << q4;
    QTest::newRow("repo:QUANT") << model(repo + u":Q8_0") << q8;
    QTest::newRow("repo:quant") << model(repo + u":q4_k_m") << q4;
    QTest::newRow("hf.co/repo:QUANT") << model(u"hf.co/"_s + repo + u":Q8_0") << q8;
    QTest::newRow("URL of a file") << model(u"https://huggingface.co/"_s + repo + u"/resolve/main/" + q8) << q8;
    QTest::newRow("URL of a file's page") << model(u"https://huggingface.co/"_s + repo + u"/blob/main/" + q8) << q8;
    QTest::newRow("URL of a download") << model(u"https://huggingface.co/"_s + repo + u"/resolve/main/" + q8
                                                + u"?download=true")
                                       << q8;
    QTest::newRow("URL of the repo") << with(u"https://huggingface.co/"_s + repo, u"quantization"_s, u"Q8_0"_s) << q8;
    QTest::newRow("revision") << QJsonObject{{u"model"_s, repo}, {u"filename"_s, q8}, {u"revision"_s, u"main"_s}} << q8;
    QTest::newRow("in a folder") << with(repo, u"filename"_s, u"deep/down/other.Q8_0.gguf"_s) << u"other.Q8_0.gguf"_s;
    QTest::newRow("moved repo") << with(u"org/old-GGUF"_s, u"filename"_s, q8) << q8;
}

void TestPull::choosesTheFile()
{
    QFETCH(QJsonObject, body);
    QFETCH(QString, file);
    PullFixture fixture;
    fixture.hub.addFile(repo, u"tiny.Q4_K_M.gguf"_s, tinyGgufBytes({.name = "four"}));
    fixture.hub.addFile(repo, u"tiny.Q8_0.gguf"_s, tinyGgufBytes({.name = "eight"}));
    fixture.hub.addFile(repo, u"mmproj-tiny.Q8_0.gguf"_s, tinyGgufBytes({.name = "mmproj"}));
    fixture.hub.addFile(repo, u"deep/down/other.Q8_0.gguf"_s, tinyGgufBytes({.name = "deep"}));
    fixture.hub.addGitFile(repo, u"README.md"_s, "text");
    fixture.hub.moveRepo(u"org/old-GGUF"_s, repo);

    const QJsonObject result = fixture.pullResult(body);

    QCOMPARE(result.value("status"_L1), u"complete"_s);
    QCOMPARE(fixture.modelFiles().size(), 1);
    QCOMPARE(QFileInfo(fixture.modelFiles().first()).fileName(), file);
    const QString id = result.value("model_id"_L1).toString();
    const QJsonObject answer =
        httpPost(fixture.port(), "/v1/generate", {{u"model"_s, id}, {u"prompt"_s, u"x\n"_s}}).json();
    QCOMPARE(answer.value("response"_L1), u" Hello, world!!"_s);
}

void TestPull::pullsFromAPrivateRepoWithTheTokenOfTheRequest()
{
    PullFixture fixture;
    const QByteArray own = "hf_anotherUsersTokenForThisPull";
    fixture.hub.addFile(repo, u"tiny.gguf"_s, tinyGgufBytes());
    fixture.hub.setAccess(repo, HubAccess::GatedAuto);
    const QJsonObject body{{u"model"_s, repo}, {u"filename"_s, u"tiny.gguf"_s}, {u"stream"_s, false}};

    const HttpAnswer refused = httpPost(fixture.port(), "/v1/api/pull", body, {{"X-HF-Token", own}});
    fixture.hub.addToken(own);
    const HttpAnswer granted = httpPost(fixture.port(), "/v1/api/pull", body, {{"X-HF-Token", own}});

    QVERIFY(refused.status == 401 || refused.status == 403);
    QVERIFY(!refused.json().value("hint"_L1).toString().isEmpty());
    QCOMPARE(granted.status, 200);
    QVERIFY(!fixture.hub.cdnSawToken());
    for (const QByteArray &secret : {own, PullFixture::token})
        QVERIFY(!fixture.service().log().contains(secret));
}

void TestPull::answersWithoutAStreamWhenAsked()
{
    PullFixture fixture;
    fixture.hub.addFile(repo, u"tiny.gguf"_s, tinyGgufBytes());
    const auto pull = [&](const QString &model, const QString &file, const QString &revision) {
        return fixture.pull(
            {{u"model"_s, model}, {u"filename"_s, file}, {u"revision"_s, revision}, {u"stream"_s, false}});
    };

    const HttpAnswer complete = pull(repo, u"tiny.gguf"_s, u"main"_s);

    QCOMPARE(complete.status, 200);
    QCOMPARE(complete.field("content-type"), "application/json");
    QCOMPARE(complete.json().value("status"_L1), u"complete"_s);
    QCOMPARE(pull(repo, u"none.gguf"_s, u"main"_s).status, 404);
    QCOMPARE(pull(u"org/none"_s, u"tiny.gguf"_s, u"main"_s).status, 404);
    QCOMPARE(pull(repo, u"tiny2.gguf"_s, u"no-such-branch"_s).json().value("code"_L1), u"revision_not_found"_s);
}

void TestPull::takesNoByteForWhatIsInstalled()
{
    PullFixture fixture;
    fixture.hub.addFile(repo, u"tiny.gguf"_s, tinyGgufBytes());
    const QJsonObject body{{u"model"_s, repo}, {u"filename"_s, u"tiny.gguf"_s}};
    QCOMPARE(fixture.pullResult(body).value("status"_L1), u"complete"_s);
    const int before = fixture.hub.cdnRequests({});

    const QList<QJsonObject> lines = fixture.pull(body).lines();
    QJsonObject forced = body;
    forced.insert(u"force"_s, true);
    const QJsonObject unchanged = fixture.pullResult(forced);

    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines.first().value("status"_L1), u"starting"_s);
    QCOMPARE(lines.last().value("status"_L1), u"complete"_s);
    QCOMPARE(unchanged.value("status"_L1), u"complete"_s);
    QCOMPARE(fixture.hub.cdnRequests({}), before);

    // A newer file on the Hub is fetched when that is asked for, and takes the older one's place.
    const QByteArray newer = tinyGgufBytes({.name = "newer"});
    fixture.hub.addFile(repo, u"tiny.gguf"_s, newer);
    const QJsonObject updated = fixture.pullResult(forced);
    QCOMPARE(updated.value("sha256"_L1).toString().toLatin1(),
             QCryptographicHash::hash(newer, QCryptographicHash::Sha256).toHex());
    QCOMPARE(fixture.modelFiles(), QStringList{u"tiny.gguf"_s});
    QCOMPARE(sha256OfFile(updated.value("path"_L1).toString()), updated.value("sha256"_L1).toString().toLatin1());
}

void TestPull::attachesToTheSameDownload()
{
    PullFixture fixture;
    fixture.hub.addFile(repo, u"tiny.gguf"_s, tinyGgufBytes());
    fixture.hub.inject(slow(u"tiny.gguf"_s, 3'000'000));
    const QByteArray body = R"({"model":"org/tiny-GGUF","filename":"tiny.gguf","queue":true})";
    BlockingHttp first(fixture.port());
    BlockingHttp second(fixture.port());

    first.send(request(body));
    QTRY_VERIFY(fixture.hub.cdnRequests() > 0);
    second.send(request(body));
    const QList<QJsonObject> firstLines = first.read().lines();
    const QList<QJsonObject> secondLines = second.read().lines();

    QCOMPARE(firstLines.last().value("status"_L1), u"complete"_s);
    QCOMPARE(secondLines.last().value("status"_L1), u"complete"_s);
    QCOMPARE(secondLines.last().value("id"_L1), firstLines.last().value("id"_L1));
    QCOMPARE(fixture.hub.cdnBytes(), tinyGgufBytes().size());
}

void TestPull::queuesWhenAsked()
{
    PullFixture fixture({u"--queue"_s});
    for (const char *name : {"a.gguf", "b.gguf"})
        fixture.hub.addFile(repo, QString::fromLatin1(name), tinyGgufBytes({.name = name}));
    fixture.hub.inject(slow(u"a.gguf"_s, 3'000'000));
    BlockingHttp first(fixture.port());
    first.send(request(R"({"model":"org/tiny-GGUF","filename":"a.gguf"})"));
    QTRY_VERIFY(fixture.hub.cdnRequests() > 0);

    const QList<QJsonObject> lines = fixture.pull({{u"model"_s, repo}, {u"filename"_s, u"b.gguf"_s}}).lines();
    QCOMPARE(first.read().lines().last().value("status"_L1), u"complete"_s);

    const auto queued = std::find_if(lines.begin(), lines.end(),
                                     [](const QJsonObject &line) { return line.value("status"_L1) == "queued"_L1; });
    QVERIFY(queued != lines.end());
    QCOMPARE(queued->value("position"_L1), 1);
    QCOMPARE(lines.last().value("status"_L1), u"complete"_s);
    QCOMPARE(fixture.modelFiles(), (QStringList{u"a.gguf"_s, u"b.gguf"_s}));
}

void TestPull::goesOnWithoutItsClient()
{
    PullFixture fixture;
    fixture.hub.addFile(repo, u"tiny.gguf"_s, tinyGgufBytes());
    fixture.hub.inject(slow(u"tiny.gguf"_s, 3'000'000));
    {
        BlockingHttp client(fixture.port());
        client.send(request(R"({"model":"org/tiny-GGUF","filename":"tiny.gguf"})"));
        QTRY_VERIFY(fixture.hub.cdnRequests() > 0);
        client.close(true);
    }

    QTRY_COMPARE_WITH_TIMEOUT(httpGet(fixture.port(), "/v1/models").json().value("data"_L1).toArray().size(), 1,
                              30'000);
    QCOMPARE(fixture.hub.cdnBytes(), tinyGgufBytes().size());
}

void TestPull::goesOnFromTheJournalAfterSigterm()
{
    goesOnFromTheJournal(false);
}

void TestPull::goesOnFromTheJournalAfterKill()
{
    goesOnFromTheJournal(true);
}

void TestPull::goesOnFromTheJournal(bool kill)
{
    PullFixture fixture;
    const QByteArray bytes = tinyGgufBytes({.minimumBytes = 20 * mebibyte});
    fixture.hub.addFile(repo, u"tiny.gguf"_s, bytes);
    fixture.hub.inject(slow(u"tiny.gguf"_s, mebibyte)); // four segments of it: five seconds
    BlockingHttp client(fixture.port());
    client.send(request(R"({"model":"org/tiny-GGUF","filename":"tiny.gguf"})"));
    // Killed, it keeps what the checkpoint every five seconds (or 64 MB) has made durable: nothing yet.
    QTRY_VERIFY_WITH_TIMEOUT(fixture.hub.cdnBytes() > 8 * mebibyte, 30'000);
    const qint64 before = fixture.hub.cdnBytes();

    if (kill)
        fixture.service().killNow();
    else
        QCOMPARE(fixture.service().terminate(), 0);
    const QList<QJsonObject> cut = client.read().lines();
    fixture.hub.clearFaults();
    const qint64 sent = fixture.hub.cdnBytes();
    fixture.restart();
    const QJsonObject result = fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, u"tiny.gguf"_s}});

    QVERIFY(!cut.isEmpty());
    QVERIFY(cut.last().value("status"_L1) != "complete"_L1);
    QCOMPARE(result.value("status"_L1), u"complete"_s);
    QCOMPARE(sha256OfFile(result.value("path"_L1).toString()),
             QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
    if (!kill) { // what had come is not fetched again, but for what was on the wire
        const qint64 again = fixture.hub.cdnBytes() - sent;
        QVERIFY2(again <= bytes.size() - before + 2 * mebibyte, qPrintable(QString::number(again)));
    }
    QCOMPARE(fixture.parts(), QStringList());
}

void TestPull::refusesWhatTheDiskCannotHold()
{
    const SmallDisk disk("8m");
    if (!disk.isMounted())
        QSKIP("a small tmpfs is needed: run the tests as root");
    PullFixture fixture({}, disk.path());
    QVERIFY(fixture.service().isUp());
    fixture.hub.addFile(repo, u"large.gguf"_s, tinyGgufBytes({.minimumBytes = 20 * mebibyte}));
    fixture.hub.addFile(repo, u"small.gguf"_s, tinyGgufBytes());
    const QJsonObject body{{u"model"_s, repo}, {u"filename"_s, u"large.gguf"_s}};

    const HttpAnswer refused = fixture.pull(body);

    QCOMPARE(refused.status, 507);
    QCOMPARE(refused.json().value("code"_L1), u"disk_full"_s);
    QVERIFY(refused.json().value("error"_L1).toString().contains("MB"_L1));
    QCOMPARE(fixture.hub.cdnRequests({}), 0);
    QCOMPARE(fixture.modelFiles(), QStringList());
    QCOMPARE(fixture.parts(), QStringList());
    QVERIFY(fixture.isHealthy());
    QCOMPARE(fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, u"small.gguf"_s}}).value("status"_L1),
             u"complete"_s);
}

void TestPull::needsNoSpaceTwiceForAResumedFile()
{
    const SmallDisk disk("28m");
    if (!disk.isMounted())
        QSKIP("a small tmpfs is needed: run the tests as root");
    PullFixture fixture({}, disk.path());
    fixture.hub.addFile(repo, u"tiny.gguf"_s, tinyGgufBytes({.minimumBytes = 20 * mebibyte}));
    fixture.hub.inject(slow(u"tiny.gguf"_s, mebibyte));
    BlockingHttp client(fixture.port());
    client.send(request(R"({"model":"org/tiny-GGUF","filename":"tiny.gguf"})"));
    QTRY_VERIFY_WITH_TIMEOUT(fixture.hub.cdnBytes() > mebibyte, 30'000);
    QCOMPARE(fixture.service().terminate(), 0);

    fixture.hub.clearFaults();
    fixture.restart();
    const QJsonObject result = fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, u"tiny.gguf"_s}});

    QCOMPARE(result.value("status"_L1), u"complete"_s);
}

void TestPull::keepsTwoReposFilesOfOneNameApart()
{
    PullFixture fixture;
    fixture.hub.addFile(u"one/tiny-GGUF"_s, u"tiny.Q8_0.gguf"_s, tinyGgufBytes({.name = "one"}));
    fixture.hub.addFile(u"two/tiny-GGUF"_s, u"tiny.Q8_0.gguf"_s, tinyGgufBytes({.name = "two"}));

    const QJsonObject one = fixture.pullResult({{u"model"_s, u"one/tiny-GGUF:Q8_0"_s}});
    const QJsonObject two = fixture.pullResult({{u"model"_s, u"two/tiny-GGUF:Q8_0"_s}});

    QCOMPARE(one.value("status"_L1), u"complete"_s);
    QCOMPARE(two.value("status"_L1), u"complete"_s);
    QCOMPARE(fixture.modelFiles(), (QStringList{u"tiny.Q8_0.gguf"_s, u"two/tiny-GGUF/tiny.Q8_0.gguf"_s}));
    QVERIFY(one.value("model_id"_L1) != two.value("model_id"_L1));
    QCOMPARE(sha256OfFile(two.value("path"_L1).toString()), two.value("sha256"_L1).toString().toLatin1());
}

void TestPull::forgetsAModelWhoseFileIsGone()
{
    PullFixture fixture;
    for (const char *name : {"gone.gguf", "stays.gguf", "comes.gguf"})
        fixture.hub.addFile(repo, QString::fromLatin1(name), tinyGgufBytes({.name = name}));
    const auto pull = [&](const char *name) {
        return fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, QString::fromLatin1(name)}});
    };
    const auto generate = [&](const QString &model) {
        return httpPost(fixture.port(), "/v1/generate", {{u"model"_s, model}, {u"prompt"_s, u"x\n"_s}}).status;
    };
    QCOMPARE(pull("stays.gguf").value("status"_L1), u"complete"_s);
    QVERIFY(QFile::remove(pull("gone.gguf").value("path"_L1).toString()));

    QCOMPARE(generate(u"gone"_s), 404);
    QCOMPARE(generate(u"stays"_s), 200);
    QCOMPARE(pull("comes.gguf").value("status"_L1), u"complete"_s);
    QCOMPARE(generate(u"comes"_s), 200);
    QCOMPARE(httpGet(fixture.port(), "/v1/models").json().value("data"_L1).toArray().size(), 2);

    // Nor does a start of Shimmy wait for it.
    QVERIFY(QFile::remove(fixture.service().models() + u"/stays.gguf"_s));
    for (const qint64 pid : fixture.service().children())
        ::kill(static_cast<pid_t>(pid), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(generate(u"comes"_s), 200, 20'000);
}

void TestPull::staysSmallDuringALargePull()
{
    constexpr qint64 bytes = 4LL << 30;
    QTemporaryDir source;
    const QString path = source.filePath(u"large.gguf"_s);
    QVERIFY(writeSparseGguf(path, bytes));
    QTemporaryDir models(QDir::tempPath() + u"/large-pull"_s);
    if (QStorageInfo(models.path()).bytesAvailable() < bytes + (1LL << 30))
        QSKIP("5 GB of disk are needed");
    PullFixture fixture({}, models.path());
    fixture.hub.addLocalFile(repo, u"large.gguf"_s, path, sha256OfFile(path));
    BlockingHttp client(fixture.port(), std::chrono::minutes(4));
    client.send(request(R"({"model":"org/tiny-GGUF","filename":"large.gguf"})"));

    qint64 largest = 0;
    const HttpAnswer answer = client.read(false, [&](const QByteArray &) {
        largest = std::max(largest, fixture.service().residentBytes());
        return true;
    });

    QCOMPARE(answer.lines().last().value("status"_L1), u"complete"_s);
    qInfo("shimmyd took at most %.1f MB of memory during a pull of 4 GiB in %.1f s", double(largest) / 1e6,
          answer.lines().last().value("seconds"_L1).toDouble());
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    QVERIFY(largest < 100'000'000);
#endif
}

QTEST_GUILESS_MAIN(TestPull)
#include "test_pull.moc"
