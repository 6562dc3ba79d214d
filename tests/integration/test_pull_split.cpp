#include "job_fixture.h"
#include "tiny_gguf.h"

#include <QCryptographicHash>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1 << 20;
const QString repo = u"org/split-GGUF"_s;
const QList<qsizetype> tensorsPerShard{1, 3, 8}; // the tiny model has twelve

QString shardName(const QString &stem, int number, int count)
{
    return u"%1-%2-of-%3.gguf"_s.arg(stem).arg(number, 5, 10, '0'_L1).arg(count, 5, 10, '0'_L1);
}

/// Offers a split model; the first shard may be without tensors, as some splitters make it.
QList<QByteArray> offer(FakeHub &hub, const QString &stem, const QList<qsizetype> &tensors)
{
    const QList<QByteArray> shards = tinyGgufShards(tensors);
    for (int i = 0; i < shards.size(); ++i)
        hub.addFile(repo, shardName(stem, i + 1, static_cast<int>(shards.size())), shards[i]);
    return shards;
}

} // namespace

/// Split models become one file, which Shimmy can load.
class TestPullSplit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void becomesOneModelThatAnswers_data();
    void becomesOneModelThatAnswers();
    void findsADamagedShard();
    void goesOnAfterAKill();
    void refusesShardsOfTwoModels();
    void aMissingShardIsSaidSo();
    void keepsAProjectorButDoesNotServeIt();
};

void TestPullSplit::becomesOneModelThatAnswers_data()
{
    QTest::addColumn<QJsonObject>("wish");
    QTest::addColumn<bool>("emptyFirst");
    const QString stem = u"model.Q8_0"_s;
    QTest::newRow("by its first shard") << QJsonObject{{u"filename"_s, shardName(stem, 1, 3)}} << false;
    QTest::newRow("by another shard") << QJsonObject{{u"filename"_s, shardName(stem, 3, 3)}} << false;
    QTest::newRow("by its quantization") << QJsonObject{{u"quantization"_s, u"Q8_0"_s}} << false;
    QTest::newRow("with nothing in the first") << QJsonObject{{u"quantization"_s, u"auto"_s}} << true;
}

void TestPullSplit::becomesOneModelThatAnswers()
{
    QFETCH(QJsonObject, wish);
    QFETCH(bool, emptyFirst);
    PullFixture fixture;
    const QList<qsizetype> tensors = emptyFirst ? QList<qsizetype>{0, 4, 8} : tensorsPerShard;
    const QList<QByteArray> shards = offer(fixture.hub, u"model.Q8_0"_s, tensors);
    wish.insert(u"model"_s, repo);

    const HttpAnswer answer = fixture.pull(wish);

    const QJsonObject result = answer.lines().last();
    QVERIFY2(result.value("status"_L1) == "complete"_L1, answer.body.constData());
    QCOMPARE(result.value("filename"_L1), u"model.Q8_0.gguf"_s);
    QCOMPARE(fixture.modelFiles(), QStringList{u"model.Q8_0.gguf"_s});
    QCOMPARE(sha256OfFile(result.value("path"_L1).toString()), result.value("sha256"_L1).toString().toLatin1());
    QCOMPARE(fixture.parts(), QStringList());
    const HttpAnswer said =
        httpPost(fixture.port(), "/v1/generate", {{u"model"_s, result.value("model_id"_L1)}, {u"prompt"_s, u"x\n"_s}});
    QCOMPARE(said.json().value("response"_L1), u" Hello, world!!"_s);
    // And it is there: no byte of its data comes again.
    const qint64 sent = fixture.hub.cdnBytes();
    QCOMPARE(fixture.pullResult(wish).value("status"_L1), u"complete"_s);
    QVERIFY(fixture.hub.cdnBytes() - sent <= 3 * mebibyte); // the heads, when it is not named by a file
    if (wish.contains(u"filename"_s))
        QCOMPARE(fixture.hub.cdnBytes(), sent);
}

void TestPullSplit::findsADamagedShard()
{
    PullFixture fixture;
    const QList<QByteArray> shards = offer(fixture.hub, u"damaged"_s, tensorsPerShard);
    HubFault flip{HubFault::Kind::FlipByte, "damaged-00002"};
    flip.at = shards[1].size() - 40; // in its data, behind its head
    flip.times = -1;
    fixture.hub.inject(flip);
    const QJsonObject wish{{u"model"_s, repo}, {u"filename"_s, shardName(u"damaged"_s, 1, 3)}};

    const QJsonObject refused = fixture.pullResult(wish);

    QCOMPARE(refused.value("code"_L1), u"hash_mismatch"_s);
    QVERIFY(refused.value("error"_L1).toString().contains("damaged-00002"_L1));
    QVERIFY(
        refused.value("error"_L1)
            .toString()
            .contains(QString::fromLatin1(QCryptographicHash::hash(shards[1], QCryptographicHash::Sha256).toHex())));
    QCOMPARE(fixture.modelFiles(), QStringList());
    fixture.hub.clearFaults();
    QCOMPARE(fixture.pullResult(wish).value("status"_L1), u"complete"_s);
}

void TestPullSplit::goesOnAfterAKill()
{
    JobFixture fixture;
    offer(fixture.hub, u"killed"_s, tensorsPerShard);
    HubFault stall{HubFault::Kind::Stall, "killed-00003"};
    stall.times = -1;
    stall.at = tinyGgufShards(tensorsPerShard)[2].size() - 40;
    fixture.hub.inject(stall);
    BlockingHttp client(fixture.port());
    QVERIFY(client.send(pullRequest(R"({"model":"org/split-GGUF","filename":"killed-00001-of-00003.gguf"})")));
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.jobs().isEmpty() && fixture.jobs().first().value("completed"_L1).toInteger() > 0,
                             30'000);
    fixture.service().killNow();
    fixture.hub.clearFaults();

    fixture.restart();

    QTRY_COMPARE_WITH_TIMEOUT(fixture.modelFiles(), QStringList{u"killed.gguf"_s}, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.jobs().first().value("state"_L1), u"complete"_s, 20'000);
    const HttpAnswer said =
        httpPost(fixture.port(), "/v1/generate", {{u"model"_s, u"killed"_s}, {u"prompt"_s, u"x\n"_s}});
    QCOMPARE(said.json().value("response"_L1), u" Hello, world!!"_s);
}

void TestPullSplit::refusesShardsOfTwoModels()
{
    PullFixture fixture;
    offer(fixture.hub, u"mixed"_s, tensorsPerShard);
    const QByteArray foreign = tinyGgufShards({1, 11})[1];
    fixture.hub.addFile(repo, shardName(u"mixed"_s, 2, 3), foreign);

    const QJsonObject refused = fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, shardName(u"mixed"_s, 1, 3)}});

    QCOMPARE(refused.value("code"_L1), u"not_gguf"_s);
    QVERIFY(refused.value("error"_L1).toString().contains("do not belong together"_L1));
    QCOMPARE(fixture.modelFiles(), QStringList());
}

void TestPullSplit::aMissingShardIsSaidSo()
{
    PullFixture fixture;
    const QList<QByteArray> shards = tinyGgufShards(tensorsPerShard);
    fixture.hub.addFile(repo, shardName(u"lost"_s, 1, 3), shards[0]);
    fixture.hub.addFile(repo, shardName(u"lost"_s, 3, 3), shards[2]);
    const QJsonObject refused = fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, shardName(u"lost"_s, 1, 3)}});
    QCOMPARE(refused.value("code"_L1), u"file_not_found"_s);
}

void TestPullSplit::keepsAProjectorButDoesNotServeIt()
{
    PullFixture fixture;
    fixture.hub.addFile(repo, u"mmproj-model-f16.gguf"_s, tinyGgufBytes({.name = "projector"}));
    const QJsonObject result = fixture.pullResult({{u"model"_s, repo}, {u"filename"_s, u"mmproj-model-f16.gguf"_s}});
    QCOMPARE(result.value("status"_L1), u"complete"_s);
    QCOMPARE(result.value("discovered"_L1), false);
    QCOMPARE(fixture.modelFiles(), QStringList{u"mmproj-model-f16.gguf"_s});
    QCOMPARE(httpGet(fixture.port(), "/v1/models").json().value("data"_L1).toArray().size(), 0);
    fixture.restart();
    QCOMPARE(httpGet(fixture.port(), "/v1/models").json().value("data"_L1).toArray().size(), 0);
}

QTEST_GUILESS_MAIN(TestPullSplit)
#include "test_pull_split.moc"
