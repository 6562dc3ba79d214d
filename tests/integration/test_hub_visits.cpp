#include "fake_shimmy_program.h"
#include "pull_fixture.h"
#include "tiny_gguf.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;

namespace {

const QString slowRepo = u"slow/tiny-GGUF"_s;
const QString repo = u"quick/tiny-GGUF"_s;
const QString file = u"tiny.gguf"_s;

QByteArray factsOf(const QString &name)
{
    return "/v1/api/files/facts?model=" + name.toLatin1() + "&filename=" + file.toLatin1();
}

QByteArray filesOf(const QString &name)
{
    return "/v1/api/files?model=" + name.toLatin1();
}

} // namespace

/// Many who look around on the Hub at the same time, and leave.
class TestHubVisits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whoLeavesMakesRoomForOthers();
    void whatNobodyWaitsForIsNotAskedAgain();
    void aPullDoesNotWaitForThem();
    void noMoreThanSomeMayAtATime();

private:
    /// Asks for \a path on a connection that is then left open.
    std::unique_ptr<BlockingHttp> ask(const QByteArray &path) const;
    /// Requests of the Hub about the slow repo so far.
    qsizetype asked() const;

    FakeShimmyProgram m_shimmy;
    std::unique_ptr<PullFixture> m_fixture;
};

void TestHubVisits::init()
{
    m_fixture = std::make_unique<PullFixture>(QStringList(), QString(), m_shimmy.path());
    for (const QString &name : {slowRepo, repo})
        m_fixture->hub.addFile(name, file, tinyGgufBytes());
}

std::unique_ptr<BlockingHttp> TestHubVisits::ask(const QByteArray &path) const
{
    auto client = std::make_unique<BlockingHttp>(m_fixture->port());
    client->send(httpRequestBytes("GET", path, {}, {}));
    return client;
}

qsizetype TestHubVisits::asked() const
{
    const auto requests = m_fixture->hub.requests();
    return std::count_if(requests.begin(), requests.end(),
                         [](const HubRequestLog &request) { return request.target.contains(slowRepo.toLatin1()); });
}

void TestHubVisits::whoLeavesMakesRoomForOthers()
{
    m_fixture->hub.inject(
        {.kind = HubFault::Kind::NoHeaders, .path = slowRepo.toLatin1(), .onCdn = false, .times = -1});
    std::vector<std::unique_ptr<BlockingHttp>> clients;
    for (int i = 0; i < 4; ++i) // as many files as may be looked at
        clients.push_back(ask(factsOf(slowRepo)));
    QTRY_COMPARE_WITH_TIMEOUT(asked(), 4, 20'000);
    QCOMPARE(httpGet(m_fixture->port(), factsOf(repo)).status, 429);

    clients.clear();

    // Long before the Hub's silence would have ended them: three times eight seconds.
    QTRY_COMPARE_WITH_TIMEOUT(httpGet(m_fixture->port(), factsOf(repo)).status, 200, 6'000);
}

void TestHubVisits::whatNobodyWaitsForIsNotAskedAgain()
{
    m_fixture->hub.inject({.kind = HubFault::Kind::Status,
                           .path = slowRepo.toLatin1(),
                           .onCdn = false,
                           .times = -1,
                           .status = 429,
                           .headers = {{"Retry-After", "2"}}});
    {
        const auto leaving = ask(filesOf(slowRepo));
        QTRY_COMPARE_WITH_TIMEOUT(asked(), 1, 20'000);
    }
    // Another one's second question comes after that of the one who has left would have come.
    QCOMPARE(httpGet(m_fixture->port(), filesOf(slowRepo)).status, 429);
    QCOMPARE(asked(), 1 + 3);
}

void TestHubVisits::aPullDoesNotWaitForThem()
{
    // A byte a second keeps each connection busy for minutes.
    m_fixture->hub.inject({.kind = HubFault::Kind::Drip,
                           .path = "/api/models/" + slowRepo.toLatin1(),
                           .onCdn = false,
                           .times = -1,
                           .rate = 1});
    std::vector<std::unique_ptr<BlockingHttp>> clients;
    for (int i = 0; i < 12; ++i)
        clients.push_back(ask(filesOf(slowRepo)));
    QTRY_VERIFY_WITH_TIMEOUT(asked() >= 6, 20'000); // as many connections as a host gets

    const QJsonObject pulled = m_fixture->pullResult({{u"model"_s, repo}, {u"filename"_s, file}});

    QCOMPARE(pulled.value("status"_L1).toString(), u"complete"_s);
}

void TestHubVisits::noMoreThanSomeMayAtATime()
{
    m_fixture->hub.inject(
        {.kind = HubFault::Kind::NoHeaders, .path = slowRepo.toLatin1(), .onCdn = false, .times = -1});
    std::atomic<int> refused = 0;
    std::atomic<int> answered = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 20; ++i) {
        clients.emplace_back([this, &refused, &answered] {
            const HttpAnswer answer = httpGet(m_fixture->port(), filesOf(slowRepo));
            if (answer.status == 429 && !answer.field("retry-after").isEmpty())
                ++refused;
            else if (answer.status == 200)
                ++answered;
        });
    }
    const bool areRefusedAtOnce = QTest::qWaitFor([&refused] { return refused >= 4; }, 10'000);
    m_fixture->hub.clearFaults(); // who was let in is answered by the next try
    for (std::thread &client : clients)
        client.join();
    QVERIFY(areRefusedAtOnce);
    QCOMPARE(refused.load(), 4);
    QCOMPARE(answered.load(), 16);
}

QTEST_GUILESS_MAIN(TestHubVisits)
#include "test_hub_visits.moc"
