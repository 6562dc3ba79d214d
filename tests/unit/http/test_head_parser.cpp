#include "http/head_parser.h"

#include <QTest>

using Progress = HeadParser::Progress;

namespace {

/// A complete head with \a fields after Host.
QByteArray withFields(const QByteArray &fields)
{
    return "POST /x HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

QByteArray withTarget(const QByteArray &target)
{
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

} // namespace

class HeadParserTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAHead();
    void readsAHeadByteByByte();
    void leavesWhatFollowsTheHead();
    void isReadyForTheNextAfterReset();
    void skipsEmptyLinesBeforeARequest();
    void refusesWhatIsNotStrict_data();
    void refusesWhatIsNotStrict();
    void refusesTheSameByteByByte_data() { refusesWhatIsNotStrict_data(); }
    void refusesTheSameByteByByte();
    void acceptsWhatIsUnusualButRight_data();
    void acceptsWhatIsUnusualButRight();
    void knowsWhetherTheConnectionStays_data();
    void knowsWhetherTheConnectionStays();
    void refusesBeforeTheEndWhenTheBeginningIsWrong_data();
    void refusesBeforeTheEndWhenTheBeginningIsWrong();
    void takesTheHostOfAnAbsoluteTarget();
    void seesAWebSocketUpgrade();

private:
    HttpLimits m_limits;
};

void HeadParserTest::readsAHead()
{
    HeadParser parser(m_limits);

    const auto progress = parser.feed("POST /v1/x?a=b&c HTTP/1.1\r\nHost: localhost:8080\r\nX-Thing: \t two words \r\n"
                                      "Content-Length: 12\r\nExpect: 100-Continue\r\n\r\n");

    QCOMPARE(progress, Progress::Complete);
    QCOMPARE(parser.head().method, "POST");
    QCOMPARE(parser.head().path, "/v1/x");
    QCOMPARE(parser.head().query, "a=b&c");
    QCOMPARE(parser.head().field("x-thing"), "two words");
    QCOMPARE(parser.head().field("host"), "localhost:8080");
    QCOMPARE(parser.head().contentLength, 12);
    QVERIFY(parser.head().expectsContinue);
    QVERIFY(parser.head().keepAlive);
}

void HeadParserTest::readsAHeadByteByByte()
{
    const QByteArray bytes = withFields("Content-Length: 3\r\nA: b\r\n");
    HeadParser parser(m_limits);

    for (qsizetype i = 0; i < bytes.size() - 1; ++i)
        QCOMPARE(parser.feed(bytes.sliced(i, 1)), Progress::NeedsMore);

    QCOMPARE(parser.feed(bytes.last(1)), Progress::Complete);
    QCOMPARE(parser.head().contentLength, 3);
    QCOMPARE(parser.head().fields.size(), 3);
}

void HeadParserTest::leavesWhatFollowsTheHead()
{
    const QByteArray head = withFields("Content-Length: 3\r\n");
    HeadParser parser(m_limits);

    QCOMPARE(parser.feed(QByteArray(head + "abcGET / HTTP/1.1\r\n")), Progress::Complete);

    QCOMPARE(parser.taken(), head.size());
}

void HeadParserTest::isReadyForTheNextAfterReset()
{
    HeadParser parser(m_limits);
    QCOMPARE(parser.feed(withFields("Content-Length: 3\r\n")), Progress::Complete);

    parser.reset();

    QVERIFY(!parser.hasBegun());
    QCOMPARE(parser.feed(withFields("")), Progress::Complete);
    QCOMPARE(parser.head().contentLength, 0);
    QCOMPARE(parser.head().fields.size(), 1);
}

void HeadParserTest::skipsEmptyLinesBeforeARequest()
{
    HeadParser parser(m_limits);

    QCOMPARE(parser.feed("\r\n\r\n"), Progress::NeedsMore);
    QVERIFY(!parser.hasBegun());
    QCOMPARE(parser.feed("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), Progress::Complete);
}

void HeadParserTest::refusesWhatIsNotStrict_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &bytes, int status) {
        QTest::newRow(name) << bytes << status;
    };
    // Line ends
    row("bare LF after the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400);
    row("bare LF after a field", "GET / HTTP/1.1\r\nHost: a\n\r\n", 400);
    row("bare LF at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400);
    row("bare CR in a value", withFields("A: b\rC: d\r\n"), 400);
    row("CR CR LF", withFields("A: b\r\r\n"), 400);
    row("bare LF before the request", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    // Fields
    row("folded field", withFields("A: b\r\n c: d\r\n"), 400);
    row("folded with a tab", withFields("A: b\r\n\tc\r\n"), 400);
    row("folded first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400);
    row("blank before the colon", withFields("A : b\r\n"), 400);
    row("tab before the colon", withFields("A\t: b\r\n"), 400);
    row("blank in a name", withFields("A B: c\r\n"), 400);
    row("no colon", withFields("AB\r\n"), 400);
    row("no name", withFields(": b\r\n"), 400);
    row("NUL in a value", withFields(QByteArray("A: b\0c\r\n", 8)), 400);
    row("NUL in a name", withFields(QByteArray("A\0: c\r\n", 7)), 400);
    row("escape in a value", withFields("A: \x1b[2J\r\n"), 400);
    row("DEL in a value", withFields("A: \x7f\r\n"), 400);
    row("byte beyond ASCII in a name", withFields("\xc3\xa4: b\r\n"), 400);
    // Host
    row("no Host", "GET / HTTP/1.1\r\nA: b\r\n\r\n", 400);
    row("two Hosts", withFields("Host: a\r\n"), 400);
    row("two different Hosts", withFields("hOST: b\r\n"), 400);
    row("two Hosts in 1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400);
    row("empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400);
    row("Host with user information", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400);
    row("Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400);
    row("Host list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400);
    row("Host with a bad port", "GET / HTTP/1.1\r\nHost: a:8x\r\n\r\n", 400);
    row("Host with an open bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400);
    // Length
    row("two lengths", withFields("Content-Length: 1\r\nContent-Length: 2\r\n"), 400);
    row("two equal lengths", withFields("Content-Length: 5\r\nContent-Length: 5\r\n"), 400);
    row("length list", withFields("Content-Length: 5, 5\r\n"), 400);
    row("negative length", withFields("Content-Length: -1\r\n"), 400);
    row("length with plus", withFields("Content-Length: +5\r\n"), 400);
    row("hexadecimal length", withFields("Content-Length: 0x5\r\n"), 400);
    row("length with a blank", withFields("Content-Length: 1 2\r\n"), 400);
    row("length with a fraction", withFields("Content-Length: 5.0\r\n"), 400);
    row("empty length", withFields("Content-Length:\r\n"), 400);
    row("length in words", withFields("Content-Length: five\r\n"), 400);
    row("length in other digits", withFields("Content-Length: \xd9\xa5\r\n"), 400);
    row("length beyond 64 bits", withFields("Content-Length: 18446744073709551615\r\n"), 413);
    row("length wrapping to 5", withFields("Content-Length: 18446744073709551621\r\n"), 413);
    // Transfer-Encoding
    row("chunked", withFields("Transfer-Encoding: chunked\r\n"), 411);
    row("identity", withFields("Transfer-Encoding: identity\r\n"), 411);
    row("disguised chunked", withFields("Transfer-Encoding: \tchunked\r\n"), 411);
    row("strange encoding", withFields("Transfer-Encoding: xchunked\r\n"), 411);
    row("empty encoding", withFields("Transfer-Encoding:\r\n"), 411);
    row("length and chunked", withFields("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400);
    row("chunked and length", withFields("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400);
    // Request line
    row("nonsense", "GARBAGE\r\n\r\n", 400);
    row("no version", "GET /\r\nHost: a\r\n\r\n", 400);
    row("two blanks", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    row("two blanks before the version", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    row("tab for a blank", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    row("blank at the end", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400);
    row("blank in front", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    row("blank in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    row("bad method", "GE(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    row("long method", QByteArray(33, 'A') + " / HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    row("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505);
    row("HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505);
    row("HTTP/0.9", "GET / HTTP/0.9\r\n\r\n", 505);
    row("version in lower case", "GET / http/1.1\r\nHost: a\r\n\r\n", 400);
    // Target
    row("relative target", withTarget("x"), 400);
    row("two slashes", withTarget("//evil.example/x"), 400);
    row("star for GET", withTarget("*"), 400);
    row("authority", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    row("another scheme", withTarget("file:///etc/passwd"), 400);
    row("absolute with user information", withTarget("http://u@a/"), 400);
    row("absolute without a host", withTarget("http:///x"), 400);
    row("fragment", withTarget("/a#b"), 400);
    row("backslash", withTarget("/a\\..\\b"), 400);
    row("quote", withTarget("/a\"b"), 400);
    row("byte beyond ASCII", withTarget("/\xc3\xa4"), 400);
    row("control character", withTarget("/a\x01"), 400);
    row("NUL", withTarget(QByteArray("/a\0b", 4)), 400);
    row("half an encoding", withTarget("/a%4"), 400);
    row("broken encoding", withTarget("/a%zz"), 400);
    row("dot segments", withTarget("/v1/../etc"), 400);
    row("dot segment at the end", withTarget("/v1/.."), 400);
    row("single dot", withTarget("/v1/./x"), 400);
    row("encoded dot segments", withTarget("/v1/%2e%2E/etc"), 400);
    row("half-encoded dot segments", withTarget("/v1/.%2e/etc"), 400);
    row("encoded slashes and dots", withTarget("/v1/%2e%2e%2fetc"), 400);
    row("encoded backslashes and dots", withTarget("/v1/..%5cetc"), 400);
    row("encoded NUL", withTarget("/v1/x%00.gguf"), 400);
    row("encoded line break", withTarget("/v1/x%0d%0aA:b"), 400);
    row("long target", withTarget("/" + QByteArray(8 * 1024, 'a')), 414);
    row("very long target", withTarget("/" + QByteArray(40'000, 'a')), 414);
    // Size
    row("101 fields", withFields(QByteArray("A: b\r\n").repeated(100)), 431);
    row("long field", withFields("A: " + QByteArray(9'000, 'b') + "\r\n"), 431);
    row("large head", withFields(QByteArray("A: " + QByteArray(1'000, 'b') + "\r\n").repeated(17)), 431);
    // Others
    row("another expectation", withFields("Expect: 200-ok\r\n"), 417);
    row("expectation of 1.0", "POST / HTTP/1.0\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n", 417);
    row("WebSocket with a body", withFields("Upgrade: websocket\r\nContent-Length: 5\r\n"), 400);
}

void HeadParserTest::refusesWhatIsNotStrict()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    HeadParser parser(m_limits);

    QCOMPARE(parser.feed(bytes), Progress::Refused);

    QCOMPARE(parser.refusal().status, status);
    QVERIFY(!parser.refusal().code.isEmpty());
    QVERIFY(!parser.refusal().message.isEmpty());
}

void HeadParserTest::refusesTheSameByteByByte()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    HeadParser parser(m_limits);

    auto progress = Progress::NeedsMore;
    for (qsizetype i = 0; i < bytes.size() && progress == Progress::NeedsMore; ++i)
        progress = parser.feed(QByteArrayView(bytes).sliced(i, 1));

    QCOMPARE(progress, Progress::Refused);
    QCOMPARE(parser.refusal().status, status);
}

void HeadParserTest::acceptsWhatIsUnusualButRight_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, const QByteArray &bytes) { QTest::newRow(name) << bytes; };
    row("HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n");
    row("OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
    row("unknown method", "PROPFIND / HTTP/1.1\r\nHost: a\r\n\r\n");
    row("no blank after the colon", "GET / HTTP/1.1\r\nHost:a\r\n\r\n");
    row("empty value", withFields("A:\r\n"));
    row("value beyond ASCII", withFields("A: \xc3\xa4\r\n"));
    row("leading zeros", withFields("Content-Length: 0005\r\n"));
    row("100 fields", withFields(QByteArray("A: b\r\n").repeated(99)));
    row("IPv6 host", "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n");
    row("dots in the query", withTarget("/x?a=../.."));
    row("dots in a name", withTarget("/v1/a..b/.hidden/c."));
    row("encoded slash", withTarget("/v1/models/owner%2Fname"));
    row("brackets in the query", withTarget("/x?a[]=1"));
    row("other upgrade", withFields("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nContent-Length: 1\r\n"));
}

void HeadParserTest::acceptsWhatIsUnusualButRight()
{
    QFETCH(QByteArray, bytes);
    HeadParser parser(m_limits);

    const auto progress = parser.feed(bytes);

    QVERIFY2(progress == Progress::Complete, qPrintable(parser.refusal().message));
    QCOMPARE(parser.taken(), bytes.size());
}

void HeadParserTest::knowsWhetherTheConnectionStays_data()
{
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<QByteArray>("connection");
    QTest::addColumn<bool>("stays");
    QTest::newRow("1.1") << QByteArray("1.1") << QByteArray("x") << true;
    QTest::newRow("1.1 close") << QByteArray("1.1") << QByteArray("Close") << false;
    QTest::newRow("1.1 close in a list") << QByteArray("1.1") << QByteArray("TE, close") << false;
    QTest::newRow("1.1 closely") << QByteArray("1.1") << QByteArray("closely") << true;
    QTest::newRow("1.0") << QByteArray("1.0") << QByteArray("x") << false;
    QTest::newRow("1.0 keep-alive") << QByteArray("1.0") << QByteArray("Keep-Alive") << true;
    QTest::newRow("both") << QByteArray("1.0") << QByteArray("keep-alive, close") << false;
}

void HeadParserTest::knowsWhetherTheConnectionStays()
{
    QFETCH(QByteArray, version);
    QFETCH(QByteArray, connection);
    QFETCH(bool, stays);
    HeadParser parser(m_limits);

    const QByteArray bytes = "GET / HTTP/" + version + "\r\nHost: a\r\nConnection: " + connection + "\r\n\r\n";
    QCOMPARE(parser.feed(bytes), Progress::Complete);

    QCOMPARE(parser.head().keepAlive, stays);
}

void HeadParserTest::refusesBeforeTheEndWhenTheBeginningIsWrong_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("TLS hello") << QByteArray("\x16\x03\x01\x02", 4) << 400;
    QTest::newRow("endless target") << QByteArray("GET /" + QByteArray(9'000, 'a')) << 414;
    QTest::newRow("endless field") << QByteArray("GET / HTTP/1.1\r\nA: " + QByteArray(17'000, 'a')) << 431;
    QTest::newRow("endless empty lines") << QByteArray("\r\n").repeated(9'000) << 431;
    QTest::newRow("bare LF") << QByteArray("GET / HTTP/1.1\n") << 400;
}

void HeadParserTest::refusesBeforeTheEndWhenTheBeginningIsWrong()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    HeadParser parser(m_limits);

    QCOMPARE(parser.feed(bytes), Progress::Refused);

    QCOMPARE(parser.refusal().status, status);
}

void HeadParserTest::takesTheHostOfAnAbsoluteTarget()
{
    HeadParser parser(m_limits);

    QCOMPARE(parser.feed("GET http://b:81/x?y HTTP/1.1\r\nHost: a\r\n\r\n"), Progress::Complete);

    QCOMPARE(parser.head().field("host"), "b:81");
    QCOMPARE(parser.head().path, "/x");
    QCOMPARE(parser.head().query, "y");
}

void HeadParserTest::seesAWebSocketUpgrade()
{
    HeadParser parser(m_limits);

    QCOMPARE(parser.feed("GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n\r\n"),
             Progress::Complete);

    QVERIFY(parser.head().wantsWebSocket);
}

QTEST_GUILESS_MAIN(HeadParserTest)
#include "test_head_parser.moc"
