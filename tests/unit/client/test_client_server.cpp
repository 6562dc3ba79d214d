#include "client/hub_account.h"
#include "client/limits.h"
#include "client/server_checks.h"
#include "client/server_log.h"
#include "client/shimmy_status.h"

#include <QJsonDocument>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace {

QJsonObject json(const char *text)
{
    return QJsonDocument::fromJson(text).object();
}

} // namespace

/// What a server tells of itself, as values.
class TestClientServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryShimmy();
    void readsWhatHappenedToThem();
    void readsWhoWaits();
    void takesNothingForAShimmyThatIsNotThere();
    void readsLogLines();
    void readsAnExamination();
    void readsWhoseTokenItIs();
    void readsAndWritesLimits();
};

void TestClientServer::readsEveryShimmy()
{
    const auto status = ShimmyStatus::fromJson(json(R"({"state":"ready","trouble":null,"program":"/usr/bin/shimmy",
        "version":"1.8.1","restarts":3,"switches":7,"instances":[{"slot":1,"role":"old","state":"draining","pid":4711,
        "port":8081,"generations":2,"resident_bytes":5000000000,"started_at":"2026-11-25T23:51:39.883Z",
        "models":["a","b"],"last_lines":["one","two"]},{"slot":0,"role":"next","state":"starting","pid":null,
        "port":8082,"generations":0,"resident_bytes":null,"started_at":"2026-11-25T23:51:40.000Z","models":[],
        "last_lines":[]}]})"));

    QCOMPARE(status.state, u"ready"_s);
    QCOMPARE(status.trouble, QString());
    QCOMPARE(status.program, u"/usr/bin/shimmy"_s);
    QCOMPARE(status.version, u"1.8.1"_s);
    QCOMPARE(status.restarts, 3);
    QCOMPARE(status.switches, 7);
    QCOMPARE(status.instances.size(), 2);
    const ShimmyInstance &old = status.instances.first();
    QCOMPARE(old.slot, 1);
    QCOMPARE(old.role, u"old"_s);
    QCOMPARE(old.state, u"draining"_s);
    QCOMPARE(old.processId, std::optional<qint64>(4711));
    QCOMPARE(old.port, 8081);
    QCOMPARE(old.generations, 2);
    QCOMPARE(old.residentBytes, std::optional<qint64>(5'000'000'000));
    QCOMPARE(old.startedAt, QDateTime({2026, 11, 25}, {23, 51, 39, 883}, QTimeZone::utc()));
    QCOMPARE(old.models, (QStringList{u"a"_s, u"b"_s}));
    QCOMPARE(old.lastLines, (QStringList{u"one"_s, u"two"_s}));
    QVERIFY(!status.instances.last().processId);
    QVERIFY(!status.instances.last().residentBytes);
}

void TestClientServer::readsWhatHappenedToThem()
{
    const auto status = ShimmyStatus::fromJson(json(R"({"recent_switches":[
        {"at":"2026-11-25T10:00:00.000Z","seconds":0.25,"error":null},
        {"at":"2026-11-25T11:00:00.000Z","seconds":30,"error":{"code":"shimmy_failed","message":"it did not start",
         "hint":"look at the log"}}],
        "recent_deaths":[{"at":"2026-11-25T12:00:00.000Z","slot":2,"reason":"signal 9"}]})"));

    QCOMPARE(status.recentSwitches.size(), 2);
    QCOMPARE(status.recentSwitches.first().seconds, 0.25);
    QCOMPARE(status.recentSwitches.first().error, QString());
    QCOMPARE(status.recentSwitches.last().at, QDateTime({2026, 11, 25}, {11, 0}, QTimeZone::utc()));
    QCOMPARE(status.recentSwitches.last().error, u"it did not start"_s);
    QCOMPARE(status.recentSwitches.last().hint, u"look at the log"_s);
    QCOMPARE(status.recentDeaths.size(), 1);
    QCOMPARE(status.recentDeaths.first().slot, 2);
    QCOMPARE(status.recentDeaths.first().reason, u"signal 9"_s);
    QCOMPARE(status.recentDeaths.first().at, QDateTime({2026, 11, 25}, {12, 0}, QTimeZone::utc()));
}

void TestClientServer::readsWhoWaits()
{
    const auto queue = ShimmyStatus::fromJson(json(R"({"queue":{"waiting":3,"limit":64,"generations":1,
        "wait_seconds":40,"admitted":10,"refused":2,"displaced":5,"expired":6,"left":7,
        "clients":[{"client":"web","waiting":2},{"client":"10.0.0.7","waiting":1}]}})"))
                           .queue;

    QCOMPARE(queue.waiting, 3);
    QCOMPARE(queue.limit, 64);
    QCOMPARE(queue.running, 1);
    QCOMPARE(queue.waitSeconds, 40);
    QCOMPARE(queue.admitted, 10);
    QCOMPARE(queue.refused, 2);
    QCOMPARE(queue.displaced, 5);
    QCOMPARE(queue.expired, 6);
    QCOMPARE(queue.left, 7);
    QCOMPARE(queue.clients.size(), 2);
    QCOMPARE(queue.clients.first().name, u"web"_s);
    QCOMPARE(queue.clients.last().waiting, 1);
}

void TestClientServer::takesNothingForAShimmyThatIsNotThere()
{
    const auto status = ShimmyStatus::fromJson(json(R"({"state":"failed","trouble":"it dies","version":null})"));
    QCOMPARE(status.trouble, u"it dies"_s);
    QCOMPARE(status.version, QString());
    QVERIFY(status.instances.isEmpty());
}

void TestClientServer::readsLogLines()
{
    const LogLine line = logLineFrom(json(R"({"time":"2026-11-25T23:51:39.883Z","level":"warning","category":"hub",
        "message":"slow","request":"r-1"})"));

    QCOMPARE(line.time, QDateTime({2026, 11, 25}, {23, 51, 39, 883}, QTimeZone::utc()));
    QCOMPARE(line.level, LogLevel::Warning);
    QCOMPARE(line.category, u"hub"_s);
    QCOMPARE(line.message, u"slow"_s);
    QCOMPARE(line.request, "r-1");
    QCOMPARE(logLineFrom(json(R"({"level":"error"})")).level, LogLevel::Error);
    QCOMPARE(logLineFrom(json(R"({"level":"loud"})")).level, LogLevel::Info);
    QCOMPARE(followLogCall(500).query.toString(), u"follow=true&limit=500"_s);
}

void TestClientServer::readsAnExamination()
{
    const auto examination = ServerExamination::fromJson(json(R"({"status":"fail","seconds":1.5,"checks":[
        {"name":"dns","status":"ok","seen":"it is known","remedy":"","seconds":0.1},
        {"name":"disk","status":"warn","seen":"nearly full","remedy":"make room","seconds":0.2},
        {"name":"hub","status":"fail","seen":"no answer","remedy":"wait","seconds":1},
        {"name":"proxy","status":"skipped","seen":"none is set","remedy":"","seconds":0}]})"));

    QCOMPARE(examination.status, ServerCheck::Status::Failure);
    QCOMPARE(examination.seconds, 1.5);
    QCOMPARE(examination.checks.size(), 4);
    QCOMPARE(examination.checks[0].status, ServerCheck::Status::Ok);
    QCOMPARE(examination.checks[1].status, ServerCheck::Status::Warning);
    QCOMPARE(examination.checks[1].remedy, u"make room"_s);
    QCOMPARE(examination.checks[2].name, u"hub"_s);
    QCOMPARE(examination.checks[2].seen, u"no answer"_s);
    QCOMPARE(examination.checks[3].status, ServerCheck::Status::Skipped);
    QCOMPARE(examineCall(false).query.toString(), u"generation=false"_s);
    QCOMPARE(examineCall(true).query.toString(), QString());
}

void TestClientServer::readsWhoseTokenItIs()
{
    const auto account = HubAccount::fromJson(json(R"({"hub":"https://huggingface.co","name":"ada","type":"user",
        "fullname":"Ada L.","orgs":["one","two"],"token":{"source":"keychain","name":"desk","role":"read"}})"));
    QCOMPARE(account.hub, u"https://huggingface.co"_s);
    QCOMPARE(account.name, u"ada"_s);
    QCOMPARE(account.fullName, u"Ada L."_s);
    QCOMPARE(account.organisations, (QStringList{u"one"_s, u"two"_s}));
    QCOMPARE(account.tokenSource, u"keychain"_s);
    QCOMPARE(account.tokenName, u"desk"_s);
    QCOMPARE(account.tokenRole, u"read"_s);

    const auto nobody = HubAccount::fromJson(json(R"({"hub":"https://huggingface.co","name":null,"token":null})"));
    QVERIFY(nobody.name.isEmpty());
    QVERIFY(nobody.tokenSource.isEmpty());
}

void TestClientServer::readsAndWritesLimits()
{
    QCOMPARE(Limits::fromJson(json(R"({"bytes_per_second":5000000})")).bytesPerSecond,
             std::optional<qint64>(5'000'000));
    QVERIFY(!Limits::fromJson(json(R"({"bytes_per_second":null})")).bytesPerSecond);
    QCOMPARE(QJsonDocument(*setLimitsCall({}).body).toJson(QJsonDocument::Compact), R"({"bytes_per_second":null})");
    QCOMPARE(QJsonDocument(*setLimitsCall({7}).body).toJson(QJsonDocument::Compact), R"({"bytes_per_second":7})");
}

QTEST_GUILESS_MAIN(TestClientServer)
#include "test_client_server.moc"
