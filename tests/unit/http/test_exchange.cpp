#include "front_under_test.h"
#include "raw_client.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;

/// What a handler does with an exchange, as the client sees it.
class ExchangeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sendsHeadWithoutABody_data();
    void sendsHeadWithoutABody();
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
    void closesWhenAsked_data();
    void closesWhenAsked();
    void keepsAnHttp10ConnectionWhenAsked();
    void survivesItsExchanges();
};

void ExchangeTest::sendsHeadWithoutABody_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("fixed") << QByteArray("/health");
    QTest::newRow("large") << QByteArray("/big");
    QTest::newRow("stream") << QByteArray("/stream");
    QTest::newRow("not found") << QByteArray("/nowhere");
}

void ExchangeTest::sendsHeadWithoutABody()
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

void ExchangeTest::sendsALargeAnswerWhole_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::newRow("stays") << QByteArray();
    QTest::newRow("closes") << QByteArray("Connection: close\r\n");
}

void ExchangeTest::sendsALargeAnswerWhole()
{
    QFETCH(QByteArray, fields);
    FrontUnderTest front;
    RawClient client(front.port());

    client.send(request("GET", "/big", fields));
    const auto answer = client.readAnswer();

    QVERIFY(answer.isComplete);
    QCOMPARE(answer.body.size(), FrontUnderTest::bigBytes);
}

void ExchangeTest::sendsAStream()
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

void ExchangeTest::sendsAStreamToHttp10UntilTheClose()
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

void ExchangeTest::answers500WhenTheHandlerForgets()
{
    FrontUnderTest front;
    RawClient client(front.port());

    client.send(request("GET", "/forget"));
    const auto answer = client.readAnswer();

    QCOMPARE(answer.status, 500);
    QVERIFY(QJsonDocument::fromJson(answer.body).object().contains(u"error"_s));
    QTRY_COMPARE(front.living(), 0);
}

void ExchangeTest::breaksOffAnUnfinishedStream_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("version");
    for (const char *path : {"/unfinished", "/broken"}) {
        for (const char *version : {"1.1", "1.0"})
            QTest::addRow("%s %s", path, version) << QByteArray(path) << QByteArray(version);
    }
}

void ExchangeTest::breaksOffAnUnfinishedStream()
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

void ExchangeTest::sends204WithoutLengthAndStays()
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

void ExchangeTest::neverSendsASplitField()
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

void ExchangeTest::echoesAHarmlessRequestId()
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

void ExchangeTest::givesRefusalsAnIdAndAJsonBody()
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

void ExchangeTest::closesWhenAsked_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("Connection: close") << request("GET", "/health", "Connection: close\r\n");
    QTest::newRow("HTTP/1.0") << QByteArray("GET /health HTTP/1.0\r\n\r\n");
}

void ExchangeTest::closesWhenAsked()
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

void ExchangeTest::keepsAnHttp10ConnectionWhenAsked()
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

void ExchangeTest::survivesItsExchanges()
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

QTEST_GUILESS_MAIN(ExchangeTest)
#include "test_exchange.moc"
