#include "fake_shimmy_program.h"
#include "job_fixture.h"
#include "tiny_gguf.h"

#include <QDirIterator>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

/// What must be found nowhere. Without the "hf_" that the log would make unreadable anyway.
const QByteArray canary = "canaryThatNobodyMayEverSee";
const QByteArray requestToken = "api_" + canary;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// A token goes to the Hub, and nowhere else: not into logs, answers, events, files, or the processes we start.
class TestHubTokens : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noTokenIsSeenAnywhere();
    void theTokenFileIsUsedAndNamed();
    void aMissingTokenFileIsABadOption();
};

void TestHubTokens::noTokenIsSeenAnywhere()
{
    const FakeShimmyProgram shimmy;
    const QTemporaryDir directory;
    const QString tokenFile = directory.filePath(u"token"_s);
    const QByteArray configured = "conf_" + canary;
    QFile file(tokenFile);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(configured) == configured.size());
    file.close();
    const QStringList arguments{u"--log-level"_s, u"debug"_s, u"--hf-token-file"_s, tokenFile, u"--queue"_s};
    JobFixture fixture(PullSetup{.arguments = arguments, .shimmy = shimmy.path()});
    fixture.hub.addToken(configured);
    fixture.hub.addToken(requestToken);
    for (const char *name : {"good", "gated", "resumed"})
        fixture.hub.addFile(u"canary/%1-GGUF"_s.arg(QLatin1StringView(name)), u"%1.gguf"_s.arg(QLatin1StringView(name)),
                            tinyGgufBytes({.minimumBytes = 4 << 20, .name = name}));
    fixture.hub.setAccess(u"canary/good-GGUF"_s, HubAccess::Private);
    fixture.hub.setAccess(u"canary/gated-GGUF"_s, HubAccess::GatedManual);
    BlockingHttp feed(fixture.port());
    feed.send(httpRequestBytes("GET", "/v1/api/events", {}, {}));
    QByteArray seen;
    const auto pull = [&](const char *name, const QByteArray &token) {
        const QString text = QString::fromLatin1(name);
        QList<std::pair<QByteArray, QByteArray>> fields;
        if (!token.isEmpty())
            fields.emplaceBack("X-HF-Token", token);
        const HttpAnswer answer =
            httpPost(fixture.port(), "/v1/api/pull",
                     {{u"model"_s, u"canary/%1-GGUF"_s.arg(text)}, {u"filename"_s, QString(text + u".gguf")}}, fields);
        seen += answer.body;
        for (const auto &[field, value] : answer.fields)
            seen += value + '\n';
        return answer.lines().isEmpty() ? QJsonObject() : answer.lines().last();
    };

    QCOMPARE(pull("good", requestToken).value("status"_L1).toString(), u"complete"_s);
    QCOMPARE(pull("good", {}).value("status"_L1).toString(), u"complete"_s);
    QCOMPARE(pull("missing", requestToken).value("code"_L1).toString(), u"repo_not_found"_s);
    QCOMPARE(pull("missing", "bad_" + canary).value("code"_L1).toString(), u"unauthorized"_s);
    QCOMPARE(pull("missing", "bad " + canary).value("code"_L1).toString(), u"invalid_argument"_s);
    QCOMPARE(pull("gated", requestToken).value("code"_L1).toString(), u"gated_repo"_s);
    for (const QByteArray &path :
         {QByteArray("/v1/api/files?model=canary/good-GGUF"), QByteArray("/v1/api/search?q=canary"),
          QByteArray("/v1/api/files/facts?model=canary/good-GGUF&filename=good.gguf"), QByteArray("/v1/api/whoami")}) {
        for (const QByteArray &token : {requestToken, QByteArray("bad_" + canary), QByteArray("bad " + canary)}) {
            const HttpAnswer answer = httpRequest(fixture.port(), "GET", path, {}, {{"X-HF-Token", token}});
            QCOMPARE(answer.status, token == requestToken ? 200 : token.startsWith("bad_") ? 401 : 400);
            seen += answer.body;
        }
    }
    // One that is interrupted and goes on after a restart.
    fixture.hub.inject(slowly(u"resumed.gguf"_s, 100'000));
    BlockingHttp client(fixture.port());
    client.send(httpRequestBytes("POST", "/v1/api/pull", R"({"model":"canary/resumed-GGUF","filename":"resumed.gguf"})",
                                 {{"Content-Type", "application/json"}, {"X-HF-Token", requestToken}}));
    client.read(false, [&seen](const QByteArray &piece) {
        seen += piece;
        return !seen.contains("downloading");
    });
    feed.read(false, [&seen](const QByteArray &piece) {
        seen += piece;
        return !piece.contains("resumed.gguf");
    });
    seen += httpGet(fixture.port(), "/v1/api/downloads").body + httpGet(fixture.port(), "/").body
        + httpGet(fixture.port(), "/metrics").body + httpGet(fixture.port(), "/v1/api/logs").body;
    const auto lookAtProcesses = [&] {
        const QByteArray own = contentOf(u"/proc/%1/cmdline"_s.arg(fixture.service().processId()));
        seen += own;
        const QList<qint64> children = fixture.service().children();
        QVERIFY(!children.isEmpty());
        for (const qint64 child : children) {
            // Between fork and exec it is still shimmyd.
            QTRY_VERIFY(contentOf(u"/proc/%1/cmdline"_s.arg(child)) != own);
            const QByteArray variables = contentOf(u"/proc/%1/environ"_s.arg(child));
            seen += variables + contentOf(u"/proc/%1/cmdline"_s.arg(child));
        }
        seen += fixture.service().log();
        for (QDirIterator files(fixture.modelsDirectory(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
             files.hasNext();) {
            const QString path = files.next();
            seen += path.toUtf8() + contentOf(path);
        }
    };
    lookAtProcesses();
    fixture.restart(arguments);
    fixture.hub.clearFaults();
    QTRY_VERIFY_WITH_TIMEOUT(fixture.modelFiles().contains(u"resumed.gguf"_s), 60'000);
    seen += httpGet(fixture.port(), "/v1/api/downloads").body;
    lookAtProcesses();

    QVERIFY(seen.contains("resumed.gguf")); // it was looked at
    const qsizetype at = seen.indexOf(canary);
    QVERIFY2(at < 0, seen.mid(std::max<qsizetype>(0, at - 300), 600).constData());
    QVERIFY(!seen.contains(PullFixture::token));
    QVERIFY(!fixture.hub.cdnSawToken());
}

void TestHubTokens::theTokenFileIsUsedAndNamed()
{
    const FakeShimmyProgram shimmy;
    const QTemporaryDir directory;
    QFile file(directory.filePath(u"token"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("hf_ofTheFile\n") > 0);
    file.close();
    PullFixture fixture(PullSetup{.arguments = {u"--hf-token-file"_s, file.fileName()}, .shimmy = shimmy.path()});
    fixture.hub.addToken("hf_ofTheFile");

    const HttpAnswer answer = httpGet(fixture.port(), "/v1/api/whoami");

    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json().value("token"_L1)["source"_L1].toString(), u"--hf-token-file"_s);
    QVERIFY(!answer.body.contains("hf_ofTheFile"));
}

void TestHubTokens::aMissingTokenFileIsABadOption()
{
    const FakeShimmyProgram shimmy;
    ServiceProcess::Setup setup;
    setup.shimmy = shimmy.path();
    setup.arguments = {u"--hf-token-file"_s, u"/nonexistent/token"_s};
    setup.waitUntilHealthy = false;
    ServiceProcess service(setup);
    QCOMPARE(service.ended(), 2);
    QVERIFY(service.log().contains("--hf-token-file"));
}

QTEST_GUILESS_MAIN(TestHubTokens)
#include "test_hub_tokens.moc"
