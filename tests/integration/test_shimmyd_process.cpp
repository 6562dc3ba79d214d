#include "blocking_http.h"
#include "fake_shimmy_program.h"
#include "project_paths.h"
#include "service_process.h"
#include "signal_process.h"
#include "tiny_gguf.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTcpServer>
#include <QTest>

#include <csignal>
#include <thread>

using namespace Qt::StringLiterals;

namespace {

struct Ended {
    int code = -1;
    QString output;
    QString errors;
};

Ended runShimmyd(const QStringList &arguments, const QProcessEnvironment &extra = {})
{
    QProcess process;
    QProcessEnvironment environment = extra;
    environment.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
    process.setProcessEnvironment(environment);
    process.start(shimmydPath(), arguments);
    if (!process.waitForFinished(30'000))
        process.kill();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
}

} // namespace

class TestShimmydProcess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesWhatItCannotDo_data();
    void refusesWhatItCannotDo();
    void printsHelpAndVersion();
    void refusesATakenPort();
    void refusesAModelsDirectoryThatAnotherProcessHolds();
    void readsOptionsFromTheEnvironmentAndAFile();
    void startsWithin300Milliseconds();
    void answersHealthWhileNoModelIsInstalled();
    void endsOnSigtermWithItsShimmy();
    void letsARunningGenerationEndBeforeItExits();
    void endsWhenTheClientOfTheRunningGenerationLeaves();
    void takesShimmyWithItWhenKilled();
    void startsShimmyAgainAfterACrash();
    void givesShimmyACleanEnvironment();
    void reapsOrphansAsPid1();
};

void TestShimmydProcess::refusesWhatItCannotDo_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("says");
    const QString shimmy = realShimmy();
    QTest::newRow("unknown option") << QStringList{u"--nonsense"_s} << 2 << u"--nonsense"_s;
    QTest::newRow("bad number") << QStringList{u"--segments"_s, u"0"_s} << 2 << u"--segments"_s;
    QTest::newRow("bad address") << QStringList{u"--listen"_s, u"here"_s} << 2 << u"--listen"_s;
    QTest::newRow("bad level") << QStringList{u"--log-level"_s, u"loud"_s} << 2 << u"--log-level"_s;
    QTest::newRow("no instance") << QStringList{u"--instances"_s, u"0"_s} << 2 << u"--instances"_s;
    QTest::newRow("no queue") << QStringList{u"--queue-limit"_s, u"0"_s} << 2 << u"--queue-limit"_s;
    QTest::newRow("no time") << QStringList{u"--queue-wait"_s, u"soon"_s} << 2 << u"--queue-wait"_s;
    QTest::newRow("a time of nothing") << QStringList{u"--generation-timeout"_s, u"0"_s} << 2
                                       << u"--generation-timeout"_s;
    for (const QString &size : {u"1M"_s, u"99999999999G"_s, u"4GiB"_s, u"-1"_s}) {
        QTest::addRow("no memory: %s", qPrintable(size))
            << QStringList{u"--shimmy-memory="_s + size} << 2 << u"--shimmy-memory"_s;
    }
    QTest::newRow("bad hub") << QStringList{u"--shimmy"_s, shimmy, u"--models"_s, u"/tmp"_s, u"--hub"_s, u"ftp://x"_s}
                             << 2 << u"--hub"_s;
    QTest::newRow("no config file") << QStringList{u"--config"_s, u"/nonexistent.toml"_s} << 2 << u"nonexistent.toml"_s;
    QTest::newRow("no models directory") << QStringList{u"--shimmy"_s, shimmy, u"--models"_s, u"/nonexistent"_s} << 3
                                         << u"/nonexistent"_s;
    QTest::newRow("models directory is a file")
        << QStringList{u"--shimmy"_s, shimmy, u"--models"_s, u"/etc/passwd"_s} << 3 << u"/etc/passwd"_s;
    QTest::newRow("models directory not writable")
        << QStringList{u"--shimmy"_s, shimmy, u"--models"_s, u"/proc"_s} << 3 << u"/proc"_s;
    QTest::newRow("no Shimmy") << QStringList{u"--models"_s, u"/tmp"_s} << 5 << u"--shimmy"_s;
    QTest::newRow("Shimmy is not there") << QStringList{u"--models"_s, u"/tmp"_s, u"--shimmy"_s,
                                                        u"/nonexistent/shimmy"_s}
                                         << 5 << u"/nonexistent/shimmy"_s;
}

void TestShimmydProcess::refusesWhatItCannotDo()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    QFETCH(QString, says);

    const Ended ended = runShimmyd(QStringList{u"--listen"_s, u"127.0.0.1:0"_s} + arguments);

    QCOMPARE(ended.code, code);
    QVERIFY2(ended.errors.contains(says), qPrintable(ended.errors));
    QCOMPARE(ended.errors.trimmed().count(u'\n'), 0); // one sentence
}

void TestShimmydProcess::printsHelpAndVersion()
{
    const Ended help = runShimmyd({u"--help"_s});
    const Ended version = runShimmyd({u"--version"_s});

    QCOMPARE(help.code, 0);
    for (const QString &option :
         {u"--listen"_s, u"--models"_s, u"--shimmy"_s, u"--shimmy-port"_s, u"--hub"_s, u"--queue"_s, u"--downloads"_s,
          u"--segments"_s, u"--instances"_s, u"--shimmy-memory"_s, u"--queue-limit"_s, u"--queue-wait"_s,
          u"--generation-timeout"_s, u"--log-level"_s, u"--log-format"_s, u"--config"_s})
        QVERIFY2(help.output.contains(option), qPrintable(option));
    QCOMPARE(version.code, 0);
    QVERIFY2(version.output.startsWith(u"shimmyd "_s), qPrintable(version.output));
}

void TestShimmydProcess::refusesATakenPort()
{
    QTcpServer holder;
    QVERIFY(holder.listen(QHostAddress::LocalHost, 0));
    QTemporaryDir models;

    const Ended ended = runShimmyd({u"--listen"_s, u"127.0.0.1:%1"_s.arg(holder.serverPort()), u"--models"_s,
                                    models.path(), u"--shimmy"_s, realShimmy()});

    QCOMPARE(ended.code, 4);
    QVERIFY2(ended.errors.contains(QString::number(holder.serverPort())), qPrintable(ended.errors));
}

void TestShimmydProcess::refusesAModelsDirectoryThatAnotherProcessHolds()
{
    ServiceProcess first({});
    QVERIFY(first.isUp());

    const Ended second =
        runShimmyd({u"--listen"_s, u"127.0.0.1:0"_s, u"--models"_s, first.models(), u"--shimmy"_s, realShimmy()});

    QCOMPARE(second.code, 3);
    QVERIFY2(second.errors.contains(QString::number(first.processId())), qPrintable(second.errors));
}

void TestShimmydProcess::readsOptionsFromTheEnvironmentAndAFile()
{
    QProcessEnvironment environment;
    environment.insert(u"SHIMMYD_LOG_LEVEL"_s, u"loud"_s);
    QTemporaryDir directory;
    QFile config(directory.filePath(u"shimmyd.toml"_s));
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write("models = \"/nonexistent/from-the-file\"\n");
    config.close();

    const Ended fromEnvironment = runShimmyd({}, environment);
    const QStringList withFile{u"--config"_s, config.fileName(), u"--shimmy"_s, realShimmy()};
    const Ended fromFile = runShimmyd(withFile);
    environment.clear();
    environment.insert(u"SHIMMYD_MODELS"_s, u"/nonexistent/from-the-environment"_s);
    environment.insert(u"SHIMMYD_CONFIG"_s, config.fileName());
    const Ended fromBoth = runShimmyd({u"--shimmy"_s, realShimmy()}, environment);
    const Ended fromAll = runShimmyd(withFile + QStringList{u"--models=/nonexistent/from-the-line"_s}, environment);

    QCOMPARE(fromEnvironment.code, 2);
    QVERIFY2(fromEnvironment.errors.contains(u"loud"_s), qPrintable(fromEnvironment.errors));
    QVERIFY2(fromEnvironment.errors.contains(u"SHIMMYD_LOG_LEVEL"_s), qPrintable(fromEnvironment.errors));
    QCOMPARE(fromFile.code, 3);
    QVERIFY2(fromFile.errors.contains(u"/nonexistent/from-the-file"_s), qPrintable(fromFile.errors));
    QCOMPARE(fromBoth.code, 3);
    QVERIFY2(fromBoth.errors.contains(u"/nonexistent/from-the-environment"_s), qPrintable(fromBoth.errors));
    QCOMPARE(fromAll.code, 3);
    QVERIFY2(fromAll.errors.contains(u"/nonexistent/from-the-line"_s), qPrintable(fromAll.errors));
}

void TestShimmydProcess::startsWithin300Milliseconds()
{
    // The best of three: other programs may have the machine meanwhile.
    QList<qint64> times;
    for (int i = 0; i < 3; ++i) {
        ServiceProcess service({});
        QVERIFY(service.isUp());
        times += service.millisecondsToHealthy();
    }
    std::sort(times.begin(), times.end());
    qInfo() << "milliseconds to the first 200 on /v1/health:" << times;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    constexpr qint64 most = 3000;
#else
    constexpr qint64 most = 300;
#endif
    QVERIFY2(times.first() <= most, qPrintable(QString::number(times.first())));
}

void TestShimmydProcess::answersHealthWhileNoModelIsInstalled()
{
    ServiceProcess service({});
    QVERIFY(service.isUp());

    const HttpAnswer health = httpGet(service.port(), "/v1/health");
    const HttpAnswer models = httpGet(service.port(), "/v1/models");

    QCOMPARE(health.json().value("service"_L1), u"shimmy"_s);
    QCOMPARE(health.json().value("status"_L1), u"ok"_s);
    QCOMPARE(health.json().value("version"_L1), u"1.8.1"_s);
    QCOMPARE(models.json().value("data"_L1).toArray().size(), 0); // above all no ghost phi3-lora
}

void TestShimmydProcess::endsOnSigtermWithItsShimmy()
{
    ServiceProcess service({});
    QVERIFY(service.isUp());
    const QList<qint64> children = service.children();
    QCOMPARE(children.size(), 1);

    QCOMPARE(service.terminate(), 0);

    QVERIFY(!isProcess(children.first()));
}

void TestShimmydProcess::letsARunningGenerationEndBeforeItExits()
{
    QTemporaryDir models;
    QVERIFY(writeTinyGguf(models.filePath(u"tiny.gguf"_s)));
    ServiceProcess::Setup setup;
    setup.models = models.path();
    ServiceProcess service(setup);
    QVERIFY(service.isUp());
    BlockingHttp client(service.port());
    const QByteArray body = R"({"model":"tiny","prompt":"L","max_tokens":20,"stream":true})";
    QVERIFY(client.send(httpRequestBytes("POST", "/v1/generate", body, {{"Content-Type", "application/json"}})));
    int code = -2;
    std::thread terminator;

    const HttpAnswer answer = client.read(false, [&](const QByteArray &) {
        if (!terminator.joinable())
            terminator = std::thread([&] { signalProcess(service.processId(), SIGTERM); });
        return true;
    });
    terminator.join();
    code = service.ended();

    QCOMPARE(answer.status, 200);
    QVERIFY(answer.complete);
    QCOMPARE(answer.events().size(), 21); // 20 tokens and [DONE]
    QCOMPARE(answer.events().last(), "[DONE]");
    QCOMPARE(code, 0);
}

void TestShimmydProcess::endsWhenTheClientOfTheRunningGenerationLeaves()
{
    QTemporaryDir models;
    QVERIFY(writeTinyGguf(models.filePath(u"tiny.gguf"_s)));
    ServiceProcess::Setup setup;
    setup.models = models.path();
    ServiceProcess service(setup);
    QVERIFY(service.isUp());
    BlockingHttp client(service.port());
    const QByteArray body = R"({"model":"tiny","prompt":"L","max_tokens":3500,"stream":true})";
    QVERIFY(client.send(httpRequestBytes("POST", "/v1/generate", body, {{"Content-Type", "application/json"}})));
    QCOMPARE(client.read(false, [](const QByteArray &) { return false; }).status, 200);
    QElapsedTimer clock;
    clock.start();
    QVERIFY(signalProcess(service.processId(), SIGTERM));
    QTRY_VERIFY(service.log().contains("stopping:"));

    client.close();

    QCOMPARE(service.ended(), 0);
    QVERIFY2(clock.elapsed() < 15'000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(service.log().count("serving from the instance"), 1); // no new Shimmy
}

void TestShimmydProcess::takesShimmyWithItWhenKilled()
{
    ServiceProcess service({});
    QVERIFY(service.isUp());
    const auto child = static_cast<pid_t>(service.children().first());

    service.killNow();

    QTRY_VERIFY_WITH_TIMEOUT(!isProcess(child), 10'000);
}

void TestShimmydProcess::startsShimmyAgainAfterACrash()
{
    QTemporaryDir models;
    QVERIFY(writeTinyGguf(models.filePath(u"tiny.gguf"_s)));
    ServiceProcess::Setup setup;
    setup.models = models.path();
    ServiceProcess service(setup);
    QVERIFY(service.isUp());

    QVERIFY(signalProcess(service.children().first(), SIGABRT));
    const HttpAnswer answer =
        httpPost(service.port(), "/v1/generate", {{u"model"_s, u"tiny"_s}, {u"prompt"_s, u"x\n"_s}});

    QTRY_COMPARE_WITH_TIMEOUT(
        httpGet(service.port(), "/v1/health").json().value("manager"_L1).toObject().value("restarts"_L1).toInt(), 1,
        20'000);
    // The request may have met the dying instance, or waited for the next one; a second one must succeed.
    QVERIFY(answer.status == 200 || answer.status == 502);
    const HttpAnswer second =
        httpPost(service.port(), "/v1/generate", {{u"model"_s, u"tiny"_s}, {u"prompt"_s, u"x\n"_s}});
    QCOMPARE(second.json().value("response"_L1), u" Hello, world!!"_s);
}

void TestShimmydProcess::givesShimmyACleanEnvironment()
{
    ServiceProcess::Setup setup;
    setup.environment.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
    setup.environment.insert(u"HOME"_s, QDir::tempPath());
    setup.environment.insert(u"HF_TOKEN"_s, u"hf_canaryCANARYcanary"_s);
    ServiceProcess service(setup);
    QVERIFY(service.isUp());

    QFile environment(u"/proc/%1/environ"_s.arg(service.children().first()));
    QVERIFY(environment.open(QIODevice::ReadOnly));
    QList<QByteArray> names;
    for (const QByteArray &entry : environment.readAll().split('\0')) {
        if (!entry.isEmpty())
            names += entry.left(entry.indexOf('='));
    }
    std::sort(names.begin(), names.end());

    QCOMPARE(names, (QList<QByteArray>{"GGML_NO_BACKTRACE", "HOME", "PATH", "SHIMMY_MODEL_PATHS"}));
    QVERIFY(!service.log().contains("canary"));
}

void TestShimmydProcess::reapsOrphansAsPid1()
{
    QTemporaryDir directory;
    const FakeShimmyProgram shimmy({{u"leavesZombies"_s, 5}});
    QVERIFY(QDir(directory.path()).mkdir(u"models"_s));
    QTcpServer probe;
    QVERIFY(probe.listen(QHostAddress::LocalHost, 0));
    const quint16 port = probe.serverPort();
    probe.close();
    QProcess unshare;
    unshare.start(u"unshare"_s,
                  {u"-pf"_s, u"--mount-proc"_s, u"--kill-child"_s, shimmydPath(), u"--listen"_s,
                   u"127.0.0.1:%1"_s.arg(port), u"--models"_s, directory.filePath(u"models"_s), u"--shimmy"_s,
                   shimmy.path(), u"--shimmy-port"_s, u"0"_s});
    QVERIFY(unshare.waitForStarted());
    QTRY_COMPARE_WITH_TIMEOUT(httpGet(port, "/v1/health").status, 200, 30'000);
    QFile children(u"/proc/%1/task/%1/children"_s.arg(unshare.processId()));
    QVERIFY(children.open(QIODevice::ReadOnly));
    const QByteArray init = children.readAll().trimmed();
    QVERIFY(!init.isEmpty());

    // PID 1 has one child, the service, once the orphans have ended: no zombie stays.
    const auto childrenOf = [](const QByteArray &pid) {
        QFile file(u"/proc/%1/task/%1/children"_s.arg(QString::fromLatin1(pid)));
        return file.open(QIODevice::ReadOnly) ? file.readAll().simplified().split(' ') : QList<QByteArray>();
    };
    QTRY_COMPARE_WITH_TIMEOUT(childrenOf(init).size(), 1, 20'000);
    // What Shimmy itself has not waited for becomes PID 1's when Shimmy goes.
    const QByteArray service = childrenOf(init).first();
    const QByteArray first = childrenOf(service).first();
    QCOMPARE(childrenOf(first).size(), 5);
    QVERIFY(signalProcess(first.toInt(), SIGKILL));
    QTRY_VERIFY(childrenOf(service).first() != first && childrenOf(childrenOf(service).first()).size() == 5);
    QTRY_COMPARE_WITH_TIMEOUT(childrenOf(init), QList{service}, 20'000);

    QVERIFY(signalProcess(init.toInt(), SIGTERM));
    QVERIFY(unshare.waitForFinished(40'000));
    QCOMPARE(unshare.exitStatus(), QProcess::NormalExit);
    QCOMPARE(unshare.exitCode(), 0);
}

QTEST_GUILESS_MAIN(TestShimmydProcess)
#include "test_shimmyd_process.moc"
