#include "fake_shimmy_program.h"
#include "pull_fixture.h"

#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

QList<QJsonObject> logsOf(quint16 port, const QByteArray &query = {})
{
    return httpGet(port, "/v1/api/logs" + query).lines();
}

QList<QJsonObject> about(const QList<QJsonObject> &lines, const QString &member, const QString &value)
{
    QList<QJsonObject> found;
    std::copy_if(lines.begin(), lines.end(), std::back_inserter(found),
                 [&](const QJsonObject &line) { return line.value(member) == value; });
    return found;
}

} // namespace

/// The log, as it is asked for and as it is written.
class TestLogs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRequestHasALineWithItsId();
    void failingProbesAreLoggedWhenThatChanges();
    void showsWhatIsAskedForAndNoMore();
    void followsWhatIsAdded();
    void aFollowerThatDoesNotReadCostsLittleAndHearsOfIt();
    void endsFollowersWithTheService();
    void refusesWrongWishes_data();
    void refusesWrongWishes();
    void aFloodLeavesAFewLinesAndACount();
    void manyRequestsLeaveAFewLinesAndACount();

private:
    FakeShimmyProgram m_shimmy;
};

void TestLogs::everyRequestHasALineWithItsId()
{
    PullFixture fixture({}, {}, m_shimmy.path());
    httpRequest(fixture.port(), "GET", "/v1/models/none?secret=canary", {}, {{"X-Request-Id", "find-me"}});
    httpPost(fixture.port(), "/v1/api/pull", {{u"model"_s, u"org/none"_s}, {u"filename"_s, u"none.gguf"_s}},
             {{"X-Request-Id", "a-pull"}});

    const QList<QJsonObject> lines = logsOf(fixture.port());

    const auto mine = about(lines, u"request"_s, u"find-me"_s);
    QCOMPARE(mine.size(), 1);
    QCOMPARE(mine.first().value("category"_L1), u"access"_s);
    QCOMPARE(mine.first().value("level"_L1), u"info"_s);
    const QString message = mine.first().value("message"_L1).toString();
    QVERIFY2(message.startsWith("GET /v1/models/none 404, "_L1) && message.contains("127.0.0.1"_L1),
             qPrintable(message));
    QVERIFY(about(about(lines, u"request"_s, u"a-pull"_s), u"category"_s, u"audit"_s).size() == 1);
    for (const QJsonObject &line : lines) {
        QVERIFY(!line.value("message"_L1).toString().contains("canary"_L1));
    }
    QVERIFY(fixture.service().log().contains(" request=find-me\n"));
    // Of the probes only what has changed; the fixture asks until it is healthy.
    QCOMPARE(httpGet(fixture.port(), "/v1/health").status, 200);
    QCOMPARE(fixture.service().log().count("GET /v1/health 200"), 1);
}

void TestLogs::failingProbesAreLoggedWhenThatChanges()
{
    FakeShimmyProgram late({{u"startDelayMs"_s, 3000}});
    ServiceProcess service({.shimmy = late.path(), .waitUntilHealthy = false});
    int failures = 0;
    QTRY_VERIFY_WITH_TIMEOUT((httpGet(service.port(), "/v1/health").status == 200) || (++failures, false), 30'000);
    QVERIFY(failures > 3);
    QCOMPARE(httpGet(service.port(), "/v1/health").status, 200);

    QTRY_COMPARE(service.log().count("GET /v1/health 200"), 1);
    QCOMPARE(service.log().count("GET /v1/health 503"), 1);
}

void TestLogs::showsWhatIsAskedForAndNoMore()
{
    PullFixture fixture({u"--log-level"_s, u"debug"_s}, {}, m_shimmy.path());
    fixture.pull({{u"model"_s, u"org/none"_s}, {u"filename"_s, u"none.gguf"_s}}); // which warns

    const QList<QJsonObject> all = logsOf(fixture.port());
    const QList<QJsonObject> warnings = logsOf(fixture.port(), "?level=warning");
    const QList<QJsonObject> last = logsOf(fixture.port(), "?limit=3&level=debug");

    QVERIFY(about(all, u"level"_s, u"debug"_s).size() > 3);
    QVERIFY(!warnings.isEmpty());
    QCOMPARE(warnings.size(), about(all, u"level"_s, u"warning"_s).size());
    QVERIFY(warnings.size() < all.size());
    QCOMPARE(last.size(), 3);
    QVERIFY(last.first().value("time"_L1).toString() >= all.last().value("time"_L1).toString());
    QCOMPARE(logsOf(fixture.port(), "?limit=0"), QList<QJsonObject>());
    QVERIFY(std::is_sorted(all.begin(), all.end(), [](const QJsonObject &a, const QJsonObject &b) {
        return a.value("time"_L1).toString() < b.value("time"_L1).toString();
    }));
}

void TestLogs::followsWhatIsAdded()
{
    PullFixture fixture({}, {}, m_shimmy.path());
    BlockingHttp follower(fixture.port());
    follower.send(httpRequestBytes("GET", "/v1/api/logs?follow=true&limit=0&level=info", {}, {}));
    // The answer has begun when the request is answered at all: nothing else would be its end.
    const auto ask = [&fixture](const QByteArray &id) {
        httpRequest(fixture.port(), "GET", "/v1/models", {}, {{"X-Request-Id", id}});
    };
    QTRY_VERIFY(logsOf(fixture.port()).size() > 0);
    ask("added-later");
    QByteArray seen;

    follower.read(false, [&](const QByteArray &piece) {
        seen += piece;
        if (seen.contains("added-later") && !seen.contains("and-later"))
            ask("and-later");
        return !seen.contains("and-later");
    });

    QVERIFY(seen.indexOf("added-later") < seen.indexOf("and-later"));
    QVERIFY(seen.contains("and-later"));
    QVERIFY(!seen.contains("ready on port")); // of the past nothing was wanted
}

void TestLogs::aFollowerThatDoesNotReadCostsLittleAndHearsOfIt()
{
    PullFixture fixture({u"--log-level"_s, u"debug"_s}, {}, m_shimmy.path());
    // Audit lines are never left out, and each may quote 500 characters.
    const auto flood = [&fixture] {
        BlockingHttp client(fixture.port());
        const QByteArray order = R"({"model":")" + QByteArray(450, 'x') + R"(","filename":"../x"})";
        int refused = 0;
        for (int i = 0; i < 20'000; ++i) {
            client.send(httpRequestBytes("POST", "/v1/api/pull", order, {{"Content-Type", "application/json"}}));
            refused += client.read().status == 400 ? 1 : 0;
        }
        return refused;
    };
    const qint64 before = fixture.service().residentBytes();
    qint64 after = 0;
    int refused = 0;
    QByteArray seen;
    BlockingHttp follower(fixture.port());
    follower.send(httpRequestBytes("GET", "/v1/api/logs?follow=true", {}, {}));

    follower.read(false, [&](const QByteArray &piece) {
        seen += piece;
        if (refused == 0) { // now it does not read
            refused = flood();
            after = fixture.service().residentBytes();
        }
        return !seen.contains("lines are missing here");
    });

    QCOMPARE(refused, 20'000);
#ifndef __SANITIZE_ADDRESS__
    QVERIFY2(after - before < 20 << 20, qPrintable(QString::number(after - before)));
#endif
    QVERIFY(seen.contains("lines are missing here"));
    QVERIFY(fixture.isHealthy());
}

void TestLogs::endsFollowersWithTheService()
{
    PullFixture fixture({}, {}, m_shimmy.path());
    BlockingHttp follower(fixture.port());
    follower.send(httpRequestBytes("GET", "/v1/api/logs?follow=true", {}, {}));
    follower.read(false, [](const QByteArray &) { return false; });

    QCOMPARE(fixture.service().terminate(), 0);
}

void TestLogs::refusesWrongWishes_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query : {"?follow=yes", "?level=loud", "?limit=-1", "?limit=2001", "?limit=x"})
        QTest::newRow(query) << QByteArray(query);
}

void TestLogs::refusesWrongWishes()
{
    QFETCH(QByteArray, query);
    PullFixture fixture({}, {}, m_shimmy.path());

    const HttpAnswer answer = httpGet(fixture.port(), "/v1/api/logs" + query);

    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.json().value("error"_L1)["code"_L1], u"invalid_argument"_s);
}

void TestLogs::aFloodLeavesAFewLinesAndACount()
{
    const FakeShimmyProgram talkative({{u"printsLines"_s, 50'000}});
    PullFixture fixture({}, {}, talkative.path());

    QTRY_VERIFY_WITH_TIMEOUT(fixture.service().log().contains("more lines like"), 30'000);

    const QByteArray log = fixture.service().log();
    QVERIFY2(log.count('\n') < 2500, QByteArray::number(log.count('\n')).constData());
    QVERIFY(fixture.isHealthy());
}

void TestLogs::manyRequestsLeaveAFewLinesAndACount()
{
    PullFixture fixture({}, {}, m_shimmy.path());
    BlockingHttp client(fixture.port());
    for (int i = 0; i < 5000; ++i) {
        QVERIFY(client.send(httpRequestBytes("GET", "/v1/models", {}, {})));
        QCOMPARE(client.read().status, 200);
    }

    const qsizetype lines = fixture.service().log().count(" access: ");

    QVERIFY2(lines >= 200 && lines < 2500, QByteArray::number(lines).constData());
    // The next one that is written says how many were not.
    QTRY_VERIFY(httpGet(fixture.port(), "/v1/models").status == 200
                && fixture.service().log().contains("more requests were answered"));
}

QTEST_GUILESS_MAIN(TestLogs)
#include "test_logs.moc"
