#include "http/http_server.h"
#include "raw_client.h"

#include <QTest>

#include <vector>

using namespace Qt::StringLiterals;

namespace {

constexpr int crowd = 100;

HttpLimits roomForTheCrowd()
{
    HttpLimits limits;
    limits.maxConnectionsPerAddress = 2 * crowd;
    return limits;
}

/// A server on this thread, which reads nothing until this thread's loop runs, and notes what it handles.
class NotingServer {
public:
    NotingServer()
        : m_server(
            [this](const ExchangePtr &exchange) {
                handled += exchange->request().path;
                exchange->send(200, {}, "x");
            },
            roomForTheCrowd())
    {
        m_server.setUrgency([](const HttpRequest &request) { return request.path == "/urgent"; });
        port = m_server.listen(QHostAddress::LocalHost, 0).value_or(0);
    }

    std::vector<RawClient> ask(int count, const QByteArray &path) const
    {
        std::vector<RawClient> clients;
        for (int i = 0; i < count; ++i) {
            clients.emplace_back(port);
            clients.back().send(request("GET", path));
        }
        return clients;
    }

    quint16 port = 0;
    QList<QByteArray> handled;

private:
    HttpServer m_server;
};

} // namespace

/// Which of many requests that have come at the same time is handled when.
class HttpTurnsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void handlesWhatIsUrgentBeforeTheCrowd();
    void handlesTheOthersInTheirOrder();
    void forgetsThoseWhoLeftWhileTheyWaited();
};

void HttpTurnsTest::handlesWhatIsUrgentBeforeTheCrowd()
{
    NotingServer server;
    const auto others = server.ask(crowd, "/other");
    const auto urgent = server.ask(1, "/urgent");

    QTRY_COMPARE(server.handled.size(), crowd + 1);

    const qsizetype place = server.handled.indexOf("/urgent");
    QVERIFY2(place < crowd / 4, qPrintable(QString::number(place))); // it came last
}

void HttpTurnsTest::handlesTheOthersInTheirOrder()
{
    NotingServer server;
    QList<QByteArray> paths;
    std::vector<RawClient> clients;
    for (int i = 0; i < crowd; ++i) {
        paths += "/" + QByteArray::number(i);
        clients.emplace_back(server.port);
        clients.back().send(request("GET", paths.last()));
        QTRY_COMPARE(server.handled.size(), i + 1);
    }

    QCOMPARE(server.handled, paths);
    for (RawClient &each : clients)
        QCOMPARE(each.readAnswer().status, 200);
}

void HttpTurnsTest::forgetsThoseWhoLeftWhileTheyWaited()
{
    NotingServer server;
    auto others = server.ask(crowd, "/other");
    while (server.handled.isEmpty())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);

    for (RawClient &client : others)
        client.reset();
    const auto urgent = server.ask(1, "/urgent");
    QTRY_VERIFY(server.handled.contains("/urgent"));
    QVERIFY(server.handled.size() < crowd);
}

QTEST_GUILESS_MAIN(HttpTurnsTest)
#include "test_http_turns.moc"
