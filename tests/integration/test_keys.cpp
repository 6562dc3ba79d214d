#include "fake_shimmy_program.h"
#include "job_fixture.h"
#include "project_paths.h"
#include "run_program.h"
#include "tiny_gguf.h"

#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

namespace {

const QByteArray userKey = "shm_canary-of-a-user";
const QByteArray adminKey = "shm_canary-of-an-admin";
const QString repo = u"org/keys-GGUF"_s;

using Fields = QList<std::pair<QByteArray, QByteArray>>;

Fields bearer(const QByteArray &key)
{
    return {{"Authorization", "Bearer " + key}};
}

/// The line of a key file for \a key, made as a person makes it.
QByteArray lineFor(const QString &owner, const QByteArray &key)
{
    return runProgram(shimmydPath(), {u"--hash-key"_s, owner}, {}, key + '\n').output;
}

HttpAnswer ask(quint16 port, const QByteArray &request)
{
    BlockingHttp client(port);
    client.send(request);
    return client.read();
}

} // namespace

/// Who may call a running shimmyd.
class TestKeys : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyRouteButTheOpenOnesWantsAKey();
    void refusesInTheShapeOfEachRoute_data();
    void refusesInTheShapeOfEachRoute();
    void aKeyIsGoodForItsScopesOnly();
    void openInferenceNeedsNoKeyAndManagingDoes();
    void waitsForNoBodyOfWhoIsToBeRefused();
    void readsKeysAgainWithoutARestart();
    void makesKeysThatWork();
    void refusesToStartWithoutTheKeysItMustHave();
    void takesTurnsByKeyWhereverItsRequestsComeFrom();
    void writesDownWhoHasChangedWhat();
    void aListedPageMayCallAndAForeignOneMayNot();

private:
    PullSetup setupWith(const QStringList &arguments = {}) const;
    void writeKeys(const QByteArray &text) const;

    QTemporaryDir m_directory;
    FakeShimmyProgram m_shimmy;
    QByteArray m_lines;
};

void TestKeys::initTestCase()
{
    m_lines = lineFor(u"user:inference"_s, userKey) + lineFor(u"admin:manage"_s, adminKey);
    QCOMPARE(m_lines.count('\n'), 2);
}

PullSetup TestKeys::setupWith(const QStringList &arguments) const
{
    writeKeys(m_lines);
    return {.arguments = QStringList{u"--api-key-file"_s, m_directory.filePath(u"keys"_s)} + arguments,
            .shimmy = m_shimmy.path()};
}

void TestKeys::writeKeys(const QByteArray &text) const
{
    QFile file(m_directory.filePath(u"keys"_s));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(text), text.size());
}

void TestKeys::everyRouteButTheOpenOnesWantsAKey()
{
    QFile table(projectRoot() + u"/server/api/routes.cpp"_s);
    QVERIFY(table.open(QIODevice::ReadOnly));
    static const QRegularExpression row(u"\\{\"([A-Z]+)\", \"([^\"]+)\", Access::(\\w+)"_s);
    const QString text = QString::fromUtf8(table.readAll());
    PullFixture fixture(setupWith());
    QSet<QString> open;
    int closed = 0;

    for (auto route = row.globalMatch(text); route.hasNext();) {
        const auto match = route.next();
        const QByteArray method = match.captured(1).toLatin1();
        const QByteArray path = match.captured(2).replace(QRegularExpression(u"\\{[^}]*\\}"_s), u"x"_s).toLatin1();
        const int status = httpRequest(fixture.port(), method, path).status;
        if (match.captured(3) == "Open"_L1) {
            open += match.captured(2);
            QVERIFY2(status != 401, QByteArray(method + ' ' + path).constData());
        } else {
            ++closed;
            QVERIFY2(status == 401, QByteArray(method + ' ' + path + ' ' + QByteArray::number(status)).constData());
        }
    }

    QVERIFY(closed >= 25);
    for (const QString &path : {u"/"_s, u"/health"_s, u"/v1/health"_s, u"/metrics"_s})
        QVERIFY2(open.contains(path), qPrintable(path));
    for (const QString &path : open)
        QVERIFY2(!path.startsWith("/v1/api"_L1) && !path.contains("generate"_L1), qPrintable(path));
}

void TestKeys::refusesInTheShapeOfEachRoute_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QJsonObject>("unknown"); // the answer to no key, and then to one without the scope
    QTest::addColumn<QStringList>("members");
    QTest::newRow("ours") << QByteArray("/v1/api/shimmy/restart") << QJsonObject{{u"code"_s, u"invalid_api_key"_s}}
                          << QStringList{u"code"_s, u"hint"_s, u"message"_s};
    QTest::newRow("OpenAI's") << QByteArray("/v1/chat/completions")
                              << QJsonObject{{u"code"_s, u"invalid_api_key"_s}, {u"type"_s, u"invalid_request_error"_s}}
                              << QStringList{u"code"_s, u"message"_s, u"param"_s, u"type"_s};
    QTest::newRow("Anthropic's") << QByteArray("/v1/messages") << QJsonObject{{u"type"_s, u"authentication_error"_s}}
                                 << QStringList{u"message"_s, u"type"_s};
}

void TestKeys::refusesInTheShapeOfEachRoute()
{
    QFETCH(QByteArray, path);
    QFETCH(QJsonObject, unknown);
    QFETCH(QStringList, members);
    PullFixture fixture(setupWith());

    for (const Fields &fields : {Fields{}, bearer("shm_not-a-key-of-anybody"), Fields{{"X-Api-Key", "nonsense"}}}) {
        const HttpAnswer answer = httpPost(fixture.port(), path, {}, fields);
        const QJsonObject error = answer.json().value("error"_L1).toObject();
        QCOMPARE(answer.status, 401);
        QVERIFY2(answer.field("www-authenticate").startsWith("Bearer "), answer.field("www-authenticate").constData());
        QCOMPARE(error.keys(), members);
        for (auto member = unknown.begin(); member != unknown.end(); ++member)
            QCOMPARE(error.value(member.key()), member.value());
    }
    const HttpAnswer pull = httpPost(fixture.port(), "/v1/api/pull", {});
    QCOMPARE(pull.status, 401);
    QCOMPARE(pull.json().value("status"_L1), u"error"_s);
    QCOMPARE(pull.json().value("code"_L1), u"invalid_api_key"_s);
}

void TestKeys::aKeyIsGoodForItsScopesOnly()
{
    PullFixture fixture(setupWith());
    const auto get = [&fixture](const QByteArray &path, const Fields &fields) {
        return httpRequest(fixture.port(), "GET", path, {}, fields);
    };

    QCOMPARE(get("/v1/models", bearer(userKey)).status, 200);
    QCOMPARE(get("/v1/models", bearer(adminKey)).status, 200);
    QCOMPARE(get("/v1/api/downloads", bearer(adminKey)).status, 200);
    const HttpAnswer refused = get("/v1/api/downloads", bearer(userKey));
    QCOMPARE(refused.status, 403);
    QCOMPARE(refused.json().value("error"_L1)["code"_L1], u"insufficient_scope"_s);
    QVERIFY(refused.field("www-authenticate").contains("insufficient_scope"));
    // Past the door: 404 is the route's own.
    const QJsonObject prompt{{u"model"_s, u"nothing"_s}, {u"prompt"_s, u"x"_s}};
    QCOMPARE(httpPost(fixture.port(), "/v1/generate", prompt, bearer(userKey)).status, 404);
    QCOMPARE(httpPost(fixture.port(), "/v1/generate", prompt, {{"X-Api-Key", userKey}}).status, 404);
    QCOMPARE(httpPost(fixture.port(), "/v1/generate", prompt, bearer(adminKey)).status, 403);
    const HttpAnswer anthropic = httpPost(fixture.port(), "/v1/messages", {}, {{"X-Api-Key", adminKey}});
    QCOMPARE(anthropic.status, 403);
    QCOMPARE(anthropic.json().value("error"_L1)["type"_L1], u"permission_error"_s);
}

void TestKeys::openInferenceNeedsNoKeyAndManagingDoes()
{
    PullFixture fixture(setupWith({u"--inference-open"_s, u"--mirror"_s}));
    fixture.hub.addFile(repo, u"private.gguf"_s, tinyGgufBytes());
    httpPost(fixture.port(), "/v1/api/pull", {{u"model"_s, repo}, {u"filename"_s, u"private.gguf"_s}},
             bearer(adminKey));
    const QJsonObject prompt{{u"model"_s, u"nothing"_s}, {u"prompt"_s, u"x"_s}};

    QCOMPARE(httpPost(fixture.port(), "/v1/generate", prompt).status, 404);
    QCOMPARE(httpPost(fixture.port(), "/v1/completions", prompt, bearer("sk-whatever-clients-send")).status, 404);
    QCOMPARE(httpGet(fixture.port(), "/v1/models").status, 200);
    QCOMPARE(httpGet(fixture.port(), "/v1/api/downloads").status, 401);
    // The mirror has the files, also those that the service's own token has fetched.
    const QByteArray mirrored = "/hub/" + repo.toLatin1() + "/resolve/main/private.gguf";
    QCOMPARE(httpGet(fixture.port(), mirrored).status, 401);
    QCOMPARE(httpRequest(fixture.port(), "GET", mirrored, {}, bearer(userKey)).body, tinyGgufBytes());
}

void TestKeys::waitsForNoBodyOfWhoIsToBeRefused()
{
    PullFixture fixture(setupWith());
    const QByteArray prompt = R"({"model":"nothing","prompt":")" + QByteArray(100'000, 'x') + "\"}";
    // What is refused never gets its body: its answer has to come all the same.
    const auto begin = [&](const QByteArray &path, const QByteArray &fields, const QByteArray &body = {}) {
        BlockingHttp client(fixture.port());
        client.send("POST " + path
                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                    + QByteArray::number(prompt.size()) + "\r\n" + fields + "\r\n");
        client.send(body);
        return client.read();
    };

    const HttpAnswer refused = begin("/v1/chat/completions", {});
    QCOMPARE(refused.status, 401);
    QVERIFY(refused.field("www-authenticate").startsWith("Bearer "));
    QCOMPARE(refused.field("connection").toLower(), "close");
    QCOMPARE(refused.json().value("error"_L1)["type"_L1], u"invalid_request_error"_s);
    QCOMPARE(begin("/v1/messages", "X-Api-Key: " + adminKey + "\r\n").status, 403);
    QCOMPARE(begin("/v1/api/nothing", "X-Api-Key: " + adminKey + "\r\n").status, 404);
    QCOMPARE(begin("/v1/generate", "X-Api-Key: " + userKey + "\r\n", prompt).status, 404); // the model
    QTRY_VERIFY(fixture.service().log().contains("POST /v1/chat/completions 401"));
}

void TestKeys::readsKeysAgainWithoutARestart()
{
    PullFixture fixture(setupWith());
    const auto statusFor = [&fixture](const QByteArray &key) {
        return httpRequest(fixture.port(), "GET", "/v1/models", {}, bearer(key)).status;
    };
    const QByteArray next = "shm_canary-of-the-next-one";
    QCOMPARE(statusFor(userKey), 200);
    QCOMPARE(statusFor(next), 401);

    writeKeys(lineFor(u"next:inference"_s, next)); // by its watch
    QTRY_COMPARE(statusFor(next), 200);
    QCOMPARE(statusFor(userKey), 401);

    writeKeys("nonsense\n");
    QTRY_VERIFY(fixture.service().log().contains("line 1"));
    QCOMPARE(statusFor(next), 200); // a slip locks nobody out

    writeKeys(m_lines);
    ::kill(static_cast<pid_t>(fixture.service().processId()), SIGHUP); // by wish
    QTRY_COMPARE(statusFor(userKey), 200);
    QCOMPARE(statusFor(next), 401);
}

void TestKeys::makesKeysThatWork()
{
    const ProgramResult made = runProgram(shimmydPath(), {u"--new-key"_s, u"maker:inference,manage"_s});
    QCOMPARE(made.exitCode, 0);
    static const QRegularExpression key(u"shm_[A-Za-z0-9_-]{43}"_s);
    const QByteArray secret = key.match(QString::fromUtf8(made.errors)).captured().toLatin1();
    QVERIFY(!secret.isEmpty());
    QVERIFY(!made.output.contains(secret));
    PullFixture fixture(setupWith());

    writeKeys(made.output);

    QTRY_COMPARE(httpRequest(fixture.port(), "GET", "/v1/api/downloads", {}, bearer(secret)).status, 200);
}

void TestKeys::refusesToStartWithoutTheKeysItMustHave()
{
    QTemporaryDir models;
    const QStringList arguments{u"--listen"_s, u"127.0.0.1:0"_s, u"--models"_s,
                                models.path(), u"--shimmy"_s,    m_shimmy.path()};
    const auto start = [&arguments](const QStringList &more, const QHash<QString, QString> &variables = {}) {
        return runProgram(shimmydPath(), arguments + more, variables);
    };

    const ProgramResult none = start({u"--require-key"_s});
    QCOMPARE(none.exitCode, 2);
    QVERIFY2(none.errors.contains("--require-key"), none.errors.constData());
    const ProgramResult missing = start({u"--api-key-file"_s, u"/nonexistent/keys"_s});
    QCOMPARE(missing.exitCode, 2);
    QVERIFY2(missing.errors.contains("/nonexistent/keys"), missing.errors.constData());
    for (const QString &blank : {u""_s, u"  \n"_s}) {
        const ProgramResult unfilled = start({}, {{u"SHIMMYD_API_KEY"_s, blank}});
        QCOMPARE(unfilled.exitCode, 2);
        QVERIFY2(unfilled.errors.contains("SHIMMYD_API_KEY"), unfilled.errors.constData());
    }
    const ProgramResult guessable = start({}, {{u"SHIMMYD_API_KEY"_s, u"secret"_s}});
    QCOMPARE(guessable.exitCode, 2);
    QVERIFY2(guessable.errors.contains("SHIMMYD_API_KEY") && !guessable.errors.contains("secret"),
             guessable.errors.constData());
}

void TestKeys::takesTurnsByKeyWhereverItsRequestsComeFrom()
{
    const FakeShimmyProgram slow({{u"loadDelayMs"_s, 60'000}});
    PullFixture fixture({.shimmy = slow.path(),
                         .variables = {{u"SHIMMYD_API_KEY"_s,
                                        u"alice:inference:key-of-alice-who-asks bob:inference:key-of-bob-who-asks "
                                        "boss:manage:key-of-the-boss-here"_s}}});
    fixture.hub.addFile(repo, u"turns.gguf"_s, tinyGgufBytes());
    const Fields boss = bearer("key-of-the-boss-here");
    httpPost(fixture.port(), "/v1/api/pull", {{u"model"_s, repo}, {u"filename"_s, u"turns.gguf"_s}}, boss);
    std::vector<std::unique_ptr<BlockingHttp>> clients;
    const auto clientsWaiting = [&] {
        return httpRequest(fixture.port(), "GET", "/v1/api/shimmy", {}, boss).json().value("queue"_L1).toObject();
    };
    for (const char *key : {"alice", "alice", "alice", "bob"}) {
        clients.push_back(std::make_unique<BlockingHttp>(fixture.port()));
        clients.back()->send(httpRequestBytes(
            "POST", "/v1/generate", R"({"model":"turns","prompt":"x"})",
            {{"Content-Type", "application/json"}, {"X-Api-Key", "key-of-" + QByteArray(key) + "-who-asks"}}));
        const auto sent = qint64(clients.size());
        QTRY_COMPARE(clientsWaiting().value("waiting"_L1).toInteger()
                         + clientsWaiting().value("generations"_L1).toInteger(),
                     sent);
    }

    const QJsonArray waiting = clientsWaiting().value("clients"_L1).toArray();

    QCOMPARE(waiting.size(), 2); // of one address, and yet two
    QJsonObject byName;
    for (const auto &client : waiting)
        byName.insert(client[u"client"_s].toString(), client[u"waiting"_s]);
    QCOMPARE(byName, (QJsonObject{{u"alice"_s, 2}, {u"bob"_s, 1}}));
}

void TestKeys::writesDownWhoHasChangedWhat()
{
    PullFixture fixture(setupWith());
    fixture.hub.addFile(repo, u"audited.gguf"_s, tinyGgufBytes());
    Fields fields = bearer(adminKey);
    fields.emplaceBack("X-Request-Id", "audit-me");
    const QJsonObject complete =
        httpPost(fixture.port(), "/v1/api/pull", {{u"model"_s, repo}, {u"filename"_s, u"audited.gguf"_s}}, fields)
            .lines()
            .last();
    QCOMPARE(complete.value("status"_L1), u"complete"_s);
    httpRequest(fixture.port(), "GET", "/v1/api/downloads", {}, fields);

    QCOMPARE(httpRequest(fixture.port(), "DELETE", "/v1/api/models/audited", {}, fields).status, 200);

    const QByteArray log = fixture.service().log();

    QByteArrayList audit;
    for (const QByteArray &line : log.split('\n')) {
        if (line.contains(" audit: "))
            audit += line;
    }
    QCOMPARE(audit.size(), 4); // a look changes nothing
    for (const int deed : {0, 2}) {
        QVERIFY2(audit[deed].contains(deed == 0 ? " pulled audited " : " deleted audited ")
                     && audit[deed].contains("for admin (127.0.0.1)")
                     && audit[deed].contains("org/keys-GGUF/audited.gguf at commit ")
                     && audit[deed].contains(complete.value("sha256"_L1).toString().toLatin1()),
                 audit[deed].constData());
    }
    QVERIFY2(audit[1].contains("admin (127.0.0.1) POST /v1/api/pull {") && audit[1].contains("audited.gguf")
                 && audit[1].endsWith("answered 200 request=audit-me"),
             audit[1].constData());
    QVERIFY2(audit[3].endsWith("admin (127.0.0.1) DELETE /v1/api/models/audited answered 200 request=audit-me"),
             audit[3].constData());
    QVERIFY(!log.contains("canary"));
}

void TestKeys::aListedPageMayCallAndAForeignOneMayNot()
{
    PullFixture fixture(setupWith({u"--cors"_s, u"https://chat.example"_s}));
    const auto preflight = [&fixture](const QByteArray &origin) {
        return ask(fixture.port(),
                   "OPTIONS /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin
                       + "\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: "
                         "authorization,content-type\r\n\r\n");
    };

    // A browser's preflight has no key.
    const HttpAnswer allowed = preflight("https://chat.example");
    QCOMPARE(allowed.status, 204);
    QCOMPARE(allowed.field("access-control-allow-origin"), "https://chat.example");
    QVERIFY(allowed.field("access-control-allow-methods").contains("POST"));
    const QByteArray headers = allowed.field("access-control-allow-headers").toLower();
    QVERIFY(headers.contains("authorization") && headers.contains("content-type"));
    QCOMPARE(allowed.field("vary"), "Origin");
    QCOMPARE(preflight("https://evil.example").status, 403);
    // And then the request itself, refused ones too: the page must be able to read why.
    Fields fields = bearer(userKey);
    fields.emplaceBack("Origin", "https://chat.example");
    const HttpAnswer models = httpRequest(fixture.port(), "GET", "/v1/models", {}, fields);
    QCOMPARE(models.status, 200);
    QCOMPARE(models.field("access-control-allow-origin"), "https://chat.example");
    const HttpAnswer refused =
        httpRequest(fixture.port(), "GET", "/v1/models", {}, {{"Origin", "https://chat.example"}});
    QCOMPARE(refused.status, 401);
    QCOMPARE(refused.field("access-control-allow-origin"), "https://chat.example");
    // Without an origin there is nothing to say.
    QVERIFY(httpRequest(fixture.port(), "GET", "/v1/models", {}, bearer(userKey))
                .field("access-control-allow-origin")
                .isEmpty());
}

QTEST_GUILESS_MAIN(TestKeys)
#include "test_keys.moc"
