#include "hub/hub_config.h"
#include "hub/hub_error.h"
#include "hub/hub_proxies.h"
#include "hub/redirect.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class TestHubAnswers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void followsRedirects_data();
    void followsRedirects();
    void tellsOriginsApart_data();
    void tellsOriginsApart();
    void understandsErrors_data();
    void understandsErrors();
    void honoursRequestedWaits_data();
    void honoursRequestedWaits();
    void findsTheToken_data();
    void findsTheToken();
    void takesTheTokenFromTheNamedFileFirst();
    void prefersTheTokenOfTheKeychain();
    void refusesATokenFileThatHoldsNone();
    void takesProxiesThatHaveNoUser_data();
    void takesProxiesThatHaveNoUser();
    void isOfflineWhenTheHubsClientsWouldBe_data();
    void isOfflineWhenTheHubsClientsWouldBe();
    void refusesTokensThatNoHeaderMayCarry();
};

void TestHubAnswers::followsRedirects_data()
{
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<QString>("endpoint");
    QTest::addColumn<QString>("target"); // empty: refused
    const QString hub = u"https://huggingface.co"_s;
    const QString local = u"http://127.0.0.1:8000"_s;
    QTest::newRow("relative") << QByteArray("/c/d") << hub << u"https://huggingface.co/c/d"_s;
    QTest::newRow("CDN") << QByteArray("https://cdn.example/x?s=%2F") << hub << u"https://cdn.example/x?s=%2F"_s;
    QTest::newRow("local stand-in") << QByteArray("http://localhost:9/x") << local << u"http://localhost:9/x"_s;
    for (const char *bad :
         {"", "http://cdn.example/x", "file:///etc/passwd", "ftp://cdn.example/x", "data:text/plain,x",
          "https://169.254.169.254/latest", "https://[fe80::1]/x", "https://127.0.0.1/x", "https://localhost/x",
          "https://10.0.0.1/x", "https://192.168.1.1/x", "https://172.16.0.1/x", "https://100.64.0.1/x",
          "https://[fc00::1]/x", "https://[::1]/x", "https://[::ffff:10.0.0.1]/x", "https://0.0.0.0/x",
          "https://me:pw@cdn.example/x", "https:///x"}) {
        QTest::addRow("bad: %s", bad) << QByteArray(bad) << hub << QString();
    }
    QTest::newRow("metadata from a local endpoint") << QByteArray("http://169.254.169.254/") << local << QString();
}

void TestHubAnswers::followsRedirects()
{
    QFETCH(QByteArray, location);
    QFETCH(QString, endpoint);
    QFETCH(QString, target);
    const QUrl from(QString(endpoint + u"/a/b"));
    const auto result = redirectTarget(from, location, QUrl(endpoint));
    QCOMPARE(result ? result->toString(QUrl::FullyEncoded) : QString(), target);
}

void TestHubAnswers::tellsOriginsApart_data()
{
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b");
    QTest::addColumn<bool>("same");
    QTest::newRow("paths") << u"https://x/a"_s << u"https://x/b?c"_s << true;
    QTest::newRow("default port") << u"https://x/"_s << u"https://x:443/"_s << true;
    QTest::newRow("scheme") << u"https://x/"_s << u"http://x/"_s << false;
    QTest::newRow("port") << u"https://x/"_s << u"https://x:8443/"_s << false;
    QTest::newRow("host") << u"https://x.example/"_s << u"https://x.example.evil/"_s << false;
    QTest::newRow("case") << u"https://X.example/"_s << u"https://x.example/"_s << true;
}

void TestHubAnswers::tellsOriginsApart()
{
    QFETCH(QString, a);
    QFETCH(QString, b);
    QFETCH(bool, same);
    QCOMPARE(isSameOrigin(QUrl(a), QUrl(b)), same);
}

void TestHubAnswers::understandsErrors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<bool>("retryable");
    QTest::newRow("missing, anonymous") << 401 << QByteArray() << u"unauthorized"_s << false;
    QTest::newRow("missing, with a token") << 404 << QByteArray("RepoNotFound") << u"repo_not_found"_s << false;
    QTest::newRow("gated, anonymous") << 401 << QByteArray("GatedRepo") << u"gated_repo"_s << false;
    QTest::newRow("gated, not granted") << 403 << QByteArray("GatedRepo") << u"gated_repo"_s << false;
    QTest::newRow("file") << 404 << QByteArray("EntryNotFound") << u"file_not_found"_s << false;
    QTest::newRow("revision") << 404 << QByteArray("RevisionNotFound") << u"revision_not_found"_s << false;
    QTest::newRow("disabled") << 403 << QByteArray() << u"forbidden"_s << false;
    QTest::newRow("too many") << 429 << QByteArray() << u"rate_limited"_s << true;
    QTest::newRow("broken") << 500 << QByteArray() << u"hub_failed"_s << true;
    QTest::newRow("overloaded") << 503 << QByteArray() << u"hub_failed"_s << true;
    QTest::newRow("slow") << 504 << QByteArray() << u"timed_out"_s << true;
}

void TestHubAnswers::understandsErrors()
{
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    QFETCH(QString, kind);
    QFETCH(bool, retryable);
    const auto header = [&code](const char *name) { return qstrcmp(name, "X-Error-Code") == 0 ? code : QByteArray(); };
    const Error error = hubError(status, header, u"https://huggingface.co/a/b"_s);
    QCOMPARE(errorCode(error.kind), kind);
    QCOMPARE(error.retryable, retryable);
    QVERIFY(error.message.startsWith(u"HuggingFace error: %1 "_s.arg(status)));
    QVERIFY(!error.hint.isEmpty());
    if (error.kind == ErrorKind::GatedRepo)
        QVERIFY(error.hint.contains("https://huggingface.co/a/b"_L1));
}

void TestHubAnswers::honoursRequestedWaits_data()
{
    QTest::addColumn<QByteArray>("rateLimit");
    QTest::addColumn<QByteArray>("retryAfter");
    QTest::addColumn<int>("seconds"); // -1: none
    QTest::newRow("none") << QByteArray() << QByteArray() << -1;
    QTest::newRow("Retry-After") << QByteArray() << QByteArray("7") << 7;
    QTest::newRow("RateLimit") << QByteArray("\"resolvers\";r=0;t=55") << QByteArray() << 56;
    QTest::newRow("RateLimit wins") << QByteArray("\"api\"; r=0; t=5") << QByteArray("100") << 6;
    QTest::newRow("not exhausted") << QByteArray("\"api\";r=3;t=5") << QByteArray() << -1;
    QTest::newRow("bounded") << QByteArray() << QByteArray("86400") << 300;
    QTest::newRow("negative") << QByteArray() << QByteArray("-1") << -1;
    QTest::newRow("a date") << QByteArray() << QByteArray("Wed, 21 Oct 2026 07:28:00 GMT") << -1;
}

void TestHubAnswers::honoursRequestedWaits()
{
    QFETCH(QByteArray, rateLimit);
    QFETCH(QByteArray, retryAfter);
    QFETCH(int, seconds);
    const auto wait = requestedWait([&](const char *name) {
        return qstrcmp(name, "RateLimit") == 0  ? rateLimit
            : qstrcmp(name, "Retry-After") == 0 ? retryAfter
                                                : QByteArray();
    });
    QCOMPARE(wait ? static_cast<int>(wait->count()) : -1, seconds);
}

void TestHubAnswers::findsTheToken_data()
{
    QTest::addColumn<QStringList>("variables");
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("none") << QStringList() << QByteArray();
    QTest::newRow("HF_TOKEN") << QStringList{u"HF_TOKEN=hf_one"_s, u"HUGGING_FACE_HUB_TOKEN=hf_two"_s}
                              << QByteArray("hf_one");
    QTest::newRow("HUGGING_FACE_HUB_TOKEN") << QStringList{u"HUGGING_FACE_HUB_TOKEN=hf_two"_s} << QByteArray("hf_two");
    QTest::newRow("HF_TOKEN_PATH") << QStringList{u"HF_TOKEN_PATH=@/other"_s, u"HF_HOME=@"_s} << QByteArray("hf_path");
    QTest::newRow("HF_HOME") << QStringList{u"HF_HOME=@"_s} << QByteArray("hf_home");
    QTest::newRow("HOME") << QStringList{u"HOME=@/user"_s} << QByteArray("hf_user");
    QTest::newRow("XDG_CACHE_HOME") << QStringList{u"HOME=@/user"_s, u"XDG_CACHE_HOME=@/xdg"_s} << QByteArray("hf_xdg");
}

void TestHubAnswers::findsTheToken()
{
    QFETCH(QStringList, variables);
    QFETCH(QByteArray, token);
    const QTemporaryDir directory;
    const auto write = [&](const QString &path, const QByteArray &text) {
        QVERIFY(QDir(directory.path()).mkpath(QFileInfo(path).path()));
        QFile file(directory.filePath(path));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    };
    write(u"token"_s, "hf_home\n");
    write(u"other"_s, "hf_path\n");
    write(u"user/.cache/huggingface/token"_s, "hf_user\n");
    write(u"xdg/huggingface/token"_s, "hf_xdg\n");
    QProcessEnvironment environment;
    for (const QString &variable : variables) {
        const qsizetype equals = variable.indexOf(u'=');
        environment.insert(variable.first(equals), variable.mid(equals + 1).replace(u'@', directory.path()));
    }

    const auto config = HubConfig::fromEnvironment({}, environment);

    QVERIFY(config.has_value());
    QCOMPARE(config->token.reveal(), token);
    QCOMPARE(config->endpoint, QUrl(u"https://huggingface.co"_s));
}

void TestHubAnswers::takesTheTokenFromTheNamedFileFirst()
{
    const QTemporaryDir directory;
    QFile file(directory.filePath(u"secret"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(" hf_file\n") > 0);
    file.close();
    QProcessEnvironment environment;
    environment.insert(u"HF_TOKEN"_s, u"hf_one"_s);

    const auto named = HubConfig::fromEnvironment({}, environment, file.fileName());
    const auto other = HubConfig::fromEnvironment({}, environment);

    QCOMPARE(named->token.reveal(), "hf_file");
    QCOMPARE(named->tokenSource, u"--hf-token-file"_s);
    QCOMPARE(other->tokenSource, u"HF_TOKEN"_s);
    QCOMPARE(HubConfig::fromEnvironment({}, {})->tokenSource, QString());
}

void TestHubAnswers::prefersTheTokenOfTheKeychain()
{
    QProcessEnvironment environment;
    environment.insert(u"HF_TOKEN"_s, u"hf_one"_s);

    const auto config = HubConfig::fromEnvironment({}, environment, {}, Secret("hf_kept"));

    QCOMPARE(config->token.reveal(), "hf_kept");
    QCOMPARE(config->tokenSource, u"keychain"_s);
    QVERIFY(!HubConfig::fromEnvironment({}, environment, {}, Secret("hf_a\r\nHost: x")));
}

void TestHubAnswers::takesProxiesThatHaveNoUser_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isProxy");
    for (const char *good : {"http://proxy.example.org:3128", "socks5://127.0.0.1:1080", "http://[::1]:8080/"})
        QTest::newRow(good) << QString::fromLatin1(good) << true;
    for (const char *bad : {"proxy:3128", "http://proxy", "ftp://proxy:21", "http://me:secret@proxy:3128", "http://:80",
                            "http://proxy:3128/path"})
        QTest::newRow(bad) << QString::fromLatin1(bad) << false;
}

void TestHubAnswers::takesProxiesThatHaveNoUser()
{
    QFETCH(QString, text);
    QFETCH(bool, isProxy);
    QCOMPARE(parseProxy(text).has_value(), isProxy);
}

void TestHubAnswers::refusesATokenFileThatHoldsNone()
{
    const QTemporaryDir directory;
    const auto config = HubConfig::fromEnvironment({}, {}, directory.filePath(u"none"_s));
    QVERIFY(!config);
    QCOMPARE(config.error().kind, ErrorKind::InvalidArgument);
}

void TestHubAnswers::isOfflineWhenTheHubsClientsWouldBe_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("offline");
    for (const char *yes : {"1", "true", "TRUE", "yes", "on", "On"})
        QTest::newRow(yes) << QString::fromLatin1(yes) << true;
    for (const char *no : {"", "0", "false", "off", "2"})
        QTest::addRow("no: %s", no) << QString::fromLatin1(no) << false;
}

void TestHubAnswers::isOfflineWhenTheHubsClientsWouldBe()
{
    QFETCH(QString, value);
    QFETCH(bool, offline);
    QProcessEnvironment environment;
    environment.insert(u"HF_HUB_OFFLINE"_s, value);
    QCOMPARE(HubConfig::fromEnvironment({}, environment)->offline, offline);
}

void TestHubAnswers::refusesTokensThatNoHeaderMayCarry()
{
    for (const char *bad : {"hf_a\r\nHost: x", "hf a", "hf_\xc3\xa4"}) {
        const auto token = parseHubToken(bad);
        QVERIFY(!token);
        QVERIFY(!token.error().message.contains("hf"_L1));
    }
    QCOMPARE(parseHubToken("hf_x")->reveal(), "hf_x");
}

QTEST_APPLESS_MAIN(TestHubAnswers)
#include "test_hub_answers.moc"
