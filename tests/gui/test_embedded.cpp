#include "base/log_history.h"
#include "base/logging.h"
#include "client/api_client.h"
#include "client/hub_account.h"
#include "client/hub_listing.h"
#include "client/job.h"
#include "client/pull.h"
#include "embedded/embedded_server.h"
#include "fake_hub.h"
#include "fake_proxy.h"
#include "fake_shimmy_program.h"
#include "tiny_gguf.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace {

constexpr int longWait = 60'000;
/// What must be found nowhere. Without the "hf_" that the log would make unreadable anyway.
const QByteArray canary = "kept_canaryThatNobodyMayEverSee";

LogHistory &history()
{
    static LogHistory lines;
    return lines;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Of this process, of whichever thread.
QStringList childProcesses()
{
    QStringList ids;
    for (QDirIterator tasks(u"/proc/self/task"_s, QDir::Dirs | QDir::NoDotAndDotDot); tasks.hasNext();)
        ids += QString::fromLatin1(contentOf(tasks.next() + u"/children"_s)).split(u' ', Qt::SkipEmptyParts);
    return ids;
}

} // namespace

/// The service inside this process, as the window's settings start it.
class TestEmbedded : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { installLogging(LogLevel::Debug, LogFormat::Text, &history()); }
    void theTokenOfTheKeychainGoesToTheHubAndNowhereElse();
    void theHubIsAskedThroughTheChosenProxy();
    void aProxyThatIsNoneIsRefused();
    void givesWayToTheWindow();
    void goesOnAfterAStopAtAnyMoment();

private:
    /// What a call is answered, waited for; an object with "failed" when it is an error.
    static QJsonObject ask(quint16 port, const ApiCall &call);
};

QJsonObject TestEmbedded::ask(quint16 port, const ApiCall &call)
{
    ApiClient client(QUrl(u"http://127.0.0.1:%1"_s.arg(port)));
    client.bypassProxy();
    std::optional<QJsonObject> answer;
    client.call(call, &client, [&](const Result<QJsonObject> &result) {
        answer = result ? *result : QJsonObject{{u"failed"_s, result.error().message}};
    });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(answer, longWait); }();
    return answer.value_or(QJsonObject());
}

void TestEmbedded::theTokenOfTheKeychainGoesToTheHubAndNowhereElse()
{
    const FakeShimmyProgram shimmy;
    const QTemporaryDir directory;
    FakeHub hub;
    hub.addToken(canary);
    hub.addFile(u"canary/private-GGUF"_s, u"private.gguf"_s, tinyGgufBytes({.name = "private"}));
    hub.setAccess(u"canary/private-GGUF"_s, HubAccess::Private);
    EmbeddedServer service(history());
    QSignalSpy started(&service, &EmbeddedServer::started);
    service.start({.modelsFolder = directory.filePath(u"models"_s),
                   .shimmy = shimmy.path(),
                   .hub = hub.url(),
                   .port = 0,
                   .hubToken = Secret(canary)});
    QTRY_COMPARE_WITH_TIMEOUT(started.size(), 1, longWait);

    const QJsonObject who = ask(service.port(), whoAmICall({}));
    QCOMPARE(HubAccount::fromJson(who).tokenSource, u"keychain"_s);
    QJsonObject order = PullOrder{.model = u"canary/private-GGUF"_s, .filename = u"private.gguf"_s}.toJson();
    order.insert(u"stream"_s, false);
    ApiCall pull = ApiCall::post(u"/v1/api/pull"_s, order);
    pull.patience = std::chrono::minutes(1);
    const QJsonObject pulled = ask(service.port(), pull);
    QCOMPARE(pulled.value("status"_L1).toString(), u"complete"_s);

    QByteArray seen = QJsonDocument(QJsonArray{who, pulled}).toJson() + contentOf(u"/proc/self/environ"_s)
        + contentOf(u"/proc/self/cmdline"_s);
    for (const LogHistory::Entry &entry : history().after(0, 1'000'000))
        seen += entry.line.toBytes(LogFormat::Text) + '\n';
    for (const char *path : {"/v1/api/downloads", "/", "/v1/api/shimmy", "/v1/api/doctor?generation=false"})
        seen += QJsonDocument(ask(service.port(), ApiCall::get(QString::fromLatin1(path)))).toJson();
    const QStringList processes = childProcesses();
    QVERIFY(!processes.isEmpty());
    for (const QString &child : processes)
        seen += contentOf(u"/proc/%1/environ"_s.arg(child)) + contentOf(u"/proc/%1/cmdline"_s.arg(child));
    for (QDirIterator files(directory.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
         files.hasNext();) {
        const QString path = files.next();
        seen += path.toUtf8() + contentOf(path);
    }
    QVERIFY(seen.contains("private.gguf")); // it was looked at
    const qsizetype at = seen.indexOf(canary);
    QVERIFY2(at < 0, seen.mid(std::max<qsizetype>(0, at - 300), 600).constData());
    QVERIFY(!hub.cdnSawToken());
}

void TestEmbedded::theHubIsAskedThroughTheChosenProxy()
{
    const FakeShimmyProgram shimmy;
    const QTemporaryDir directory;
    FakeHub hub;
    hub.addToken(canary);
    FakeProxy proxy;
    EmbeddedServer service(history());
    QSignalSpy started(&service, &EmbeddedServer::started);
    service.start({.modelsFolder = directory.filePath(u"models"_s),
                   .shimmy = shimmy.path(),
                   .hub = hub.url(),
                   .port = 0,
                   .proxy = proxy.url(),
                   .hubToken = Secret(canary)});
    QTRY_COMPARE_WITH_TIMEOUT(started.size(), 1, longWait);

    QCOMPARE(HubAccount::fromJson(ask(service.port(), whoAmICall({}))).tokenSource, u"keychain"_s);

    QVERIFY(!proxy.targets().isEmpty());
    for (const QByteArray &target : proxy.targets())
        QVERIFY2(target.contains(QUrl(hub.url()).authority().toLatin1()), target.constData());
}

void TestEmbedded::aProxyThatIsNoneIsRefused()
{
    const FakeShimmyProgram shimmy;
    const QTemporaryDir directory;
    EmbeddedServer service(history());
    QString why;
    connect(&service, &EmbeddedServer::failed, this, [&](const Error &error) { why = error.message; });
    service.start({.modelsFolder = directory.filePath(u"models"_s),
                   .shimmy = shimmy.path(),
                   .port = 0,
                   .proxy = u"http://me:secret@proxy:3128"_s});
    QTRY_VERIFY_WITH_TIMEOUT(!why.isEmpty(), longWait);
    QVERIFY(!why.contains(u"secret"_s));
    QCOMPARE(service.state(), EmbeddedServer::State::Stopped);
}

/// Whoever paints must not wait until a model that computes, or a download that is verified, has had its turn.
void TestEmbedded::givesWayToTheWindow()
{
    const FakeShimmyProgram shimmy;
    const QTemporaryDir directory;
    EmbeddedServer service(history());
    QSignalSpy started(&service, &EmbeddedServer::started);
    const int own = ::getpriority(PRIO_PROCESS, 0); // of this thread
    service.start({.modelsFolder = directory.filePath(u"models"_s), .shimmy = shimmy.path(), .port = 0});
    QTRY_COMPARE_WITH_TIMEOUT(started.size(), 1, longWait);
    QTRY_VERIFY_WITH_TIMEOUT(!childProcesses().isEmpty(), longWait);
    for (const QString &child : childProcesses())
        QCOMPARE(::getpriority(PRIO_PROCESS, child.toUInt()), std::min(own + 10, 19));
    QCOMPARE(::getpriority(PRIO_PROCESS, 0), own);
}

/// What a stopped service had under way, a part file that was just being locked for example, is not in the way of the
/// next one in the same process.
void TestEmbedded::goesOnAfterAStopAtAnyMoment()
{
    const FakeShimmyProgram shimmy;
    const QTemporaryDir directory;
    FakeHub hub;
    hub.setBytesPerSecond(100);
    EmbeddedServer service(history());
    QSignalSpy started(&service, &EmbeddedServer::started);
    QSignalSpy stopped(&service, &EmbeddedServer::stopped);
    constexpr int rounds = 15;
    const EmbeddedServer::Options options{.modelsFolder = directory.filePath(u"models"_s),
                                          .shimmy = shimmy.path(),
                                          .hub = hub.url(),
                                          .port = 0,
                                          .downloads = rounds};
    for (int round = 1; round <= rounds; ++round) {
        hub.addFile(u"org/slow-GGUF"_s, u"slow-%1.gguf"_s.arg(round), tinyGgufBytes());
        service.start(options);
        QTRY_COMPARE_WITH_TIMEOUT(started.size(), round, longWait);
        ApiClient client(QUrl(u"http://127.0.0.1:%1"_s.arg(service.port())));
        client.bypassProxy();
        const PullOrder order{.model = u"org/slow-GGUF"_s, .filename = u"slow-%1.gguf"_s.arg(round)};
        client.call(ApiCall::post(u"/v1/api/pull"_s, order.toJson()), &client, [](const auto &) {});
        QTRY_COMPARE_WITH_TIMEOUT(service.activeDownloads(), round, longWait);
        service.stop();
        QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), round, longWait);
    }
    service.start(options);
    QTRY_COMPARE_WITH_TIMEOUT(started.size(), rounds + 1, longWait);
    const QJsonArray jobs = ask(service.port(), listJobsCall()).value("downloads"_L1).toArray();
    QCOMPARE(jobs.size(), rounds);
    for (const QJsonValue &job : jobs)
        QVERIFY2(job["state"_L1].toString() != "failed"_L1, QJsonDocument(job.toObject()).toJson());
}

QTEST_GUILESS_MAIN(TestEmbedded)
#include "test_embedded.moc"
