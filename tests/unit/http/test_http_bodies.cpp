#include "front_under_test.h"
#include "http/http_head.h"
#include "raw_client.h"

#include <QTest>

using namespace std::chrono_literals;

/// What bodies may cost all together, and which are not waited for.
class HttpBodiesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesABodyThatIsTooMuchForAll();
    void givesBackWhatAnAnsweredBodyTook();
    void aLargeBodyEndsItsConnection();
    void handsOverAtOnceWhereNobodyWantsTheBody();
    void keepsTheConnectionOfAnUnwantedBodyThatIsHere();
};

namespace {

HttpLimits withTotal(qint64 bytes)
{
    HttpLimits limits;
    limits.totalBodyBytes = bytes;
    limits.smallBodyBytes = 1000;
    return limits;
}

QByteArray headOf(const QByteArray &path, qsizetype bodyBytes)
{
    return request("POST", path, "Content-Length: " + QByteArray::number(bodyBytes) + "\r\n");
}

/// Nobody wants the bodies of /nothing.
HttpLimits withUnwantedBodies()
{
    HttpLimits limits;
    limits.wantsBody = [](const HttpHead &head) { return head.path != "/nothing"; };
    return limits;
}

} // namespace

void HttpBodiesTest::refusesABodyThatIsTooMuchForAll()
{
    FrontUnderTest front(withTotal(1'000'000));
    RawClient holding(front.port());
    holding.send(request("POST", "/hold", {}, QByteArray(700'000, 'a')));
    QTRY_COMPARE(front.held(), 1);

    RawClient tooMuch(front.port());
    tooMuch.send(headOf("/echo", 900'000) + QByteArray(400'000, 'b'));
    const auto refused = tooMuch.readAnswer();
    RawClient small(front.port());
    small.send(request("POST", "/echo", {}, QByteArray(1000, 'c')));

    QCOMPARE(refused.status, 503);
    QCOMPARE(refused.field("Retry-After"), "1");
    QVERIFY(refused.body.contains("too_many_bodies"));
    QCOMPARE(small.readAnswer().field("X-Body-Size"), "1000");
    QCOMPARE(front.seen(), 2);
}

void HttpBodiesTest::givesBackWhatAnAnsweredBodyTook()
{
    FrontUnderTest front(withTotal(1'000'000));
    const QByteArray large(800'000, 'a');

    for (int i = 0; i < 5; ++i) {
        RawClient client(front.port());
        client.send(request("POST", "/echo", {}, large));
        QCOMPARE(client.readAnswer().status, 200);
        client.close();
        RawClient leaves(front.port());
        QTRY_COMPARE(front.connections(), 1);
        leaves.send(headOf("/echo", 900'000) + large);
        leaves.reset();
        QTRY_COMPARE(front.connections(), 0);
    }
}

void HttpBodiesTest::aLargeBodyEndsItsConnection()
{
    FrontUnderTest front(withTotal(1'000'000));
    RawClient client(front.port());

    client.send(request("POST", "/echo", {}, QByteArray(1000, 'a')));
    const auto small = client.readAnswer();
    client.send(request("POST", "/echo", {}, QByteArray(1001, 'b')));
    const auto large = client.readAnswer();

    QCOMPARE(small.field("Connection"), QByteArray());
    QCOMPARE(large.field("X-Body-Size"), "1001");
    QCOMPARE(large.field("Connection"), "close");
    QCOMPARE(client.readToEnd(), QByteArray());
    QCOMPARE(client.end(), RawClient::End::EndOfFile);
}

void HttpBodiesTest::handsOverAtOnceWhereNobodyWantsTheBody()
{
    FrontUnderTest front(withUnwantedBodies());
    RawClient client(front.port());

    client.send(headOf("/nothing", 1'000'000) + "the first of many");
    const auto answer = client.readAnswer();
    client.send(QByteArray(900'000, 'x')); // what comes all the same is thrown away

    QCOMPARE(answer.status, 204);
    QCOMPARE(answer.field("Connection"), "close");
    QCOMPARE(client.readToEnd(), QByteArray());
    QCOMPARE(client.end(), RawClient::End::EndOfFile);
    QCOMPARE(front.seen(), 1);
}

void HttpBodiesTest::keepsTheConnectionOfAnUnwantedBodyThatIsHere()
{
    FrontUnderTest front(withUnwantedBodies());
    RawClient client(front.port());

    client.send(request("POST", "/nothing", {}, "all of it"));
    QCOMPARE(client.readAnswer().status, 204);
    client.send(request("GET", "/health"));

    QCOMPARE(client.readAnswer().status, 200);
}

QTEST_GUILESS_MAIN(HttpBodiesTest)
#include "test_http_bodies.moc"
