#include "blocking_http.h"
#include "project_paths.h"
#include "run_program.h"
#include "service_process.h"
#include "tiny_gguf.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTest>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;

/// Generation with the real Shimmy, both the stock one and the one with our patch.
class TestInference : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void generatesAtOnceAndStreamed();
    void streamsServerSentEvents();
    void answersChat();
    void refusesWhatCannotBeGenerated_data();
    void refusesWhatCannotBeGenerated();
    void findsTheModelByAllItsNames_data();
    void findsTheModelByAllItsNames();
    void admitsOneGenerationAtATime();
    void endsTheGenerationOfAClientThatLeaves();
    void refusesWhatShimmyWouldNotTake();
    void healthIsShimmysOwn();
    void answersHealthWhileItGenerates();
    void refusesAPromptThatIsTooLong();
    void servesThePythonClients_data();
    void servesThePythonClients();

private:
    std::unique_ptr<ServiceProcess> start();
    QTemporaryDir m_models;
};

void TestInference::initTestCase_data()
{
    QTest::addColumn<QString>("shimmy");
    QTest::newRow("streaming") << realShimmy("SHIMMY_BIN");
    QTest::newRow("stock") << realShimmy("SHIMMY_STOCK_BIN");
}

std::unique_ptr<ServiceProcess> TestInference::start()
{
    [[maybe_unused]] static const bool written = writeTinyGguf(m_models.filePath(u"Tiny-Markov.Q8_0.gguf"_s));
    QFETCH_GLOBAL(QString, shimmy);
    ServiceProcess::Setup setup;
    setup.models = m_models.path();
    setup.shimmy = shimmy;
    return std::make_unique<ServiceProcess>(setup);
}

void TestInference::generatesAtOnceAndStreamed()
{
    const auto service = start();
    QVERIFY(service->isUp());
    const QJsonObject prompt{{u"model"_s, u"Tiny-Markov"_s}, {u"prompt"_s, u"x\n"_s}};

    for (const char *route : {"/v1/generate", "/api/generate"}) {
        const HttpAnswer answer = httpPost(service->port(), route, prompt);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.field("content-type"), "application/json");
        QCOMPARE(answer.json(), (QJsonObject{{u"response"_s, u" Hello, world!!"_s}}));
    }
}

void TestInference::streamsServerSentEvents()
{
    const auto service = start();
    QVERIFY(service->isUp());

    const HttpAnswer answer = httpPost(service->port(), "/v1/generate",
                                       {{u"model"_s, u"Tiny-Markov"_s}, {u"prompt"_s, u"x\n"_s}, {u"stream"_s, true}});
    const HttpAnswer newlines = httpPost(service->port(), "/v1/generate",
                                         {{u"model"_s, u"Tiny-Markov"_s}, {u"prompt"_s, u"N"_s}, {u"stream"_s, true}});

    QVERIFY(answer.field("content-type").startsWith("text/event-stream"));
    QVERIFY(answer.complete);
    QCOMPARE(answer.events(), (QList<QByteArray>{" Hello", ", ", "world", "!!", "[DONE]"}));
    QCOMPARE(newlines.events(), (QList<QByteArray>{" line1", "\nline2\n\nline4", "[DONE]"}));
}

void TestInference::answersChat()
{
    const auto service = start();
    QVERIFY(service->isUp());
    const QJsonObject chat{{u"model"_s, u"Tiny-Markov"_s},
                           {u"messages"_s, QJsonArray{QJsonObject{{u"role"_s, u"user"_s}, {u"content"_s, u"hi"_s}}}}};

    const HttpAnswer answer = httpPost(service->port(), "/v1/chat/completions", chat);

    QCOMPARE(answer.status, 200);
    const QJsonObject choice = answer.json().value("choices"_L1).toArray().first().toObject();
    QCOMPARE(choice.value("message"_L1).toObject().value("content"_L1), u" Hello, world!!"_s);
    QCOMPARE(choice.value("finish_reason"_L1), u"stop"_s);
    QCOMPARE(answer.json().value("object"_L1), u"chat.completion"_s);
    QCOMPARE(answer.json().value("usage"_L1).toObject().value("completion_tokens"_L1).toInt(), 4);
}

void TestInference::refusesWhatCannotBeGenerated_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const QByteArray generate = "/v1/generate";
    const QByteArray chat = "/v1/chat/completions";
    QTest::newRow("unknown model") << generate << QByteArray(R"({"model":"x","prompt":"y"})") << 404;
    QTest::newRow("the ghost of Shimmy") << generate << QByteArray(R"({"model":"phi3-lora","prompt":"y"})") << 404;
    QTest::newRow("no model") << generate << QByteArray(R"({"prompt":"y"})") << 400;
    QTest::newRow("model is a number") << generate << QByteArray(R"({"model":1,"prompt":"y"})") << 400;
    QTest::newRow("prompt is a list") << generate << QByteArray(R"({"model":"Tiny-Markov","prompt":[1]})") << 400;
    QTest::newRow("stream is a string") << generate
                                        << QByteArray(R"({"model":"Tiny-Markov","prompt":"y","stream":"yes"})") << 400;
    QTest::newRow("negative max_tokens") << generate
                                         << QByteArray(R"({"model":"Tiny-Markov","prompt":"y","max_tokens":-1})")
                                         << 400;
    QTest::newRow("temperature is a string")
        << generate << QByteArray(R"({"model":"Tiny-Markov","prompt":"y","temperature":"hot"})") << 400;
    QTest::newRow("an array") << generate << QByteArray("[]") << 400;
    QTest::newRow("half a JSON") << generate << QByteArray("{\"model\":") << 400;
    QTest::newRow("duplicate keys") << generate << QByteArray(R"({"model":"Tiny-Markov","model":"x","prompt":"y"})")
                                    << 400;
    QTest::newRow("chat without messages") << chat << QByteArray(R"({"model":"Tiny-Markov"})") << 400;
    QTest::newRow("chat with an image")
        << chat
        << QByteArray(
               R"({"model":"Tiny-Markov","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}]})")
        << 400;
    QTest::newRow("chat, unknown model") << chat
                                         << QByteArray(R"({"model":"x","messages":[{"role":"user","content":"y"}]})")
                                         << 404;
}

void TestInference::refusesWhatCannotBeGenerated()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    static std::unique_ptr<ServiceProcess> service;
    if (qstrcmp(QTest::currentDataTag(), "unknown model") == 0)
        service = start();
    QVERIFY(service && service->isUp());

    const HttpAnswer answer = httpRequest(service->port(), "POST", path, body, {{"Content-Type", "application/json"}});

    QCOMPARE(answer.status, status);
    QCOMPARE(answer.field("content-type"), "application/json");
    QVERIFY(!answer.json().value("error"_L1).toObject().value("message"_L1).toString().isEmpty());
    QVERIFY(!answer.field("x-request-id").isEmpty());
    QCOMPARE(httpGet(service->port(), "/v1/health").status, 200);
    if (qstrcmp(QTest::currentDataTag(), "chat, unknown model") == 0)
        service.reset();
}

void TestInference::findsTheModelByAllItsNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("short id") << u"Tiny-Markov"_s;
    QTest::newRow("other case") << u"TINY-markov"_s;
    QTest::newRow("full stem") << u"Tiny-Markov.Q8_0"_s;
    QTest::newRow("file name") << u"Tiny-Markov.Q8_0.gguf"_s;
    QTest::newRow("Shimmy's own id") << u"tiny-markov.q8-0"_s;
}

void TestInference::findsTheModelByAllItsNames()
{
    QFETCH(QString, name);
    const auto service = start();
    QVERIFY(service->isUp());

    const HttpAnswer model = httpGet(service->port(), "/v1/models/" + name.toUtf8());
    const HttpAnswer answer = httpPost(service->port(), "/v1/generate", {{u"model"_s, name}, {u"prompt"_s, u"x\n"_s}});

    QCOMPARE(model.status, 200);
    QCOMPARE(model.json().value("id"_L1), u"Tiny-Markov"_s);
    QCOMPARE(answer.json().value("response"_L1), u" Hello, world!!"_s);
}

void TestInference::admitsOneGenerationAtATime()
{
    const auto service = start();
    QVERIFY(service->isUp());
    std::atomic<int> right = 0;
    std::vector<std::thread> clients;

    for (int i = 0; i < 8; ++i) {
        clients.emplace_back([&] {
            const HttpAnswer answer =
                httpPost(service->port(), "/v1/generate",
                         {{u"model"_s, u"Tiny-Markov"_s}, {u"prompt"_s, u"L"_s}, {u"max_tokens"_s, 10}});
            right += answer.json().value("response"_L1).toString().startsWith(u" w0 w1 w2"_s) ? 1 : 0;
        });
    }
    for (std::thread &client : clients)
        client.join();

    QCOMPARE(right.load(), 8);
}

void TestInference::endsTheGenerationOfAClientThatLeaves()
{
    const auto service = start();
    QVERIFY(service->isUp());
    BlockingHttp client(service->port());
    const QByteArray body = R"({"model":"Tiny-Markov","prompt":"L","max_tokens":3500,"stream":true})";
    QVERIFY(client.send(httpRequestBytes("POST", "/v1/generate", body, {{"Content-Type", "application/json"}})));
    const qint64 busy = service->children().first();
    const auto generations = [&] {
        return httpGet(service->port(), "/v1/health")
            .json()
            .value("manager"_L1)
            .toObject()
            .value("generations"_L1)
            .toInt();
    };
    QTRY_COMPARE(generations(), 1); // the stock Shimmy would send nothing before the end

    client.close();

    // The instance that worked for nobody goes, another one serves.
    QTRY_VERIFY_WITH_TIMEOUT(!service->children().isEmpty() && !service->children().contains(busy), 10'000);
    const HttpAnswer next =
        httpPost(service->port(), "/v1/generate", {{u"model"_s, u"Tiny-Markov"_s}, {u"prompt"_s, u"x\n"_s}});
    QCOMPARE(next.json().value("response"_L1), u" Hello, world!!"_s);
}

void TestInference::refusesWhatShimmyWouldNotTake()
{
    const auto service = start();
    QVERIFY(service->isUp());
    const QList<qint64> before = service->children();
    const QString prompt(3 << 20, u'a');
    const QJsonObject message{{u"role"_s, u"user"_s}, {u"content"_s, prompt}};

    for (const bool stream : {false, true}) {
        const HttpAnswer plain =
            httpPost(service->port(), "/v1/generate",
                     {{u"model"_s, u"Tiny-Markov"_s}, {u"prompt"_s, prompt}, {u"stream"_s, stream}});
        const HttpAnswer openAi =
            httpPost(service->port(), "/v1/chat/completions",
                     {{u"model"_s, u"Tiny-Markov"_s}, {u"messages"_s, QJsonArray{message}}, {u"stream"_s, stream}});

        QCOMPARE(plain.status, 400);
        QCOMPARE(plain.json().value("error"_L1).toObject().value("code"_L1), u"context_length_exceeded"_s);
        QVERIFY(plain.json().value("error"_L1).toObject().contains("hint"_L1));
        QCOMPARE(openAi.status, 400);
        QCOMPARE(openAi.json().value("error"_L1).toObject().value("type"_L1), u"invalid_request_error"_s);
    }
    QCOMPARE(service->children(), before);
    QCOMPARE(httpGet(service->port(), "/v1/health").status, 200);
}

void TestInference::healthIsShimmysOwn()
{
    const auto service = start();
    QVERIFY(service->isUp());
    const QByteArray says = "serving from the instance on port ";
    const QByteArray log = service->log();
    QVERIFY(log.contains(says));
    const QByteArray port = log.mid(log.indexOf(says) + says.size(), 5).simplified().split(' ').first();

    QJsonObject shimmys = httpGet(port.toUShort(), "/health").json();
    QJsonObject ours = httpGet(service->port(), "/v1/health").json();

    QVERIFY(ours.take("manager"_L1).isObject());
    QCOMPARE(ours.keys(), shimmys.keys());
    for (const char *name : {"timestamp", "uptime_seconds"}) { // that of another moment
        QCOMPARE(ours.take(QLatin1StringView(name)).type(), shimmys.take(QLatin1StringView(name)).type());
    }
    QCOMPARE(ours, shimmys);
    QVERIFY(shimmys.size() >= 6);
}

void TestInference::answersHealthWhileItGenerates()
{
    const auto service = start();
    QVERIFY(service->isUp());
    std::atomic<bool> done = false;
    std::thread client([&] {
        httpPost(service->port(), "/v1/generate",
                 {{u"model"_s, u"Tiny-Markov"_s}, {u"prompt"_s, u"L"_s}, {u"max_tokens"_s, 80}});
        done = true;
    });

    int answered = 0;
    while (!done) {
        const HttpAnswer health = httpGet(service->port(), "/v1/health");
        if (health.status != 200)
            break;
        ++answered;
    }
    const bool ended = done;
    client.join();

    QVERIFY2(ended, "a health check failed while a generation ran");
    QVERIFY(answered > 0);
}

void TestInference::refusesAPromptThatIsTooLong()
{
    const auto service = start();
    QVERIFY(service->isUp());
    const QList<qint64> before = service->children();
    // 4097 tokens or more abort the process: each byte of this is a token of the tiny vocabulary, and one begins the
    // sequence.
    const auto ask = [&](int bytes) {
        return httpPost(service->port(), "/v1/generate",
                        {{u"model"_s, u"Tiny-Markov"_s}, {u"prompt"_s, QString(bytes, u'a')}});
    };

    const HttpAnswer longest = ask(4095);
    const HttpAnswer tooLong = ask(4096);

    QCOMPARE(longest.status, 200);
    QCOMPARE(tooLong.status, 400);
    const QJsonObject error = tooLong.json().value("error"_L1).toObject();
    QCOMPARE(error.value("code"_L1), u"context_length_exceeded"_s);
    QVERIFY(error.value("message"_L1).toString().contains("4097"_L1));
    QCOMPARE(service->children(), before);
}

void TestInference::servesThePythonClients_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("base");
    QTest::newRow("openai") << u"openai_chat.py"_s << u"/v1"_s;
    QTest::newRow("anthropic") << u"anthropic_messages.py"_s << QString();
    QTest::newRow("langchain") << u"langchain_chat.py"_s << u"/v1"_s;
}

void TestInference::servesThePythonClients()
{
    QFETCH(QString, script);
    QFETCH(QString, base);
    const auto service = start();
    QVERIFY(service->isUp());

    const ProgramResult result =
        runProgram(testPython(),
                   {pythonTests() + u'/' + script,
                    u"http://127.0.0.1:%1%2"_s.arg(QString::number(service->port()), base), u"Tiny-Markov"_s},
                   {}, {}, std::chrono::minutes(4)); // importing the packages alone takes long on a busy machine

    QVERIFY2(result.exitCode == 0, QByteArray(result.output + result.errors).right(1000).constData());
}

QTEST_GUILESS_MAIN(TestInference)
#include "test_inference.moc"
