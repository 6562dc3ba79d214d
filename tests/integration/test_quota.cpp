#include "fake_shimmy_program.h"
#include "job_fixture.h"
#include "tiny_gguf.h"

#include <QLocale>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 leastBytes = 16 << 20;

/// Of a model of at least leastBytes, but for the length of its name.
const qint64 modelBytes = tinyGgufBytes({.minimumBytes = leastBytes}).size();

/// A shimmyd that may keep so many models of about modelBytes, and a Hub that has more.
class Small {
public:
    Small(int models, const QStringList &arguments, const QJsonObject &faults = {})
        : program(faults)
        , fixture(QStringList{u"--disk-quota"_s, QString::number(models * modelBytes + modelBytes / 2)} + arguments, {},
                  program.path())
    {
    }
    /// The last line of a pull of \a name, which has its own content.
    QJsonObject pull(const QString &name)
    {
        fixture.offer(name, leastBytes);
        return fixture.pullResult({{u"model"_s, JobFixture::repo}, {u"filename"_s, QString(name + u".gguf"_s)}});
    }
    bool has(const QString &name) const { return fixture.modelFiles().contains(name + u".gguf"_s); }
    int use(const QString &name) const
    {
        return httpPost(fixture.port(), "/v1/generate", {{u"model"_s, name}, {u"prompt"_s, u"x"_s}}).status;
    }
    int pin(const QString &name) const
    {
        return httpPost(fixture.port(), "/v1/api/models/" + name.toLatin1() + "/pin", {}).status;
    }

    FakeShimmyProgram program;
    JobFixture fixture;
};

const QString complete = u"complete"_s;

} // namespace

/// A quota of the disk, and what goes when it is reached.
class TestQuota : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPullOverTheQuotaIsRefused();
    void theModelThatWasUsedLongestAgoGoes();
    void theOrderSurvivesARestart();
    void aPinnedModelNeverGoes();
    void aModelInUseNeverGoes();
    void nothingGoesWhenThatWouldNotBeEnough();
    void goesOnlyWhatIsNeeded();
    void aModelThatIsToBeUpdatedNeverGoes();
    void aRemovedModelMakesRoom();
};

void TestQuota::aPullOverTheQuotaIsRefused()
{
    Small small(1, {});
    QCOMPARE(small.pull(u"a"_s).value("status"_L1), complete);
    small.fixture.offer(u"b"_s, leastBytes);
    const int requests = small.fixture.hub.cdnRequests();

    const HttpAnswer answer = small.fixture.pull({{u"model"_s, JobFixture::repo}, {u"filename"_s, u"b.gguf"_s}});

    QCOMPARE(answer.status, 507);
    QCOMPARE(answer.json().value("code"_L1), u"disk_full"_s);
    const QString message = answer.json().value("error"_L1).toString();
    const auto text = [](qint64 bytes) { return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat); };
    QVERIFY2(message.contains(u"b.gguf needs %1, %2 are left of the quota of %3"_s.arg(
                 text(modelBytes), text(modelBytes / 2), text(modelBytes + modelBytes / 2))),
             qPrintable(message));
    QCOMPARE(small.fixture.hub.cdnRequests(), requests);
    QVERIFY(small.has(u"a"_s));
}

void TestQuota::theModelThatWasUsedLongestAgoGoes()
{
    Small small(3, {u"--evict"_s});
    for (const QString &name : {u"a"_s, u"b"_s, u"c"_s})
        QCOMPARE(small.pull(name).value("status"_L1), complete);
    for (const QString &name : {u"b"_s, u"a"_s}) // c was never used, but came after all others
        QCOMPARE(small.use(name), 200);

    QCOMPARE(small.pull(u"d"_s).value("status"_L1), complete);
    QCOMPARE(small.fixture.modelFiles(), (QStringList{u"a.gguf"_s, u"b.gguf"_s, u"d.gguf"_s}));
    QCOMPARE(small.pull(u"e"_s).value("status"_L1), complete);
    QCOMPARE(small.fixture.modelFiles(), (QStringList{u"a.gguf"_s, u"d.gguf"_s, u"e.gguf"_s}));
    QCOMPARE(small.use(u"b"_s), 404);
    QCOMPARE(small.use(u"e"_s), 200);
}

void TestQuota::theOrderSurvivesARestart()
{
    const QStringList evict{u"--evict"_s};
    Small small(2, evict);
    QCOMPARE(small.pull(u"a"_s).value("status"_L1), complete);
    QCOMPARE(small.pull(u"b"_s).value("status"_L1), complete);
    QCOMPARE(small.use(u"a"_s), 200);
    small.fixture.service().killNow();
    small.fixture.restart(evict + QStringList{u"--disk-quota"_s, QString::number(2 * modelBytes + modelBytes / 2)});

    QCOMPARE(small.pull(u"c"_s).value("status"_L1), complete);

    QCOMPARE(small.fixture.modelFiles(), (QStringList{u"a.gguf"_s, u"c.gguf"_s}));
}

void TestQuota::aPinnedModelNeverGoes()
{
    Small small(2, {u"--evict"_s});
    QCOMPARE(small.pull(u"a"_s).value("status"_L1), complete);
    QCOMPARE(small.pull(u"b"_s).value("status"_L1), complete);
    QCOMPARE(small.pin(u"a"_s), 200);

    QCOMPARE(small.pull(u"c"_s).value("status"_L1), complete);
    QCOMPARE(small.fixture.modelFiles(), (QStringList{u"a.gguf"_s, u"c.gguf"_s}));
    QCOMPARE(small.pin(u"c"_s), 200);
    QCOMPARE(small.pull(u"d"_s).value("code"_L1), u"disk_full"_s);
    QCOMPARE(small.fixture.modelFiles(), (QStringList{u"a.gguf"_s, u"c.gguf"_s}));
}

void TestQuota::aModelInUseNeverGoes()
{
    const QStringList arguments{u"--evict"_s, u"--instances"_s, u"2"_s};
    Small small(2, arguments, {{u"incremental"_s, true}, {u"tokenDelayMs"_s, 100}});
    QCOMPARE(small.pull(u"a"_s).value("status"_L1), complete);
    QCOMPARE(small.pull(u"b"_s).value("status"_L1), complete);
    BlockingHttp running(small.fixture.port());
    running.send(httpRequestBytes("POST", "/v1/generate", R"({"model":"a","prompt":"L","max_tokens":3000})",
                                  {{"Content-Type", "application/json"}}));
    const auto generations = [&small] {
        const QJsonObject health = httpGet(small.fixture.port(), "/v1/health").json();
        return health.value("manager"_L1).toObject().value("generations"_L1).toInt();
    };
    QTRY_COMPARE(generations(), 1);
    QCOMPARE(small.use(u"b"_s), 200); // so that it was a whose use began longest ago

    QCOMPARE(small.pull(u"c"_s).value("status"_L1), complete);

    QCOMPARE(small.fixture.modelFiles(), (QStringList{u"a.gguf"_s, u"c.gguf"_s}));
}

void TestQuota::nothingGoesWhenThatWouldNotBeEnough()
{
    Small small(2, {u"--evict"_s});
    QCOMPARE(small.pull(u"a"_s).value("status"_L1), complete);
    QCOMPARE(small.pull(u"b"_s).value("status"_L1), complete);
    small.fixture.offer(u"large"_s, 3 * leastBytes);

    const HttpAnswer answer = small.fixture.pull({{u"model"_s, JobFixture::repo}, {u"filename"_s, u"large.gguf"_s}});

    QCOMPARE(answer.status, 507);
    QCOMPARE(small.fixture.modelFiles(), (QStringList{u"a.gguf"_s, u"b.gguf"_s}));
}

void TestQuota::goesOnlyWhatIsNeeded()
{
    Small small(3, {u"--evict"_s});
    for (const QString &name : {u"a"_s, u"b"_s, u"c"_s})
        QCOMPARE(small.pull(name).value("status"_L1), complete);
    small.fixture.offer(u"large"_s, 2 * leastBytes);
    const QJsonObject wish{{u"model"_s, JobFixture::repo}, {u"filename"_s, u"large.gguf"_s}};

    QCOMPARE(small.fixture.pullResult(wish).value("status"_L1), complete);

    QCOMPARE(small.fixture.modelFiles(), (QStringList{u"c.gguf"_s, u"large.gguf"_s}));
}

void TestQuota::aModelThatIsToBeUpdatedNeverGoes()
{
    Small small(2, {u"--evict"_s});
    QCOMPARE(small.pull(u"a"_s).value("status"_L1), complete);
    QCOMPARE(small.pull(u"b"_s).value("status"_L1), complete); // so that a is the next to go
    QCOMPARE(small.pin(u"b"_s), 200);
    small.fixture.offer(u"a"_s, leastBytes + leastBytes / 4); // a newer version
    const QJsonObject update{{u"model"_s, JobFixture::repo}, {u"filename"_s, u"a.gguf"_s}, {u"force"_s, true}};

    QCOMPARE(small.fixture.pullResult(update).value("code"_L1), u"disk_full"_s);
    QCOMPARE(small.fixture.modelFiles(), (QStringList{u"a.gguf"_s, u"b.gguf"_s}));
    QCOMPARE(small.use(u"a"_s), 200);

    QCOMPARE(httpPost(small.fixture.port(), "/v1/api/models/b/unpin", {}).status, 200);
    QCOMPARE(small.fixture.pullResult(update).value("status"_L1), complete);
    QCOMPARE(small.fixture.modelFiles(), QStringList{u"a.gguf"_s});
}

void TestQuota::aRemovedModelMakesRoom()
{
    Small small(1, {});
    QCOMPARE(small.pull(u"a"_s).value("status"_L1), complete);
    QCOMPARE(small.pull(u"b"_s).value("code"_L1), u"disk_full"_s);
    QCOMPARE(httpRequest(small.fixture.port(), "DELETE", "/v1/api/models/a").status, 200);
    QCOMPARE(small.pull(u"b"_s).value("status"_L1), complete);
}

QTEST_GUILESS_MAIN(TestQuota)
#include "test_quota.moc"
