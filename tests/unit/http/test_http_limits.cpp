#include "front_under_test.h"
#include "raw_client.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <sys/resource.h>

using namespace std::chrono_literals;

namespace {

qint64 residentBytes()
{
    QFile statm(QStringLiteral("/proc/self/statm"));
    return statm.open(QIODevice::ReadOnly) ? statm.readAll().split(' ').value(1).toLongLong() * 4096 : 0;
}

#if defined(__SANITIZE_ADDRESS__)
constexpr bool memoryIsMeasurable = false; // freed memory stays in quarantine
#else
constexpr bool memoryIsMeasurable = true;
#endif

} // namespace

class HttpLimitsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answers408ToASlowHead();
    void answers408ToAHeadThatDrips();
    void answers408ToAStalledBody();
    void answers408ToABodyThatDrips();
    void takesABodyThatIsSlowButFastEnough();
    void closesASilentConnection();
    void closesAnIdleConnection();
    void leavesADeferredAnswerItsTime();
    void dropsAReaderThatIsStuck_data();
    void dropsAReaderThatIsStuck();
    void boundsWhatAnImpatientProducerPilesUp();
    void boundsAnswersThatAreAskedForButNotRead();
    void lets413BeReadByAnUploader();
    void refusesAnEndlessHeadInBoundedMemory();
    void keepsTheCapOnConnections();
    void keepsTheCapOnConnectionsOfAnAddress();
    void keepsAReserveOfDescriptors();
};

void HttpLimitsTest::answers408ToASlowHead()
{
    HttpLimits limits;
    limits.headTime = 300ms;
    FrontUnderTest front(limits);
    RawClient client(front.port());

    client.send("GET / HT");
    const auto answer = client.readAnswer();

    QCOMPARE(answer.status, 408);
    QCOMPARE(client.readToEnd(), QByteArray());
    QCOMPARE(client.end(), RawClient::End::EndOfFile);
}

void HttpLimitsTest::answers408ToAHeadThatDrips()
{
    HttpLimits limits;
    limits.headTime = 500ms;
    FrontUnderTest front(limits);
    RawClient client(front.port());
    QByteArray received;

    // Something every 50 ms or so, far past the deadline, if nobody stops it.
    client.send("GET /health HTTP/1.1\r\nHost: a\r\n");
    for (int i = 0; i < 200 && received.isEmpty(); ++i) {
        client.send("A: b\r\n");
        received = client.readSome(50ms);
    }

    QVERIFY(received.startsWith("HTTP/1.1 408 "));
}

void HttpLimitsTest::answers408ToAStalledBody()
{
    HttpLimits limits;
    limits.bodyGrace = 300ms;
    FrontUnderTest front(limits);
    RawClient client(front.port());

    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 300\r\n\r\nabc");
    const auto answer = client.readAnswer();

    QCOMPARE(answer.status, 408);
    QCOMPARE(front.seen(), 0);
}

void HttpLimitsTest::answers408ToABodyThatDrips()
{
    HttpLimits limits;
    limits.bodyGrace = 500ms;
    limits.bodyBytesPerSecond = 100'000;
    FrontUnderTest front(limits);
    RawClient client(front.port());
    QByteArray received;

    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + QByteArray(400'000, 'a'));
    for (int i = 0; i < 200 && received.isEmpty(); ++i) {
        client.send("abc");
        received = client.readSome(50ms);
    }

    QVERIFY(received.startsWith("HTTP/1.1 408 "));
}

void HttpLimitsTest::takesABodyThatIsSlowButFastEnough()
{
    HttpLimits limits;
    limits.bodyGrace = 400ms;
    limits.bodyBytesPerSecond = 10;
    FrontUnderTest front(limits);
    RawClient client(front.port());
    QElapsedTimer sending;
    sending.start();

    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3000\r\n\r\n");
    for (int i = 0; i < 30; ++i) {
        client.send(QByteArray(100, 'a'));
        if (i < 29)
            QCOMPARE(client.readSome(50ms), QByteArray());
    }
    const auto answer = client.readAnswer();

    QVERIFY(sending.elapsed() > 3 * limits.bodyGrace.count());
    QCOMPARE(answer.status, 200);
}

void HttpLimitsTest::closesASilentConnection()
{
    HttpLimits limits;
    limits.headTime = 300ms;
    FrontUnderTest front(limits);
    RawClient client(front.port());

    QCOMPARE(client.readToEnd(), QByteArray());

    QCOMPARE(client.end(), RawClient::End::EndOfFile);
}

void HttpLimitsTest::closesAnIdleConnection()
{
    HttpLimits limits;
    limits.keepAliveTime = 300ms;
    FrontUnderTest front(limits);
    RawClient client(front.port());
    client.send(request("GET", "/health"));
    QCOMPARE(client.readAnswer().status, 200);

    QCOMPARE(client.readToEnd(), QByteArray());

    QCOMPARE(client.end(), RawClient::End::EndOfFile);
    client.close();
    QTRY_COMPARE(front.connections(), 0);
}

void HttpLimitsTest::leavesADeferredAnswerItsTime()
{
    HttpLimits limits;
    limits.headTime = limits.bodyGrace = limits.keepAliveTime = limits.stuckTime = limits.lingerTime = 100ms;
    FrontUnderTest front(limits);
    RawClient client(front.port());
    client.send(request("POST", "/hold", {}, "x"));
    QTRY_COMPARE(front.held(), 1);

    QCOMPARE(client.readSome(1s), QByteArray());
    front.release();

    QCOMPARE(client.readAnswer().body, "\"held\"");
}

void HttpLimitsTest::dropsAReaderThatIsStuck_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("fixed") << request("GET", "/big");
    QTest::newRow("fixed, closing") << request("GET", "/big", "Connection: close\r\n");
    QTest::newRow("stream") << request("GET", "/flood");
}

void HttpLimitsTest::dropsAReaderThatIsStuck()
{
    QFETCH(QByteArray, bytes);
    HttpLimits limits;
    limits.stuckTime = 500ms;
    FrontUnderTest front(limits);
    RawClient client(front.port());
    client.shrinkReceiveBuffer();

    client.send(bytes);
    QTRY_COMPARE(front.seen(), 1);

    QTRY_COMPARE_WITH_TIMEOUT(front.connections(), 0, 20'000);
    QTRY_COMPARE(front.living(), 0);
}

void HttpLimitsTest::boundsWhatAnImpatientProducerPilesUp()
{
    FrontUnderTest front;
    RawClient client(front.port());
    client.shrinkReceiveBuffer();
    const qint64 before = residentBytes();

    client.send(request("GET", "/pushy"));

    QTRY_COMPARE_WITH_TIMEOUT(front.aborted(), 1, 30'000);
    if (memoryIsMeasurable)
        QVERIFY(residentBytes() - before < 20'000'000);
}

void HttpLimitsTest::boundsAnswersThatAreAskedForButNotRead()
{
    FrontUnderTest front;
    RawClient client(front.port());
    client.shrinkReceiveBuffer();

    // Each of these asks for 24 MB.
    client.send(request("GET", "/big").repeated(100));

    QTRY_COMPARE_WITH_TIMEOUT(front.connections(), 0, 20'000);
    QCOMPARE(front.seen(), 1);
}

void HttpLimitsTest::lets413BeReadByAnUploader()
{
    FrontUnderTest front;
    RawClient client(front.port());

    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 40000000\r\n\r\n");
    client.send(QByteArray(40'000'000, 'x'));
    const auto answer = client.readAnswer();

    QCOMPARE(answer.status, 413);
    QVERIFY(answer.isComplete);
    QCOMPARE(front.seen(), 0);
}

void HttpLimitsTest::refusesAnEndlessHeadInBoundedMemory()
{
    FrontUnderTest front;
    RawClient client(front.port());
    const QByteArray piece = "A: " + QByteArray(60'000, 'a') + "\r\n";
    const qint64 before = residentBytes();

    client.send("GET / HTTP/1.1\r\nHost: a\r\n");
    for (qsizetype sent = 0; sent < 50'000'000; sent += piece.size())
        client.send(piece);
    const auto answer = client.readAnswer();

    QCOMPARE(answer.status, 431);
    if (memoryIsMeasurable)
        QVERIFY(residentBytes() - before < 20'000'000);
}

void HttpLimitsTest::keepsTheCapOnConnections()
{
    HttpLimits limits;
    limits.maxConnections = 10;
    FrontUnderTest front(limits);
    std::vector<RawClient> clients;
    for (int i = 0; i < 15; ++i)
        clients.emplace_back(front.port());

    for (RawClient &client : clients)
        client.send(request("GET", "/health"));

    for (size_t i = 0; i < clients.size(); ++i) {
        const auto answer = clients[i].readAnswer();
        QCOMPARE(answer.status, i < 10 ? 200 : 503);
        QVERIFY(!answer.field("X-Request-Id").isEmpty());
    }
    QCOMPARE(front.connections(), 10);
    clients.clear();
    QTRY_COMPARE(front.connections(), 0);
    RawClient later(front.port());
    later.send(request("GET", "/health"));
    QCOMPARE(later.readAnswer().status, 200);
}

void HttpLimitsTest::keepsTheCapOnConnectionsOfAnAddress()
{
    HttpLimits limits;
    limits.maxConnectionsPerAddress = 3;
    FrontUnderTest front(limits, QHostAddress::Any);
    std::vector<RawClient> clients;
    for (int i = 0; i < 5; ++i)
        clients.emplace_back(front.port());
    clients.emplace_back(front.port(), RawClient::Family::IPv6);

    for (RawClient &client : clients)
        client.send(request("GET", "/health"));

    for (size_t i = 0; i < clients.size(); ++i)
        QCOMPARE(clients[i].readAnswer().status, i == 3 || i == 4 ? 503 : 200);
}

void HttpLimitsTest::keepsAReserveOfDescriptors()
{
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
    // Each connection takes two descriptors of this process, ours and the server's.
    rlimit tight = before;
    tight.rlim_cur = 128;
    HttpLimits limits;
    limits.descriptorReserve = 32;
    FrontUnderTest front(limits);
    std::vector<RawClient> clients;
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &tight), 0);

    int refused = 0;
    int served = 0;
    for (int i = 0; i < 50; ++i) {
        RawClient client(front.port());
        client.send(request("GET", "/health"));
        const int status = client.readAnswer().status;
        served += status == 200 ? 1 : 0;
        refused += status == 503 ? 1 : 0;
        if (status == 200)
            clients.push_back(std::move(client));
    }
    QFile stillOpens(QStringLiteral("/proc/self/statm"));
    const bool opened = stillOpens.open(QIODevice::ReadOnly);
    ::setrlimit(RLIMIT_NOFILE, &before);

    QVERIFY(opened);
    QVERIFY(served >= 20);
    QVERIFY(refused > 0);
    QCOMPARE(served + refused, 50);
    clients.clear();
    QTRY_COMPARE(front.connections(), 0);
    const auto statusOfAnother = [&front] {
        RawClient later(front.port());
        later.send(request("GET", "/health"));
        return later.readAnswer().status;
    };
    QTRY_COMPARE(statusOfAnother(), 200);
}

QTEST_GUILESS_MAIN(HttpLimitsTest)
#include "test_http_limits.moc"
