#include "front_under_test.h"
#include "raw_client.h"

#include <QRegularExpression>
#include <QTest>

/// Whatever tries to hide a second request in a first one gets one refusal and the close, at every place of a
/// connection.
class HttpSmugglingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void getsOneRefusalAsTheFirstRequest_data() { attacks(); }
    void getsOneRefusalAsTheFirstRequest();
    void getsOneRefusalPipelinedBehindAnother_data() { attacks(); }
    void getsOneRefusalPipelinedBehindAnother();
    void getsOneRefusalAsALaterRequest_data() { attacks(); }
    void getsOneRefusalAsALaterRequest();
    void getsOneRefusalBehindABodyInPieces_data() { attacks(); }
    void getsOneRefusalBehindABodyInPieces();

private:
    static void attacks();
    static void compareOneRefusal(const QByteArray &received, int answersBefore);
};

void HttpSmugglingTest::attacks()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray hidden = "GET /echo?hidden HTTP/1.1\r\nHost: a\r\n\r\n";
    const auto row = [&hidden](const char *name, const QByteArray &fields, const QByteArray &body = {}) {
        QTest::newRow(name) << QByteArray("POST /echo HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body + hidden);
    };
    row("length of 2^64-1", "Content-Length: 18446744073709551615\r\n");
    row("length and chunked", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n");
    row("chunked and length", "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "0\r\n\r\n");
    row("bad chunk size", "Transfer-Encoding: chunked\r\n", "zz\r\n\r\n");
    row("chunked", "Transfer-Encoding: chunked\r\n", "0\r\n\r\n");
    row("two encodings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n");
    row("encoding with a blank before the colon", "Transfer-Encoding : chunked\r\n", "0\r\n\r\n");
    row("folded encoding", "Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n");
    row("encoding after a vertical tab",
        "Transfer-Encoding: \x0b"
        "chunked\r\n",
        "0\r\n\r\n");
    row("two lengths", "Content-Length: 0\r\nContent-Length: 44\r\n");
    row("length list", "Content-Length: 0, 44\r\n");
    row("signed length", "Content-Length: +0\r\n");
    row("length with a blank before the colon", "Content-Length : 44\r\n");
    row("length hidden by a bare CR", "A: b\rContent-Length: 44\r\n");
    row("length hidden by a bare LF", "A: b\nContent-Length: 44\r\n");
    row("length hidden by a fold", "A: b\r\n Content-Length: 44\r\n");
    row("NUL in a name", QByteArray("Content-Length\0: 44\r\n", 21));
    row("second Host", "Host: b\r\n");
    QTest::newRow("head ended by bare LFs") << QByteArray("GET /echo HTTP/1.1\nHost: a\n\n" + hidden);
    QTest::newRow("no Host") << QByteArray("GET /echo HTTP/1.1\r\n\r\n" + hidden);
    QTest::newRow("blank target") << QByteArray("GET /echo /x HTTP/1.1\r\nHost: a\r\n\r\n" + hidden);
    QTest::newRow("version 0.9") << QByteArray("GET /echo HTTP/0.9\r\n\r\n" + hidden);
}

void HttpSmugglingTest::compareOneRefusal(const QByteArray &received, int answersBefore)
{
    static const QRegularExpression statusLine(QStringLiteral("HTTP/1\\.1 \\d"));
    QCOMPARE(QString::fromLatin1(received).count(statusLine), answersBefore + 1);
    const qsizetype last = QString::fromLatin1(received).lastIndexOf(statusLine);
    const int status = received.mid(last + 9, 3).toInt();
    QVERIFY2((status >= 400 && status < 420) || status == 505, received.constData());
}

void HttpSmugglingTest::getsOneRefusalAsTheFirstRequest()
{
    QFETCH(QByteArray, bytes);
    FrontUnderTest front;
    RawClient client(front.port());

    client.send(bytes);
    const QByteArray received = client.readToEnd();

    QCOMPARE(client.end(), RawClient::End::EndOfFile);
    compareOneRefusal(received, 0);
    QCOMPARE(front.seen(), 0);
}

void HttpSmugglingTest::getsOneRefusalPipelinedBehindAnother()
{
    QFETCH(QByteArray, bytes);
    FrontUnderTest front;
    RawClient client(front.port());

    client.send(request("POST", "/echo", {}, "first") + bytes);
    const QByteArray received = client.readToEnd();

    QCOMPARE(client.end(), RawClient::End::EndOfFile);
    compareOneRefusal(received, 1);
    QCOMPARE(front.seen(), 1);
}

void HttpSmugglingTest::getsOneRefusalAsALaterRequest()
{
    QFETCH(QByteArray, bytes);
    FrontUnderTest front;
    RawClient client(front.port());
    for (int i = 0; i < 3; ++i) {
        client.send(request("POST", "/echo", {}, "first"));
        QCOMPARE(client.readAnswer().body, "first");
    }

    client.send(bytes);
    const QByteArray received = client.readToEnd();

    QCOMPARE(client.end(), RawClient::End::EndOfFile);
    compareOneRefusal(received, 0);
    QCOMPARE(front.seen(), 3);
}

void HttpSmugglingTest::getsOneRefusalBehindABodyInPieces()
{
    QFETCH(QByteArray, bytes);
    FrontUnderTest front;
    RawClient client(front.port());
    const QByteArray all = request("POST", "/echo", {}, QByteArray(5'000, 'a')) + bytes;

    for (qsizetype at = 0; at < all.size(); at += 7)
        client.send(all.mid(at, 7));
    const QByteArray received = client.readToEnd();

    compareOneRefusal(received, 1);
    QCOMPARE(front.seen(), 1);
}

QTEST_GUILESS_MAIN(HttpSmugglingTest)
#include "test_http_smuggling.moc"
