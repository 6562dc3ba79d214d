#include "proxy/shimmy_call.h"
#include "proxy/shimmy_connections.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

const auto chunkedHead = QByteArrayLiteral("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n");

} // namespace

/// The client of Shimmy against a server that sends whatever the test says, one byte at a time where that is asked for.
class TestShimmyCall : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void readsAnAnswer_data();
    void readsAnAnswer();
    void readsAnAnswerThatComesByteByByte_data() { readsAnAnswer_data(); }
    void readsAnAnswerThatComesByteByByte();
    void sendsAPostWithItsLength();
    void usesAConnectionAgain();
    void connectsAnewWhenShimmyHasClosed();
    void doesNotUseAConnectionAgainWhoseAnswerWasLeft();
    void finishesWhenNobodyListens();
    void leavesWhatComesToTheNetworkWhilePaused();
    void saysThatItHasFinishedAfterAPause();
    void mayBeDestroyedByWhoeverReads();

private:
    void call()
    {
        m_call = std::make_unique<ShimmyCall>(*m_connections, m_server->serverPort(), "/api/generate", "{}");
    }
    /// The other side of the newest connection, with the request read.
    QTcpSocket *taken();

    std::unique_ptr<QTcpServer> m_server;
    std::unique_ptr<ShimmyConnections> m_connections;
    std::unique_ptr<ShimmyCall> m_call;
};

void TestShimmyCall::init()
{
    m_call.reset();
    m_connections = std::make_unique<ShimmyConnections>();
    m_server = std::make_unique<QTcpServer>();
    QVERIFY(m_server->listen(QHostAddress::LocalHost));
}

QTcpSocket *TestShimmyCall::taken()
{
    if (!QTest::qWaitFor([this] { return m_server->hasPendingConnections(); }))
        return nullptr;
    QTcpSocket *socket = m_server->nextPendingConnection();
    const bool hasCome = QTest::qWaitFor([socket] { return socket->peek(4096).endsWith("{}"); });
    return hasCome ? socket : nullptr;
}

void TestShimmyCall::readsAnAnswer_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("closes");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("chunks") << chunkedHead + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n" << false << 200 << QByteArray("abcde");
    QTest::newRow("a chunk's extension") << chunkedHead + "3;x=y\r\nabc\r\n0\r\n\r\n"
                                         << false << 200 << QByteArray("abc");
    QTest::newRow("chunks that are cut off") << chunkedHead + "8\r\nabc" << true << 200 << QByteArray("abc");
    QTest::newRow("no size of a chunk") << chunkedHead + "3\r\nabc\r\nhuh?\r\n" << false << 200 << QByteArray("abc");
    QTest::newRow("a negative size") << chunkedHead + "-3\r\nabc\r\n" << false << 200 << QByteArray();
    QTest::newRow("a size beyond all numbers")
        << chunkedHead + "fffffffffffffffff\r\nabc" << false << 200 << QByteArray();
    QTest::newRow("a size without end") << chunkedHead + QByteArray(2000, '0') << false << 200 << QByteArray();
    QTest::newRow("a chunk longer than its size") << chunkedHead + "2\r\nabc\r\n" << false << 200 << QByteArray("ab");
    QTest::newRow("a length") << QByteArray("HTTP/1.1 404 Not Found\r\ncontent-length: 3\r\n\r\nabc") << false << 404
                              << QByteArray("abc");
    QTest::newRow("no body") << QByteArray("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n") << false << 502
                             << QByteArray();
    QTest::newRow("a length that is none")
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabc") << false << 200 << QByteArray();
    QTest::newRow("until it closes") << QByteArray("HTTP/1.0 200 OK\r\n\r\nabc") << true << 200 << QByteArray("abc");
    QTest::newRow("an interim answer") << QByteArray("HTTP/1.1 100 Continue\r\n\r\n") + chunkedHead
            + "1\r\na\r\n0\r\n\r\n" << false
                                       << 200 << QByteArray("a");
    QTest::newRow("garbage") << QByteArray(100'000, '\x01') << false << 0 << QByteArray();
    QTest::newRow("a head without end") << "HTTP/1.1 200 OK\r\n" + QByteArray("x: y\r\n").repeated(20'000) << false << 0
                                        << QByteArray();
    QTest::newRow("a status that is none") << QByteArray("HTTP/1.1 OK\r\n\r\n") << false << 0 << QByteArray();
    QTest::newRow("a status beyond all") << QByteArray("HTTP/1.1 999 Huh\r\n\r\n") << false << 0 << QByteArray();
    QTest::newRow("nothing") << QByteArray() << true << 0 << QByteArray();
}

void TestShimmyCall::readsAnAnswer()
{
    QFETCH(const QByteArray, answer);
    QFETCH(const bool, closes);
    call();
    QSignalSpy finished(m_call.get(), &ShimmyCall::finished);
    QTcpSocket *shimmy = taken();
    QVERIFY(shimmy);

    shimmy->write(answer);
    if (closes)
        shimmy->disconnectFromHost();

    QTRY_COMPARE(finished.count(), 1);
    QTEST(m_call->status(), "status");
    QTEST(m_call->body(), "body");
    QVERIFY(m_call->isFinished());
}

void TestShimmyCall::readsAnAnswerThatComesByteByByte()
{
    QFETCH(const QByteArray, answer);
    QFETCH(const bool, closes);
    if (answer.size() > 4096)
        return; // those are about size
    call();
    QSignalSpy finished(m_call.get(), &ShimmyCall::finished);
    QTcpSocket *shimmy = taken();
    QVERIFY(shimmy);

    for (const char byte : answer) {
        shimmy->write(&byte, 1);
        shimmy->flush();
        QCoreApplication::processEvents();
    }
    if (closes)
        shimmy->disconnectFromHost();

    QTRY_COMPARE(finished.count(), 1);
    QTEST(m_call->status(), "status");
    QTEST(m_call->body(), "body");
}

void TestShimmyCall::sendsAPostWithItsLength()
{
    call();
    QTcpSocket *shimmy = taken();
    QVERIFY(shimmy);
    const QByteArray request = shimmy->readAll();
    QVERIFY2(request.startsWith("POST /api/generate HTTP/1.1\r\n"), request);
    QVERIFY2(request.contains("\r\nContent-Type: application/json\r\n"), request);
    QVERIFY2(request.contains("\r\nContent-Length: 2\r\n"), request);
}

void TestShimmyCall::usesAConnectionAgain()
{
    call();
    QTcpSocket *shimmy = taken();
    QVERIFY(shimmy);
    shimmy->readAll();
    shimmy->write(chunkedHead + "1\r\na\r\n0\r\n\r\n");
    QTRY_VERIFY(m_call->isFinished());

    call();

    QTRY_VERIFY(shimmy->peek(4096).endsWith("{}"));
    shimmy->write(chunkedHead + "1\r\nb\r\n0\r\n\r\n");
    QTRY_VERIFY(m_call->isFinished());
    QCOMPARE(m_call->body(), "b");
    QVERIFY(!m_server->hasPendingConnections());
}

void TestShimmyCall::connectsAnewWhenShimmyHasClosed()
{
    call();
    QTcpSocket *shimmy = taken();
    QVERIFY(shimmy);
    shimmy->write(chunkedHead + "0\r\n\r\n");
    QTRY_VERIFY(m_call->isFinished());
    QTcpSocket *idle = m_connections->findChild<QTcpSocket *>();
    QVERIFY(idle);
    QSignalSpy gone(idle, &QObject::destroyed);
    shimmy->disconnectFromHost();
    QTRY_COMPARE(gone.count(), 1);

    call();

    QVERIFY(taken());
}

void TestShimmyCall::doesNotUseAConnectionAgainWhoseAnswerWasLeft()
{
    call();
    QTcpSocket *shimmy = taken();
    QVERIFY(shimmy);
    shimmy->write(chunkedHead + "1\r\na\r\n");
    QTRY_COMPARE(m_call->body(), "a");

    call();

    QVERIFY(taken());
    QTRY_COMPARE(shimmy->state(), QAbstractSocket::UnconnectedState);
}

void TestShimmyCall::finishesWhenNobodyListens()
{
    const quint16 closed = m_server->serverPort();
    m_server->close();

    m_call = std::make_unique<ShimmyCall>(*m_connections, closed, "/api/generate", "{}");

    QSignalSpy finished(m_call.get(), &ShimmyCall::finished);
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(m_call->status(), 0);
}

void TestShimmyCall::leavesWhatComesToTheNetworkWhilePaused()
{
    call();
    QTcpSocket *shimmy = taken();
    QVERIFY(shimmy);
    m_call->setPaused(true);
    constexpr qsizetype size = 16 << 20; // more than the kernel takes on its own
    shimmy->write("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(size) + "\r\n\r\n"
                  + QByteArray(size, 'x'));
    while (shimmy->flush()) // until the network is full
        QCoreApplication::processEvents();

    QVERIFY(shimmy->bytesToWrite() > 0);
    QCOMPARE(m_call->body(), QByteArray());
    m_call->setPaused(false);
    QTRY_COMPARE(m_call->body().size(), size);
    QVERIFY(m_call->isFinished());
}

void TestShimmyCall::saysThatItHasFinishedAfterAPause()
{
    call();
    QSignalSpy finished(m_call.get(), &ShimmyCall::finished);
    connect(m_call.get(), &ShimmyCall::readyRead, this, [this] { m_call->setPaused(true); });
    QTcpSocket *shimmy = taken();
    QVERIFY(shimmy);
    shimmy->write(chunkedHead + "1\r\na\r\n0\r\n\r\n");
    QTRY_VERIFY(m_call->isFinished());
    QCOMPARE(finished.count(), 0);

    m_call->setPaused(false);

    QCOMPARE(finished.count(), 1);
}

void TestShimmyCall::mayBeDestroyedByWhoeverReads()
{
    call();
    QTcpSocket *server = taken();
    QVERIFY(server);
    connect(m_call.get(), &ShimmyCall::readyRead, this, [this] { m_call.reset(); });
    QSignalSpy closed(server, &QTcpSocket::disconnected);

    server->write(chunkedHead + "3\r\nabc\r\n");

    QTRY_COMPARE(closed.size(), 1);
    QVERIFY(!m_call);
}

QTEST_GUILESS_MAIN(TestShimmyCall)
#include "test_shimmy_call.moc"
