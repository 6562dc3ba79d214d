#include "client/model_details.h"
#include "connection/job_list.h"
#include "connection/model_list.h"
#include "fake_hub.h"
#include "scripted_server.h"
#include "test_certificates.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

/// What the window knows of a server.
class TestConnection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsWhatTheServerHas();
    void followsTheFeed();
    void isLostWithTheServerAndComesBackByItself();
    void asksForTheListsAgainWhenItIsBack();
    void goesWithAServerThatMoves();
    void doesNotInsistWhenItIsRefused();
    void trustsNoCertificateButThoseItMay();
    void forgetsTheFormerServer();
    void tellsHowAPullBegins();

private:
    using State = ServerConnection::State;
};

void TestConnection::knowsWhatTheServerHas()
{
    ScriptedServer server;
    server.setJobs({ScriptedServer::job(u"j1"_s)});
    server.setModels({ScriptedServer::model(u"tiny"_s)});
    ServerConnection connection;
    QCOMPARE(connection.state(), State::Idle);

    connection.connectTo(server.entry());

    QCOMPARE(connection.state(), State::Connecting);
    QTRY_COMPARE(connection.state(), State::Connected);
    QTRY_COMPARE(connection.jobs().jobs().size(), 1);
    QTRY_COMPARE(connection.models().models().size(), 1);
    QTRY_COMPARE(connection.facts().freeDiskBytes, std::optional<qint64>(78'006'657'024));
    QCOMPARE(connection.jobs().find(u"j1"_s)->bytesPerSecond, 33'554'432);
    QCOMPARE(connection.models().find(u"tiny"_s)->architecture, u"llama"_s);
    QCOMPARE(connection.shimmy().state, u"ready"_s);
}

void TestConnection::followsTheFeed()
{
    ScriptedServer server;
    ServerConnection connection;
    connection.connectTo(server.entry());
    QTRY_VERIFY(connection.models().isKnown());
    QSignalSpy added(&connection.jobs(), &JobList::added);
    QSignalSpy changed(&connection.jobs(), &JobList::changed);

    server.tell("download", ScriptedServer::job(u"j1"_s));
    QTRY_COMPARE(added.size(), 1);
    server.tell("progress", ScriptedServer::job(u"j1"_s, {{u"percent"_s, 50}}));
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(connection.jobs().find(u"j1"_s)->percent, 50.0);
    QCOMPARE(connection.jobs().bytesPerSecond(), 33'554'432);

    server.setModels({ScriptedServer::model(u"tiny"_s)});
    QTRY_VERIFY(connection.models().find(u"tiny"_s));
    server.tell("shimmy", {{u"state"_s, u"failed"_s}, {u"trouble"_s, u"it does not start"_s}});
    QTRY_COMPARE(connection.shimmy().trouble, u"it does not start"_s);
}

void TestConnection::isLostWithTheServerAndComesBackByItself()
{
    ScriptedServer server;
    ServerConnection connection;
    connection.connectTo(server.entry());
    QTRY_COMPARE(connection.state(), State::Connected);
    server.tell("download", ScriptedServer::job(u"j1"_s));
    QTRY_COMPARE(connection.jobs().bytesPerSecond(), 33'554'432);

    server.api().goAway();
    QTRY_COMPARE(connection.state(), State::Lost);
    QCOMPARE(connection.jobs().bytesPerSecond(), 0); // nobody knows
    QVERIFY(!connection.trouble().message.isEmpty());
    server.api().comeBack();
    QTRY_COMPARE_WITH_TIMEOUT(connection.state(), State::Connected, 60'000);
}

void TestConnection::asksForTheListsAgainWhenItIsBack()
{
    ScriptedServer server;
    ServerConnection connection;
    connection.connectTo(server.entry());
    QTRY_VERIFY(connection.models().isKnown());
    QSignalSpy again(&connection, &ServerConnection::serverChanged);

    server.api().goAway();
    QTRY_COMPARE(connection.state(), State::Lost);
    server.setModels({ScriptedServer::model(u"new"_s)});
    server.api().comeBack();

    QTRY_VERIFY_WITH_TIMEOUT(connection.models().find(u"new"_s), 60'000);
    QCOMPARE(again.size(), 1);
}

void TestConnection::goesWithAServerThatMoves()
{
    ScriptedServer former;
    former.setModels({ScriptedServer::model(u"tiny"_s)});
    former.api().hold("GET /v1/api/export?model=tiny", "half", "application/x-tar");
    ScriptedServer server;
    server.setModels({ScriptedServer::model(u"new"_s)});
    ServerConnection connection;
    connection.connectTo(former.entry());
    QTRY_VERIFY(connection.models().find(u"tiny"_s));
    QSignalSpy again(&connection, &ServerConnection::serverChanged);
    QSignalSpy states(&connection, &ServerConnection::stateChanged);
    const auto answer = connection.api().bytes(exportModelCall(u"tiny"_s));
    QByteArray read;
    connect(answer.get(), &ApiBytes::changed, this, [&] { read += answer->read(10); });
    QTRY_COMPARE(read, QByteArray("half"));

    connection.await({ErrorKind::ShuttingDown, u"back at once"_s, {}, true, {}});
    QCOMPARE(connection.state(), State::Lost);
    QCOMPARE(connection.trouble().message, u"back at once"_s);
    QVERIFY(connection.models().find(u"tiny"_s));
    connection.moveTo(server.entry().url, Secret("new key"));

    QTRY_VERIFY(connection.models().find(u"new"_s));
    QCOMPARE(again.size(), 1);
    QCOMPARE(states.size(), 2);
    QCOMPARE(connection.state(), State::Connected);
    QCOMPARE(server.api().requests().first().fields.value("authorization"), QByteArray("Bearer new key"));
    former.api().push("GET /v1/api/export?model=tiny", "rest");
    former.api().finish("GET /v1/api/export?model=tiny");
    QTRY_VERIFY(answer->isOver());
    QVERIFY(!answer->error());
    QCOMPARE(read, QByteArray("halfrest"));
}

void TestConnection::doesNotInsistWhenItIsRefused()
{
    ScriptedServer server;
    server.api().answer("GET /v1/api/events",
                        R"({"error":{"code":"invalid_api_key","message":"the key is not valid","hint":"ask for one"}})",
                        401);
    ServerConnection connection;
    connection.connectTo(server.entry());

    QTRY_COMPARE(connection.state(), State::Refused);
    QCOMPARE(connection.trouble().message, u"the key is not valid"_s);
    QCOMPARE(server.requests("GET /v1/api/events"), 1);
    connection.retry();
    QTRY_COMPARE(server.requests("GET /v1/api/events"), 2);
}

void TestConnection::trustsNoCertificateButThoseItMay()
{
    const TestCertificates certificates;
    ServerConnection connection;
    {
        const FakeHub selfSigned({0, certificates.selfSigned(), {}});
        connection.connectTo({u"theirs"_s, QUrl(selfSigned.url()), Secret("canaryKey"), {}, false});
        QTRY_COMPARE(connection.state(), State::Refused);
        QCOMPARE(connection.trouble().kind, ErrorKind::TlsFailed);
        QVERIFY(!connection.trouble().hint.isEmpty());
        QVERIFY(selfSigned.requests().isEmpty()); // and so the key has not left this computer
    }
    const FakeHub ours({0, certificates.good(), {}});
    connection.connectTo({u"ours"_s, QUrl(ours.url()), {}, certificates.authorityPath(), false});
    QTRY_VERIFY(!ours.requests().isEmpty());
    QTRY_VERIFY(connection.trouble().kind != ErrorKind::TlsFailed);
}

void TestConnection::forgetsTheFormerServer()
{
    ScriptedServer first;
    first.setModels({ScriptedServer::model(u"of-the-first"_s)});
    ScriptedServer second;
    second.setModels({ScriptedServer::model(u"of-the-second"_s)});
    ServerConnection connection;
    connection.connectTo(first.entry());
    QTRY_VERIFY(connection.models().find(u"of-the-first"_s));

    connection.connectTo(second.entry());

    QVERIFY(connection.models().models().isEmpty());
    QTRY_VERIFY(connection.models().find(u"of-the-second"_s));
    QVERIFY(!connection.models().find(u"of-the-first"_s));
    QTRY_COMPARE(first.api().held("GET /v1/api/events"), 0);
}

void TestConnection::tellsHowAPullBegins()
{
    ScriptedServer server;
    server.api().hold("POST /v1/api/pull", "{\"status\":\"starting\",\"id\":\"j7\",\"filename\":\"a.gguf\"}\n",
                      "application/x-ndjson");
    ServerConnection connection;
    connection.connectTo(server.entry());
    QObject context;
    QString job;
    QString refusal;
    const auto take = [&](const Result<PullEvent> &event) {
        job = event ? event->jobId : QString();
        refusal = event ? QString() : event.error().message;
    };

    connection.startPull({.model = u"org/repo:Q4_K_M"_s}, &context, take);
    QTRY_COMPARE(job, u"j7"_s);
    QCOMPARE(server.lastBody("POST /v1/api/pull").value("model"_L1).toString(), u"org/repo:Q4_K_M"_s);
    QTRY_COMPARE(server.api().held("POST /v1/api/pull"), 0); // the job is the server's

    server.api().answer("POST /v1/api/pull",
                        R"({"status":"error","error":"there is no such repo","code":"repo_not_found","hint":""})", 404);
    connection.startPull({.model = u"org/none"_s}, &context, take);
    QTRY_COMPARE(refusal, u"there is no such repo"_s);
}

QTEST_GUILESS_MAIN(TestConnection)
#include "test_connection.moc"
