#include "pull_fixture.h"
#include "tiny_gguf.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1 << 20;
const QString repo = u"org/unsized-GGUF"_s;
const QString file = u"unsized.gguf"_s;

HubFault forEver(HubFault::Kind kind)
{
    HubFault fault{kind, file.toLatin1()};
    fault.times = -1;
    return fault;
}

HubFault once(HubFault::Kind kind, qint64 at)
{
    HubFault fault{kind, file.toLatin1()};
    fault.at = at;
    return fault;
}

/// The list of files is not to be had either.
HubFault noTree()
{
    HubFault fault{HubFault::Kind::Status, "/tree/"};
    fault.onCdn = false;
    fault.times = -1;
    fault.status = 404;
    return fault;
}

QByteArray modelBytes()
{
    return tinyGgufBytes({.minimumBytes = 8 * mebibyte});
}

} // namespace

/// Servers that know no ranges, and such as do not even tell the size.
class TestPullUnsized : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesTheSizeFromTheListOfFiles();
    void fetchesWhatHasNoSizeInOneStream();
    void refusesWhatHasNoSizeAndIsCutOff();
    void goesOnWithOneStreamThatBreaksOff_data();
    void goesOnWithOneStreamThatBreaksOff();
};

void TestPullUnsized::takesTheSizeFromTheListOfFiles()
{
    PullFixture fixture;
    const QByteArray bytes = modelBytes();
    fixture.hub.addFile(repo, file, bytes);
    fixture.hub.inject(forEver(HubFault::Kind::HideSize));

    const HttpAnswer answer = fixture.pull({{u"model"_s, repo}, {u"filename"_s, file}});

    QVERIFY(!answer.lines().isEmpty());
    const QJsonObject starting = answer.lines().first();
    QCOMPARE(starting.value("total"_L1).toInteger(), bytes.size());
    QVERIFY(!starting.value("sha256"_L1).toString().isEmpty());
    QCOMPARE(answer.lines().last().value("status"_L1), u"complete"_s);
    QVERIFY(neverGoesBack(answer.lines()));
    QCOMPARE(sha256OfFile(answer.lines().last().value("path"_L1).toString()),
             starting.value("sha256"_L1).toString().toLatin1());
}

void TestPullUnsized::fetchesWhatHasNoSizeInOneStream()
{
    PullFixture fixture;
    const QByteArray bytes = modelBytes();
    fixture.hub.addFile(repo, file, bytes);
    fixture.hub.inject(noTree());
    fixture.hub.inject(forEver(HubFault::Kind::HideSize));

    const HttpAnswer answer = fixture.pull({{u"model"_s, repo}, {u"filename"_s, file}});

    QVERIFY(!answer.lines().isEmpty());
    const QJsonObject starting = answer.lines().first();
    QVERIFY(starting.value("total"_L1).isNull());
    QVERIFY(starting.value("sha256"_L1).isNull());
    const QJsonObject result = answer.lines().last();
    QVERIFY2(result.value("status"_L1) == "complete"_L1, answer.body.constData());
    QVERIFY(neverGoesBack(answer.lines()));
    QFile installed(result.value("path"_L1).toString());
    QVERIFY(installed.open(QIODevice::ReadOnly));
    QVERIFY(installed.readAll() == bytes);
    QCOMPARE(fixture.hub.cdnRequests(), 1);
    QCOMPARE(fixture.hub.cdnBytes(), bytes.size());
    QCOMPARE(fixture.parts(), QStringList());
    QVERIFY(fixture.isHealthy());
}

void TestPullUnsized::refusesWhatHasNoSizeAndIsCutOff()
{
    PullFixture fixture;
    const QByteArray bytes = modelBytes();
    fixture.hub.addFile(repo, file, bytes);
    fixture.hub.inject(noTree());
    fixture.hub.inject(forEver(HubFault::Kind::HideSize));
    HubFault cut = forEver(HubFault::Kind::Cut); // looks like the end: it was announced nowhere
    cut.at = 3 * mebibyte;
    fixture.hub.inject(cut);

    const QJsonObject refused = fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, file}});

    QCOMPARE(refused.value("status"_L1), u"error"_s);
    QCOMPARE(refused.value("code"_L1), u"not_gguf"_s);
    QCOMPARE(fixture.modelFiles(), QStringList());
    QCOMPARE(fixture.parts(), QStringList());
    QVERIFY(fixture.isHealthy());
    fixture.hub.clearFaults();
    QCOMPARE(fixture.pullWhole(repo, file, bytes), QString());
}

void TestPullUnsized::goesOnWithOneStreamThatBreaksOff_data()
{
    QTest::addColumn<HubFault>("breaksOff");
    QTest::newRow("closed in the middle") << once(HubFault::Kind::Cut, 5 * mebibyte);
    QTest::newRow("reset in the middle") << once(HubFault::Kind::Reset, 5 * mebibyte);
    QTest::newRow("silent in the middle") << once(HubFault::Kind::Stall, 5 * mebibyte);
}

void TestPullUnsized::goesOnWithOneStreamThatBreaksOff()
{
    QFETCH(HubFault, breaksOff);
    PullFixture fixture;
    const QByteArray bytes = modelBytes();
    fixture.hub.addFile(repo, file, bytes);
    // HideSize ignores ranges, besides any other fault.
    fixture.hub.inject(forEver(HubFault::Kind::HideSize));
    fixture.hub.inject(slowly(file, 8 * mebibyte));
    BlockingHttp client(fixture.port());
    QVERIFY(client.send(pullRequest(R"({"model":"org/unsized-GGUF","filename":"unsized.gguf"})")));
    const auto streams = [&fixture] {
        const auto log = fixture.hub.requests();
        return std::count_if(log.begin(), log.end(), [](const HubRequestLog &request) {
            return request.cdn && request.method == "GET" && request.range.isEmpty();
        });
    };
    fixture.hub.inject(breaksOff);
    QTRY_VERIFY_WITH_TIMEOUT(streams() >= 1, 20'000);
    fixture.hub.inject(breaksOff); // the first may have met a range

    const QList<QJsonObject> lines = client.read().lines();
    QVERIFY(!lines.isEmpty());

    QCOMPARE(lines.last().value("status"_L1), u"complete"_s);
    QVERIFY(neverGoesBack(lines));
    QFile installed(lines.last().value("path"_L1).toString());
    QVERIFY(installed.open(QIODevice::ReadOnly));
    QVERIFY(installed.readAll() == bytes);
    QCOMPARE(fixture.parts(), QStringList());
}

QTEST_GUILESS_MAIN(TestPullUnsized)
#include "test_pull_unsized.moc"
