#include "project_paths.h"
#include "pull_fixture.h"
#include "run_program.h"
#include "tiny_gguf.h"

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

/// What a running shimmyd writes for a log collector, and what it reads from its file of options.
class TestLogAndConfig : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesEachLineAsAJsonObjectWithoutSecrets();
    void readsAnIniFile();
    void refusesAnOptionOfTheFileThatItDoesNotKnow();

private:
    QString write(const QString &name, const QByteArray &text, bool executable = false) const;
    QTemporaryDir m_directory;
};

namespace {

const QString repo = u"org/tiny-GGUF"_s;

} // namespace

QString TestLogAndConfig::write(const QString &name, const QByteArray &text, bool executable) const
{
    QFile file(m_directory.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
    if (executable)
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return file.fileName();
}

void TestLogAndConfig::writesEachLineAsAJsonObjectWithoutSecrets()
{
    // A Shimmy that writes what must not get into a log, and what must not break a line of it.
    const QString talkative = write(u"talkative-shimmy"_s,
                                    "#!/bin/sh\n"
                                    "printf 'using hf_canaryCanaryCanary and Bearer canaryOfABearer\\n' >&2\n"
                                    "printf 'a \"quote\", a \\\\ and a \\033[31mcolour\\n' >&2\n"
                                    "exec '"
                                        + realShimmy().toUtf8() + "' \"$@\"\n",
                                    true);
    FakeHub hub;
    hub.addToken("hf_canaryOfTheService");
    hub.addFile(repo, u"tiny.gguf"_s, tinyGgufBytes());
    hub.inject({HubFault::Kind::Status, "tiny.gguf", true, 1, 0, 0, 500, {}, {}}); // one retry to write about
    ServiceProcess::Setup setup;
    setup.hub = hub.url();
    setup.shimmy = talkative;
    setup.arguments = {u"--log-format"_s, u"json"_s, u"--log-level"_s, u"debug"_s};
    setup.variables = {{u"HF_TOKEN"_s, u"hf_canaryOfTheService"_s}};
    ServiceProcess service(setup);
    QVERIFY(service.isUp());
    for (const char *file : {"tiny.gguf", "missing.gguf"}) {
        const HttpAnswer answer =
            httpPost(service.port(), "/v1/api/pull", {{u"model"_s, repo}, {u"filename"_s, QString::fromLatin1(file)}},
                     {{"X-HF-Token", "hf_canaryOfTheRequest"}});
        QCOMPARE(answer.status, 200);
    }
    QCOMPARE(service.terminate(), 0);

    const QByteArray log = service.log();

    QVERIFY(log.endsWith('\n'));
    QStringList levels;
    QStringList categories;
    QStringList messages;
    for (const QByteArray &line : log.chopped(1).split('\n')) {
        QJsonParseError error;
        const QJsonObject object = QJsonDocument::fromJson(line, &error).object();
        QVERIFY2(error.error == QJsonParseError::NoError, line.constData());
        QStringList members{u"category"_s, u"level"_s, u"message"_s, u"time"_s};
        if (object.contains(u"request"_s)) // the lines that concern one
            members.insert(3, u"request"_s);
        QCOMPARE(object.keys(), members);
        for (const QJsonValue &value : object)
            QVERIFY2(value.isString() && !value.toString().isEmpty(), line.constData());
        const QDateTime time = QDateTime::fromString(object.value("time"_L1).toString(), Qt::ISODateWithMs);
        QVERIFY2(time.isValid() && time.timeSpec() == Qt::UTC, line.constData());
        levels += object.value("level"_L1).toString();
        categories += object.value("category"_L1).toString();
        messages += object.value("message"_L1).toString();
    }
    for (const QString &level : {u"debug"_s, u"info"_s, u"warning"_s})
        QVERIFY2(levels.contains(level), qPrintable(level));
    for (const QString &category : {u"service"_s, u"shimmy"_s, u"download"_s})
        QVERIFY2(categories.contains(category), qPrintable(category));
    QVERIFY(messages.contains(u"ready on port %1"_s.arg(service.port())));
    QVERIFY(!messages.filter(u"a \"quote\", a \\ and a \x1b[31mcolour"_s).isEmpty());
    QVERIFY(!messages.filter(u"using hf_… and Bearer …"_s).isEmpty());
    for (const char *secret : {"canary", "Signature="})
        QVERIFY2(!log.toLower().contains(QByteArray(secret).toLower()), secret);
}

void TestLogAndConfig::readsAnIniFile()
{
    const QString config = write(u"shimmyd.ini"_s,
                                 "; how it runs here\n"
                                 "log-format = json\n"
                                 "log-level=debug\n"
                                 "queue = true\n"
                                 "\n"
                                 "# names and a list\n"
                                 "host = one.example, two.example\n");
    PullFixture fixture({u"--config"_s, config});
    QVERIFY(fixture.service().isUp());
    for (const char *name : {"first.gguf", "second.gguf"})
        fixture.hub.addFile(repo, QString::fromLatin1(name), tinyGgufBytes({.name = name}));
    fixture.hub.inject(slowly(u"first.gguf"_s, 3'000'000));
    BlockingHttp first(fixture.port());
    first.send(pullRequest(R"({"model":"org/tiny-GGUF","filename":"first.gguf"})"));
    QTRY_VERIFY(fixture.hub.cdnRequests() > 0);

    const HttpAnswer second = fixture.pull({{u"model"_s, repo}, {u"filename"_s, u"second.gguf"_s}});
    const auto statusFor = [&](const QByteArray &host) {
        BlockingHttp client(fixture.port());
        client.send("GET /v1/health HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        return client.read().status;
    };

    QCOMPARE(second.status, 200); // queued, not refused
    QCOMPARE(second.lines().last().value("status"_L1), u"complete"_s);
    QCOMPARE(first.read().lines().last().value("status"_L1), u"complete"_s);
    QCOMPARE(statusFor("one.example"), 200);
    QCOMPARE(statusFor("two.example"), 200);
    QCOMPARE(statusFor("three.example"), 421);
    const QByteArray line = fixture.service().log().split('\n').first();
    QVERIFY2(QJsonDocument::fromJson(line).isObject(), line.constData());
    QVERIFY(fixture.service().log().contains("\"level\":\"debug\""));
}

void TestLogAndConfig::refusesAnOptionOfTheFileThatItDoesNotKnow()
{
    const QString config = write(u"wrong.ini"_s, "queue = true\nqueues = true\n");

    const ProgramResult result = runProgram(shimmydPath(), {u"--config"_s, config, u"--listen"_s, u"127.0.0.1:0"_s});

    QCOMPARE(result.exitCode, 2);
    QVERIFY2(result.errors.contains("queues"), result.errors.constData());
    QCOMPARE(result.errors.trimmed().count('\n'), 0); // one sentence
}

QTEST_GUILESS_MAIN(TestLogAndConfig)
#include "test_log_and_config.moc"
