#include "front_under_test.h"
#include "raw_client.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;

class HttpServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersARequest();
    void keepsAConnectionForManyRequests();
    void closesWhenAsked_data();
    void closesWhenAsked();
    void keepsAnHttp10ConnectionWhenAsked();
    void sendsHeadWithoutABody_data();
    void sendsHeadWithoutABody();
    void handsOverTheRequestAsItCame_data();
    void handsOverTheRequestAsItCame();
    void takesARequestInSmallPieces();
    void takesBodiesOfAllSizes_data();
    void takesBodiesOfAllSizes();
    void sendsContinueOnce();
    void sendsNoContinueWhenTheBodyIsTooLarge();
    void sendsALargeAnswerWhole_data();
    void sendsALargeAnswerWhole();
    void sendsAStream();
    void sendsAStreamToHttp10UntilTheClose();
    void answers500WhenTheHandlerForgets();
    void breaksOffAnUnfinishedStream_data();
    void breaksOffAnUnfinishedStream();
    void sends204WithoutLengthAndStays();
    void neverSendsASplitField();
    void echoesAHarmlessRequestId();
    void givesRefusalsAnIdAndAJsonBody();
    void answersPipelinedRequestsInOrder();
    void answersTheFirstThenClosesWhenItIsDeferred();
    void passesAWebSocketUpgradeOnAsARequest();
    void passesAnotherUpgradeOnWithItsBody();
    void appliesTheHostRule();
    void listensOnIPv6();
    void knowsIPv4ClientsOfADualStackSocket();
    void namesATakenPort();
    void namesAForeignAddress();
    void finishesWhatRunsWhenItStops();
    void closesIdleConnectionsWhenItStops();
    void survivesItsExchanges();
};

void HttpServerTest::answersARequest()
{
    FrontUnderTest front;
    RawClient client(front.port());

    client.send(request("GET", "/health"));
    const auto answer = client.readAnswer();

    QCOMPARE(answer.status, 200);
    QVERIFY(answer.head.startsWith("HTTP/1.1 200 OK\r\n"));
    QCOMPARE(answer.body, R"({"status":"ok"})");
    QCOMPARE(answer.field("Content-Type"), "application/json");
    QVERIFY(answer.isComplete);
}

void HttpServerTest::keepsAConnectionForManyRequests()
{
    FrontUnderTest front;
    RawClient client(front.port());
    for (int i = 0; i < 300; ++i) {
        const QByteArray body = QByteArray::number(i);
        client.send(request("POST", "/echo", {}, body));
        const auto answer = client.readAnswer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, body);
    }
    QCOMPARE(front.connections(), 1);
}

void HttpServerTest::closesWhenAsked_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("Connection: close") << request("GET", "/health", "Connection: close\r\n");
    QTest::newRow("HTTP/1.0") << QByteArray("GET /health HTTP/1.0\r\n\r\n");
}

void HttpServerTest::closesWhenAsked()
{
    QFETCH(QByteArray, bytes);
    FrontUnderTest front;
    RawClient client(front.port());

    client.send(bytes);
    const auto answer = client.readAnswer();

    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.field("Connection"), "close");
    QCOMPARE(client.readToEnd(), QByteArray());
    QCOMPARE(client.end(), RawClient::End::EndOfFile);
}

void HttpServerTest::keepsAnHttp10ConnectionWhenAsked()
{
    FrontUnderTest front;
    RawClient client(front.port());
    for (int i = 0; i < 3; ++i) {
        client.send("GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        const auto answer = client.readAnswer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.field("Connection"), "keep-alive");
    }
}

void HttpServerTest::sendsHeadWithoutABody_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("fixed") << QByteArray("/health");
    QTest::newRow("large") << QByteArray("/big");
    QTest::newRow("stream") << QByteArray("/stream");
    QTest::newRow("not found") << QByteArray("/nowhere");
}

void HttpServerTest::sendsHeadWithoutABody()
{
    QFETCH(QByteArray, path);
    FrontUnderTest front;
    RawClient client(front.port());

    client.send(request("HEAD", path));
    const auto head = client.readAnswer("HEAD");
    client.send(request("GET", "/health"));
    const auto next = client.readAnswer();

    QVERIFY(head.status == 200 || head.status == 404);
    QCOMPARE(next.head.left(15), "HTTP/1.1 200 OK");
    QCOMPARE(next.body, R"({"status":"ok"})");
}

void HttpServerTest::handsOverTheRequestAsItCame_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("query");
    QTest::newRow("unknown method") << QByteArray("PROPFIND") << QByteArray("/echo") << QByteArray();
    QTest::newRow("encoded query") << QByteArray("GET") << QByteArray("/echo") << QByteArray("a=%2F..%2f/../x&b=%00");
    QTest::newRow("DELETE") << QByteArray("DELETE") << QByteArray("/echo") << QByteArray("x");
    QTest::newRow("OPTIONS") << QByteArray("OPTIONS") << QByteArray("/echo") << QByteArray();
}

void HttpServerTest::handsOverTheRequestAsItCame()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, query);
    FrontUnderTest front;
    RawClient client(front.port());

    client.send(request(method, query.isEmpty() ? path : path + "?" + query));
    const auto answer = client.readAnswer(method);

    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.field("X-Method"), method);
    QCOMPARE(answer.field("X-Path"), path);
    QCOMPARE(answer.field("X-Query"), query);
}

void HttpServerTest::takesARequestInSmallPieces()
{
    FrontUnderTest front;
    RawClient client(front.port());
    const QByteArray bytes = request("POST", "/echo", {}, QByteArray(300, 'a'));
    for (int round = 0; round < 3; ++round) {
        for (qsizetype at = 0; at < bytes.size(); at += 3)
            QVERIFY(client.send(bytes.mid(at, 3)));
        const auto answer = client.readAnswer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.field("X-Body-Size"), "300");
    }
}

void HttpServerTest::takesBodiesOfAllSizes_data()
{
    QTest::addColumn<qsizetype>("bytes");
    // Around the socket's read buffer of 256 KiB, with and without the head that shares it.
    for (const qsizetype bytes : {qsizetype(1), qsizetype(4096), qsizetype(256 * 1024 - 100), qsizetype(256 * 1024 - 64),
                                  qsizetype(256 * 1024), qsizetype(256 * 1024 + 1), qsizetype(512 * 1024),
                                  qsizetype(8'000'000), qsizetype(8 * 1024 * 1024)})
        QTest::addRow("%lld", static_cast<long long>(bytes)) << bytes;
}

void HttpServerTest::takesBodiesOfAllSizes()
{
    QFETCH(qsizetype, bytes);
    HttpLimits limits;
    limits.maxBodyBytes = [](const QByteArray &method, const QByteArray &path) -> qint64 {
        return method == "POST" && path == "/echo" ? 8 * 1024 * 1024 : 0;
    };
    FrontUnderTest front(limits);
    RawClient client(front.port());
    for (int round = 0; round < 2; ++round) {
        client.send(request("POST", "/echo", {}, QByteArray(bytes, 'z')));
        const auto answer = client.readAnswer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.field("X-Body-Size"), QByteArray::number(bytes));
    }
}

void HttpServerTest::sendsContinueOnce()
{
    FrontUnderTest front;
    RawClient client(front.port());

    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    const auto interim = client.readAnswer();
    client.send("hello");
    const auto answer = client.readAnswer();

    QCOMPARE(interim.status, 100);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, "hello");
}

void HttpServerTest::sendsNoContinueWhenTheBodyIsTooLarge()
{
    FrontUnderTest front;
    RawClient client(front.port());

    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\nExpect: 100-continue\r\n\r\n");
    const auto answer = client.readAnswer();

    QCOMPARE(answer.status, 413);
    QCOMPARE(front.seen(), 0);
}

void HttpServerTest::sendsALargeAnswerWhole_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::newRow("stays") << QByteArray();
    QTest::newRow("closes") << QByteArray("Connection: close\r\n");
}

void HttpServerTest::sendsALargeAnswerWhole()
{
    QFETCH(QByteArray, fields);
    FrontUnderTest front;
    RawClient client(front.port());

    client.send(request("GET", "/big", fields));
    const auto answer = client.readAnswer();

    QVERIFY(answer.isComplete);
    QCOMPARE(answer.body.size(), FrontUnderTest::bigBytes);
}

void HttpServerTest::sendsAStream()
{
    FrontUnderTest front;
    RawClient client(front.port());
    for (int round = 0; round < 2; ++round) {
        client.send(request("GET", "/stream"));
        const auto answer = client.readAnswer();
        QVERIFY(answer.isComplete);
        QCOMPARE(answer.field("Transfer-Encoding"), "chunked");
        QCOMPARE(answer.body, "one two three");
    }
}

void HttpServerTest::sendsAStreamToHttp10UntilTheClose()
{
    FrontUnderTest front;
    RawClient client(front.port());

    client.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const auto answer = client.readAnswer();

    QVERIFY(answer.isComplete);
    QCOMPARE(answer.field("Transfer-Encoding"), QByteArray());
    QCOMPARE(answer.field("Connection"), "close");
    QCOMPARE(answer.body, "one two three");
}

void HttpServerTest::answers500WhenTheHandlerForgets()
{
    FrontUnderTest front;
    RawClient client(front.port());

    client.send(request("GET", "/forget"));
    const auto answer = client.readAnswer();

    QCOMPARE(answer.status, 500);
    QVERIFY(QJsonDocument::fromJson(answer.body).object().contains(u"error"_s));
    QTRY_COMPARE(front.living(), 0);
}

void HttpServerTest::breaksOffAnUnfinishedStream_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("version");
    for (const char *path : {"/unfinished", "/broken"}) {
        for (const char *version : {"1.1", "1.0"})
            QTest::addRow("%s %s", path, version) << QByteArray(path) << QByteArray(version);
    }
}

void HttpServerTest::breaksOffAnUnfinishedStream()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, version);
    FrontUnderTest front;
    RawClient client(front.port());

    client.send("GET " + path + " HTTP/" + version + "\r\nHost: a\r\n\r\n");
    const auto answer = client.readAnswer();

    QVERIFY(!answer.isComplete);
    QVERIFY(client.end() != RawClient::End::Open);
    QCOMPARE(front.aborted(), 0);
    QTRY_COMPARE(front.living(), 0);
}

void HttpServerTest::sends204WithoutLengthAndStays()
{
    FrontUnderTest front;
    RawClient client(front.port());

    client.send(request("GET", "/nothing"));
    const auto nothing = client.readAnswer();
    client.send(request("GET", "/health"));

    QCOMPARE(nothing.status, 204);
    QCOMPARE(nothing.field("Content-Length"), QByteArray());
    QCOMPARE(client.readAnswer().status, 200);
}

void HttpServerTest::neverSendsASplitField()
{
    FrontUnderTest front;
    RawClient client(front.port());

    client.send(request("GET", "/split"));
    const auto answer = client.readAnswer();

    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, "ok");
    QCOMPARE(answer.field("X-Injected"), QByteArray());
    QVERIFY(!answer.head.contains("X-Bad Name"));
}

void HttpServerTest::echoesAHarmlessRequestId()
{
    FrontUnderTest front;
    RawClient client(front.port());

    client.send(request("GET", "/health", "X-Request-Id: trace-1.a_B\r\n"));
    const auto echoed = client.readAnswer();
    client.send(request("GET", "/health", "X-Request-Id: <script>\r\n"));
    const auto replaced = client.readAnswer();

    QCOMPARE(echoed.field("X-Request-Id"), "trace-1.a_B");
    QCOMPARE(replaced.field("X-Request-Id").size(), 16);
}

void HttpServerTest::givesRefusalsAnIdAndAJsonBody()
{
    FrontUnderTest front;
    RawClient client(front.port());

    client.send(request("POST", "/echo", "X-Request-Id: mine\r\nTransfer-Encoding: chunked\r\n"));
    const auto answer = client.readAnswer();

    QCOMPARE(answer.status, 411);
    QCOMPARE(answer.field("X-Request-Id"), "mine");
    QCOMPARE(answer.field("Content-Type"), "application/json");
    QCOMPARE(answer.field("Connection"), "close");
    const QJsonObject error = QJsonDocument::fromJson(answer.body).object()[u"error"_s].toObject();
    QCOMPARE(error[u"code"_s].toString(), u"length_required"_s);
    QVERIFY(error[u"message"_s].toString().contains(u"chunked"_s));
    QCOMPARE(client.readToEnd(), QByteArray());
    QCOMPARE(client.end(), RawClient::End::EndOfFile);
}

void HttpServerTest::answersPipelinedRequestsInOrder()
{
    FrontUnderTest front;
    RawClient client(front.port());
    QByteArray bytes;
    for (int i = 0; i < 20; ++i)
        bytes += request("POST", "/echo", {}, "body " + QByteArray::number(i));

    client.send(bytes);

    for (int i = 0; i < 20; ++i)
        QCOMPARE(client.readAnswer().body, "body " + QByteArray::number(i));
}

void HttpServerTest::answersTheFirstThenClosesWhenItIsDeferred()
{
    FrontUnderTest front;
    RawClient client(front.port());

    client.send(request("GET", "/hold") + request("GET", "/health"));
    QTRY_COMPARE(front.held(), 1);
    front.release();
    const auto first = client.readAnswer();
    const auto second = client.readAnswer();

    QCOMPARE(first.body, "\"held\"");
    // Qt 6.8 keeps the second request back until the first is answered, 6.4 does not: both orders are right.
    QVERIFY(second.status == 0 ? client.end() == RawClient::End::EndOfFile : second.body == R"({"status":"ok"})");
}

void HttpServerTest::passesAWebSocketUpgradeOnAsARequest()
{
    FrontUnderTest front;
    RawClient client(front.port());

    client.send(request("GET", "/echo",
                        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
    const auto answer = client.readAnswer();

    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.field("X-Path"), "/echo");
    QCOMPARE(answer.field("Connection"), "close");
    QCOMPARE(front.seen(), 1);
}

void HttpServerTest::passesAnotherUpgradeOnWithItsBody()
{
    FrontUnderTest front;
    RawClient client(front.port());
    for (int round = 0; round < 2; ++round) {
        client.send(request("POST", "/echo",
                            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n",
                            "hello"));
        const auto answer = client.readAnswer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, "hello");
    }
}

void HttpServerTest::appliesTheHostRule()
{
    FrontUnderTest front({}, QHostAddress::LocalHost, HostRule(true, {}, {}));
    RawClient client(front.port());

    client.send("GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    const auto rebound = client.readAnswer();
    client.send(request("GET", "/health", "Origin: http://evil.example\r\n"));
    const auto foreign = client.readAnswer();
    client.send(request("GET", "/health"));
    const auto own = client.readAnswer();

    QCOMPARE(rebound.status, 421);
    QCOMPARE(foreign.status, 403);
    QCOMPARE(own.status, 200);
    QCOMPARE(front.seen(), 1);
}

void HttpServerTest::listensOnIPv6()
{
    FrontUnderTest front({}, QHostAddress::LocalHostIPv6);
    RawClient client(front.port(), RawClient::Family::IPv6);

    client.send(request("GET", "/echo"));
    const auto answer = client.readAnswer();

    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.field("X-Peer"), "::1");
}

void HttpServerTest::knowsIPv4ClientsOfADualStackSocket()
{
    FrontUnderTest front({}, QHostAddress::Any);
    RawClient ipv4(front.port());
    RawClient ipv6(front.port(), RawClient::Family::IPv6);

    ipv4.send(request("GET", "/echo"));
    ipv6.send(request("GET", "/echo"));

    QCOMPARE(ipv4.readAnswer().field("X-Peer"), "127.0.0.1");
    QCOMPARE(ipv6.readAnswer().field("X-Peer"), "::1");
}

void HttpServerTest::namesATakenPort()
{
    FrontUnderTest front;
    HttpServer second([](const ExchangePtr &) {});

    const auto port = second.listen(QHostAddress::LocalHost, front.port());

    QVERIFY(!port);
    QCOMPARE(port.error().kind, ErrorKind::Busy);
    QVERIFY(port.error().message.contains(u"127.0.0.1:%1"_s.arg(front.port())));
    QVERIFY(port.error().hint.contains(u"--listen"_s));
}

void HttpServerTest::namesAForeignAddress()
{
    HttpServer server([](const ExchangePtr &) {});

    const auto port = server.listen(QHostAddress(u"192.0.2.1"_s), 0);

    QVERIFY(!port);
    QCOMPARE(port.error().kind, ErrorKind::InvalidArgument);
    QVERIFY(port.error().message.contains(u"192.0.2.1"_s));
}

void HttpServerTest::finishesWhatRunsWhenItStops()
{
    FrontUnderTest front;
    RawClient client(front.port());
    client.send(request("GET", "/hold"));
    QTRY_COMPARE(front.held(), 1);

    front.stopListening();
    front.closeIdle();
    front.release();
    const auto answer = client.readAnswer();

    QCOMPARE(answer.body, "\"held\"");
    QCOMPARE(answer.field("Connection"), "close");
    QVERIFY(!RawClient(front.port()).isConnected());
    client.close();
    QTRY_COMPARE(front.connections(), 0);
}

void HttpServerTest::closesIdleConnectionsWhenItStops()
{
    FrontUnderTest front;
    RawClient client(front.port());
    client.send(request("GET", "/health"));
    QCOMPARE(client.readAnswer().status, 200);

    front.stopListening();
    front.closeIdle();

    QCOMPARE(client.readToEnd(), QByteArray());
    QCOMPARE(client.end(), RawClient::End::EndOfFile);
    client.close();
    QTRY_COMPARE(front.connections(), 0);
}

void HttpServerTest::survivesItsExchanges()
{
    FrontUnderTest front;
    RawClient client(front.port());
    RawClient flooded(front.port());
    client.send(request("GET", "/hold"));
    flooded.send(request("GET", "/flood"));
    QTRY_COMPARE(front.living(), 2);

    front.destroyServer();
    front.release();

    QCOMPARE(client.readAnswer().status, 0);
    QVERIFY(client.end() != RawClient::End::Open);
    QTRY_COMPARE(front.living(), 0);
    QCOMPARE(front.aborted(), 2);
}

QTEST_GUILESS_MAIN(HttpServerTest)
#include "test_http_server.moc"
