#include "fake_shimmy_program.h"
#include "project_paths.h"
#include "pull_fixture.h"
#include "run_program.h"
#include "tiny_gguf.h"

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonDocument>
#include <QScopeGuard>
#include <QTest>

#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace {

const QString repo = u"Org/Tiny-GGUF"_s;
const QString name = u"tiny.Q8_0.gguf"_s;
const QByteArray resolved = "/hub/Org/Tiny-GGUF/resolve/main/tiny.Q8_0.gguf";

QByteArray sha256Of(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

} // namespace

/// A shimmyd that serves what it has in the Hub's protocol, to other shimmyds and to the Hub's own clients.
class TestMirror : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void anotherShimmydPullsFromIt();
    void satisfiesPythonsHuggingfaceHub();
    void satisfiesTheHubsCommandLine();
    void servesWhatLlamaCppAsksFor();
    void servesRangesAsHttpSays();
    void answersAsTheHubWhenThereIsNothing();
    void sendsAnotherSpellingToTheRightOne();
    void slowReadersCostNoMemoryAndDelayNobody();
    void clientsThatLeaveLeaveNothingOpen();
    void takesAllDescriptorsItMayHave();
    void refusesFilesWhenDescriptorsRunShort();
    void servesNothingThatSomebodyHasReplaced();
    void isNoMirrorUnlessToldTo();
    void wantsItsKeyWhereTheClientsPutTheirToken();

private:
    QString endpoint() const { return u"http://127.0.0.1:%1/hub"_s.arg(m_fixture.port()); }
    HttpAnswer get(const QByteArray &path, const QList<std::pair<QByteArray, QByteArray>> &fields = {}) const
    {
        return httpRequest(m_fixture.port(), "GET", path, {}, fields);
    }
    HttpAnswer head(const QByteArray &path, const QList<std::pair<QByteArray, QByteArray>> &fields = {}) const
    {
        BlockingHttp client(m_fixture.port());
        client.send(httpRequestBytes("HEAD", path, {}, fields));
        return client.read(true);
    }

    FakeShimmyProgram m_shimmy;
    PullFixture m_fixture{{u"--mirror"_s}, {}, m_shimmy.path()};
    QByteArray m_bytes = tinyGgufBytes({.minimumBytes = 8 << 20});
    QString m_commit;
};

void TestMirror::initTestCase()
{
    m_fixture.hub.addFile(repo, name, m_bytes);
    m_fixture.hub.addFile(repo, u"folder/deep.Q4_0.gguf"_s, tinyGgufBytes({.name = "deep"}));
    m_commit = m_fixture.hub.commitOf(repo);
    for (const QString &file : {name, u"folder/deep.Q4_0.gguf"_s}) {
        const QJsonObject pulled = m_fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, file}});
        QCOMPARE(pulled.value("status"_L1).toString(), u"complete"_s);
    }
}

void TestMirror::anotherShimmydPullsFromIt()
{
    const auto asked = m_fixture.hub.requests().size();
    ServiceProcess::Setup setup;
    setup.hub = endpoint();
    setup.shimmy = m_shimmy.path();
    ServiceProcess second(setup);

    const QJsonObject listing = httpGet(second.port(), "/v1/api/files?model=Org/Tiny-GGUF").json();
    const QJsonObject facts =
        httpGet(second.port(), "/v1/api/files/facts?model=Org/Tiny-GGUF&filename=tiny.Q8_0.gguf").json();
    const QJsonObject found = httpGet(second.port(), "/v1/api/search?q=tiny").json();
    const HttpAnswer pull =
        httpPost(second.port(), "/v1/api/pull", {{u"model"_s, repo}, {u"quantization"_s, u"Q8_0"_s}});

    QCOMPARE(listing.value("commit"_L1).toString(), m_commit);
    QCOMPARE(listing.value("files"_L1).toArray().size(), 2);
    QCOMPARE(facts.value("gguf"_L1)["context_length"_L1].toInt(), 8192);
    QCOMPARE(found.value("models"_L1)[0]["model"_L1].toString(), repo);
    const QJsonObject last = pull.lines().last();
    QVERIFY2(last.value("status"_L1) == "complete"_L1, pull.body.constData());
    QCOMPARE(last.value("sha256"_L1).toString().toLatin1(), sha256Of(m_bytes));
    QFile file(last.value("path"_L1).toString());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll() == m_bytes);
    QCOMPARE(m_fixture.hub.requests().size(), asked); // all of it came from the mirror
}

void TestMirror::satisfiesPythonsHuggingfaceHub()
{
    const QTemporaryDir home;
    const ProgramResult result = runProgram(
        testPython(), {pythonTests() + u"/mirror_clients.py"_s, QString::fromLatin1(sha256Of(m_bytes)), m_commit},
        {{u"HF_ENDPOINT"_s, endpoint()}, {u"HF_HOME"_s, home.path()}, {u"HF_HUB_DISABLE_XET"_s, u"1"_s}});
    QVERIFY2(result.exitCode == 0, QByteArray(result.output + result.errors).constData());
    QCOMPARE(result.output.trimmed(), "all as on the Hub");
}

void TestMirror::satisfiesTheHubsCommandLine()
{
    const QTemporaryDir home;
    const QString hf = QFileInfo(testPython()).path() + u"/hf"_s;
    const ProgramResult result =
        runProgram(hf, {u"download"_s, repo, name, u"--local-dir"_s, home.filePath(u"here"_s)},
                   {{u"HF_ENDPOINT"_s, endpoint()}, {u"HF_HOME"_s, home.path()}, {u"HF_HUB_DISABLE_XET"_s, u"1"_s}});
    QVERIFY2(result.exitCode == 0, QByteArray(result.output + result.errors).constData());
    QCOMPARE(sha256OfFile(home.filePath(u"here/"_s + name)), sha256Of(m_bytes));
}

/// The requests of its -hf: the branches, the tree at the branch's commit, then the file, by HEAD and by ranges.
void TestMirror::servesWhatLlamaCppAsksFor()
{
    const QJsonObject refs = get("/hub/api/models/Org/Tiny-GGUF/refs").json();
    const QString commit = refs.value("branches"_L1)[0]["targetCommit"_L1].toString();
    QCOMPARE(refs.value("branches"_L1)[0]["name"_L1].toString(), u"main"_s);
    QCOMPARE(commit, m_commit);

    const HttpAnswer tree = get("/hub/api/models/Org/Tiny-GGUF/tree/" + commit.toLatin1() + "?recursive=true");
    const QJsonArray entries = QJsonDocument::fromJson(tree.body).array();
    QStringList files;
    for (const auto entry : entries) {
        if (entry["type"_L1] == "file"_L1)
            files += entry["path"_L1].toString();
    }
    files.sort();
    QCOMPARE(files, (QStringList{u"folder/deep.Q4_0.gguf"_s, name}));
    QCOMPARE(entries.size(), 3); // the folder is listed, too

    const QByteArray path = "/hub/Org/Tiny-GGUF/resolve/" + commit.toLatin1() + "/tiny.Q8_0.gguf";
    const HttpAnswer told = head(path);
    QCOMPARE(told.status, 200);
    QCOMPARE(told.field("content-length").toLongLong(), m_bytes.size());
    QCOMPARE(told.field("etag"), '"' + sha256Of(m_bytes) + '"');
    QCOMPARE(told.field("accept-ranges"), "bytes");
    QCOMPARE(told.field("x-repo-commit"), m_commit.toLatin1());
    QCOMPARE(told.field("x-linked-size").toLongLong(), m_bytes.size());
    QCOMPARE(told.field("x-linked-etag"), told.field("etag"));
    const HttpAnswer rest = get(path, {{"Range", "bytes=1000000-"}});
    QCOMPARE(rest.status, 206);
    QVERIFY(rest.body == m_bytes.mid(1'000'000));
}

void TestMirror::servesRangesAsHttpSays()
{
    const QByteArray etag = '"' + sha256Of(m_bytes) + '"';
    const HttpAnswer part = get(resolved, {{"Range", "bytes=1000-1999"}, {"If-Range", etag}});
    QCOMPARE(part.status, 206);
    QCOMPARE(part.field("content-range"), "bytes 1000-1999/" + QByteArray::number(m_bytes.size()));
    QCOMPARE(part.body, m_bytes.mid(1000, 1000));
    QCOMPARE(get(resolved, {{"Range", "bytes=-7"}}).body, m_bytes.right(7));
    const HttpAnswer changed = get(resolved, {{"Range", "bytes=0-9"}, {"If-Range", "\"other\""}});
    QCOMPARE(changed.status, 200);
    QVERIFY(changed.body == m_bytes);
    const HttpAnswer behind = get(resolved, {{"Range", "bytes=999999999-"}});
    QCOMPARE(behind.status, 416);
    QCOMPARE(behind.field("content-range"), "bytes */" + QByteArray::number(m_bytes.size()));
    QCOMPARE(get(resolved, {{"If-None-Match", etag}}).status, 304);
    const HttpAnswer told = head(resolved, {{"Range", "bytes=0-9"}}); // RFC 9110: a Range is GET's alone
    QCOMPARE(told.status, 200);
    QCOMPARE(told.field("content-length"), QByteArray::number(m_bytes.size()));
    QVERIFY(told.field("content-range").isEmpty());

    BlockingHttp client(m_fixture.port()); // one connection for several, as clients do
    for (int i = 0; i < 3; ++i) {
        client.send(httpRequestBytes("GET", resolved, {}, {{"Connection", "keep-alive"}}));
        QVERIFY(client.read().body == m_bytes);
    }
}

void TestMirror::answersAsTheHubWhenThereIsNothing()
{
    const auto refused = [this](const QByteArray &path, const QByteArray &code) {
        const HttpAnswer answer = get(path);
        return answer.status == 404 && answer.field("x-error-code") == code
            && !answer.json().value("error"_L1).toString().isEmpty();
    };
    QVERIFY(refused("/hub/Org/None/resolve/main/x.gguf", "RepoNotFound"));
    QVERIFY(refused("/hub/api/models/Org/None", "RepoNotFound"));
    QVERIFY(refused("/hub/Org/Tiny-GGUF/resolve/none/tiny.Q8_0.gguf", "RevisionNotFound"));
    QVERIFY(refused("/hub/api/models/Org/Tiny-GGUF/tree/none", "RevisionNotFound"));
    QVERIFY(refused("/hub/Org/Tiny-GGUF/resolve/main/none.gguf", "EntryNotFound"));
    QVERIFY(refused("/hub/Org/Tiny-GGUF/resolve/main/..%2F..%2Fetc%2Fpasswd", "EntryNotFound")
            || get("/hub/Org/Tiny-GGUF/resolve/main/..%2F..%2Fetc%2Fpasswd").status == 400);
    QCOMPARE(get("/hub/Org/Tiny-GGUF/resolve/none/x").field("x-repo-commit"), m_commit.toLatin1());
    QVERIFY(refused("/hub/Org/Tiny-GGUF/raw/main/none.gguf", "EntryNotFound"));
    QCOMPARE(get("/hub/Org/Tiny-GGUF/raw/main/tiny.Q8_0.gguf").body, // as git-lfs writes it
             "version https://git-lfs.github.com/spec/v1\noid sha256:" + sha256Of(m_bytes) + "\nsize "
                 + QByteArray::number(m_bytes.size()) + '\n');
    QCOMPARE(get("/hub/api/whoami-v2").status, 401);
    QCOMPARE(get("/hub/nothing").status, 404);
    QCOMPARE(httpPost(m_fixture.port(), "/hub/api/models/Org/Tiny-GGUF", {}).status, 404);
}

void TestMirror::sendsAnotherSpellingToTheRightOne()
{
    const HttpAnswer moved = get("/hub/org/tiny-gguf/resolve/main/tiny.Q8_0.gguf?download=true");
    QCOMPARE(moved.status, 307);
    QCOMPARE(moved.field("location"), resolved + "?download=true");
    QCOMPARE(get("/hub/api/models/ORG/TINY-GGUF/refs").field("location"), "/hub/api/models/Org/Tiny-GGUF/refs");
}

void TestMirror::slowReadersCostNoMemoryAndDelayNobody()
{
    const QByteArray large = tinyGgufBytes({.minimumBytes = 64 << 20, .name = "large"});
    m_fixture.hub.addFile(u"Org/Large-GGUF"_s, u"large.gguf"_s, large);
    QCOMPARE(m_fixture.pullResult({{u"model"_s, u"Org/Large-GGUF"_s}, {u"filename"_s, u"large.gguf"_s}})
                 .value("status"_L1)
                 .toString(),
             u"complete"_s);
    const qint64 before = m_fixture.service().residentBytes();
    std::vector<std::unique_ptr<BlockingHttp>> readers;
    for (int i = 0; i < 12; ++i) {
        readers.push_back(std::make_unique<BlockingHttp>(m_fixture.port()));
        readers.back()->send(httpRequestBytes("GET", "/hub/Org/Large-GGUF/resolve/main/large.gguf", {}, {}));
        readers.back()->read(false, [](const QByteArray &) { return false; }); // the first bytes, and no more
    }

    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < 50; ++i)
        QCOMPARE(httpGet(m_fixture.port(), "/v1/health").status, 200);
    const HttpAnswer quick = get("/hub/Org/Large-GGUF/resolve/main/large.gguf");

    QVERIFY(quick.body == large);
    QVERIFY2(clock.elapsed() < 20'000, QByteArray::number(clock.elapsed()).constData());
    // Twelve times 64 MiB would be 768.
    const qint64 grown = m_fixture.service().residentBytes() - before;
    QVERIFY2(grown < 20 << 20, QByteArray::number(grown).constData());
}

void TestMirror::clientsThatLeaveLeaveNothingOpen()
{
    const QDir descriptors(u"/proc/%1/fd"_s.arg(m_fixture.service().processId()));
    const auto open = [&descriptors] {
        return descriptors.entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size();
    };
    QCOMPARE(get(resolved).status, 200);
    const auto before = open();
    QVERIFY(before > 0); // else this user may not look
    for (int i = 0; i < 20; ++i) {
        BlockingHttp client(m_fixture.port());
        client.send(httpRequestBytes("GET", resolved, {}, {}));
        client.read(false, [](const QByteArray &) { return false; });
        client.close(i % 2 == 0);
    }
    QTRY_VERIFY_WITH_TIMEOUT(open() <= before, 20'000);
    QVERIFY(get(resolved).body == m_bytes);
}

void TestMirror::takesAllDescriptorsItMayHave()
{
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
    PullFixture fixture({u"--mirror"_s}, {}, m_shimmy.path());
    rlimit taken{};
    {
        const auto restored = qScopeGuard([&before] { ::setrlimit(RLIMIT_NOFILE, &before); });
        const rlimit few{std::min<rlim_t>(512, before.rlim_max), before.rlim_max}; // inherited by what is started
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &few), 0);
        fixture.restart();
        QCOMPARE(::prlimit(static_cast<pid_t>(fixture.service().processId()), RLIMIT_NOFILE, nullptr, &taken), 0);
    }
    QCOMPARE(taken.rlim_cur, std::min<rlim_t>(before.rlim_max, 65'536));
}

void TestMirror::refusesFilesWhenDescriptorsRunShort()
{
    const auto process = static_cast<pid_t>(m_fixture.service().processId());
    rlimit before{};
    QCOMPARE(::prlimit(process, RLIMIT_NOFILE, nullptr, &before), 0);
    const auto open = QDir(u"/proc/%1/fd"_s.arg(process)).entryList(QDir::AllEntries | QDir::System).size();
    // More than is kept for connections, less than for files.
    const rlimit tight{static_cast<rlim_t>(open) + 50, before.rlim_max};
    QCOMPARE(::prlimit(process, RLIMIT_NOFILE, &tight, nullptr), 0);

    HttpAnswer refused;
    QTRY_COMPARE_WITH_TIMEOUT((refused = get(resolved)).status, 503, 10'000); // it counts four times a second
    const HttpAnswer healthy = get("/v1/health");
    QCOMPARE(::prlimit(process, RLIMIT_NOFILE, &before, nullptr), 0);

    QCOMPARE(refused.field("retry-after"), "1");
    QVERIFY(!refused.json().value("error"_L1).toString().isEmpty());
    QCOMPARE(healthy.status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(get(resolved).status, 200, 10'000);
}

void TestMirror::servesNothingThatSomebodyHasReplaced()
{
    const QString other = u"Org/Replaced-GGUF"_s;
    m_fixture.hub.addFile(other, u"replaced.gguf"_s, tinyGgufBytes({.name = "replaced"}));
    const QJsonObject pulled = m_fixture.pullResult({{u"model"_s, other}, {u"filename"_s, u"replaced.gguf"_s}});
    const QByteArray path = "/hub/Org/Replaced-GGUF/resolve/main/replaced.gguf";
    QCOMPARE(get(path).status, 200);

    QFile file(pulled.value("path"_L1).toString());
    QVERIFY(file.remove() && file.open(QIODevice::WriteOnly) && file.write("something else") > 0);
    file.close();

    QCOMPARE(get(path).status, 404);
}

void TestMirror::isNoMirrorUnlessToldTo()
{
    ServiceProcess::Setup setup;
    setup.shimmy = m_shimmy.path();
    ServiceProcess plain(setup);
    const HttpAnswer answer = httpGet(plain.port(), resolved);
    QCOMPARE(answer.status, 404);
    QVERIFY(answer.json().value("error"_L1)["hint"_L1].toString().contains("--mirror"_L1));
}

void TestMirror::wantsItsKeyWhereTheClientsPutTheirToken()
{
    const QString key = u"aKeyOfTheMirror0123456789"_s;
    PullFixture keyed(
        PullSetup{.arguments = {u"--mirror"_s}, .shimmy = m_shimmy.path(), .variables = {{u"SHIMMYD_API_KEY"_s, key}}});
    keyed.hub.addFile(repo, name, m_bytes);
    const HttpAnswer pull = httpPost(keyed.port(), "/v1/api/pull", {{u"model"_s, repo}, {u"filename"_s, name}},
                                     {{"Authorization", "Bearer " + key.toUtf8()}});
    QVERIFY2(pull.body.contains("\"complete\""), pull.body.constData());
    const auto secondPulls = [&](const QHash<QString, QString> &variables) {
        ServiceProcess::Setup setup;
        setup.hub = u"http://127.0.0.1:%1/hub"_s.arg(keyed.port());
        setup.shimmy = m_shimmy.path();
        setup.variables = variables;
        ServiceProcess second(setup);
        return httpPost(second.port(), "/v1/api/pull", {{u"model"_s, repo}, {u"filename"_s, name}}).lines().last();
    };

    QCOMPARE(httpGet(keyed.port(), resolved).status, 401);
    QCOMPARE(secondPulls({}).value("code"_L1).toString(), u"unauthorized"_s);
    const QJsonObject pulled = secondPulls({{u"HF_TOKEN"_s, key}});

    QCOMPARE(pulled.value("status"_L1).toString(), u"complete"_s);
    QCOMPARE(pulled.value("sha256"_L1).toString().toLatin1(), sha256Of(m_bytes));
}

QTEST_GUILESS_MAIN(TestMirror)
#include "test_mirror.moc"
