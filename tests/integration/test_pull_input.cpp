#include "pull_fixture.h"
#include "tiny_gguf.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace {

const QString repo = u"org/tiny-GGUF"_s;

QByteArray body(const QByteArray &model, const QByteArray &filename)
{
    return "{\"model\":\"" + model + "\",\"filename\":\"" + filename + "\"}";
}

} // namespace

/// What must never reach the Hub, the disk or Shimmy. After each the service is healthy and nothing is left.
class TestPullInput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void cleanup();
    void refusesBodies_data();
    void refusesBodies();
    void refusesHugeBodies();
    void refusesMethods_data();
    void refusesMethods();
    void refusesFiles_data();
    void refusesFiles();

private:
    std::unique_ptr<PullFixture> m_fixture;
};

void TestPullInput::initTestCase()
{
    m_fixture = std::make_unique<PullFixture>();
    QVERIFY(m_fixture->service().isUp());
    m_fixture->hub.addFile(repo, u"tiny.gguf"_s, tinyGgufBytes());
}

void TestPullInput::cleanupTestCase()
{
    m_fixture.reset();
}

void TestPullInput::cleanup()
{
    QVERIFY(m_fixture->isHealthy());
    QCOMPARE(m_fixture->modelFiles(), QStringList());
    QCOMPARE(m_fixture->parts(), QStringList());
}

void TestPullInput::refusesBodies_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray model = "org/tiny-GGUF";
    QTest::newRow("half a JSON") << QByteArray("{\"model\":\"org/ti");
    QTest::newRow("trailing text") << QByteArray(body(model, "tiny.gguf") + " x");
    QTest::newRow("array") << QByteArray("[\"org/tiny-GGUF\"]");
    QTest::newRow("number") << QByteArray("7");
    QTest::newRow("null") << QByteArray("null");
    QTest::newRow("duplicate keys") << QByteArray(R"({"model":"a/b","model":"org/tiny-GGUF","filename":"tiny.gguf"})");
    QTest::newRow("33 levels") << QByteArray("{\"model\":" + QByteArray(33, '[') + QByteArray(33, ']') + '}');
    QTest::newRow("bad UTF-8") << body(model, "\xff\xfe.gguf");
    QTest::newRow("lone surrogate") << body(model, "\\ud800.gguf");
    QTest::newRow("NUL in a name") << body(model, "tiny\\u0000.gguf");
    QTest::newRow("model is a number") << QByteArray(R"({"model":5,"filename":"tiny.gguf"})");
    QTest::newRow("filename is a list") << QByteArray(R"({"model":"org/tiny-GGUF","filename":["tiny.gguf"]})");
    QTest::newRow("stream is a string") << QByteArray(
        R"({"model":"org/tiny-GGUF","filename":"tiny.gguf","stream":"no"})");
    QTest::newRow("queue is a number") << QByteArray(R"({"model":"org/tiny-GGUF","filename":"tiny.gguf","queue":1})");
    QTest::newRow("priority is a word") << QByteArray(
        R"({"model":"org/tiny-GGUF","filename":"tiny.gguf","priority":"high"})");
    QTest::newRow("revision with ..") << QByteArray(
        R"({"model":"org/tiny-GGUF","filename":"tiny.gguf","revision":"../x"})");
    QTest::newRow("unknown quantization") << QByteArray(R"({"model":"org/tiny-GGUF","quantization":"../Q4"})");
    QTest::newRow("URL of another site") << body("https://example.com/org/tiny-GGUF", "tiny.gguf");
    QTest::newRow("URL with credentials") << body("https://me:pw@huggingface.co/org/tiny-GGUF", "tiny.gguf");
    QTest::newRow("file URL") << body("file:///etc/passwd", "tiny.gguf");
    for (const char *name : {"../x.gguf",
                             "a/../../x.gguf",
                             "..\\\\x.gguf",
                             "/etc/x.gguf",
                             "\\\\x.gguf",
                             "C:x.gguf",
                             "C:\\\\x.gguf",
                             "%2e%2e/x.gguf",
                             "%2e%2e%2fx.gguf",
                             "..%2fx.gguf",
                             "..%5cx.gguf",
                             "%252e%252e%252fx.gguf",
                             "..%c0%afx.gguf",
                             "\\u002e\\u002e\\u002fx.gguf",
                             "\\uff0e\\uff0e/x.gguf",
                             "./x.gguf",
                             "a//x.gguf",
                             "a/./x.gguf",
                             "x.gguf/",
                             ".hidden.gguf",
                             "a/.b/x.gguf",
                             ".shimmyd/x.gguf",
                             "x.gguf\\n",
                             "x\\r\\ny.gguf",
                             "x\\ty.gguf",
                             "x\\u007f.gguf",
                             "x\\u009b.gguf",
                             "x\\u202e.gguf",
                             "x.bin",
                             "x.gguf.exe",
                             ".gguf",
                             "a/b/c/d/e/f/g/h/i.gguf"}) {
        QTest::addRow("filename %s", name) << body(model, name);
    }
    for (const char *name :
         {"..", "../x", "org/..", "org/../x", "a/b/c", "/org/x", "org/", "-org/x", "org/x.git", "org/x--y", "org\\\\x",
          "org/x%2f..", "org/x?y", "org/x#y", "org/x y", "org/x\\n", "org/x\\u0000", "\\u202eorg/x", " org/x"}) {
        QTest::addRow("model %s", name) << body(name, "tiny.gguf");
    }
    QTest::newRow("long model") << body(QByteArray(5000, 'a'), "tiny.gguf");
    QTest::newRow("long filename") << body(model, QByteArray(300, 'a') + ".gguf");
}

void TestPullInput::refusesBodies()
{
    QFETCH(QByteArray, bytes);
    const auto before = m_fixture->hub.requests().size();

    const HttpAnswer answer =
        httpRequest(m_fixture->port(), "POST", "/v1/api/pull", bytes, {{"Content-Type", "application/json"}});

    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.field("content-type"), "application/json");
    QCOMPARE(answer.json().value("status"_L1), u"error"_s);
    QVERIFY(!answer.json().value("error"_L1).toString().isEmpty());
    QCOMPARE(m_fixture->hub.requests().size(), before);
}

void TestPullInput::refusesHugeBodies()
{
    const qint64 before = m_fixture->service().residentBytes();
    for (const char *length : {"1073741824", "9223372036854775807"}) {
        BlockingHttp client(m_fixture->port());
        client.send("POST /v1/api/pull HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                    + QByteArray(length) + "\r\n\r\n");
        const QByteArray piece(1 << 20, ' ');
        for (int i = 0; i < 1024 && client.send(piece); ++i) { } // until it is cut off

        const HttpAnswer answer = client.read();
        // The answer was sent before the body; a client that never reads loses it to the reset.
        QVERIFY(answer.status == 413 || answer.status == 0);

        BlockingHttp patient(m_fixture->port());
        patient.send("POST /v1/api/pull HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                     + QByteArray(length) + "\r\n\r\n");
        const HttpAnswer refused = patient.read();
        QCOMPARE(refused.status, 413);
        QVERIFY(refused.json().contains("error"_L1));
    }
    const qint64 growth = m_fixture->service().residentBytes() - before;
    QVERIFY2(growth < 50'000'000, qPrintable(QString::number(growth)));
}

void TestPullInput::refusesMethods_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("allow");
    QTest::newRow("GET pull") << QByteArray("GET") << QByteArray("/v1/api/pull") << 405 << QByteArray("OPTIONS, POST");
    QTest::newRow("DELETE models") << QByteArray("DELETE") << QByteArray("/v1/models") << 405
                                   << QByteArray("OPTIONS, GET, HEAD");
    QTest::newRow("PUT generate") << QByteArray("PUT") << QByteArray("/v1/generate") << 405
                                  << QByteArray("OPTIONS, POST");
    QTest::newRow("PATCH /") << QByteArray("PATCH") << QByteArray("/") << 405 << QByteArray("OPTIONS, GET, HEAD");
    QTest::newRow("unknown path") << QByteArray("GET") << QByteArray("/v1/nothing") << 404 << QByteArray();
    QTest::newRow("traversal in the path")
        << QByteArray("GET") << QByteArray("/v1/../../etc/passwd") << 400 << QByteArray();
}

void TestPullInput::refusesMethods()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(int, status);
    QFETCH(QByteArray, allow);

    const HttpAnswer answer = httpRequest(m_fixture->port(), method, path);

    QCOMPARE(answer.status, status);
    QCOMPARE(answer.field("allow"), allow);
    QVERIFY(answer.json().contains("error"_L1));
    QVERIFY(!answer.field("x-request-id").isEmpty());
}

void TestPullInput::refusesFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, DamagedGguf damage) { QTest::newRow(name) << damagedGgufBytes(damage); };
    row("truncated", DamagedGguf::Truncated);
    row("wrong magic", DamagedGguf::WrongMagic);
    row("only the magic", DamagedGguf::OnlyMagic);
    row("version 1", DamagedGguf::Version1);
    row("big endian", DamagedGguf::BigEndian);
    row("absurd tensor count", DamagedGguf::AbsurdTensorCount);
    row("absurd key count", DamagedGguf::AbsurdKeyCount);
    row("endless string", DamagedGguf::EndlessString);
    row("nested arrays", DamagedGguf::NestedArrays);
    row("odd alignment", DamagedGguf::OddAlignment);
    row("overflowing shape", DamagedGguf::OverflowingShape);
    row("five dimensions", DamagedGguf::FiveDimensions);
    QTest::newRow("HTML") << QByteArray("<!DOCTYPE html><html><body>Please log in</body></html>");
    QTest::newRow("one byte") << QByteArray("G");
    QTest::newRow("empty") << QByteArray();
}

void TestPullInput::refusesFiles()
{
    QFETCH(QByteArray, bytes);
    m_fixture->hub.addFile(u"org/bad-GGUF"_s, u"bad.gguf"_s, bytes); // its sha256 is right: the Hub has it like that
    QJsonObject order{{u"model"_s, u"org/bad-GGUF"_s}, {u"filename"_s, u"bad.gguf"_s}};

    const QJsonObject streamed = m_fixture->pullResult(order);
    order.insert(u"stream"_s, false);
    const HttpAnswer whole = m_fixture->pull(order);

    QCOMPARE(streamed.value("status"_L1), u"error"_s);
    QCOMPARE(streamed.value("code"_L1), u"not_gguf"_s);
    QCOMPARE(whole.status, 422);
}

QTEST_GUILESS_MAIN(TestPullInput)
#include "test_pull_input.moc"
