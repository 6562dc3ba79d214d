#include "job_fixture.h"
#include "tiny_gguf.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1 << 20;
/// What a fault may cost: error pages, and what was on the wire when a connection was given up.
constexpr qint64 slackBytes = mebibyte;

HubFault status(int code, const HubHeaders &headers = {})
{
    HubFault fault{HubFault::Kind::Status, {}};
    fault.status = code;
    fault.headers = headers;
    return fault;
}

HubFault onHub(HubFault fault)
{
    fault.onCdn = false;
    return fault;
}

} // namespace

/// What may pass, passes, and nothing that has come is fetched again for it.
class TestPullNetwork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void goesOnAfter_data();
    void goesOnAfter();
    void waitsAsLongAsItIsAskedTo_data();
    void waitsAsLongAsItIsAskedTo();
    void tellsThatItWaits_data();
    void tellsThatItWaits();
    void fetchesNothingAgainForAnotherEtag_data();
    void fetchesNothingAgainForAnotherEtag();
    void resolvesALinkThatRanOutAtTheSameCommit();
    void staysAtItsCommitWhenTheBranchMoves();
    void sendsTheTokenToTheHubOnly();
    void sendsNoTokenToAnotherPortOfTheHub();

private:
    /// Adds a model of its own for the running row; its name.
    QString offer(qint64 bytes);

    std::unique_ptr<JobFixture> m_fixture;
    QByteArray m_bytes; ///< of the last one offered
    qint64 m_sent = 0; ///< by the file server before
    int m_number = 0;
};

void TestPullNetwork::initTestCase()
{
    m_fixture = std::make_unique<JobFixture>();
    QVERIFY(m_fixture->service().isUp());
}

void TestPullNetwork::cleanupTestCase()
{
    m_fixture.reset();
}

QString TestPullNetwork::offer(qint64 bytes)
{
    const QString name = u"network-%1"_s.arg(++m_number);
    m_fixture->hub.clearFaults();
    m_fixture->hub.setLinkSeconds(3600);
    m_bytes = m_fixture->offer(name, bytes);
    m_sent = m_fixture->hub.cdnBytes();
    return name + u".gguf";
}

void TestPullNetwork::goesOnAfter_data()
{
    QTest::addColumn<int>("code");
    for (const int code : {408, 425, 429, 500, 502, 503, 504})
        QTest::addRow("%d", code) << code;
}

void TestPullNetwork::goesOnAfter()
{
    QFETCH(int, code);
    const QString file = offer(4 * mebibyte);
    HubFault refusal = status(code);
    refusal.path = file.toLatin1();
    m_fixture->hub.inject(refusal);
    m_fixture->hub.inject(onHub(refusal));

    QCOMPARE(m_fixture->pullWhole(JobFixture::repo, file, m_bytes), QString());

    const qint64 sent = m_fixture->hub.cdnBytes() - m_sent;
    QVERIFY2(sent <= m_bytes.size() + slackBytes, qPrintable(QString::number(sent)));
    const auto log = m_fixture->hub.requests();
    for (const bool cdn : {false, true}) {
        QVERIFY(std::any_of(log.begin(), log.end(), [&](const HubRequestLog &request) {
            return request.cdn == cdn && request.status == code && request.target.contains(refusal.path);
        }));
    }
}

void TestPullNetwork::waitsAsLongAsItIsAskedTo_data()
{
    QTest::addColumn<HubFault>("fault");
    const HubHeaders retryAfter{{"Retry-After", "1"}};
    const HubHeaders rateLimit{{"RateLimit", "\"resolvers\";r=0;t=1"}};
    QTest::newRow("Retry-After of the Hub") << onHub(status(429, retryAfter));
    QTest::newRow("Retry-After of the file server") << status(429, retryAfter);
    QTest::newRow("Retry-After with 503") << status(503, retryAfter);
    QTest::newRow("RateLimit of the Hub") << onHub(status(429, rateLimit));
    QTest::newRow("RateLimit of the file server") << status(429, rateLimit);
}

void TestPullNetwork::waitsAsLongAsItIsAskedTo()
{
    QFETCH(HubFault, fault);
    const QString file = offer(mebibyte); // one piece: the only connection has to wait
    fault.path = file.toLatin1();
    m_fixture->hub.inject(fault);
    QElapsedTimer clock;
    clock.start();

    QCOMPARE(m_fixture->pullWhole(JobFixture::repo, file, m_bytes), QString());

    QVERIFY2(clock.elapsed() >= 1000, qPrintable(QString::number(clock.elapsed())));
}

void TestPullNetwork::tellsThatItWaits_data()
{
    QTest::addColumn<bool>("onCdn");
    QTest::newRow("for the Hub") << false;
    QTest::newRow("for the file server") << true;
}

void TestPullNetwork::tellsThatItWaits()
{
    QFETCH(bool, onCdn);
    const QString name = u"waits-%1"_s.arg(onCdn ? u"cdn"_s : u"hub"_s);
    m_fixture->offer(name, mebibyte); // one piece: the only connection has to wait
    HubFault fault = status(429, {{"Retry-After", "3"}});
    fault.path = name.toLatin1();
    fault.onCdn = onCdn;
    m_fixture->hub.inject(fault);

    const QString id = m_fixture->begin(name);
    QVERIFY(!id.isEmpty());
    QJsonObject waiting;
    QTRY_VERIFY((waiting = m_fixture->job(id).value("waiting"_L1).toObject(), !waiting.isEmpty()));
    const QList<QJsonObject> lines =
        m_fixture->pull({{u"model"_s, JobFixture::repo}, {u"filename"_s, QString(name + u".gguf")}, {u"queue"_s, true}})
            .lines(); // watches the same one

    QCOMPARE(waiting.value("code"_L1), u"rate_limited"_s);
    QVERIFY(waiting.value("message"_L1).toString().contains("429"_L1));
    const int seconds = waiting.value("seconds"_L1).toInt();
    QVERIFY2(seconds >= 1 && seconds <= 3, qPrintable(QString::number(seconds)));
    QCOMPARE(lines.last().value("status"_L1), u"complete"_s);
    const auto line = std::find_if(lines.begin(), lines.end(),
                                   [](const QJsonObject &each) { return each.value("status"_L1) == "waiting"_L1; });
    QVERIFY(line != lines.end());
    QCOMPARE(line->value("code"_L1), u"rate_limited"_s);
    QVERIFY(line->value("reason"_L1).toString().contains("429"_L1));
    QVERIFY(!line->value("hint"_L1).toString().isEmpty());
    QCOMPARE(m_fixture->job(id).value("waiting"_L1), QJsonValue(QJsonValue::Null));
}

void TestPullNetwork::fetchesNothingAgainForAnotherEtag_data()
{
    QTest::addColumn<HubFault::Kind>("kind");
    QTest::newRow("in one answer") << HubFault::Kind::EtagOnce;
    QTest::newRow("from now on") << HubFault::Kind::ChangeEtag;
}

void TestPullNetwork::fetchesNothingAgainForAnotherEtag()
{
    QFETCH(HubFault::Kind, kind);
    const QString file = offer(20 * mebibyte);
    m_fixture->hub.inject(slowly(file, 4 * mebibyte)); // little is on the wire when an answer is refused
    m_fixture->hub.inject({kind, file.toLatin1()});

    QCOMPARE(m_fixture->pullWhole(JobFixture::repo, file, m_bytes), QString());

    const qint64 sent = m_fixture->hub.cdnBytes() - m_sent;
    QVERIFY2(sent <= m_bytes.size() + slackBytes, qPrintable(QString::number(sent)));
}

void TestPullNetwork::resolvesALinkThatRanOutAtTheSameCommit()
{
    const QString file = offer(12 * mebibyte);
    m_fixture->hub.setLinkSeconds(2);
    m_fixture->hub.inject(slowly(file, mebibyte)); // pieces take two seconds

    QCOMPARE(m_fixture->pullWhole(JobFixture::repo, file, m_bytes), QString());

    const QByteArray pinned = "/resolve/" + m_fixture->hub.commitOf(JobFixture::repo).toLatin1() + '/';
    int refused = 0;
    int resolvedAgain = 0;
    for (const HubRequestLog &request : m_fixture->hub.requests()) {
        if (!request.target.contains(file.toLatin1()))
            continue;
        refused += request.cdn && request.status == 403;
        resolvedAgain += request.target.contains(pinned);
    }
    QVERIFY(refused > 0);
    QVERIFY(resolvedAgain > 0);
    const qint64 sent = m_fixture->hub.cdnBytes() - m_sent;
    QVERIFY2(sent <= m_bytes.size() + slackBytes, qPrintable(QString::number(sent)));
}

void TestPullNetwork::staysAtItsCommitWhenTheBranchMoves()
{
    const QString file = offer(12 * mebibyte);
    const QString commit = m_fixture->hub.commitOf(JobFixture::repo);
    m_fixture->hub.setLinkSeconds(2); // so that it has to ask again
    m_fixture->hub.inject(slowly(file, mebibyte));
    BlockingHttp client(m_fixture->port());
    QVERIFY(client.send(pullRequest(R"({"model":"org/jobs-GGUF","filename":")" + file.toLatin1() + R"("})")));
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->hub.cdnBytes() - m_sent > 2 * mebibyte, 20'000);

    m_fixture->hub.addFile(JobFixture::repo, file, tinyGgufBytes({.minimumBytes = 12 * mebibyte, .name = "newer"}));
    const QList<QJsonObject> lines = client.read().lines();
    QVERIFY(!lines.isEmpty());

    QVERIFY(m_fixture->hub.commitOf(JobFixture::repo) != commit);
    QCOMPARE(lines.last().value("status"_L1), u"complete"_s);
    QVERIFY(neverGoesBack(lines));
    QFile installed(lines.last().value("path"_L1).toString());
    QVERIFY(installed.open(QIODevice::ReadOnly));
    QVERIFY(installed.readAll() == m_bytes);
    QCOMPARE(m_fixture->job(lines.last().value("id"_L1).toString()).value("commit"_L1), commit);
}

void TestPullNetwork::sendsTheTokenToTheHubOnly()
{
    const QString file = offer(mebibyte);
    m_fixture->hub.setAccess(JobFixture::repo, HubAccess::Private); // without the token there is no answer

    const QString wrong = m_fixture->pullWhole(JobFixture::repo, file, m_bytes);
    m_fixture->hub.setAccess(JobFixture::repo, HubAccess::Public);

    QCOMPARE(wrong, QString());
    bool hubSawIt = false;
    for (const HubRequestLog &request : m_fixture->hub.requests()) {
        hubSawIt = hubSawIt || (!request.cdn && request.hasToken);
        QVERIFY(!request.cdn || !request.hasToken);
    }
    QVERIFY(hubSawIt);
}

void TestPullNetwork::sendsNoTokenToAnotherPortOfTheHub()
{
    const QString file = offer(mebibyte);
    const QByteArray path = "/org/jobs-GGUF/resolve/main/" + file.toLatin1();
    const auto hubPort = static_cast<quint16>(QUrl(m_fixture->hub.url()).port());
    QByteArray link = httpRequest(hubPort, "HEAD", path).field("location");
    QVERIFY(link.startsWith("http://localhost:"));
    HubFault redirect{HubFault::Kind::Redirect, file.toLatin1()};
    redirect.value = link.replace("localhost", "127.0.0.1"); // the Hub's own address
    m_fixture->hub.inject(redirect);

    QCOMPARE(m_fixture->pullWhole(JobFixture::repo, file, m_bytes), QString());

    const auto log = m_fixture->hub.requests();
    QVERIFY(std::any_of(log.begin(), log.end(), [](const HubRequestLog &request) {
        return request.cdn && request.host.startsWith("127.0.0.1:") && !request.hasToken;
    }));
}

QTEST_GUILESS_MAIN(TestPullNetwork)
#include "test_pull_network.moc"
