#include "exposition.h"
#include "fake_shimmy_program.h"
#include "pull_fixture.h"
#include "run_program.h"
#include "tiny_gguf.h"

#include <QDateTime>
#include <QTest>

#include <cmath>
#include <csignal>

using namespace Qt::StringLiterals;

namespace {

const QString repo = u"org/metrics-GGUF"_s;

Exposition scrape(quint16 port)
{
    return Exposition(httpGet(port, "/metrics").body);
}

} // namespace

/// What Prometheus is told.
class TestMetrics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isWhatPromtoolAccepts();
    void measuresGenerationsByModel();
    void countsAClientThatLeavesItsGeneration();
    void countsDownloadsTheirBytesAndRetries();
    void doesNotCountAgainWhatHadFailedBeforeARestart();
    void countsRequestsByRouteWhateverTheirPaths();
    void countsWhatIsRefusedBeforeItIsARequest();
    void tellsHowShimmyFares();
    void tellsWhatTheProcessTakes();

private:
    FakeShimmyProgram m_shimmy;
};

void TestMetrics::isWhatPromtoolAccepts()
{
    PullFixture fixture({}, {}, m_shimmy.path());
    fixture.hub.addFile(repo, u"lint.gguf"_s, tinyGgufBytes());
    QCOMPARE(fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, u"lint.gguf"_s}}).value("status"_L1),
             u"complete"_s);
    fixture.pull({{u"model"_s, repo}, {u"filename"_s, u"nothing.gguf"_s}});
    httpPost(fixture.port(), "/v1/generate", {{u"model"_s, u"lint"_s}, {u"prompt"_s, u"x\n"_s}});
    httpGet(fixture.port(), "/nothing");

    const HttpAnswer answer = httpGet(fixture.port(), "/metrics");
    const ProgramResult lint = runProgram(u"promtool"_s, {u"check"_s, u"metrics"_s}, {}, answer.body);

    QCOMPARE(answer.field("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    QCOMPARE(QByteArray(lint.output + lint.errors), QByteArray());
    QCOMPARE(lint.exitCode, 0);
    QVERIFY(Exposition(answer.body).families().size() > 40);
}

void TestMetrics::measuresGenerationsByModel()
{
    PullFixture fixture({}, {}, m_shimmy.path());
    for (const QString &name : {u"one"_s, u"two"_s}) {
        fixture.hub.addFile(repo, name + u".gguf", tinyGgufBytes({.name = name.toUtf8()}));
        fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, QString(name + u".gguf")}});
    }
    qint64 promptTokens = 0;
    qint64 completionTokens = 0;
    for (int i = 0; i < 3; ++i) {
        const QJsonObject usage = httpPost(fixture.port(), "/v1/completions",
                                           {{u"model"_s, u"one"_s}, {u"prompt"_s, u"x\n"_s}, {u"max_tokens"_s, 20}})
                                      .json()
                                      .value("usage"_L1)
                                      .toObject();
        QVERIFY(usage.value("completion_tokens"_L1).toInteger() > 0);
        promptTokens += usage.value("prompt_tokens"_L1).toInteger();
        completionTokens += usage.value("completion_tokens"_L1).toInteger();
    }

    const Exposition metrics = scrape(fixture.port());

    for (const char *histogram : {"duration_seconds", "wait_seconds", "first_token_seconds"}) {
        const QString name = u"shimmyd_generation_"_s + QString::fromLatin1(histogram);
        QCOMPARE(metrics.value(name + u"_count{model=\"one\"}"), 3);
        QCOMPARE(metrics.value(name + u"_bucket{model=\"one\",le=\"+Inf\"}"), 3);
        QVERIFY(metrics.value(name + u"_sum{model=\"one\"}") >= 0);
    }
    QVERIFY(metrics.value(u"shimmyd_generation_first_token_seconds_sum{model=\"one\"}"_s)
            <= metrics.value(u"shimmyd_generation_duration_seconds_sum{model=\"one\"}"_s));
    QCOMPARE(metrics.value(u"shimmyd_prompt_tokens_total{model=\"one\"}"_s), double(promptTokens));
    QCOMPARE(metrics.value(u"shimmyd_completion_tokens_total{model=\"one\"}"_s), double(completionTokens));
    QCOMPARE(metrics.value(u"shimmyd_generation_admissions_total{result=\"admitted\"}"_s), 3);
    QVERIFY(metrics.samplesOf(u"shimmyd_generations_total{model=\"two\""_s).isEmpty()); // it was not asked
    double ended = 0;
    for (const QString &sample : metrics.samplesOf(u"shimmyd_generations_total{model=\"one\""_s))
        ended += metrics.value(sample);
    QCOMPARE(ended, 3);
}

void TestMetrics::countsAClientThatLeavesItsGeneration()
{
    const FakeShimmyProgram slow({{u"loadDelayMs"_s, 60'000}});
    PullFixture fixture({}, {}, slow.path());
    fixture.hub.addFile(repo, u"left.gguf"_s, tinyGgufBytes());
    fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, u"left.gguf"_s}});
    {
        BlockingHttp client(fixture.port());
        client.send(httpRequestBytes("POST", "/v1/generate", R"({"model":"left","prompt":"x","stream":true})",
                                     {{"Content-Type", "application/json"}}));
        QTRY_COMPARE(scrape(fixture.port()).value(u"shimmyd_generations_running"_s), 1);
    }

    QTRY_COMPARE(scrape(fixture.port()).value(u"shimmyd_generations_total{model=\"left\",outcome=\"client_left\"}"_s),
                 1);
    const Exposition metrics = scrape(fixture.port());
    QCOMPARE(metrics.value(u"shimmyd_generations_running"_s), 0);
    QCOMPARE(metrics.value(u"shimmyd_generation_wait_seconds_count{model=\"left\"}"_s), 1);
    QCOMPARE(metrics.value(u"shimmyd_generation_first_token_seconds_count{model=\"left\"}"_s), 0); // it got none
    QCOMPARE(metrics.value(u"shimmyd_http_requests_total{method=\"POST\",route=\"/v1/generate\",status=\"499\"}"_s), 1);
}

void TestMetrics::countsDownloadsTheirBytesAndRetries()
{
    PullFixture fixture({}, {}, m_shimmy.path());
    const QByteArray bytes = tinyGgufBytes();
    fixture.hub.addFile(repo, u"counted.gguf"_s, bytes);
    fixture.hub.inject({HubFault::Kind::Status, "counted.gguf", true, 1, 0, 0, 500, {}, {}});
    QCOMPARE(fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, u"counted.gguf"_s}}).value("status"_L1),
             u"complete"_s);
    QCOMPARE(fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, u"missing.gguf"_s}}).value("status"_L1),
             u"error"_s);

    const Exposition metrics = scrape(fixture.port());

    QCOMPARE(metrics.value(u"shimmyd_downloads_ended_total{state=\"complete\"}"_s), 1);
    QCOMPARE(metrics.value(u"shimmyd_downloads_ended_total{state=\"failed\"}"_s), 1);
    QCOMPARE(metrics.value(u"shimmyd_downloads_ended_total{state=\"cancelled\"}"_s), 0);
    QCOMPARE(metrics.value(u"shimmyd_download_failures_total{code=\"file_not_found\"}"_s), 1);
    QCOMPARE(metrics.value(u"shimmyd_download_retries_total{cause=\"hub_failed\"}"_s), 1);
    QCOMPARE(metrics.value(u"shimmyd_download_received_bytes_total"_s), double(bytes.size()));
    QCOMPARE(metrics.value(u"shimmyd_download_missing_bytes"_s), 0);
    QCOMPARE(metrics.value(u"shimmyd_download_verification_duration_seconds_count"_s), 1);
    QCOMPARE(metrics.value(u"shimmyd_download_duration_seconds_count"_s), 1);
    QCOMPARE(metrics.value(u"shimmyd_downloads{state=\"complete\"}"_s), 1);
    QCOMPARE(metrics.value(u"shimmyd_downloads{state=\"failed\"}"_s), 1);
    QCOMPARE(metrics.value(u"shimmyd_store_models"_s), 1);
    QCOMPARE(metrics.value(u"shimmyd_store_bytes"_s), double(bytes.size()));
    QVERIFY(metrics.value(u"shimmyd_disk_free_bytes"_s) > 0);
    QVERIFY(metrics.value(u"shimmyd_disk_free_bytes"_s) < metrics.value(u"shimmyd_disk_size_bytes"_s));
}

void TestMetrics::doesNotCountAgainWhatHadFailedBeforeARestart()
{
    PullFixture fixture({}, {}, m_shimmy.path());
    fixture.hub.addFile(repo, u"there.gguf"_s, tinyGgufBytes());
    QCOMPARE(fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, u"missing.gguf"_s}}).value("status"_L1),
             u"error"_s);

    fixture.restart();

    const Exposition metrics = scrape(fixture.port());
    QCOMPARE(metrics.value(u"shimmyd_downloads{state=\"failed\"}"_s), 1); // it is still there
    QCOMPARE(metrics.value(u"shimmyd_downloads_ended_total{state=\"failed\"}"_s), 0);
}

void TestMetrics::countsRequestsByRouteWhateverTheirPaths()
{
    PullFixture fixture({}, {}, m_shimmy.path());
    for (int i = 0; i < 50; ++i)
        QCOMPARE(httpGet(fixture.port(), "/v1/models/nothing" + QByteArray::number(i)).status, 404);
    for (int i = 0; i < 50; ++i)
        QCOMPARE(httpGet(fixture.port(), "/nothing" + QByteArray::number(i)).status, 404);
    for (const char *method : {"TRACE", "PROPFIND", "X1", "X2"})
        httpRequest(fixture.port(), method, "/v1/models");

    const Exposition metrics = scrape(fixture.port());

    QCOMPARE(metrics.value(u"shimmyd_http_requests_total{method=\"GET\",route=\"/v1/models/{id+}\",status=\"404\"}"_s),
             50);
    QCOMPARE(metrics.value(u"shimmyd_http_request_duration_seconds_count{route=\"/v1/models/{id+}\"}"_s), 50);
    QCOMPARE(metrics.value(u"shimmyd_http_requests_total{method=\"GET\",route=\"none\",status=\"404\"}"_s), 50);
    QVERIFY(metrics.samplesOf(u"shimmyd_http_requests_total{method=\"X"_s).isEmpty());
    QVERIFY(metrics.samplesOf(u"shimmyd_http_requests_total"_s).size() < 8);
}

void TestMetrics::countsWhatIsRefusedBeforeItIsARequest()
{
    PullFixture fixture({}, {}, m_shimmy.path());
    BlockingHttp client(fixture.port());
    client.send("GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + QByteArray(20'000, 'x') + "\r\n\r\n");
    QCOMPARE(client.read().status, 431);
    BlockingHttp rebound(fixture.port());
    rebound.send("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    QCOMPARE(rebound.read().status, 421);

    const Exposition metrics = scrape(fixture.port());

    QCOMPARE(metrics.value(u"shimmyd_http_refusals_total{status=\"431\"}"_s), 1);
    QCOMPARE(metrics.value(u"shimmyd_http_requests_total{method=\"GET\",route=\"none\",status=\"421\"}"_s), 1);
}

void TestMetrics::tellsHowShimmyFares()
{
    PullFixture fixture({u"--instances"_s, u"2"_s, u"--queue-limit"_s, u"7"_s}, {}, m_shimmy.path());
    QTRY_COMPARE(scrape(fixture.port()).value(u"shimmyd_shimmy_slots{state=\"ready\"}"_s), 2);
    fixture.hub.addFile(repo, u"switched.gguf"_s, tinyGgufBytes());
    fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, u"switched.gguf"_s}});

    Exposition metrics = scrape(fixture.port());
    QCOMPARE(metrics.value(u"shimmyd_shimmy_up"_s), 1);
    QCOMPARE(metrics.value(u"shimmyd_shimmy_switches_total"_s), 1);
    QCOMPARE(metrics.value(u"shimmyd_shimmy_restarts_total"_s), 0);
    QCOMPARE(metrics.value(u"shimmyd_generation_queue_limit"_s), 7);
    QVERIFY(metrics.value(u"shimmyd_shimmy_resident_memory_bytes"_s) > 1 << 20);
    QCOMPARE(metrics.samplesOf(u"shimmyd_build_info"_s).size(), 1);

    for (const qint64 child : fixture.service().children())
        ::kill(static_cast<pid_t>(child), SIGKILL);
    QTRY_VERIFY(scrape(fixture.port()).value(u"shimmyd_shimmy_restarts_total"_s) >= 2);
    QTRY_COMPARE(scrape(fixture.port()).value(u"shimmyd_shimmy_up"_s), 1);
}

void TestMetrics::tellsWhatTheProcessTakes()
{
    const double before = double(QDateTime::currentSecsSinceEpoch());
    PullFixture fixture({}, {}, m_shimmy.path());

    const Exposition metrics = scrape(fixture.port());

    const double resident = metrics.value(u"process_resident_memory_bytes"_s);
    QVERIFY(std::abs(resident - double(fixture.service().residentBytes())) < 4 << 20);
    const double started = metrics.value(u"process_start_time_seconds"_s);
    QVERIFY2(std::abs(started - before) < 10, qPrintable(QString::number(started - before, 'f')));
    QVERIFY(metrics.value(u"process_open_fds"_s) >= 4);
    QVERIFY(metrics.value(u"process_open_fds"_s) < metrics.value(u"process_max_fds"_s));
    QVERIFY(metrics.value(u"process_cpu_seconds_total"_s) > 0);
}

QTEST_GUILESS_MAIN(TestMetrics)
#include "test_metrics.moc"
