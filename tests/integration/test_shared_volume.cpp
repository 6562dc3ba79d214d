#include "job_fixture.h"
#include "project_paths.h"
#include "run_program.h"
#include "signal_process.h"
#include "tiny_gguf.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTest>

#include <csignal>
#include <future>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1 << 20;
const QStringList shared{u"--shared"_s};

QByteArray hashOf(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

QJsonObject wish(const QString &name)
{
    return {{u"model"_s, JobFixture::repo}, {u"filename"_s, QString(name + u".gguf")}, {u"queue"_s, true}};
}

QString stateOn(const ServiceProcess &service, const QString &id)
{
    return httpGet(service.port(), "/v1/api/downloads/" + id.toLatin1()).json().value("state"_L1).toString();
}

bool generates(const ServiceProcess &service, const QString &model)
{
    const QJsonObject prompt{{u"model"_s, model}, {u"prompt"_s, u"x"_s}, {u"max_tokens"_s, 2}};
    return httpPost(service.port(), "/v1/generate", prompt).status == 200;
}

bool knows(const ServiceProcess &service, const QString &model)
{
    return httpGet(service.port(), "/v1/models/" + model.toLatin1()).status == 200;
}

/// What a shimmyd with \a arguments says that cannot start.
ProgramResult refusal(const QStringList &arguments)
{
    return runProgram(
        shimmydPath(),
        QStringList{u"--listen"_s, u"127.0.0.1:0"_s, u"--shimmy"_s, realShimmy(), u"--hub"_s, u"http://127.0.0.1:9"_s}
            + arguments);
}

QByteArray processIdOf(JobFixture &fixture)
{
    return "process " + QByteArray::number(fixture.service().processId());
}

} // namespace

/// Several shimmyds with one models directory.
class TestSharedVolume : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pullTheSameFileOnce();
    void seeWhatOthersAddAndRemove();
    void goOnWithWhatADeadOneLeft();
    void goOnAtOnceWithWhatOneThatLeftHad();
    void oneThatWasOnlyFrozenYields();
    void anotherCanGoOnWithAPausedFile();
    void oneOnItsOwnTakesOver();
    void allOrNoneShare();

private:
    /// Pulls "survivor" slowly until the journal of its part claims something; the job's id.
    QString beginAndCheckpoint(JobFixture &fixture);
};

QString TestSharedVolume::beginAndCheckpoint(JobFixture &fixture)
{
    fixture.hub.inject(slowly(u"survivor"_s, mebibyte / 2));
    const QString id = fixture.begin(u"survivor"_s);
    const auto journalled = [&fixture] {
        const QStringList parts = fixture.parts();
        return !parts.isEmpty()
            && QFile(fixture.modelsDirectory() + u"/.shimmyd/parts/" + parts.first() + u"/journal").size() > 0;
    };
    if (!QTest::qWaitFor(journalled, 60'000))
        qFatal("nothing was checkpointed in a minute");
    return id;
}

void TestSharedVolume::pullTheSameFileOnce()
{
    JobFixture fixture(shared);
    const auto other = fixture.start(shared);
    QVERIFY(other->isUp());
    const QByteArray bytes = fixture.offer(u"both"_s, 8 * mebibyte);
    fixture.hub.inject(slowly(u"both"_s, mebibyte));

    auto here = std::async(std::launch::async, [&] { return fixture.pullResult(wish(u"both"_s)); });
    QTRY_VERIFY_WITH_TIMEOUT(fixture.hub.cdnBytes() > 0, 30'000);
    const QList<QJsonObject> lines = httpPost(other->port(), "/v1/api/pull", wish(u"both"_s)).lines();

    QCOMPARE(lines.last().value("status"_L1), u"complete"_s);
    QVERIFY(neverGoesBack(lines));
    QCOMPARE(here.get().value("status"_L1), u"complete"_s);
    QCOMPARE(fixture.hub.cdnBytes(), bytes.size());
    QCOMPARE(fixture.modelFiles(), QStringList{u"both.gguf"_s});
    QCOMPARE(fixture.parts(), QStringList());
    // Complete means that it can be used, on both.
    QVERIFY(generates(*other, u"both"_s));
    QVERIFY(generates(fixture.service(), u"both"_s));
}

void TestSharedVolume::seeWhatOthersAddAndRemove()
{
    JobFixture fixture(shared);
    const auto other = fixture.start(shared);
    fixture.offer(u"guest"_s, mebibyte);
    QCOMPARE(fixture.pullResult(wish(u"guest"_s)).value("status"_L1), u"complete"_s);

    QTRY_VERIFY_WITH_TIMEOUT(knows(*other, u"guest"_s) && generates(*other, u"guest"_s), 20'000);

    // An update, by the one that did not pull it.
    const QByteArray newer = fixture.offer(u"guest"_s, 2 * mebibyte);
    QCOMPARE(httpPost(other->port(), "/v1/api/pull", wish(u"guest"_s)).lines().last().value("status"_L1),
             u"complete"_s);
    QCOMPARE(fixture.modelFiles(), QStringList{u"guest.gguf"_s});
    QTRY_COMPARE_WITH_TIMEOUT(httpGet(fixture.port(), "/v1/models/guest").json().value("size"_L1).toInteger(),
                              newer.size(), 20'000);

    QVERIFY(QFile::remove(fixture.modelsDirectory() + u"/guest.gguf"));
    QTRY_VERIFY_WITH_TIMEOUT(!knows(*other, u"guest"_s) && !knows(fixture.service(), u"guest"_s), 20'000);
}

void TestSharedVolume::goOnWithWhatADeadOneLeft()
{
    JobFixture fixture(shared);
    const auto other = fixture.start(shared);
    const QByteArray bytes = fixture.offer(u"survivor"_s, 24 * mebibyte);
    const QString id = beginAndCheckpoint(fixture);

    fixture.service().killNow();
    const qint64 before = fixture.hub.cdnBytes();
    fixture.hub.clearFaults();

    // Nobody asks for it again.
    QTRY_COMPARE_WITH_TIMEOUT(fixture.modelFiles(), QStringList{u"survivor.gguf"_s}, 90'000);
    QCOMPARE(sha256OfFile(fixture.modelsDirectory() + u"/survivor.gguf"), hashOf(bytes));
    QTRY_COMPARE(stateOn(*other, id), u"complete"_s);
    QVERIFY(generates(*other, u"survivor"_s));
    const qint64 again = fixture.hub.cdnBytes() - bytes.size();
    QVERIFY2(again < before / 2, qPrintable(u"%1 of %2 bytes again"_s.arg(again).arg(before)));
    QCOMPARE(fixture.parts(), QStringList());
    QCOMPARE(
        QDir(fixture.modelsDirectory() + u"/.shimmyd/replicas"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(),
        1);
}

void TestSharedVolume::goOnAtOnceWithWhatOneThatLeftHad()
{
    JobFixture fixture(shared);
    const auto other = fixture.start(shared);
    fixture.offer(u"survivor"_s, 24 * mebibyte);
    const QString id = beginAndCheckpoint(fixture);

    QCOMPARE(fixture.service().terminate(), 0);
    fixture.hub.clearFaults();

    QTRY_COMPARE_WITH_TIMEOUT(stateOn(*other, id), u"complete"_s, 15'000);
}

void TestSharedVolume::oneThatWasOnlyFrozenYields()
{
    JobFixture fixture(shared);
    const auto other = fixture.start(shared);
    const QByteArray bytes = fixture.offer(u"survivor"_s, 24 * mebibyte);
    const QString id = beginAndCheckpoint(fixture);

    QVERIFY(signalProcess(fixture.service().processId(), SIGSTOP));
    fixture.hub.clearFaults();
    QTRY_COMPARE_WITH_TIMEOUT(stateOn(*other, id), u"complete"_s, 90'000);
    QVERIFY(signalProcess(fixture.service().processId(), SIGCONT));

    // Its job is over, its models are those of all, and it is one of them again.
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(id), u"failed"_s, 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(knows(fixture.service(), u"survivor"_s) && generates(fixture.service(), u"survivor"_s),
                             30'000);
    QCOMPARE(sha256OfFile(fixture.modelsDirectory() + u"/survivor.gguf"), hashOf(bytes));
    QCOMPARE(fixture.parts(), QStringList());
    fixture.offer(u"next"_s, mebibyte);
    QCOMPARE(fixture.pullResult(wish(u"next"_s)).value("status"_L1), u"complete"_s);
}

void TestSharedVolume::anotherCanGoOnWithAPausedFile()
{
    JobFixture fixture(shared);
    const auto other = fixture.start(shared);
    const QByteArray bytes = fixture.offer(u"survivor"_s, 24 * mebibyte);
    const QString id = beginAndCheckpoint(fixture);
    QCOMPARE(fixture.post(id, "pause").status, 200);
    QTRY_COMPARE(fixture.state(id), u"paused"_s);
    fixture.hub.clearFaults();

    QCOMPARE(httpPost(other->port(), "/v1/api/pull", wish(u"survivor"_s)).lines().last().value("status"_L1),
             u"complete"_s);
    QVERIFY(fixture.hub.cdnBytes() < bytes.size() + 4 * mebibyte);
    QCOMPARE(fixture.post(id, "resume").status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(id), u"complete"_s, 20'000);
}

void TestSharedVolume::oneOnItsOwnTakesOver()
{
    JobFixture fixture(shared);
    const QByteArray bytes = fixture.offer(u"survivor"_s, 24 * mebibyte);
    const QString id = beginAndCheckpoint(fixture);
    fixture.service().killNow();
    fixture.hub.clearFaults();

    fixture.restart({});

    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(id), u"complete"_s, 20'000);
    QCOMPARE(sha256OfFile(fixture.modelsDirectory() + u"/survivor.gguf"), hashOf(bytes));
    const QDir own(fixture.modelsDirectory() + u"/.shimmyd"_s);
    QVERIFY(QDir(own.filePath(u"replicas"_s)).isEmpty());
    QCOMPARE(own.entryList({u"serving*"_s}, QDir::Dirs), QStringList{u"serving"_s});

    // And back.
    QCOMPARE(fixture.service().terminate(), 0);
    fixture.restart(shared);
    QVERIFY(knows(fixture.service(), u"survivor"_s));
}

void TestSharedVolume::allOrNoneShare()
{
    {
        JobFixture fixture(shared);
        const ProgramResult alone = refusal({u"--models"_s, fixture.modelsDirectory()});
        QCOMPARE(alone.exitCode, 3);
        QVERIFY2(alone.errors.contains("start this one with --shared too"), alone.errors.constData());
        QVERIFY2(alone.errors.contains(processIdOf(fixture)), alone.errors.constData());
    }
    JobFixture fixture;
    const ProgramResult sharing = refusal({u"--shared"_s, u"--models"_s, fixture.modelsDirectory()});
    QCOMPARE(sharing.exitCode, 3);
    QVERIFY2(sharing.errors.contains("start all of them with --shared"), sharing.errors.constData());
    QVERIFY2(sharing.errors.contains(processIdOf(fixture)), sharing.errors.constData());
}

QTEST_GUILESS_MAIN(TestSharedVolume)
#include "test_shared_volume.moc"
