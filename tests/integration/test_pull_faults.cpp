#include "pull_fixture.h"
#include "tiny_gguf.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1 << 20;
const QString repo = u"org/tiny-GGUF"_s;
const QString filename = u"tiny.Q8_0.gguf"_s;
const QJsonObject order{{u"model"_s, repo}, {u"filename"_s, filename}};

/// Large enough for four segments. \a name makes it another file: what is installed already is not fetched again.
QByteArray modelBytes(const QString &name)
{
    return tinyGgufBytes({.minimumBytes = 20 * mebibyte, .name = name.toLatin1()});
}

HubFault fault(HubFault::Kind kind)
{
    HubFault made{kind, filename.toLatin1()};
    made.at = 7 * mebibyte;
    return made;
}

HubFault onHub(HubFault made)
{
    made.onCdn = false;
    return made;
}

HubFault forEver(HubFault made)
{
    made.times = -1;
    return made;
}

HubFault answers(int status, const HubHeaders &headers = {})
{
    HubFault made = fault(HubFault::Kind::Status);
    made.status = status;
    made.headers = headers;
    return made;
}

HubFault says(HubFault::Kind kind, const QByteArray &value)
{
    HubFault made = fault(kind);
    made.value = value;
    return made;
}

} // namespace

/// A Hub that misbehaves, on the wire, against the real service with the real Shimmy.
class TestPullFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void survives_data();
    void survives();
    void refuses_data();
    void refuses();
    void resolvesAnExpiredLinkAgain();
    void fetchesAFileThatIsCorruptOnlyOnceMore();
    void honoursRetryAfter();

private:
    std::unique_ptr<PullFixture> m_fixture;
};

void TestPullFaults::initTestCase()
{
    m_fixture = std::make_unique<PullFixture>();
    QVERIFY(m_fixture->service().isUp());
}

void TestPullFaults::cleanupTestCase()
{
    m_fixture.reset();
}

void TestPullFaults::survives_data()
{
    using Kind = HubFault::Kind;
    QTest::addColumn<HubFault>("injected");
    QTest::addColumn<int>("mostMegabytes"); // that the file server may have sent
    QTest::newRow("cut in the body") << fault(Kind::Cut) << 22;
    QTest::newRow("reset in the body") << fault(Kind::Reset) << 22;
    QTest::newRow("stall in the body") << fault(Kind::Stall) << 22;
    QTest::newRow("no headers") << fault(Kind::NoHeaders) << 21;
    QTest::newRow("206 with another range") << fault(Kind::WrongRange) << 26;
    QTest::newRow("ranges ignored") << forEver(fault(Kind::IgnoreRange)) << 45;
    QTest::newRow("etag changes") << fault(Kind::ChangeEtag) << 45;
    QTest::newRow("bit flip") << fault(Kind::FlipByte) << 41;
    QTest::newRow("HTML page once") << fault(Kind::HtmlPage) << 22;
    QTest::newRow("no Content-Length") << fault(Kind::NoLength) << 22;
    QTest::newRow("file server refuses connections") << says(Kind::Redirect, "http://localhost:1/x") << 21;
    QTest::newRow("file server has no address") << says(Kind::Redirect, "http://nowhere.invalid/x") << 21;
    QTest::newRow("500 from the file server") << answers(500) << 21;
    QTest::newRow("503 from the file server") << answers(503) << 21;
    QTest::newRow("416 from the file server") << answers(416) << 45;
    QTest::newRow("429 from the Hub") << onHub(answers(429, {{"Retry-After", "1"}})) << 21;
    QTest::newRow("RateLimit from the Hub") << onHub(answers(429, {{"RateLimit", "\"resolvers\";r=0;t=0"}})) << 21;
    QTest::newRow("502 from the Hub") << onHub(answers(502)) << 21;
    QTest::newRow("Hub drops the connection") << onHub(fault(Kind::NoHeaders)) << 21;
}

void TestPullFaults::survives()
{
    QFETCH(HubFault, injected);
    QFETCH(int, mostMegabytes);
    FakeHub &hub = m_fixture->hub;
    static int number = 0; // a file of its own for each row: none is installed already
    const QString file = u"tiny-%1.Q8_0.gguf"_s.arg(++number);
    hub.clearFaults();
    const QByteArray bytes = modelBytes(file);
    hub.addFile(repo, file, bytes);
    injected.path = file.toLatin1();
    hub.inject(injected);
    const qint64 sentBefore = hub.cdnBytes();

    const HttpAnswer answer = m_fixture->pull({{u"model"_s, repo}, {u"filename"_s, file}});

    const QJsonObject result = answer.lines().last();
    QVERIFY2(result.value("status"_L1) == "complete"_L1, QJsonDocument(result).toJson().constData());
    QFile installed(result.value("path"_L1).toString());
    QVERIFY(installed.open(QIODevice::ReadOnly));
    QVERIFY(installed.readAll() == bytes);
    QVERIFY2(hub.cdnBytes() - sentBefore <= mostMegabytes * mebibyte,
             qPrintable(u"%1 bytes were sent"_s.arg(hub.cdnBytes() - sentBefore)));
    double percent = 0;
    for (const QJsonObject &line : answer.lines()) {
        if (line.value("status"_L1) == "downloading"_L1) {
            QVERIFY(line.value("percent"_L1).toDouble() >= percent);
            percent = line.value("percent"_L1).toDouble();
        }
    }
    QCOMPARE(m_fixture->parts(), QStringList());
    QVERIFY(!hub.cdnSawToken());
    QVERIFY(m_fixture->isHealthy());
}

void TestPullFaults::refuses_data()
{
    using Kind = HubFault::Kind;
    QTest::addColumn<HubFault>("injected");
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("status"); // without a stream
    QTest::addColumn<bool>("leavesAPart"); // what came is right, only more is missing
    QTest::newRow("bit flip every time") << forEver(fault(Kind::FlipByte)) << u"hash_mismatch"_s << 502 << false;
    QTest::newRow("HTML page every time") << forEver(fault(Kind::HtmlPage)) << u"hub_failed"_s << 502 << true;
    QTest::newRow("gzip every time") << forEver(fault(Kind::Gzip)) << u"hub_failed"_s << 502 << true;
    QTest::newRow("huge Content-Length") << forEver(says(Kind::Length, "99999999999999999999")) << u"hub_failed"_s
                                         << 502 << true;
    QTest::newRow("negative Content-Length") << forEver(says(Kind::Length, "-5")) << u"hub_failed"_s << 502 << true;
    QTest::newRow("redirect to a metadata address")
        << forEver(says(Kind::Redirect, "http://169.254.169.254/latest/meta-data/")) << u"hub_failed"_s << 502 << true;
    QTest::newRow("redirect to a file") << forEver(says(Kind::Redirect, "file:///etc/passwd")) << u"hub_failed"_s << 502
                                        << true;
    QTest::newRow("file server redirects in a circle")
        << forEver(fault(Kind::RedirectLoop)) << u"hub_failed"_s << 502 << true;
    QTest::newRow("Hub redirects in a circle")
        << onHub(forEver(fault(Kind::RedirectLoop))) << u"hub_failed"_s << 502 << false;
    QTest::newRow("Hub redirects to a file")
        << onHub(forEver(says(Kind::Redirect, "file:///etc/passwd"))) << u"hub_failed"_s << 502 << false;
    QTest::newRow("401 from the Hub") << onHub(forEver(answers(401))) << u"unauthorized"_s << 401 << false;
    QTest::newRow("403 from the Hub") << onHub(forEver(answers(403))) << u"forbidden"_s << 403 << false;
    QTest::newRow("404 from the Hub") << onHub(forEver(answers(404, {{"X-Error-Code", "EntryNotFound"}})))
                                      << u"file_not_found"_s << 404 << false;
    QTest::newRow("500 from the Hub") << onHub(forEver(answers(500))) << u"hub_failed"_s << 502 << false;
    QTest::newRow("429 for five minutes")
        << onHub(forEver(answers(429, {{"Retry-After", "300"}}))) << u"rate_limited"_s << 429 << false;
}

void TestPullFaults::refuses()
{
    QFETCH(HubFault, injected);
    QFETCH(QString, code);
    QFETCH(int, status);
    QFETCH(bool, leavesAPart);
    FakeHub &hub = m_fixture->hub;
    const QStringList before = m_fixture->modelFiles();
    hub.clearFaults();
    hub.addFile(u"org/bad-GGUF"_s, filename, modelBytes(QString::fromLatin1(QTest::currentDataTag())));
    hub.inject(injected);
    QJsonObject body{{u"model"_s, u"org/bad-GGUF"_s}, {u"filename"_s, filename}};

    const HttpAnswer streamed = m_fixture->pull(body);
    body.insert(u"stream"_s, false);
    const HttpAnswer whole = m_fixture->pull(body);

    QCOMPARE(streamed.status, 200);
    QCOMPARE(streamed.lines().last().value("status"_L1), u"error"_s);
    QCOMPARE(streamed.lines().last().value("code"_L1), code);
    QCOMPARE(whole.status, status);
    QCOMPARE(whole.json().value("code"_L1), code);
    QVERIFY(!whole.json().value("error"_L1).toString().isEmpty());
    QCOMPARE(m_fixture->modelFiles(), before);
    QCOMPARE(!m_fixture->parts().isEmpty(), leavesAPart);
    QVERIFY(!hub.cdnSawToken());
    QVERIFY(m_fixture->isHealthy());

    // What is left must not spoil the next try.
    hub.clearFaults();
    QCOMPARE(m_fixture->pullResult(body).value("status"_L1), u"complete"_s);
    QCOMPARE(m_fixture->parts(), QStringList());
    for (const QString &file : m_fixture->modelFiles()) {
        if (!before.contains(file))
            QVERIFY(QFile::remove(m_fixture->service().models() + u'/' + file));
    }
}

void TestPullFaults::resolvesAnExpiredLinkAgain()
{
    FakeHub &hub = m_fixture->hub;
    hub.clearFaults();
    hub.addFile(repo, u"expired.gguf"_s, modelBytes(u"expired"_s));
    HubFault expired = answers(403);
    expired.path = "expired.gguf";
    expired.times = 4; // each segment's first
    hub.inject(expired);

    const QJsonObject result = m_fixture->pullResult({{u"model"_s, repo}, {u"filename"_s, u"expired.gguf"_s}});

    QVERIFY2(result.value("status"_L1) == "complete"_L1, QJsonDocument(result).toJson().constData());
    int resolved = 0;
    for (const HubRequestLog &request : hub.requests())
        resolved += !request.cdn && request.target.contains("expired.gguf");
    QVERIFY(resolved >= 2);
    QVERIFY(!hub.cdnSawToken());
}

void TestPullFaults::fetchesAFileThatIsCorruptOnlyOnceMore()
{
    FakeHub &hub = m_fixture->hub;
    hub.clearFaults();
    const QByteArray bytes = modelBytes(u"corrupt"_s);
    hub.addFile(repo, u"corrupt.gguf"_s, bytes);
    HubFault flip = forEver(fault(HubFault::Kind::FlipByte));
    flip.path = "corrupt.gguf";
    hub.inject(flip);
    const qint64 before = hub.cdnBytes();

    const QJsonObject result = m_fixture->pullResult({{u"model"_s, repo}, {u"filename"_s, u"corrupt.gguf"_s}});

    QCOMPARE(result.value("code"_L1), u"hash_mismatch"_s);
    QCOMPARE(hub.cdnBytes() - before, 2 * bytes.size());
    const QByteArray right = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
    QVERIFY(result.value("error"_L1).toString().contains(QString::fromLatin1(right)));
}

void TestPullFaults::honoursRetryAfter()
{
    FakeHub &hub = m_fixture->hub;
    hub.clearFaults();
    hub.addFile(repo, u"limited.gguf"_s, tinyGgufBytes({.name = "limited"}));
    HubFault limited = answers(429, {{"Retry-After", "3"}});
    limited.path = "limited.gguf";
    hub.inject(limited);
    QElapsedTimer clock;
    clock.start();

    const QJsonObject result = m_fixture->pullResult({{u"model"_s, repo}, {u"filename"_s, u"limited.gguf"_s}});

    QVERIFY2(result.value("status"_L1) == "complete"_L1, QJsonDocument(result).toJson().constData());
    QVERIFY(clock.elapsed() >= 3000);
}

QTEST_GUILESS_MAIN(TestPullFaults)
#include "test_pull_faults.moc"
