#include "blocking_http.h"
#include "service_process.h"

#include <QTest>

/// What clients can make a running shimmyd take of memory before it has accepted anything of theirs.
class TestMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesA50MegabyteHeadWithoutGrowing_data();
    void refusesA50MegabyteHeadWithoutGrowing();
};

void TestMemory::refusesA50MegabyteHeadWithoutGrowing_data()
{
    QTest::addColumn<QByteArray>("piece");
    QTest::newRow("many fields") << "A: " + QByteArray(1000, 'a') + "\r\n";
    QTest::newRow("one field") << QByteArray(60'000, 'a');
}

void TestMemory::refusesA50MegabyteHeadWithoutGrowing()
{
    QFETCH(QByteArray, piece);
    ServiceProcess service({});
    QVERIFY(service.isUp());
    const qint64 before = service.peakResidentBytes();
    BlockingHttp client(service.port());

    client.send("GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\nB: ");
    qint64 sent = 0;
    for (; sent < 50'000'000 && client.send(piece); sent += piece.size()) { }
    const HttpAnswer answer = client.read();

    QCOMPARE(answer.status, 431);
    QVERIFY(answer.json().contains(QLatin1StringView("error")));
    QCOMPARE(httpGet(service.port(), "/v1/health").status, 200);
    const qint64 growth = service.peakResidentBytes() - before;
    qInfo("%lld bytes of head were sent, and shimmyd grew by %.1f MB at most", sent, double(growth) / 1e6);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    QVERIFY(before > 0);
    QVERIFY2(growth < 20'000'000, qPrintable(QString::number(growth)));
#endif
}

QTEST_GUILESS_MAIN(TestMemory)
#include "test_memory.moc"
