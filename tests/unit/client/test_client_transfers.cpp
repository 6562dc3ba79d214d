#include "client/api_client.h"
#include "client/curl_command.h"
#include "client/job.h"
#include "client/limits.h"
#include "client/model_details.h"
#include "scripted_api.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

/// Jobs and models as values.
class TestClientTransfers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAllThatAJobTells();
    void readsAJobThatHasNothingYet();
    void readsTheLinesOfAVerificationAndAnImport();
    void readsAnUpdateCheck();
    void asksForAValue();
    void writesACallForAShell();
};

void TestClientTransfers::readsAllThatAJobTells()
{
    const Job job = Job::fromJson(
        {{u"id"_s, u"j1"_s},
         {u"revision"_s, u"main"_s},
         {u"commit"_s, u"11dd"_s},
         {u"sha256"_s, u"6f85"_s},
         {u"state"_s, u"downloading"_s},
         {u"priority"_s, 3},
         {u"attempts"_s, 7},
         {u"error"_s,
          QJsonObject{{u"code"_s, u"disk_full"_s}, {u"message"_s, u"no room"_s}, {u"hint"_s, u"make some"_s}}},
         {u"last_error"_s,
          QJsonObject{{u"code"_s, u"stalled"_s}, {u"message"_s, u"nothing came"_s}, {u"hint"_s, u"wait"_s}}},
         {u"segments"_s,
          QJsonArray{QJsonObject{{u"begin"_s, 10},
                                 {u"end"_s, qint64(5'000'000'000)},
                                 {u"position"_s, 40},
                                 {u"state"_s, u"receiving"_s},
                                 {u"bytes_per_second"_s, 9}}}}});

    QCOMPARE(job.revision, u"main"_s);
    QCOMPARE(job.commit, u"11dd"_s);
    QCOMPARE(job.sha256, u"6f85"_s);
    QCOMPARE(job.priority, 3);
    QCOMPARE(job.attempts, 7);
    QCOMPARE(job.error, u"no room"_s);
    QCOMPARE(job.hint, u"make some"_s);
    QCOMPARE(job.lastError, u"nothing came"_s);
    QCOMPARE(job.lastHint, u"wait"_s);
    const QList<JobSegment> segments{{10, 5'000'000'000, 40, u"receiving"_s, 9}};
    QVERIFY(job.segments == segments);
}

void TestClientTransfers::readsAJobThatHasNothingYet()
{
    const Job job = Job::fromJson({{u"id"_s, u"j1"_s},
                                   {u"filename"_s, QJsonValue()},
                                   {u"total"_s, QJsonValue()},
                                   {u"error"_s, QJsonValue()},
                                   {u"last_error"_s, QJsonValue()},
                                   {u"commit"_s, QJsonValue()}});
    QVERIFY(job.filename.isEmpty());
    QVERIFY(job.commit.isEmpty());
    QVERIFY(job.error.isEmpty());
    QVERIFY(job.lastError.isEmpty());
    QVERIFY(job.segments.isEmpty());
    QCOMPARE(job.totalBytes, 0);
}

void TestClientTransfers::readsTheLinesOfAVerificationAndAnImport()
{
    using Status = ModelProgress::Status;
    const auto verifying = ModelProgress::fromJson(
        {{u"status"_s, u"verifying"_s}, {u"total"_s, 200}, {u"completed"_s, 50}, {u"percent"_s, 25.0}});
    QCOMPARE(verifying.status, Status::Verifying);
    QCOMPARE(verifying.completedBytes, 50);
    QCOMPARE(verifying.totalBytes, 200);
    QCOMPARE(verifying.percent, 25.0);
    QVERIFY(ModelProgress::fromJson({{u"status"_s, u"ok"_s}, {u"recorded"_s, true}}).wasRecorded);
    const auto first = ModelProgress::fromJson({{u"status"_s, u"ok"_s}, {u"recorded"_s, false}});
    QCOMPARE(first.status, Status::Complete);
    QVERIFY(!first.wasRecorded);
    QCOMPARE(ModelProgress::fromJson({{u"status"_s, u"loading"_s}}).status, Status::Loading);
    const auto imported = ModelProgress::fromJson({{u"status"_s, u"complete"_s}, {u"model_id"_s, u"tiny"_s}});
    QCOMPARE(imported.status, Status::Complete);
    QCOMPARE(imported.modelId, u"tiny"_s);
    QCOMPARE(ModelProgress::fromJson({{u"status"_s, u"singing"_s}}).status, Status::Unknown);
}

void TestClientTransfers::readsAnUpdateCheck()
{
    const auto check = UpdateCheck::fromJson(
        {{u"update_available"_s, true}, {u"latest_commit"_s, u"22ee"_s}, {u"latest_size"_s, qint64(5'000'000'000)}});
    QVERIFY(check.isAvailable);
    QCOMPARE(check.latestCommit, u"22ee"_s);
    QCOMPARE(check.latestBytes, 5'000'000'000);
    QVERIFY(!ModelDeletion::fromJson({{u"freed"_s, false}}).isFreed);
}

void TestClientTransfers::asksForAValue()
{
    ScriptedApi server;
    server.answer("GET /v1/api/limits", R"({"bytes_per_second":1000})");
    ApiClient client{QUrl(server.url())};
    Result<Limits> limit;
    client.ask(limitsCall(), &Limits::fromJson, &client, [&](const Result<Limits> &answer) { limit = answer; });
    QTRY_COMPARE(limit->bytesPerSecond, std::optional<qint64>(1000));

    server.answer("GET /v1/api/limits", R"({"error":{"code":"busy","message":"not now","hint":"later"}})", 409);
    client.ask(limitsCall(), &Limits::fromJson, &client, [&](const Result<Limits> &answer) { limit = answer; });
    QTRY_VERIFY(!limit);
    QCOMPARE(limit.error().message, u"not now"_s);
}

void TestClientTransfers::writesACallForAShell()
{
    const QUrl server(u"http://127.0.0.1:8080"_s);
    QCOMPARE(curlCommand({server}, ApiCall::get(u"/v1/models"_s)), u"curl 'http://127.0.0.1:8080/v1/models'"_s);
    QCOMPARE(curlCommand({server, true}, ApiCall::post(u"/v1/x"_s, {{u"text"_s, u"it's"_s}})),
             uR"(curl 'http://127.0.0.1:8080/v1/x' -H "Authorization: Bearer $SHIMMYD_API_KEY" )"_s
             uR"(-H 'Content-Type: application/json' -d '{"text":"it'\''s"}')"_s);
    QCOMPARE(curlCommand({server}, ApiCall::remove(u"/v1/api/models/a"_s)),
             u"curl 'http://127.0.0.1:8080/v1/api/models/a' -X DELETE"_s);
    QCOMPARE(curlCommand({server, false, u"/a b/ca.pem"_s}, ApiCall::get(u"/v1/models"_s)),
             u"curl 'http://127.0.0.1:8080/v1/models' --cacert '/a b/ca.pem'"_s);
}

QTEST_GUILESS_MAIN(TestClientTransfers)
#include "test_client_transfers.moc"
