#include "fake_shimmy_program.h"
#include "pull_fixture.h"
#include "tiny_gguf.h"

#include <QDateTime>
#include <QJsonArray>
#include <QTest>

#include <atomic>
#include <csignal>
#include <thread>

using namespace Qt::StringLiterals;

namespace {

const QString repo = u"org/control-GGUF"_s;

QJsonObject shimmyOf(quint16 port)
{
    return httpGet(port, "/v1/api/shimmy").json();
}

qint64 currentPid(const QJsonObject &shimmy)
{
    for (const auto &instance : shimmy.value("instances"_L1).toArray()) {
        if (instance[u"role"_s] == u"current"_s)
            return instance[u"pid"_s].toInteger();
    }
    return 0;
}

} // namespace

/// Looking at Shimmy and having it started anew.
class TestShimmyControl : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsEveryInstance();
    void restartsWithoutAFailedRequest();
    void keepsTheOldOneWhenAFreshOneDoesNotComeUp();
    void remembersWhatInstancesDiedOf();
    void tellsVersions();
};

void TestShimmyControl::showsEveryInstance()
{
    const FakeShimmyProgram program({{u"printsLines"_s, 3}});
    PullFixture fixture({u"--instances"_s, u"2"_s}, {}, program.path());
    fixture.hub.addFile(repo, u"shown.gguf"_s, tinyGgufBytes());
    fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, u"shown.gguf"_s}});
    QTRY_COMPARE(shimmyOf(fixture.port()).value("instances"_L1).toArray().size(), 2);

    const QJsonObject shimmy = shimmyOf(fixture.port());

    QCOMPARE(shimmy.value("state"_L1), u"ready"_s);
    QCOMPARE(shimmy.value("trouble"_L1), QJsonValue());
    QCOMPARE(shimmy.value("program"_L1), program.path());
    QCOMPARE(shimmy.value("switches"_L1), 1);
    QCOMPARE(shimmy.value("recent_switches"_L1).toArray().size(), 1);
    const QList<qint64> children = fixture.service().children();
    for (int slot = 0; slot < 2; ++slot) {
        const QJsonObject instance = shimmy.value("instances"_L1)[slot].toObject();
        QCOMPARE(instance.value("slot"_L1), slot);
        QCOMPARE(instance.value("role"_L1), u"current"_s);
        QCOMPARE(instance.value("state"_L1), u"ready"_s);
        QVERIFY(children.contains(instance.value("pid"_L1).toInteger()));
        QVERIFY(httpGet(quint16(instance.value("port"_L1).toInt()), "/health").status == 200);
        QVERIFY(instance.value("resident_bytes"_L1).toInteger() > 1 << 20);
        QCOMPARE(instance.value("models"_L1).toArray(), QJsonArray{u"shown"_s});
        QVERIFY(!instance.value("last_lines"_L1).toArray().isEmpty());
        const QDateTime started = QDateTime::fromString(instance.value("started_at"_L1).toString(), Qt::ISODateWithMs);
        QVERIFY(started.isValid() && started.secsTo(QDateTime::currentDateTimeUtc()) < 120);
    }
    QCOMPARE(shimmy.value("queue"_L1)[u"waiting"_s], 0);
    QCOMPARE(shimmy.value("queue"_L1)[u"limit"_s], 64);
}

void TestShimmyControl::restartsWithoutAFailedRequest()
{
    const FakeShimmyProgram program({{u"tokenDelayMs"_s, 5}});
    PullFixture fixture({}, {}, program.path());
    fixture.hub.addFile(repo, u"busy.gguf"_s, tinyGgufBytes());
    fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, u"busy.gguf"_s}});
    std::atomic_bool enough = false;
    std::atomic<int> answered = 0;
    std::atomic<int> failed = 0;
    std::thread client([&, port = fixture.port()] {
        while (!enough) {
            const HttpAnswer answer =
                httpPost(port, "/v1/generate", {{u"model"_s, u"busy"_s}, {u"prompt"_s, u"x\n"_s}});
            ++(answer.status == 200 ? answered : failed);
        }
    });
    QSet<qint64> pids{currentPid(shimmyOf(fixture.port()))};
    const int switches = shimmyOf(fixture.port()).value("switches"_L1).toInt();

    constexpr int restarts = 5;
    for (int i = 0; i < restarts; ++i) {
        const int before = answered;
        const HttpAnswer answer = httpPost(fixture.port(), "/v1/api/shimmy/restart", {});
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.json().value("status"_L1), u"restarted"_s);
        pids += currentPid(answer.json());
        QTRY_VERIFY(answered > before); // by the fresh one
    }
    enough = true;
    client.join();

    QCOMPARE(failed, 0);
    QCOMPARE(pids.size(), restarts + 1);
    const QJsonObject shimmy = shimmyOf(fixture.port());
    QCOMPARE(shimmy.value("switches"_L1), switches + restarts);
    QCOMPARE(shimmy.value("restarts"_L1), 0);
    const QJsonArray recent = shimmy.value("recent_switches"_L1).toArray();
    QCOMPARE(recent.size(), switches + restarts);
    QCOMPARE(recent.first()[u"error"_s], QJsonValue());
    QVERIFY(recent.first()[u"at"_s].toString() > recent.last()[u"at"_s].toString()); // the newest first
}

void TestShimmyControl::keepsTheOldOneWhenAFreshOneDoesNotComeUp()
{
    const FakeShimmyProgram program;
    PullFixture fixture({}, {}, program.path());
    const qint64 pid = currentPid(shimmyOf(fixture.port()));
    program.tell({{u"exitAtStart"_s, 3}});

    const HttpAnswer answer = httpPost(fixture.port(), "/v1/api/shimmy/restart", {});

    QCOMPARE(answer.status, 502);
    QCOMPARE(answer.json().value("error"_L1)["code"_L1], u"shimmy_failed"_s);
    QVERIFY(fixture.isHealthy());
    const QJsonObject shimmy = shimmyOf(fixture.port());
    QCOMPARE(currentPid(shimmy), pid);
    QCOMPARE(shimmy.value("recent_switches"_L1)[0][u"error"_s][u"code"_s], u"shimmy_failed"_s);
    QCOMPARE(shimmy.value("switches"_L1), 0);
}

void TestShimmyControl::remembersWhatInstancesDiedOf()
{
    const FakeShimmyProgram program;
    PullFixture fixture({}, {}, program.path());
    const qint64 pid = currentPid(shimmyOf(fixture.port()));

    ::kill(static_cast<pid_t>(pid), SIGKILL);

    QTRY_COMPARE(shimmyOf(fixture.port()).value("recent_deaths"_L1).toArray().size(), 1);
    QTRY_COMPARE(shimmyOf(fixture.port()).value("state"_L1), u"ready"_s);
    const QJsonObject shimmy = shimmyOf(fixture.port());
    QCOMPARE(shimmy.value("restarts"_L1), 1);
    QCOMPARE(shimmy.value("recent_deaths"_L1)[0][u"slot"_s], 0);
    QVERIFY(!shimmy.value("recent_deaths"_L1)[0][u"reason"_s].toString().isEmpty());
    QVERIFY(currentPid(shimmy) != pid);
}

void TestShimmyControl::tellsVersions()
{
    const FakeShimmyProgram program({{u"saysVersion"_s, u"1.8.7"_s}});
    PullFixture fixture({}, {}, program.path());

    const QJsonObject version = httpGet(fixture.port(), "/version").json();

    QCOMPARE(version.value("name"_L1), u"shimmyd"_s);
    QCOMPARE(version.value("version"_L1), QStringLiteral(SHIMMY_MANAGER_VERSION));
    QCOMPARE(version.value("api"_L1), u"v1"_s);
    QCOMPARE(version.value("qt"_L1), QString::fromLatin1(qVersion()));
    QCOMPARE(version.value("shimmy"_L1), u"1.8.7"_s);
}

QTEST_GUILESS_MAIN(TestShimmyControl)
#include "test_shimmy_control.moc"
