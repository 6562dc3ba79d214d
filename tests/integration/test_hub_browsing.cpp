#include "fake_shimmy_program.h"
#include "gguf_writer.h"
#include "pull_fixture.h"
#include "tiny_gguf.h"

#include <QCryptographicHash>
#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace {

QByteArray filesOf(const QString &model)
{
    return "/v1/api/files?model=" + QUrl::toPercentEncoding(model);
}

QByteArray cardOf(const QString &model)
{
    return "/v1/api/card?model=" + QUrl::toPercentEncoding(model);
}

/// The file of the listing \a answer that is called \a name.
QJsonObject fileIn(const QJsonObject &answer, const QString &name)
{
    for (const auto file : answer.value("files"_L1).toArray()) {
        if (file["filename"_L1] == name)
            return file.toObject();
    }
    return {};
}

QString codeOf(const HttpAnswer &answer)
{
    return answer.json().value("error"_L1).toObject().value("code"_L1).toString();
}

} // namespace

/// What people see of a repo on the Hub through shimmyd before they pull.
class TestHubBrowsing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listsTheGgufFilesOfARepo();
    void recommendsWhatAutoPulls();
    void saysWhatIsInstalledAndWhetherItIsCurrent();
    void listsAGatedRepoWithThePageWhereAccessIsAskedFor();
    void listsPrivateReposForWhoMaySeeThem();
    void tellsWhatARepoSaysOfItself();
    void readsTheStartOfAReadmeOnly();
    void aRepoWithoutAReadmeSaysNothing();
    void refusesWhatItCannotMean_data();
    void refusesWhatItCannotMean();
    void answersFromMemoryForAWhileAndKnowsItsOwnEtag();
    void waitsWhenTheHubAsksForItAndSaysSo();
    void tellsWhoAsksForTooMuchPatience();
    void tellsAnUnreachableHub();

private:
    FakeShimmyProgram m_shimmy;
    PullFixture m_fixture{{}, {}, m_shimmy.path()};
    HttpAnswer get(const QByteArray &path) const { return httpGet(m_fixture.port(), path); }
};

void TestHubBrowsing::listsTheGgufFilesOfARepo()
{
    const QByteArray model = tinyGgufBytes();
    const QString repo = u"list/tiny-GGUF"_s;
    m_fixture.hub.addFile(repo, u"tiny.Q8_0.gguf"_s, model);
    m_fixture.hub.addFile(repo, u"mmproj-tiny.gguf"_s, "GGUF");
    m_fixture.hub.addFile(repo, u"big/tiny-Q4_K_M-00002-of-00002.gguf"_s, "GGUF, 2nd");
    m_fixture.hub.addFile(repo, u"big/tiny-Q4_K_M-00001-of-00002.gguf"_s, "GGUF");
    m_fixture.hub.addGitFile(repo, u"README.md"_s, "# Tiny\n");
    m_fixture.hub.setFacts(repo, {.parameters = model.size()}); // so that a weight takes 8 bits

    const HttpAnswer answer = get(filesOf(repo));

    QCOMPARE(answer.status, 200);
    const QJsonObject listing = answer.json();
    QCOMPARE(listing.value("model"_L1).toString(), repo);
    QCOMPARE(listing.value("commit"_L1).toString(), m_fixture.hub.commitOf(repo));
    QCOMPARE(listing.value("page"_L1).toString(), QString(m_fixture.hub.url() + u'/' + repo));
    QCOMPARE(listing.value("gated"_L1), QJsonValue(false));
    QVERIFY(listing.value("access_page"_L1).isNull());
    QVERIFY(listing.value("memory_limit"_L1).toInteger() > 0);
    QCOMPARE(listing.value("files"_L1).toArray().size(), 3);
    const QJsonObject file = fileIn(listing, u"tiny.Q8_0.gguf"_s);
    QCOMPARE(file.value("size"_L1).toInteger(), model.size());
    QCOMPARE(file.value("quantization"_L1).toString(), u"Q8_0"_s);
    QCOMPARE(file.value("bits_per_weight"_L1).toDouble(), 8.0);
    QCOMPARE(file.value("sha256"_L1).toString().toLatin1(),
             QCryptographicHash::hash(model, QCryptographicHash::Sha256).toHex());
    QCOMPARE(file.value("needed_memory"_L1).toInteger(), model.size() + model.size() / 10 + 300'000'000);
    QVERIFY(file.value("fits"_L1).toBool());
    QVERIFY(file.value("installed"_L1).isNull());
    const QJsonObject split = fileIn(listing, u"big/tiny-Q4_K_M-00001-of-00002.gguf"_s);
    QCOMPARE(split.value("size"_L1).toInteger(), 13);
    QCOMPARE(split.value("shards"_L1).toArray(),
             (QJsonArray{u"big/tiny-Q4_K_M-00001-of-00002.gguf"_s, u"big/tiny-Q4_K_M-00002-of-00002.gguf"_s}));
    QVERIFY(split.value("sha256"_L1).isNull());
    QCOMPARE(fileIn(listing, u"mmproj-tiny.gguf"_s).value("kind"_L1).toString(), u"projector"_s);
    // Q4_K_M is preferred to Q8_0, and both fit.
    QCOMPARE(listing.value("recommended"_L1).toString(), u"big/tiny-Q4_K_M-00001-of-00002.gguf"_s);
    QVERIFY(listing.value("reason"_L1).toString().startsWith("Q4_K_M, the preferred one of all"_L1));
}

void TestHubBrowsing::recommendsWhatAutoPulls()
{
    const QString repo = u"auto/tiny-GGUF"_s;
    for (const char *tag : {"F16", "Q8_0", "Q5_K_M"})
        m_fixture.hub.addFile(repo, u"tiny.%1.gguf"_s.arg(QLatin1StringView(tag)), tinyGgufBytes({.name = tag}));

    const QString recommended = get(filesOf(repo)).json().value("recommended"_L1).toString();
    const QString asked = get(filesOf(repo + u":Q8_0")).json().value("recommended"_L1).toString();
    const QJsonObject pulled = m_fixture.pullResult({{u"model"_s, repo}, {u"quantization"_s, u"auto"_s}});

    QCOMPARE(recommended, u"tiny.Q5_K_M.gguf"_s); // the contract's order of preference
    QCOMPARE(pulled.value("filename"_L1).toString(), recommended);
    QCOMPARE(asked, u"tiny.Q8_0.gguf"_s);
}

void TestHubBrowsing::saysWhatIsInstalledAndWhetherItIsCurrent()
{
    const QString repo = u"installed/tiny-GGUF"_s;
    const QString name = u"known.Q8_0.gguf"_s;
    m_fixture.hub.addFile(repo, name, tinyGgufBytes({.name = "first"}));
    const QString id =
        m_fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, name}}).value("model_id"_L1).toString();
    QVERIFY(!id.isEmpty());

    const QJsonObject before = fileIn(get(filesOf(repo)).json(), name).value("installed"_L1).toObject();
    m_fixture.hub.addFile(repo, name, tinyGgufBytes({.name = "second"}));
    // Another revision's name, so that nothing of the listing before is used.
    const QByteArray now = filesOf(repo) + "&revision=" + m_fixture.hub.commitOf(repo).toLatin1();
    const QJsonObject after = fileIn(get(now).json(), name).value("installed"_L1).toObject();

    QCOMPARE(before, (QJsonObject{{u"id"_s, id}, {u"current"_s, true}}));
    QCOMPARE(after, (QJsonObject{{u"id"_s, id}, {u"current"_s, false}}));
}

void TestHubBrowsing::listsAGatedRepoWithThePageWhereAccessIsAskedFor()
{
    const QString repo = u"gated/tiny-GGUF"_s;
    m_fixture.hub.addFile(repo, u"tiny.gguf"_s, tinyGgufBytes());
    m_fixture.hub.setAccess(repo, HubAccess::GatedManual);
    const QString page = m_fixture.hub.url() + u'/' + repo;

    const QJsonObject listing = get(filesOf(repo)).json();
    const HttpAnswer facts = get("/v1/api/files/facts?model=gated/tiny-GGUF&filename=tiny.gguf");

    QCOMPARE(listing.value("gated"_L1).toString(), u"manual"_s);
    QCOMPARE(listing.value("access_page"_L1).toString(), page);
    QCOMPARE(listing.value("files"_L1).toArray().size(), 1);
    QCOMPARE(facts.status, 403);
    QCOMPARE(codeOf(facts), u"gated_repo"_s);
    QVERIFY(facts.body.contains(page.toUtf8()));
}

void TestHubBrowsing::listsPrivateReposForWhoMaySeeThem()
{
    const QString repo = u"private/tiny-GGUF"_s;
    m_fixture.hub.addFile(repo, u"tiny.gguf"_s, tinyGgufBytes());
    m_fixture.hub.setAccess(repo, HubAccess::Private);

    const HttpAnswer ours = get(filesOf(repo));
    const HttpAnswer strangers =
        httpRequest(m_fixture.port(), "GET", filesOf(repo), {}, {{"X-HF-Token", "hf_nobodyKnowsThisOne"}});

    QCOMPARE(ours.status, 200);
    QCOMPARE(strangers.status, 401); // although the answer for our token is in memory
    QCOMPARE(codeOf(strangers), u"unauthorized"_s);
    QCOMPARE(get(filesOf(u"none/none"_s)).status, 404);
    QCOMPARE(codeOf(get(filesOf(repo) + "&revision=none")), u"revision_not_found"_s);
}

void TestHubBrowsing::tellsWhatARepoSaysOfItself()
{
    const QString repo = u"card/tiny-GGUF"_s;
    m_fixture.hub.addFile(repo, u"tiny.gguf"_s, tinyGgufBytes());
    m_fixture.hub.addGitFile(
        repo, u"README.md"_s,
        "---\nlicense: other\nlicense_name: gemma\nlicense_link: https://ai.google.dev/gemma/terms\n"
        "tags:\n- tiny\n- \"test\"\n---\n# Tiny\n\nA **small** [model](https://x).\n"
        "<script>alert(1)</script>");

    const HttpAnswer answer = get(cardOf(repo));
    const auto asked = m_fixture.hub.requests().size();
    const HttpAnswer again =
        httpRequest(m_fixture.port(), "GET", cardOf(repo), {}, {{"If-None-Match", answer.field("etag")}});

    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json(),
             (QJsonObject{{u"model"_s, repo},
                          {u"revision"_s, u"main"_s},
                          {u"commit"_s, m_fixture.hub.commitOf(repo)},
                          {u"page"_s, QString(m_fixture.hub.url() + u'/' + repo)},
                          {u"license"_s, u"gemma"_s},
                          {u"license_link"_s, u"https://ai.google.dev/gemma/terms"_s},
                          {u"tags"_s, QJsonArray{u"tiny"_s, u"test"_s}},
                          {u"text"_s, u"Tiny\n\nA small model."_s}}));
    QCOMPARE(again.status, 304);
    QCOMPARE(m_fixture.hub.requests().size(), asked); // the README is remembered as the rest is
}

void TestHubBrowsing::readsTheStartOfAReadmeOnly()
{
    const QString repo = u"card/large-GGUF"_s;
    m_fixture.hub.addFile(repo, u"tiny.gguf"_s, tinyGgufBytes());
    m_fixture.hub.addGitFile(repo, u"README.md"_s,
                             QByteArray(QByteArray(64 << 10, ' ') + "behind" + QByteArray(17 << 20, 'x')));

    const HttpAnswer answer = get(cardOf(repo));

    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json().value("text"_L1).toString(), QString());
}

void TestHubBrowsing::aRepoWithoutAReadmeSaysNothing()
{
    const QString repo = u"card/silent-GGUF"_s;
    const QString gated = u"card/gated-GGUF"_s;
    for (const QString &name : {repo, gated}) {
        m_fixture.hub.addFile(name, u"tiny.gguf"_s, tinyGgufBytes());
        m_fixture.hub.setFacts(name, {.license = "mit"});
    }
    m_fixture.hub.addGitFile(gated, u"README.md"_s, "not for everybody");
    m_fixture.hub.setAccess(gated, HubAccess::GatedManual);

    for (const QString &name : {repo, gated}) {
        const HttpAnswer answer = get(cardOf(name));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.json().value("license"_L1).toString(), u"mit"_s); // as the Hub has it
        QCOMPARE(answer.json().value("text"_L1), QJsonValue(u""_s));
        QVERIFY(answer.json().value("license_link"_L1).isNull());
    }
    QCOMPARE(get(cardOf(u"none/none"_s)).status, 404);
    QCOMPARE(codeOf(get(cardOf(repo) + "&revision=none")), u"revision_not_found"_s);
}

void TestHubBrowsing::refusesWhatItCannotMean_data()
{
    QTest::addColumn<QByteArray>("path");
    for (const char *path : {"/v1/api/files",
                             "/v1/api/files?model=",
                             "/v1/api/files?model=../x",
                             "/v1/api/files?model=a/b&revision=..",
                             "/v1/api/files?model=a/b&model=a/c",
                             "/v1/api/files?model=a/b:red",
                             "/v1/api/files?model=a/b&colour=red",
                             "/v1/api/files?model=%ff",
                             "/v1/api/search?sort=colour",
                             "/v1/api/search?limit=0",
                             "/v1/api/search?limit=101",
                             "/v1/api/search?limit=x",
                             "/v1/api/search?fits=maybe",
                             "/v1/api/search?cursor=%21",
                             "/v1/api/search?author=a%2Fb",
                             "/v1/api/card",
                             "/v1/api/card?model=../x",
                             "/v1/api/card?model=a/b&revision=..",
                             "/v1/api/card?model=a/b&colour=red",
                             "/v1/api/files/facts?model=a/b",
                             "/v1/api/files/facts?model=a/b&filename=x.txt",
                             "/v1/api/files/facts?model=a/b&filename=..%2Fx.gguf"})
        QTest::newRow(path) << QByteArray(path);
}

void TestHubBrowsing::refusesWhatItCannotMean()
{
    QFETCH(QByteArray, path);
    const auto before = m_fixture.hub.requests().size();
    const HttpAnswer answer = get(path);
    QCOMPARE(answer.status, 400);
    QCOMPARE(codeOf(answer), u"invalid_argument"_s);
    QCOMPARE(m_fixture.hub.requests().size(), before);
}

void TestHubBrowsing::answersFromMemoryForAWhileAndKnowsItsOwnEtag()
{
    const QString repo = u"cached/tiny-GGUF"_s;
    m_fixture.hub.addFile(repo, u"tiny.gguf"_s, tinyGgufBytes());
    const HttpAnswer first = get(filesOf(repo));
    const auto asked = m_fixture.hub.requests().size();
    QVERIFY(!first.field("etag").isEmpty());

    const HttpAnswer second = get(filesOf(repo));
    const HttpAnswer third =
        httpRequest(m_fixture.port(), "GET", filesOf(repo), {}, {{"If-None-Match", first.field("etag")}});

    QCOMPARE(m_fixture.hub.requests().size(), asked);
    QCOMPARE(second.body, first.body);
    QCOMPARE(third.status, 304);
    QVERIFY(third.body.isEmpty());
}

void TestHubBrowsing::waitsWhenTheHubAsksForItAndSaysSo()
{
    const QString repo = u"busy/tiny-GGUF"_s;
    m_fixture.hub.addFile(repo, u"tiny.gguf"_s, tinyGgufBytes());
    m_fixture.hub.inject({.kind = HubFault::Kind::Status,
                          .path = "busy/tiny-GGUF",
                          .onCdn = false,
                          .status = 429,
                          .headers = {{"Retry-After", "1"}}});

    const HttpAnswer answer = get(filesOf(repo));

    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.field("x-hub-waited"), "1");
    QVERIFY(m_fixture.service().log().contains("429"));
}

void TestHubBrowsing::tellsWhoAsksForTooMuchPatience()
{
    m_fixture.hub.inject({.kind = HubFault::Kind::Status,
                          .path = "patience/none",
                          .onCdn = false,
                          .status = 429,
                          .headers = {{"RateLimit", "\"api\";r=0;t=55"}}});

    const HttpAnswer answer = get(filesOf(u"patience/none"_s));

    QCOMPARE(answer.status, 429);
    QCOMPARE(codeOf(answer), u"rate_limited"_s);
    QCOMPARE(answer.field("retry-after"), "56"); // as the Hub's own client waits
}

void TestHubBrowsing::tellsAnUnreachableHub()
{
    ServiceProcess::Setup setup;
    setup.shimmy = m_shimmy.path();
    ServiceProcess alone(setup); // its Hub is an address where nobody answers
    for (const QByteArray &path : {filesOf(u"a/b"_s), cardOf(u"a/b"_s), QByteArray("/v1/api/search?q=x"),
                                   QByteArray("/v1/api/files/facts?model=a/b&filename=x.gguf")}) {
        const HttpAnswer answer = httpGet(alone.port(), path);
        QCOMPARE(answer.status, 502);
        QCOMPARE(codeOf(answer), u"network_failed"_s);
        QVERIFY(!answer.json().value("error"_L1)["hint"_L1].toString().isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestHubBrowsing)
#include "test_hub_browsing.moc"
