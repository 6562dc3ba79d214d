#include "front_under_test.h"
#include "raw_client.h"

#include <QTest>

/// A client may go at any moment. Meant to be run with AddressSanitizer too.
class HttpDeparturesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void leaveNothingBehind_data();
    void leaveNothingBehind();
    void areSeenAtOnceWhileAnAnswerIsHeld();
    void areSeenBehindPipelinedBytes();
    void beforeTheAnswerMakeLateCallsHarmless();
};

void HttpDeparturesTest::leaveNothingBehind_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isReset");
    QTest::addColumn<bool>("readsFirst");
    const QList<std::pair<const char *, QByteArray>> kinds{
        {"before a byte", {}},
        {"in the head", "GET /health HT"},
        {"in the body", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc"},
        {"after a plain request", request("GET", "/health")},
        {"after HEAD", request("HEAD", "/big")},
        {"after a deferred request", request("GET", "/hold")},
        {"in a large answer", request("GET", "/big")},
        {"in a large closing answer", request("GET", "/big", "Connection: close\r\n")},
        {"in a stream", request("GET", "/flood")},
        {"in a stream of HTTP/1.0", "GET /flood HTTP/1.0\r\n\r\n"},
        {"with a stream and a request behind it", request("GET", "/flood") + request("GET", "/health")},
        {"with a deferred request and one behind it", request("GET", "/hold") + request("GET", "/health")},
        {"with many requests", request("GET", "/health").repeated(200)},
        {"with many different requests",
         QByteArray(request("GET", "/stream") + request("GET", "/forget") + request("GET", "/nothing")).repeated(20)},
        {"with a refused request", "GET / HTTP/9.9\r\n\r\n"},
        {"with a refused upload", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\nabc"},
        {"waiting for a continue",
         "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n"},
        {"with a WebSocket upgrade",
         request("GET", "/hold", "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: eA==\r\n")},
        {"of a broken answer", request("GET", "/broken")},
    };
    for (const auto &[name, bytes] : kinds) {
        for (const bool isReset : {false, true}) {
            for (const bool readsFirst : {false, true})
                QTest::addRow("%s, %s, %s", name, isReset ? "reset" : "closed", readsFirst ? "reading" : "not reading")
                    << bytes << isReset << readsFirst;
        }
    }
}

void HttpDeparturesTest::leaveNothingBehind()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, isReset);
    QFETCH(bool, readsFirst);
    FrontUnderTest front;
    for (int i = 0; i < 5; ++i) {
        RawClient client(front.port());
        client.send(bytes);
        if (readsFirst)
            client.readSome(std::chrono::milliseconds(20));
        if (isReset)
            client.reset();
        else
            client.close();
    }
    QTRY_COMPARE(front.connections(), 0);

    front.release();

    QTRY_COMPARE(front.living(), 0);
    RawClient later(front.port());
    later.send(request("GET", "/health"));
    QCOMPARE(later.readAnswer().status, 200);
}

void HttpDeparturesTest::areSeenAtOnceWhileAnAnswerIsHeld()
{
    FrontUnderTest front;
    std::vector<RawClient> clients;
    for (int i = 0; i < 20; ++i) {
        clients.emplace_back(front.port());
        clients.back().send(request("GET", "/hold"));
    }
    QTRY_COMPARE(front.held(), 20);

    for (size_t i = 0; i < clients.size(); ++i) {
        if (i % 2 == 0)
            clients[i].close();
        else
            clients[i].reset();
    }

    QTRY_COMPARE(front.aborted(), 20);
    front.release();
    QTRY_COMPARE(front.living(), 0);
    QCOMPARE(front.aborted(), 20);
}

void HttpDeparturesTest::areSeenBehindPipelinedBytes()
{
    FrontUnderTest front;
    RawClient client(front.port());
    client.send(request("GET", "/hold"));
    QTRY_COMPARE(front.held(), 1);

    // More than the socket's read buffer and the system's hold while nobody reads.
    client.send(QByteArray(8'000'000, 'x'));
    client.close();

    QTRY_COMPARE(front.aborted(), 1);
}

void HttpDeparturesTest::beforeTheAnswerMakeLateCallsHarmless()
{
    QList<ExchangePtr> kept;
    HttpServer server([&kept](const ExchangePtr &exchange) { kept.append(exchange); });
    const auto port = server.listen(QHostAddress::LocalHost, 0);
    QVERIFY(port);
    RawClient client(*port);
    client.send(request("GET", "/x"));
    QTRY_COMPARE(kept.size(), 1);
    const ExchangePtr exchange = kept.constFirst();
    int aborted = 0;
    connect(exchange.get(), &Exchange::aborted, this, [&aborted] { ++aborted; });
    QVERIFY(exchange->isOpen());

    client.close();
    QTRY_COMPARE(aborted, 1);

    QVERIFY(!exchange->isOpen());
    exchange->setField("A", "b");
    exchange->begin(200, {});
    QVERIFY(!exchange->write("x"));
    exchange->end();
    exchange->abort();
    exchange->send(200, {}, "x");
    QCOMPARE(exchange->backlog(), 0);
    QCOMPARE(exchange->request().path, "/x");
    QCOMPARE(aborted, 1);
}

QTEST_GUILESS_MAIN(HttpDeparturesTest)
#include "test_http_departures.moc"
