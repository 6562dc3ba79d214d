#include "pull_fixture.h"
#include "tiny_gguf.h"

#include <QCryptographicHash>
#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1 << 20;
const QString repo = u"org/tiny-GGUF"_s;

} // namespace

/// What a pull can be asked for, and what it does to the queue and to what is installed.
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
    void keepsTwoReposFilesOfOneNameApart();
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
    fixture.hub.inject(slowly(u"tiny.gguf"_s, 3'000'000));
    const QByteArray body = R"({"model":"org/tiny-GGUF","filename":"tiny.gguf","queue":true})";
    BlockingHttp first(fixture.port());
    BlockingHttp second(fixture.port());

    first.send(pullRequest(body));
    QTRY_VERIFY(fixture.hub.cdnRequests() > 0);
    second.send(pullRequest(body));
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
    fixture.hub.inject(slowly(u"a.gguf"_s, 3'000'000));
    BlockingHttp first(fixture.port());
    first.send(pullRequest(R"({"model":"org/tiny-GGUF","filename":"a.gguf"})"));
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
    fixture.hub.inject(slowly(u"tiny.gguf"_s, 3'000'000));
    {
        BlockingHttp client(fixture.port());
        client.send(pullRequest(R"({"model":"org/tiny-GGUF","filename":"tiny.gguf"})"));
        QTRY_VERIFY(fixture.hub.cdnRequests() > 0);
        client.close(true);
    }

    QTRY_COMPARE_WITH_TIMEOUT(httpGet(fixture.port(), "/v1/models").json().value("data"_L1).toArray().size(), 1,
                              30'000);
    QCOMPARE(fixture.hub.cdnBytes(), tinyGgufBytes().size());
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

QTEST_GUILESS_MAIN(TestPull)
#include "test_pull.moc"
