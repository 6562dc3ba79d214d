#include "fake_shimmy_program.h"
#include "job_fixture.h"
#include "tiny_gguf.h"

#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1 << 20;

/// A shimmyd with a stand-in for Shimmy, and one model that was pulled.
class Pulled {
public:
    explicit Pulled(const QString &name = u"tiny.Q8_0"_s)
        : fixture({}, {}, program.path())
    {
        content = fixture.offer(name, mebibyte);
        const QString wrong = fixture.pullWhole(JobFixture::repo, name + u".gguf"_s, content);
        if (!wrong.isEmpty())
            qFatal("%s", qPrintable(wrong));
    }

    HttpAnswer get(const QByteArray &id) const { return httpGet(fixture.port(), "/v1/api/models/" + id); }
    QJsonObject model(const QByteArray &id = "tiny") const { return get(id).json(); }
    HttpAnswer post(const QByteArray &path, const QJsonObject &body = {}) const
    {
        return httpPost(fixture.port(), "/v1/api/" + path, body);
    }
    QJsonObject verify(const QString &id = u"tiny"_s) const
    {
        const QList<QJsonObject> lines = post("verify", {{u"model"_s, id}}).lines();
        return lines.isEmpty() ? QJsonObject() : lines.last();
    }
    int generate(const QString &id = u"tiny"_s) const
    {
        return httpPost(fixture.port(), "/v1/generate", {{u"model"_s, id}, {u"prompt"_s, u"x"_s}}).status;
    }
    QString path(const QString &file = u"tiny.Q8_0.gguf"_s) const { return fixture.modelsDirectory() + u'/' + file; }
    /// Turns one bit of the file over, near its end, and leaves its size and time as they are.
    void damage() const
    {
        QFile file(path());
        const QDateTime time = QFileInfo(path()).lastModified();
        if (!file.open(QIODevice::ReadWrite) || !file.seek(file.size() - 100))
            qFatal("cannot open the model");
        char byte = 0;
        file.peek(&byte, 1);
        byte = static_cast<char>(byte ^ 1);
        file.write(&byte, 1);
        file.flush();
        file.setFileTime(time, QFileDevice::FileModificationTime);
    }

    FakeShimmyProgram program;
    JobFixture fixture;
    QByteArray content;
};

QStringList listed(const JobFixture &fixture)
{
    QStringList ids;
    for (const auto &model : httpGet(fixture.port(), "/v1/models").json().value("data"_L1).toArray())
        ids += model.toObject().value("id"_L1).toString();
    return ids;
}

QString codeOf(const HttpAnswer &answer)
{
    return answer.json().value("error"_L1).toObject().value("code"_L1).toString();
}

} // namespace

/// What is known of installed models, and what can be done with them.
class TestModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatIsKnownOfAModel();
    void whatIsNotInstalledIsNotFound();
    void theLastUseSurvivesRestarts();
    void aPinSurvivesRestarts();
    void aModelThatComesToAFormerOnesPlaceIsNotPinned();
    void aSoundModelIsProven();
    void aDamagedModelIsTakenOutOfServiceForGood();
    void aDamagedModelIsMendedByAPull();
    void theHashOfAFoundModelIsRecorded();
    void aVerificationIsSeenAndEndsWithTheService();
    void tellsWhetherTheHubHasSomethingNewer();
    void tellsWhetherTheHubHasSomethingNewerThanItsShards();
};

void TestModels::tellsWhatIsKnownOfAModel()
{
    const Pulled pulled;
    const QJsonObject model = pulled.model("TINY.q8_0.gguf");
    QCOMPARE(model.value("id"_L1), u"tiny"_s);
    QCOMPARE(model.value("filename"_L1), u"tiny.Q8_0.gguf"_s);
    QCOMPARE(model.value("path"_L1), pulled.path());
    QCOMPARE(model.value("size"_L1).toInteger(), pulled.content.size());
    QCOMPARE(model.value("sha256"_L1).toString().toLatin1(), sha256OfFile(pulled.path()));
    QCOMPARE(model.value("state"_L1), u"ready"_s);
    QCOMPARE(model.value("origin"_L1), u"pull"_s);
    QCOMPARE(model.value("pinned"_L1), QJsonValue(false));
    QCOMPARE(model.value("last_used"_L1), QJsonValue(QJsonValue::Null));
    QCOMPARE(model.value("update_available"_L1), QJsonValue(QJsonValue::Null));
    const QJsonObject source = model.value("source"_L1).toObject();
    QCOMPARE(source.value("repo"_L1), JobFixture::repo);
    QCOMPARE(source.value("commit"_L1), pulled.fixture.hub.commitOf(JobFixture::repo));
    const QJsonObject gguf = model.value("gguf"_L1).toObject();
    QCOMPARE(gguf.value("architecture"_L1), u"llama"_s);
    QCOMPARE(gguf.value("context_length"_L1).toInt(), 8192);
    QCOMPARE(gguf.value("quantization"_L1), u"Q8_0"_s);
    const double parameters = gguf.value("parameters"_L1).toDouble();
    QVERIFY(parameters > 0);
    QVERIFY(qAbs(gguf.value("bits_per_weight"_L1).toDouble() - 8.0 * double(pulled.content.size()) / parameters)
            < 0.01);
    const QJsonObject memory = model.value("memory"_L1).toObject();
    QVERIFY(memory.value("context"_L1).toInteger() > 0);
    QCOMPARE(memory.value("total"_L1).toInteger(), pulled.content.size() + memory.value("context"_L1).toInteger());
    QCOMPARE(memory.value("fits"_L1), QJsonValue(true));

    const QJsonObject list = httpGet(pulled.fixture.port(), "/v1/api/models").json();
    QCOMPARE(list.value("models"_L1).toArray(), QJsonArray{model});
    QCOMPARE(list.value("total_size"_L1).toInteger(), pulled.content.size());
}

void TestModels::whatIsNotInstalledIsNotFound()
{
    const Pulled pulled;
    for (const HttpAnswer &answer :
         {pulled.get("absent"), pulled.post("models/absent/pin"), pulled.post("models/absent/unpin"),
          pulled.post("models/absent/check"), pulled.post("verify", {{u"model"_s, u"absent"_s}})}) {
        QCOMPARE(answer.status, 404);
        QCOMPARE(codeOf(answer), u"model_not_found"_s);
    }
    QCOMPARE(pulled.post("verify").status, 400);
}

void TestModels::theLastUseSurvivesRestarts()
{
    Pulled pulled;
    const QDateTime before = QDateTime::currentDateTimeUtc();
    QCOMPARE(pulled.generate(), 200);
    const QString lastUsed = pulled.model().value("last_used"_L1).toString();
    const QDateTime at = QDateTime::fromString(lastUsed, Qt::ISODateWithMs);
    QVERIFY2(at >= before.addMSecs(-1) && at <= QDateTime::currentDateTimeUtc(), qPrintable(lastUsed));

    pulled.fixture.service().terminate();
    pulled.fixture.restart();
    QCOMPARE(pulled.model().value("last_used"_L1).toString(), lastUsed);

    pulled.fixture.service().killNow();
    pulled.fixture.restart();
    QCOMPARE(pulled.model().value("last_used"_L1).toString(), lastUsed);
}

void TestModels::aPinSurvivesRestarts()
{
    Pulled pulled;
    const HttpAnswer answer = pulled.post("models/tiny/pin");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json().value("pinned"_L1), QJsonValue(true));
    QCOMPARE(answer.json(), pulled.model());

    pulled.fixture.service().killNow();
    pulled.fixture.restart();
    QCOMPARE(pulled.model().value("pinned"_L1), QJsonValue(true));

    QCOMPARE(pulled.post("models/tiny/unpin").json().value("pinned"_L1), QJsonValue(false));
    pulled.fixture.service().killNow();
    pulled.fixture.restart();
    QCOMPARE(pulled.model().value("pinned"_L1), QJsonValue(false));
}

void TestModels::aModelThatComesToAFormerOnesPlaceIsNotPinned()
{
    Pulled pulled;
    QCOMPARE(pulled.post("models/tiny/pin").status, 200);
    QCOMPARE(pulled.generate(), 200);
    QCOMPARE(pulled.post("delete", {{u"model"_s, u"tiny"_s}}).status, 200);

    QCOMPARE(pulled.fixture.pullWhole(JobFixture::repo, u"tiny.Q8_0.gguf"_s, pulled.content), QString());

    QCOMPARE(pulled.model().value("pinned"_L1), QJsonValue(false));
    QCOMPARE(pulled.model().value("last_used"_L1), QJsonValue(QJsonValue::Null));
}

void TestModels::aSoundModelIsProven()
{
    const Pulled pulled;
    const QJsonObject last = pulled.verify();
    QCOMPARE(last.value("status"_L1), u"ok"_s);
    QCOMPARE(last.value("sha256"_L1).toString().toLatin1(), sha256OfFile(pulled.path()));
    QCOMPARE(last.value("recorded"_L1), QJsonValue(true));
    QCOMPARE(pulled.model().value("state"_L1), u"ready"_s);
    QCOMPARE(pulled.generate(), 200);
}

void TestModels::aDamagedModelIsTakenOutOfServiceForGood()
{
    Pulled pulled;
    pulled.damage();

    const QJsonObject last = pulled.verify();

    QCOMPARE(last.value("status"_L1), u"error"_s);
    QCOMPARE(last.value("code"_L1), u"hash_mismatch"_s);
    QVERIFY(last.value("error"_L1).toString().contains(QString::fromLatin1(sha256OfFile(pulled.path()))));
    for (int start = 0; start < 2; ++start) {
        QCOMPARE(pulled.model().value("state"_L1), u"damaged"_s);
        QCOMPARE(listed(pulled.fixture), QStringList());
        const HttpAnswer answer =
            httpPost(pulled.fixture.port(), "/v1/generate", {{u"model"_s, u"tiny"_s}, {u"prompt"_s, u"x"_s}});
        QCOMPARE(answer.status, 404);
        QVERIFY(answer.body.contains("damaged"));
        QVERIFY(QDir(pulled.path(u".shimmyd/serving"_s)).isEmpty()); // what Shimmy is shown
        QVERIFY(QFile::exists(pulled.path())); // it may still be worth something to somebody
        pulled.fixture.service().killNow();
        pulled.fixture.restart();
    }
    // A file that is whole again comes back.
    pulled.damage();
    QCOMPARE(pulled.verify().value("status"_L1), u"ok"_s);
    QCOMPARE(pulled.model().value("state"_L1), u"ready"_s);
    QCOMPARE(pulled.generate(), 200);
}

void TestModels::aDamagedModelIsMendedByAPull()
{
    const Pulled pulled;
    pulled.damage();
    QCOMPARE(pulled.verify().value("code"_L1), u"hash_mismatch"_s);

    QCOMPARE(pulled.fixture.pullWhole(JobFixture::repo, u"tiny.Q8_0.gguf"_s, pulled.content), QString());

    QCOMPARE(pulled.fixture.modelFiles(), QStringList{u"tiny.Q8_0.gguf"_s});
    QCOMPARE(pulled.model().value("state"_L1), u"ready"_s);
    QCOMPARE(pulled.generate(), 200);
}

void TestModels::theHashOfAFoundModelIsRecorded()
{
    Pulled pulled;
    QVERIFY(writeTinyGguf(pulled.path(u"found.gguf"_s)));
    pulled.fixture.restart();
    QCOMPARE(pulled.model("found").value("origin"_L1), u"found"_s);
    QCOMPARE(pulled.model("found").value("sha256"_L1), QJsonValue(QJsonValue::Null));

    const QJsonObject first = pulled.verify(u"found"_s);
    QCOMPARE(first.value("status"_L1), u"ok"_s);
    QCOMPARE(first.value("recorded"_L1), QJsonValue(false));

    pulled.fixture.restart();
    QCOMPARE(pulled.model("found").value("sha256"_L1).toString().toLatin1(),
             sha256OfFile(pulled.path(u"found.gguf"_s)));
    QCOMPARE(pulled.verify(u"found"_s).value("recorded"_L1), QJsonValue(true));
}

void TestModels::aVerificationIsSeenAndEndsWithTheService()
{
    Pulled pulled;
    QVERIFY(writeSparseGguf(pulled.path(u"large.gguf"_s), qint64(24) << 30)); // takes many seconds to hash
    pulled.fixture.restart();
    BlockingHttp first(pulled.fixture.port());
    first.send(
        httpRequestBytes("POST", "/v1/api/verify", R"({"model":"large"})", {{"Content-Type", "application/json"}}));
    QTRY_COMPARE(pulled.model("large").value("state"_L1), u"verifying"_s);

    QCOMPARE(pulled.post("verify", {{u"model"_s, u"large"_s}}).status, 409);
    QByteArray lines;
    first.read(false, [&lines](const QByteArray &piece) {
        lines += piece;
        return lines.count('\n') < 2;
    });
    const QJsonObject line = QJsonDocument::fromJson(lines.left(lines.indexOf('\n'))).object();
    QCOMPARE(line.value("status"_L1), u"verifying"_s);
    QCOMPARE(line.value("total"_L1).toInteger(), qint64(24) << 30);
    QVERIFY(line.value("completed"_L1).toInteger() > 0);
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(pulled.fixture.service().terminate(), 0);
    QVERIFY2(clock.elapsed() < 8000, qPrintable(QString::number(clock.elapsed())));
}

void TestModels::tellsWhetherTheHubHasSomethingNewer()
{
    Pulled pulled;
    const QJsonObject same = pulled.post("models/tiny/check").json();
    QCOMPARE(same.value("update_available"_L1), QJsonValue(false));
    QCOMPARE(pulled.model().value("update_available"_L1), QJsonValue(false));
    const QString commit = pulled.fixture.hub.commitOf(JobFixture::repo);

    // A commit that changes another file is no update.
    pulled.fixture.offer(u"other"_s, mebibyte);
    QCOMPARE(pulled.post("models/tiny/check").json().value("update_available"_L1), QJsonValue(false));

    const QByteArray newer = tinyGgufBytes({.minimumBytes = mebibyte, .name = "newer"});
    pulled.fixture.hub.addFile(JobFixture::repo, u"tiny.Q8_0.gguf"_s, newer);
    const QJsonObject other = pulled.post("models/tiny/check").json();
    QCOMPARE(other.value("update_available"_L1), QJsonValue(true));
    QCOMPARE(other.value("commit"_L1), commit);
    QCOMPARE(other.value("latest_commit"_L1), pulled.fixture.hub.commitOf(JobFixture::repo));
    QCOMPARE(other.value("latest_size"_L1).toInteger(), newer.size());
    QCOMPARE(pulled.model().value("update_available"_L1), QJsonValue(true));

    // What was known of the old bytes says nothing about the new ones.
    const QJsonObject wish{{u"model"_s, JobFixture::repo}, {u"filename"_s, u"tiny.Q8_0.gguf"_s}, {u"force"_s, true}};
    QCOMPARE(pulled.fixture.pullResult(wish).value("status"_L1), u"complete"_s);
    QCOMPARE(pulled.model().value("update_available"_L1), QJsonValue(QJsonValue::Null));

    QVERIFY(writeTinyGguf(pulled.path(u"found.gguf"_s)));
    pulled.fixture.restart();
    QCOMPARE(pulled.post("models/found/check").status, 422);
    pulled.fixture.hub.setAccess(JobFixture::repo, HubAccess::Disabled);
    QCOMPARE(pulled.post("models/tiny/check").status, 403);
}

void TestModels::tellsWhetherTheHubHasSomethingNewerThanItsShards()
{
    FakeShimmyProgram program;
    JobFixture fixture({}, {}, program.path());
    const QString repo = u"org/split-GGUF"_s;
    const auto offer = [&](int number, const QByteArray &bytes) {
        fixture.hub.addFile(repo, u"split-0000%1-of-00002.gguf"_s.arg(number), bytes);
    };
    const QList<QByteArray> shards = tinyGgufShards({5, 7});
    offer(1, shards[0]);
    offer(2, shards[1]);
    const QJsonObject wish{{u"model"_s, repo}, {u"filename"_s, u"split-00001-of-00002.gguf"_s}};
    QCOMPARE(fixture.pullResult(wish).value("status"_L1), u"complete"_s);
    const auto check = [&fixture] { return httpPost(fixture.port(), "/v1/api/models/split/check", {}); };

    const HttpAnswer same = check();
    QVERIFY2(same.status == 200, same.body.constData());
    QCOMPARE(same.json().value("update_available"_L1), QJsonValue(false));
    QCOMPARE(same.json().value("latest_size"_L1).toInteger(), shards[0].size() + shards[1].size());
    QCOMPARE(same.json().value("latest_sha256"_L1), QJsonValue(QJsonValue::Null));

    // A commit that changes another file is no update.
    fixture.hub.addFile(repo, u"other.gguf"_s, tinyGgufBytes());
    const QJsonObject still = check().json();
    QCOMPARE(still.value("update_available"_L1), QJsonValue(false));
    QVERIFY(still.value("latest_commit"_L1) != still.value("commit"_L1));

    QByteArray newer = shards[1];
    newer.back() = static_cast<char>(newer.back() ^ 1);
    offer(2, newer);
    QCOMPARE(check().json().value("update_available"_L1), QJsonValue(true));
    QCOMPARE(httpGet(fixture.port(), "/v1/api/models/split").json().value("update_available"_L1), QJsonValue(true));
}

QTEST_GUILESS_MAIN(TestModels)
#include "test_models.moc"
