#include "front_under_test.h"
#include "http/head_parser.h"
#include "raw_client.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <thread>

using namespace std::chrono_literals;

namespace {

/// Requests, cut, mutated and put together at random. The same seed makes the same requests.
class Mutator {
public:
    explicit Mutator(quint32 seed)
        : m_random(seed)
    {
    }

    int below(int bound) { return static_cast<int>(m_random.bounded(bound)); }

    QByteArray one()
    {
        static const QList<QByteArray> seeds{
            request("GET", "/health"),
            request("HEAD", "/stream"),
            request("POST", "/echo", {}, "hello"),
            request("POST", "/echo", "Expect: 100-continue\r\n", "hello"),
            request("GET", "/hold"),
            request("GET", "/stream", "Connection: close\r\n"),
            request("GET", "/flood"),
            request("GET", "/forget"),
            request("GET", "/unfinished"),
            request("GET", "/nothing"),
            request("GET", "/echo", "Connection: Upgrade\r\nUpgrade: websocket\r\n"),
            "GET /health HTTP/1.0\r\n\r\n",
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        };
        QByteArray bytes = seeds[below(static_cast<int>(seeds.size()))];
        if (below(5) < 2) {
            for (int i = below(4); i >= 0; --i)
                mutate(bytes);
        }
        return bytes;
    }

    QByteArray many()
    {
        QByteArray bytes;
        for (int i = below(3); i >= 0; --i)
            bytes += one();
        return bytes;
    }

private:
    void mutate(QByteArray &bytes)
    {
        static constexpr char characters[] = "\r\n :\0\xff\x80,;/%.?AZ09-\t[]@";
        static const QByteArray alphabet(characters, sizeof characters - 1);
        const int at = below(static_cast<int>(bytes.size()));
        switch (below(4)) {
        case 0: bytes[at] = alphabet[below(static_cast<int>(alphabet.size()))]; break;
        case 1: bytes.remove(at, 1 + below(5)); break;
        case 2: bytes.insert(at, alphabet[below(static_cast<int>(alphabet.size()))]); break;
        default: bytes.insert(at, bytes.mid(below(static_cast<int>(bytes.size())), below(40))); break;
        }
        if (bytes.isEmpty())
            bytes = "G";
    }

    QRandomGenerator m_random;
};

} // namespace

/// Bounded fuzzing; meant to be run with AddressSanitizer. SHIMMY_FUZZ_SEED takes other ways than the usual ones.
class HttpFuzzTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void survivesMutatedRequests();
    void answersWhateverItsParserAccepts();

private:
    quint32 m_seed = 0;
};

void HttpFuzzTest::initTestCase()
{
    bool isSet = false;
    const quint32 seed = qEnvironmentVariable("SHIMMY_FUZZ_SEED").toUInt(&isSet);
    m_seed = isSet ? seed : 1;
    qInfo("SHIMMY_FUZZ_SEED=%u", m_seed);
}

void HttpFuzzTest::survivesMutatedRequests()
{
    HttpLimits limits;
    limits.headTime = limits.bodyGrace = limits.stuckTime = limits.lingerTime = 300ms;
    limits.maxConnections = 12;
    FrontUnderTest front(limits);
    std::atomic<int> sent = 0;
    QElapsedTimer running;
    running.start();

    std::vector<std::jthread> clients;
    for (quint32 n = 0; n < 8; ++n) {
        clients.emplace_back([&, n] {
            Mutator mutator(m_seed + n);
            while (running.elapsed() < 10'000) {
                RawClient client(front.port());
                for (int round = mutator.below(4); round >= 0; --round) {
                    const QByteArray bytes = mutator.many();
                    const int step = std::array{1, 5, 50, 5'000}[static_cast<size_t>(mutator.below(4))];
                    for (qsizetype at = 0; at < bytes.size() && client.send(bytes.mid(at, step)); at += step) { }
                    client.readSome(std::chrono::milliseconds(mutator.below(20)));
                    ++sent;
                }
                if (mutator.below(2) == 0)
                    client.reset();
                if (mutator.below(20) == 0)
                    front.release();
            }
        });
    }
    clients.clear();

    qInfo("%d messages", sent.load());
    QVERIFY(sent > 100);
    QTRY_COMPARE_WITH_TIMEOUT(front.connections(), 0, 20'000);
    front.release();
    QTRY_COMPARE(front.living(), 0);
    RawClient later(front.port());
    later.send(request("GET", "/health"));
    QCOMPARE(later.readAnswer().status, 200);
}

void HttpFuzzTest::answersWhateverItsParserAccepts()
{
    // Qt's parser reads the same bytes after ours. Where it is stricter it closes without an answer, which would show.
    FrontUnderTest front;
    const HttpLimits limits;
    Mutator mutator(m_seed);
    QElapsedTimer running;
    running.start();
    int accepted = 0;
    while (running.elapsed() < 5'000) {
        QByteArray bytes = mutator.one();
        HeadParser parser(limits);
        if (parser.feed(bytes) != HeadParser::Progress::Complete)
            continue;
        const bool waits = QByteArrayList{"/hold", "/flood"}.contains(parser.head().path);
        if (waits || parser.head().contentLength != bytes.size() - parser.taken())
            continue;
        ++accepted;
        RawClient client(front.port());
        client.send(bytes);
        auto answer = client.readAnswer(parser.head().method);
        if (answer.status == 100)
            answer = client.readAnswer(parser.head().method);
        QVERIFY2(answer.status > 0, bytes.toPercentEncoding(" /:\r\n").constData());
    }
    qInfo("%d accepted", accepted);
    QVERIFY(accepted > 50);
}

QTEST_GUILESS_MAIN(HttpFuzzTest)
#include "test_http_fuzz.moc"
