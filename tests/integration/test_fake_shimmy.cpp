#include "blocking_http.h"
#include "fake_shimmy_program.h"
#include "service_process.h"
#include "shimmy_instance.h"
#include "tiny_gguf.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

#include <csignal>
#include <thread>

using namespace Qt::StringLiterals;

namespace {

/// What differs between two runs of one program: times, ids.
QJsonValue withoutChance(const QJsonValue &value)
{
    if (value.isArray()) {
        QJsonArray list;
        for (const auto &each : value.toArray())
            list.append(withoutChance(each));
        return list;
    }
    if (!value.isObject())
        return value;
    QJsonObject object = value.toObject();
    for (const QString &name : object.keys()) {
        if (name == "timestamp"_L1 || name == "uptime_seconds"_L1 || name == "created"_L1 || name == "cores"_L1
            || name == "mem_total_mb"_L1)
            object[name] = object[name].isString() ? u"TEXT"_s : u"NUMBER"_s;
        else if (name == "id"_L1)
            object[name] = object[name].toString().replace(
                QRegularExpression(u"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}"_s), u"HEX"_s);
        else
            object[name] = withoutChance(object[name]);
    }
    return object;
}

/// An answer as text, of what two programs with one behaviour have in common.
QString comparable(const HttpAnswer &answer)
{
    QStringList lines{u"status %1, complete %2"_s.arg(answer.status).arg(answer.complete)};
    for (const auto &[name, value] : answer.fields) {
        const bool isChance = name == "date" || name == "content-length";
        if (name != "connection") // which the test asked for
            lines += QString::fromLatin1(name + ": " + (isChance ? QByteArray("*") : value));
    }
    QList<QByteArray> texts{answer.body};
    if (answer.field("content-type") == "text/event-stream")
        texts = answer.events();
    for (const QByteArray &text : texts) {
        const QJsonDocument json = QJsonDocument::fromJson(text);
        if (json.isObject())
            lines += QString::fromUtf8(
                QJsonDocument(withoutChance(json.object()).toObject()).toJson(QJsonDocument::Compact));
        else // where in its body a complaint lies, and the JSON parser's own words, are its own
            lines += QString::fromUtf8(text)
                         .remove(QRegularExpression(u" at line .*"_s))
                         .remove(QRegularExpression(u"(?<=as JSON: ).*"_s));
    }
    return lines.join(u'\n');
}

} // namespace

/// The stand-in for Shimmy beside the real one: what tests rely on must be so.
class TestFakeShimmy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void answersAsTheRealOne_data();
    void answersAsTheRealOne();
    void refusesABodyOverTwoMebibytesEarly();
    void abortsOnAPromptOverItsLimit();
    void losesWhatDoesNotFitIntoTheContext();
    void isSilentWhileItGeneratesWithoutStreaming();
    void burstsUnlessItIsIncremental();
    void endsWhenItsPortIsTaken();
    void holdsItsPortWithoutAnswering();

private:
    QByteArray order(const QByteArray &more) const
    {
        return QByteArray(R"({"model":"tiny-markov.q8-0",)") + more + '}';
    }
    HttpAnswer post(const ShimmyInstance &shimmy, const QByteArray &path, const QByteArray &body) const
    {
        return httpRequest(shimmy.port(), "POST", path, body, {{"Content-Type", "application/json"}});
    }

    QTemporaryDir m_models;
    FakeShimmyProgram m_program;
    std::unique_ptr<ShimmyInstance> m_real;
    std::unique_ptr<ShimmyInstance> m_fake;
};

void TestFakeShimmy::initTestCase()
{
    QVERIFY(writeTinyGguf(m_models.filePath(u"Tiny_Markov.Q8_0.gguf"_s)));
    QVERIFY(writeTinyGguf(m_models.filePath(u"Llama 3.gguf"_s)));
    m_real = std::make_unique<ShimmyInstance>(realShimmy("SHIMMY_STOCK_BIN"), m_models.path());
    m_fake = std::make_unique<ShimmyInstance>(m_program.path(), m_models.path());
    QVERIFY(m_real->isUp());
    QVERIFY(m_fake->isUp());
}

void TestFakeShimmy::answersAsTheRealOne_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("type");
    const auto ask = [](const QByteArray &name, const char *method, const char *path, const QByteArray &body = {},
                        const char *type = "application/json") {
        QTest::newRow(name.constData()) << QByteArray(method) << QByteArray(path) << body << QByteArray(type);
    };
    ask("health", "GET", "/health");
    ask("health, HEAD", "HEAD", "/health");
    ask("models", "GET", "/v1/models");
    ask("diag", "GET", "/diag");
    ask("discover", "POST", "/api/models/discover", "{}");
    ask("load", "POST", "/api/models/any/load");
    ask("unload", "POST", "/api/models/any/unload");
    ask("status", "GET", "/api/models/any/status");
    ask("preflight", "OPTIONS", "/api/generate");
    ask("OPTIONS anywhere", "OPTIONS", "/nothing");
    ask("unknown path", "GET", "/nothing");
    ask("no such route of OpenAI's", "POST", "/v1/completions", "{}");
    ask("no model's own route", "GET", "/v1/models/tiny-markov.q8-0");
    ask("wrong method, GET route", "DELETE", "/health");
    ask("wrong method, POST route", "GET", "/api/generate");
    ask("wrong method, load", "GET", "/api/models/any/load");

    const char *generate = "/api/generate";
    const char *chat = "/v1/chat/completions";
    const char *messages = "/v1/messages";
    ask("generate at once", "POST", generate, order(R"("prompt":"x\n","stream":false)"));
    ask("generate, up to max_tokens", "POST", generate, order(R"("prompt":"x\n","stream":false,"max_tokens":2)"));
    ask("generate, running on", "POST", generate, order(R"("prompt":"L","stream":false,"max_tokens":3)"));
    ask("generate, nothing", "POST", generate, order(R"("prompt":"Q","stream":false)"));
    ask("generate streams by default", "POST", generate, order(R"("prompt":"x\n")"));
    ask("generate, line feeds", "POST", generate, order(R"("prompt":"N","stream":true)"));
    ask("generate, stream is null", "POST", generate, order(R"("prompt":"x\n","stream":null)"));
    ask("generate, unknown members", "POST", generate, order(R"("prompt":"x\n","stream":false,"colour":1)"));
    const QByteArray hi = R"("messages":[{"role":"user","content":"hi"}])";
    ask("chat at once", "POST", chat, order(hi + R"(,"stream":false,"max_tokens":9)"));
    ask("chat streams by default", "POST", chat, order(hi + R"(,"max_tokens":9)"));
    ask("chat, up to max_tokens", "POST", chat, order(hi + R"(,"max_tokens":2)"));
    ask("chat, stop", "POST", chat, order(hi + R"(,"stream":false,"stop":"world")"));
    ask("messages", "POST", messages, order(hi + R"(,"max_tokens":9)"));
    const QByteArray ghost = R"({"model":"phi3-lora","prompt":"x","max_tokens":1,"messages":[]})";
    const QByteArray unknown = R"({"model":"x","prompt":"x","max_tokens":1,"messages":[]})";
    for (const char *path : {generate, chat, messages}) {
        const auto row = [path](const char *name) -> QByteArray { return QByteArray(path) + ": " + name; };
        ask(row("the ghost"), "POST", path, ghost);
        ask(row("unknown model"), "POST", path, unknown);
        ask(row("bad JSON"), "POST", path, "{\"model\":");
        ask(row("no model"), "POST", path, R"({"prompt":"x"})");
        ask(row("only a model"), "POST", path, path == generate ? QByteArray(R"({"model":"x"})") : order(R"("x":1)"));
        ask(row("wrong type"), "POST", path, R"({"model":3})");
        ask(row("wrong content type"), "POST", path, "{}", "text/plain");
    }
    ask("content is a list", "POST", chat, order(R"("messages":[{"role":"user","content":[]}])"));
    ask("content is null", "POST", chat, order(R"("messages":[{"role":"user","content":null}])"));
    ask("stream is a string", "POST", generate, order(R"("prompt":"x","stream":"yes")"));
    ask("max_tokens is a string", "POST", generate, order(R"("prompt":"x","max_tokens":"9")"));
}

void TestFakeShimmy::answersAsTheRealOne()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, type);

    const auto ask = [&](const ShimmyInstance &shimmy) {
        return comparable(httpRequest(shimmy.port(), method, path, body, {{"Content-Type", type}}));
    };

    const QString fake = ask(*m_fake);
    const QString real = ask(*m_real);
    QVERIFY2(fake == real, qPrintable(u"the stand-in:\n%1\nthe real one:\n%2"_s.arg(fake, real)));
}

void TestFakeShimmy::refusesABodyOverTwoMebibytesEarly()
{
    const QByteArray fits = order("\"prompt\":\"Q\",\"stream\":false,\"filler\":\"");
    const QByteArray most = fits.chopped(1) + QByteArray((2 << 20) - fits.size() - 1, 'x') + "\"}";
    QCOMPARE(most.size(), 2 << 20);
    for (const ShimmyInstance *shimmy : {m_real.get(), m_fake.get()}) {
        QCOMPARE(post(*shimmy, "/api/generate", most).status, 200);
        const HttpAnswer refused = post(*shimmy, "/api/generate", most + ' ');
        QCOMPARE(refused.status, 413);
        QCOMPARE(refused.body, "Failed to buffer the request body: length limit exceeded");
    }
}

void TestFakeShimmy::abortsOnAPromptOverItsLimit()
{
    const QByteArray most = order("\"prompt\":\"" + QByteArray(4095, 'x') + "Q\",\"stream\":false");
    for (const QString &program : {realShimmy("SHIMMY_STOCK_BIN"), m_program.path()}) {
        ShimmyInstance shimmy(program, m_models.path());
        QVERIFY(shimmy.isUp());
        const HttpAnswer answer =
            post(shimmy, "/api/generate", order("\"prompt\":\"" + QByteArray(4097, 'x') + "\",\"stream\":false"));
        QCOMPARE(answer.status, 0);
        QCOMPARE(shimmy.ended(), -SIGABRT);
        QVERIFY(shimmy.errors().contains("GGML_ASSERT"));
    }
}

void TestFakeShimmy::losesWhatDoesNotFitIntoTheContext()
{
    const QByteArray prompt = "\"prompt\":\"" + QByteArray(4089, 'x') + "L\",\"max_tokens\":100,";
    for (const ShimmyInstance *shimmy : {m_real.get(), m_fake.get()}) {
        QCOMPARE(post(*shimmy, "/api/generate", order(prompt + "\"stream\":false")).status, 502);
        const HttpAnswer streamed = post(*shimmy, "/api/generate", order(prompt + "\"stream\":true"));
        QCOMPARE(streamed.status, 200);
        QCOMPARE(streamed.events().last(), "[DONE]");
        QVERIFY(streamed.events().size() < 20);
    }
}

void TestFakeShimmy::isSilentWhileItGeneratesWithoutStreaming()
{
    m_program.tell({{u"loadDelayMs"_s, 300}});
    const ShimmyInstance fake(m_program.path(), m_models.path());
    QVERIFY(fake.isUp());
    BlockingHttp generating(fake.port());
    QVERIFY(generating.send(httpRequestBytes("POST", "/api/generate", order(R"("prompt":"x\n","stream":false)"),
                                             {{"Content-Type", "application/json"}})));
    QElapsedTimer clock;
    clock.start();
    std::thread reader([&] { generating.read(); });
    // The first check may overtake the prompt; the second cannot.
    httpGet(fake.port(), "/health");
    const HttpAnswer health = httpGet(fake.port(), "/health");
    const qint64 took = clock.elapsed();
    reader.join();

    QCOMPARE(health.status, 200);
    QVERIFY2(took >= 250, qPrintable(QString::number(took)));
}

void TestFakeShimmy::burstsUnlessItIsIncremental()
{
    for (const bool incremental : {false, true}) {
        m_program.tell({{u"tokenDelayMs"_s, 100}, {u"incremental"_s, incremental}});
        const ShimmyInstance fake(m_program.path(), m_models.path());
        QVERIFY(fake.isUp());
        BlockingHttp client(fake.port());
        QVERIFY(client.send(httpRequestBytes("POST", "/api/generate", order(R"("prompt":"x\n")"),
                                             {{"Content-Type", "application/json"}})));
        QElapsedTimer clock;
        clock.start();
        QList<qint64> times;
        const HttpAnswer answer = client.read(false, [&](const QByteArray &) {
            times += clock.elapsed();
            return true;
        });

        QCOMPARE(answer.events().size(), 5);
        QCOMPARE(times.size(), 5);
        QCOMPARE(times.last() - times.first() >= 150, incremental);
    }
    m_program.tell({});
}

void TestFakeShimmy::endsWhenItsPortIsTaken()
{
    QTemporaryDir run;
    for (const QString &program : {realShimmy("SHIMMY_STOCK_BIN"), m_program.path()}) {
        QProcess second;
        second.setWorkingDirectory(run.path());
        second.start(program, {u"serve"_s, u"--bind"_s, u"127.0.0.1:%1"_s.arg(m_real->port())});
        QVERIFY(second.waitForFinished(20'000));
        QCOMPARE(second.exitCode(), 1);
        QVERIFY(second.readAllStandardError().contains("Error: Address already in use (os error 98)"));
    }
}

void TestFakeShimmy::holdsItsPortWithoutAnswering()
{
    m_program.tell({{u"holdsPort"_s, true}});
    QProcess holder;
    const quint16 port = unusedPort();
    holder.start(m_program.path(), {u"serve"_s, u"--bind"_s, u"127.0.0.1:%1"_s.arg(port)});
    QTRY_VERIFY(BlockingHttp(port).isConnected());
    BlockingHttp client(port, std::chrono::milliseconds(300));
    QVERIFY(client.send(httpRequestBytes("GET", "/health", {}, {})));

    QCOMPARE(client.read().status, 0);

    holder.kill();
    QVERIFY(holder.waitForFinished());
    m_program.tell({});
}

QTEST_GUILESS_MAIN(TestFakeShimmy)
#include "test_fake_shimmy.moc"
