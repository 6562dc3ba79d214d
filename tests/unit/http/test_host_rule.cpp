#include "http/host_rule.h"

#include <QTest>

using Reach = HostRule::Reach;

class HostRuleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void judgesHostAndOrigin_data();
    void judgesHostAndOrigin();
    void letsProbesInByAnyName();
    void takesAnyNameFromPrograms_data();
    void takesAnyNameFromPrograms();
    void takesAnyNameWhenToldSo();
    void refusesTwoOrigins();
    void namesTheHostInItsHint();
    void knowsListedOriginsInAnyCase();
};

void HostRuleTest::judgesHostAndOrigin_data()
{
    QTest::addColumn<Reach>("reach");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<int>("status"); // 0: may pass
    const auto row = [](const char *name, Reach reach, const char *host, const char *origin, int status) {
        QTest::newRow(name) << reach << QByteArray(host) << QByteArray(origin) << status;
    };
    constexpr Reach loopback = Reach::Loopback;
    constexpr Reach keys = Reach::KeyHolders;
    constexpr Reach everybody = Reach::Everybody;
    row("localhost", loopback, "localhost:8080", "", 0);
    row("localhost in capitals", loopback, "LocalHost", "", 0);
    row("address", loopback, "127.0.0.1:8080", "", 0);
    row("address of another kind", loopback, "192.168.1.7", "", 0);
    row("IPv6 address", loopback, "[::1]:8080", "", 0);
    row("listed", loopback, "gpu.lan:8080", "", 0);
    row("listed for one port", loopback, "box.lan:9000", "", 0);
    row("listed for another port", loopback, "box.lan:9001", "", 421);
    row("rebound name", loopback, "evil.example:8080", "", 421);
    row("name that begins like an address", loopback, "127.0.0.1.evil.example", "", 421);
    row("name that begins like localhost", loopback, "localhost.evil.example", "", 421);
    row("short form of an address", loopback, "2130706433", "", 421);
    row("octal form of an address", loopback, "0x7f.0.0.1", "", 421);
    row("no host (HTTP/1.0)", loopback, "", "", 0);
    row("no host with an origin", loopback, "", "http://evil.example", 421);
    row("service name beyond loopback", keys, "shimmy.kube-scb.svc:8080", "", 0);
    row("service name with its own origin", keys, "shimmy.kube-scb.svc:8080", "http://shimmy.kube-scb.svc:8080", 421);
    row("same origin", loopback, "localhost:8080", "http://localhost:8080", 0);
    row("same origin, beyond loopback", keys, "10.0.0.7:8080", "http://10.0.0.7:8080", 0);
    row("same origin in other case", loopback, "localhost:8080", "HTTP://LOCALHOST:8080", 0);
    row("same origin, implied port", loopback, "gpu.lan:80", "http://gpu.lan", 0);
    row("same origin behind TLS", loopback, "gpu.lan", "https://gpu.lan:443", 0);
    row("another port", loopback, "localhost:8080", "http://localhost:3000", 403);
    row("another host", loopback, "localhost:8080", "http://evil.example", 403);
    row("rebound name as its own origin", loopback, "evil.example:8080", "http://evil.example:8080", 421);
    row("origin that begins like ours", loopback, "localhost:8080", "http://localhost:8080.evil.example", 403);
    row("user information", loopback, "localhost:8080", "http://x@localhost:8080", 403);
    row("null", loopback, "localhost:8080", "null", 403);
    row("file", loopback, "localhost:8080", "file://", 403);
    row("another scheme", loopback, "localhost:8080", "ftp://localhost:8080", 403);
    row("listed origin", loopback, "localhost:8080", "https://chat.example", 0);
    row("listed origin with another scheme", loopback, "localhost:8080", "http://chat.example", 403);
    row("rebound name where keys are asked for", keys, "evil.example:8080", "", 0);
    row("rebound name where none are", everybody, "evil.example:8080", "", 421);
    row("rebound name of an address", everybody, "10.0.0.7.evil.example", "", 421);
    row("rebound name that ends like a private one", everybody, "evillocal.example", "", 421);
    row("rebound name with its own origin", everybody, "evil.example:8080", "http://evil.example:8080", 421);
    row("address without keys", everybody, "10.0.0.7:8080", "", 0);
    row("name of a container", everybody, "shimmy:8080", "", 0);
    row("name of a service", everybody, "shimmy.kube-scb.svc:8080", "", 0);
    row("name of a service in full", everybody, "shimmy.kube-scb.svc.cluster.local:8080", "", 0);
    row("name with the root's dot", everybody, "shimmy.kube-scb.svc.cluster.local.", "", 0);
    row("name of a service and its namespace", everybody, "shimmy.kube-scb:8080", "", 421);
    row("name from the network at home", everybody, "Box.Local:8080", "", 0);
    row("listed name without keys", everybody, "gpu.lan:8080", "", 0);
    row("private name with its own origin", everybody, "nas.local", "http://nas.local", 421);
    row("no host without keys (HTTP/1.0)", everybody, "", "", 0);
    row("foreign origin beyond loopback", keys, "10.0.0.7:8080", "http://evil.example", 403);
}

void HostRuleTest::judgesHostAndOrigin()
{
    QFETCH(Reach, reach);
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, origin);
    QFETCH(int, status);
    const HostRule rule(reach, {"GPU.lan", "box.lan:9000"}, {"https://chat.example"}, {"/health"});
    HttpRequest request;
    request.fields.emplaceBack("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
    if (!host.isEmpty())
        request.fields.emplaceBack("host", host);
    if (!origin.isEmpty())
        request.fields.emplaceBack("origin", origin);

    const auto refusal = rule.check(request);

    QCOMPARE(refusal ? refusal->status : 0, status);
    if (refusal)
        QCOMPARE(refusal->code,
                 status == 421 ? QStringLiteral("host_not_allowed") : QStringLiteral("origin_not_allowed"));
}

void HostRuleTest::letsProbesInByAnyName()
{
    HttpRequest request;
    request.path = "/health";
    request.fields = {{"host", "balancer.example"}, {"user-agent", "mozilla/5.0"}};

    QVERIFY(!HostRule(Reach::Everybody, {}, {}, {"/health"}).check(request));
    QVERIFY(HostRule(Reach::Everybody, {}, {}).check(request));
    QVERIFY(HostRule(Reach::Loopback, {}, {}, {"/health"}).check(request));
}

void HostRuleTest::takesAnyNameFromPrograms_data()
{
    QTest::addColumn<QByteArray>("userAgent");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("curl") << QByteArray("curl/8.5.0");
    QTest::newRow("Python") << QByteArray("python-requests/2.32");
    QTest::newRow("OpenAI's client") << QByteArray("OpenAI/Python 3.54.0");
}

void HostRuleTest::takesAnyNameFromPrograms()
{
    QFETCH(QByteArray, userAgent);
    HttpRequest request;
    request.fields = {{"host", "shimmy.kube-scb:8080"}};
    if (!userAgent.isEmpty())
        request.fields.emplaceBack("user-agent", userAgent);

    QVERIFY(!HostRule(Reach::Everybody, {}, {}).check(request));
    QVERIFY(HostRule(Reach::Loopback, {}, {}).check(request));
}

void HostRuleTest::takesAnyNameWhenToldSo()
{
    HttpRequest request;
    request.fields = {{"host", "gateway.example"}, {"user-agent", "Mozilla/5.0"}};

    QVERIFY(!HostRule(Reach::Everybody, {"*"}, {}).check(request));

    request.fields.emplaceBack("origin", "http://gateway.example");
    QVERIFY(HostRule(Reach::Everybody, {"*"}, {}).check(request));
}

void HostRuleTest::refusesTwoOrigins()
{
    const HostRule rule(Reach::Loopback, {}, {});
    HttpRequest request;
    request.fields = {{"host", "localhost"}, {"origin", "http://localhost"}, {"origin", "http://evil.example"}};

    const auto refusal = rule.check(request);

    QVERIFY(refusal);
    QCOMPARE(refusal->status, 403);
}

void HostRuleTest::namesTheHostInItsHint()
{
    const HostRule rule(Reach::Loopback, {}, {});
    HttpRequest request;
    request.fields = {{"host", "box.lan:8080"}};

    const auto refusal = rule.check(request);

    QVERIFY(refusal);
    QVERIFY(refusal->hint.contains(QStringLiteral("--host box.lan")));
}

void HostRuleTest::knowsListedOriginsInAnyCase()
{
    const HostRule rule(Reach::Loopback, {}, {"https://Chat.example"});

    QVERIFY(rule.isListedOrigin("https://chat.EXAMPLE"));
    QVERIFY(!rule.isListedOrigin("https://chat.example.evil"));
}

QTEST_GUILESS_MAIN(HostRuleTest)
#include "test_host_rule.moc"
