#include "connection/server_probe.h"
#include "scripted_server.h"
#include "server_answers.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

/// What the probe answers, waited for.
Result<ServiceFacts> answerOf(ServerProbe &probe, const ServerEntry &server)
{
    std::optional<Result<ServiceFacts>> answer;
    probe.ask(server, [&](const Result<ServiceFacts> &facts) { answer = facts; });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(answer, 30'000); }();
    return answer.value_or(fail(ErrorKind::TimedOut, u"no answer"_s));
}

} // namespace

class TestServerProbe : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsAServerThatLetsUsIn();
    void saysThatAKeyIsWanted();
    void knowsAShimmydFromAnotherWebServer();
    void saysWhatToCheckWhereNothingAnswers();
    void saysThatTheCertificateCannotBeRead();
    void answersTheLastQuestionOnly();
    void saysNothingWhenCancelled();
};

void TestServerProbe::findsAServerThatLetsUsIn()
{
    ScriptedServer server;
    server.setFacts({{u"models"_s, 7}});
    server.api().answer("GET /v1/api/limits", R"({"bytes_per_second":null})");
    ServerEntry entry = server.entry();
    entry.apiKey = Secret("key");
    ServerProbe probe;
    const auto facts = answerOf(probe, entry);
    QVERIFY(facts);
    QCOMPARE(facts->models, 7);
    QVERIFY(!probe.isAsking());
    QCOMPARE(server.api().requests().last().fields.value("authorization"), "Bearer key");
}

void TestServerProbe::saysThatAKeyIsWanted()
{
    ScriptedServer server;
    server.api().answer("GET /v1/api/limits", ServerAnswers::error("invalid_api_key", "a key is wanted", "ask"), 401);
    ServerProbe probe;
    const auto facts = answerOf(probe, server.entry());
    QCOMPARE(facts.error().kind, ErrorKind::InvalidApiKey);
    QCOMPARE(facts.error().message, u"a key is wanted"_s);
    QCOMPARE(facts.error().hint, u"ask"_s);
}

void TestServerProbe::knowsAShimmydFromAnotherWebServer()
{
    ScriptedServer server;
    server.api().answer("GET /", R"({"hello":"world"})");
    ServerProbe probe;
    QCOMPARE(answerOf(probe, server.entry()).error().kind, ErrorKind::Unsupported);
    server.api().answer("GET /", "<html>", 200, "text/html");
    QVERIFY(!answerOf(probe, server.entry()));
}

void TestServerProbe::saysWhatToCheckWhereNothingAnswers()
{
    ScriptedServer server;
    server.api().goAway();
    ServerProbe probe;
    const auto facts = answerOf(probe, server.entry());
    QCOMPARE(facts.error().kind, ErrorKind::NetworkFailed);
    QVERIFY(!facts.error().hint.contains(u"--server"_s)); // that is for a terminal
    QVERIFY(!facts.error().hint.isEmpty());
}

void TestServerProbe::saysThatTheCertificateCannotBeRead()
{
    ScriptedServer server;
    ServerEntry entry = server.entry();
    entry.caFile = u"/nonexistent/ca.pem"_s;
    ServerProbe probe;
    QCOMPARE(answerOf(probe, entry).error().kind, ErrorKind::InvalidArgument);
    QVERIFY(server.api().requests().isEmpty());
}

void TestServerProbe::answersTheLastQuestionOnly()
{
    ScriptedServer silent;
    silent.api().hold("GET /", {}, "application/json");
    ScriptedServer server;
    server.api().answer("GET /v1/api/limits", R"({"bytes_per_second":null})");
    ServerProbe probe;
    int former = 0;
    probe.ask(silent.entry(), [&](const Result<ServiceFacts> &) { ++former; });
    QTRY_COMPARE_WITH_TIMEOUT(silent.api().held("GET /"), 1, 30'000);
    QVERIFY(answerOf(probe, server.entry()));
    QCOMPARE(former, 0);
    QTRY_COMPARE_WITH_TIMEOUT(silent.api().held("GET /"), 0, 30'000);
}

void TestServerProbe::saysNothingWhenCancelled()
{
    ScriptedServer silent;
    silent.api().hold("GET /", {}, "application/json");
    ServerProbe probe;
    int answers = 0;
    probe.ask(silent.entry(), [&](const Result<ServiceFacts> &) { ++answers; });
    QTRY_COMPARE_WITH_TIMEOUT(silent.api().held("GET /"), 1, 30'000);
    probe.cancel();
    QTRY_COMPARE_WITH_TIMEOUT(silent.api().held("GET /"), 0, 30'000);
    QCOMPARE(answers, 0);
}

QTEST_GUILESS_MAIN(TestServerProbe)
#include "test_server_probe.moc"
