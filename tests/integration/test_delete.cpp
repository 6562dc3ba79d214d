#include "fake_shimmy_program.h"
#include "job_fixture.h"
#include "tiny_gguf.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <atomic>
#include <future>
#include <thread>

using namespace Qt::StringLiterals;

namespace {

const QJsonObject slow{{u"incremental"_s, true}, {u"tokenDelayMs"_s, 100}};

QJsonObject prompt(const QString &model, const QString &text = u"x"_s, int tokens = 4)
{
    return {{u"model"_s, model}, {u"prompt"_s, text}, {u"max_tokens"_s, tokens}};
}

QStringList idsOf(const HttpAnswer &list)
{
    QStringList ids;
    for (const auto &model : list.json().value("data"_L1).toArray())
        ids += model.toObject().value("id"_L1).toString();
    return ids;
}

/// What Shimmy itself lists.
QStringList shownBy(quint16 port)
{
    const QJsonObject manager = httpGet(port, "/v1/health").json().value("manager"_L1).toObject();
    const int shimmy = manager.value("instances"_L1).toArray().first().toObject().value("port"_L1).toInt();
    return idsOf(httpGet(static_cast<quint16>(shimmy), "/v1/models"));
}

QJsonObject managerOf(quint16 port)
{
    return httpGet(port, "/v1/health").json().value("manager"_L1).toObject();
}

std::unique_ptr<BlockingHttp> ask(quint16 port, const QJsonObject &body)
{
    auto client = std::make_unique<BlockingHttp>(port);
    client->send(httpRequestBytes("POST", "/v1/generate", QJsonDocument(body).toJson(QJsonDocument::Compact),
                                  {{"Content-Type", "application/json"}}));
    return client;
}

/// Models that were put there by hand, and a shimmyd that serves them.
class Installed {
public:
    explicit Installed(const QStringList &names, const QJsonObject &faults = {}, const QStringList &arguments = {})
        : program(faults)
    {
        for (const QString &name : names) {
            if (!writeTinyGguf(models.filePath(name + u".gguf"_s), {.name = name.toLatin1()}))
                qFatal("cannot write a model");
        }
        fixture = std::make_unique<JobFixture>(arguments, models.path(), program.path());
    }

    quint16 port() const { return fixture->port(); }
    HttpAnswer remove(const QString &id) const { return httpPost(port(), "/v1/api/delete", {{u"model"_s, id}}); }
    /// What is left of a model beside its file: manifests, notes of removals, links, trash.
    QStringList remains() const
    {
        QStringList remains;
        for (const QString &folder : {u"manifests"_s, u"trash"_s, u"serving"_s}) {
            const QDir directory(models.filePath(u".shimmyd/"_s + folder));
            remains += directory.entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
        }
        return remains;
    }

    QTemporaryDir models;
    FakeShimmyProgram program;
    std::unique_ptr<JobFixture> fixture;
};

} // namespace

/// Models are removed by wish, whoever is using them.
class TestDelete : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void removesAModel_data();
    void removesAModel();
    void aModelThatIsNotInstalledIsNotFound();
    void aNameThatMeansTwoModelsRemovesNone();
    void whatIsNoNameIsRefused_data();
    void whatIsNoNameIsRefused();
    void aRunningGenerationGoesOnToItsEnd();
    void whoWaitedForItIsToldThatItIsGone();
    void nobodyElseNoticesARemoval();
    void staysRemovedWhenTheServiceIsKilledInItsMiddle();
    void anotherFileThatTookItsPlaceStays();
    void leavesNoEmptyFolders();
    void canBePulledAgainToTheSamePlace();
    void twoWhoRemoveTheSameModelBothGetAnAnswer();
    void replicasSeeThatItIsGone();
};

void TestDelete::removesAModel_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("POST") << QByteArray("POST") << QByteArray("/v1/api/delete") << QByteArray(R"({"model":"gone"})");
    QTest::newRow("DELETE") << QByteArray("DELETE") << QByteArray("/v1/api/delete")
                            << QByteArray(R"({"model":"gone.gguf"})");
    QTest::newRow("DELETE by path") << QByteArray("DELETE") << QByteArray("/v1/api/models/GONE") << QByteArray();
}

void TestDelete::removesAModel()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    Installed installed({u"gone"_s, u"other"_s});
    const double mebibytes = double(QFileInfo(installed.models.filePath(u"gone.gguf"_s)).size()) / (1 << 20);
    QCOMPARE(shownBy(installed.port()).filter(u"gone"_s).size(), 1);
    const qsizetype before = installed.remains().size();

    const HttpAnswer answer = httpRequest(installed.port(), method, path, body, {{"Content-Type", "application/json"}});

    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json().value("status"_L1), u"deleted"_s);
    QCOMPARE(answer.json().value("model"_L1), u"gone"_s);
    QCOMPARE(answer.json().value("filename"_L1), u"gone.gguf"_s);
    QVERIFY(qAbs(answer.json().value("size_mb"_L1).toDouble() - mebibytes) < 0.006);
    QCOMPARE(answer.json().value("freed"_L1), QJsonValue(true));
    QCOMPARE(installed.fixture->modelFiles(), QStringList{u"other.gguf"_s});
    QCOMPARE(installed.remains().size(), before - 2); // its manifest and its link
    QCOMPARE(idsOf(httpGet(installed.port(), "/v1/models")), QStringList{u"other"_s});
    QCOMPARE(shownBy(installed.port()).filter(u"gone"_s), QStringList());
    QCOMPARE(httpPost(installed.port(), "/v1/generate", prompt(u"gone"_s)).status, 404);
    QCOMPARE(httpPost(installed.port(), "/v1/generate", prompt(u"other"_s)).status, 200);
}

void TestDelete::aModelThatIsNotInstalledIsNotFound()
{
    const Installed installed({u"here"_s});
    for (const HttpAnswer &answer :
         {installed.remove(u"absent"_s), httpRequest(installed.port(), "DELETE", "/v1/api/models/absent")}) {
        QCOMPARE(answer.status, 404);
        const QJsonObject error = answer.json().value("error"_L1).toObject();
        QCOMPARE(error.value("code"_L1), u"model_not_found"_s);
        QVERIFY(error.value("hint"_L1).toString().contains(u"here"_s));
    }
}

void TestDelete::aNameThatMeansTwoModelsRemovesNone()
{
    const Installed installed({u"two_a"_s, u"two-a"_s}); // Shimmy would call both two-a
    QCOMPARE(installed.remove(u"Two-a.gguf"_s).status, 200);
    QVERIFY(writeTinyGguf(installed.models.filePath(u"x y.gguf"_s))
            && writeTinyGguf(installed.models.filePath(u"x_y.gguf"_s)));
    installed.fixture->restart();

    const HttpAnswer answer = installed.remove(u"x-y"_s);

    QCOMPARE(answer.status, 404);
    const QJsonObject error = answer.json().value("error"_L1).toObject();
    QCOMPARE(error.value("code"_L1), u"ambiguous_model"_s);
    QVERIFY2(error.value("message"_L1).toString().contains(u"x y"_s), answer.body.constData());
    QVERIFY2(error.value("message"_L1).toString().contains(u"x_y"_s), answer.body.constData());
    QCOMPARE(installed.fixture->modelFiles().size(), 3);
}

void TestDelete::whatIsNoNameIsRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no model") << QByteArray("{}");
    QTest::newRow("empty") << QByteArray(R"({"model":""})");
    QTest::newRow("a number") << QByteArray(R"({"model":7})");
    QTest::newRow("a list") << QByteArray(R"({"model":["here"]})");
    QTest::newRow("no JSON") << QByteArray("here");
}

void TestDelete::whatIsNoNameIsRefused()
{
    QFETCH(QByteArray, body);
    const Installed installed({u"here"_s});
    for (const QByteArray &method : {QByteArray("POST"), QByteArray("DELETE")}) {
        const HttpAnswer answer =
            httpRequest(installed.port(), method, "/v1/api/delete", body, {{"Content-Type", "application/json"}});
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.json().value("error"_L1).toObject().value("code"_L1), u"invalid_argument"_s);
    }
    QCOMPARE(installed.fixture->modelFiles(), QStringList{u"here.gguf"_s});
}

void TestDelete::aRunningGenerationGoesOnToItsEnd()
{
    Installed installed({u"gone"_s}, slow);
    const auto running = ask(installed.port(), prompt(u"gone"_s, u"L"_s, 30));
    QTRY_COMPARE(managerOf(installed.port()).value("generations"_L1).toInt(), 1);

    const HttpAnswer answer = installed.remove(u"gone"_s);

    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json().value("freed"_L1), QJsonValue(false));
    QVERIFY(idsOf(httpGet(installed.port(), "/v1/models")).isEmpty());
    QCOMPARE(installed.fixture->modelFiles(), QStringList{u"gone.gguf"_s}); // it may not have been opened yet
    const HttpAnswer text = running->read();
    QCOMPARE(text.status, 200);
    QVERIFY2(text.json().value("response"_L1).toString().endsWith(u"w29"_s), text.body.constData());
    QTRY_COMPARE(installed.fixture->modelFiles(), QStringList());
    QTRY_COMPARE(installed.remains(), QStringList());
}

void TestDelete::whoWaitedForItIsToldThatItIsGone()
{
    Installed installed({u"gone"_s, u"other"_s}, slow);
    const auto running = ask(installed.port(), prompt(u"other"_s, u"L"_s, 50));
    QTRY_COMPARE(managerOf(installed.port()).value("generations"_L1).toInt(), 1);
    const auto late = ask(installed.port(), prompt(u"gone"_s));
    const auto other = ask(installed.port(), prompt(u"other"_s));
    QTRY_COMPARE(managerOf(installed.port()).value("queue_length"_L1).toInt(), 2);

    QCOMPARE(installed.remove(u"gone"_s).json().value("freed"_L1), QJsonValue(true));

    const HttpAnswer refused = late->read();
    QCOMPARE(refused.status, 404);
    QCOMPARE(refused.json().value("error"_L1).toObject().value("code"_L1), u"model_not_found"_s);
    QVERIFY(refused.body.contains("gone was removed"));
    QCOMPARE(other->read().status, 200);
    QCOMPARE(running->read().status, 200);
}

void TestDelete::nobodyElseNoticesARemoval()
{
    QStringList names{u"other"_s};
    for (int i = 0; i < 6; ++i)
        names += u"gone-%1"_s.arg(i);
    Installed installed(names);
    const quint16 port = installed.port();
    std::atomic<bool> stop = false;
    std::atomic<int> good = 0;
    std::atomic<int> failed = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i) {
        clients.emplace_back([&] {
            while (!stop) {
                const HttpAnswer answer = httpPost(port, "/v1/generate", prompt(u"other"_s));
                ++(answer.status == 200 && answer.complete ? good : failed);
            }
        });
    }
    QList<int> statuses;
    for (int i = 0; i < 6; ++i) {
        const int before = good;
        statuses += installed.remove(u"gone-%1"_s.arg(i)).status;
        QTRY_VERIFY(good > before); // some are answered between any two removals
    }
    stop = true;
    for (std::thread &client : clients)
        client.join();

    QCOMPARE(statuses, QList<int>(6, 200));
    QCOMPARE(failed.load(), 0);
    QVERIFY(good >= 6);
    QCOMPARE(installed.fixture->modelFiles(), QStringList{u"other.gguf"_s});
}

void TestDelete::staysRemovedWhenTheServiceIsKilledInItsMiddle()
{
    Installed installed({u"gone"_s, u"other"_s}, slow);
    const auto running = ask(installed.port(), prompt(u"gone"_s, u"L"_s, 3000));
    QTRY_COMPARE(managerOf(installed.port()).value("generations"_L1).toInt(), 1);
    QCOMPARE(installed.remove(u"gone"_s).status, 200);
    QVERIFY(installed.fixture->modelFiles().contains(u"gone.gguf"_s));

    installed.fixture->service().killNow();
    installed.fixture->restart();

    QCOMPARE(installed.fixture->modelFiles(), QStringList{u"other.gguf"_s});
    QCOMPARE(idsOf(httpGet(installed.port(), "/v1/models")), QStringList{u"other"_s});
    QCOMPARE(installed.remains().size(), 2); // the other's manifest and link
}

void TestDelete::anotherFileThatTookItsPlaceStays()
{
    Installed installed({u"gone"_s}, slow);
    const auto running = ask(installed.port(), prompt(u"gone"_s, u"L"_s, 3000));
    QTRY_COMPARE(managerOf(installed.port()).value("generations"_L1).toInt(), 1);
    QCOMPARE(installed.remove(u"gone"_s).status, 200);
    const QString path = installed.models.filePath(u"gone.gguf"_s);
    const QString aside = installed.models.filePath(u"new.tmp"_s);
    QVERIFY(writeTinyGguf(aside, {.minimumBytes = 1 << 20}));
    QVERIFY(QFile::remove(path) && QFile::rename(aside, path));

    running->close(); // which ends the generation
    QTRY_COMPARE(managerOf(installed.port()).value("generations"_L1).toInt(), 0);
    installed.fixture->restart();

    QCOMPARE(installed.fixture->modelFiles(), QStringList{u"gone.gguf"_s});
    QCOMPARE(idsOf(httpGet(installed.port(), "/v1/models")), QStringList{u"gone"_s});
    QCOMPARE(installed.remains().size(), 2);
}

void TestDelete::leavesNoEmptyFolders()
{
    QTemporaryDir models;
    const QDir directory(models.path());
    QVERIFY(directory.mkpath(u"owner/repo"_s) && directory.mkpath(u"owner/kept"_s));
    for (const QString &file : {u"owner/repo/gone.gguf"_s, u"owner/kept/one.gguf"_s, u"owner/kept/two.gguf"_s})
        QVERIFY(writeTinyGguf(directory.filePath(file), {.name = file.toLatin1()}));
    FakeShimmyProgram program;
    const JobFixture fixture({}, models.path(), program.path());
    const auto remove = [&fixture](const QString &id) {
        return httpPost(fixture.port(), "/v1/api/delete", {{u"model"_s, id}}).status;
    };

    QCOMPARE(remove(u"gone"_s), 200);
    QVERIFY(!directory.exists(u"owner/repo"_s));
    QCOMPARE(remove(u"one"_s), 200);
    QVERIFY(directory.exists(u"owner/kept/two.gguf"_s));
    QCOMPARE(remove(u"two"_s), 200);
    QVERIFY(!directory.exists(u"owner"_s));
    QVERIFY(directory.exists());
}

void TestDelete::canBePulledAgainToTheSamePlace()
{
    Installed installed({});
    const QByteArray bytes = installed.fixture->offer(u"again"_s, 1 << 20);
    for (int i = 0; i < 2; ++i) {
        const QString wrong = installed.fixture->pullWhole(JobFixture::repo, u"again.gguf"_s, bytes);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        QCOMPARE(installed.fixture->modelFiles(), QStringList{u"again.gguf"_s});
        QCOMPARE(installed.remove(u"again"_s).json().value("freed"_L1), QJsonValue(true));
    }
    QCOMPARE(installed.fixture->modelFiles(), QStringList());
}

void TestDelete::twoWhoRemoveTheSameModelBothGetAnAnswer()
{
    Installed installed({u"gone"_s});
    auto other = std::async(std::launch::async, [&] { return installed.remove(u"gone"_s).status; });
    QList<int> statuses{installed.remove(u"gone"_s).status, other.get()};
    std::sort(statuses.begin(), statuses.end());
    QCOMPARE(statuses, (QList<int>{200, 404}));
}

void TestDelete::replicasSeeThatItIsGone()
{
    const QStringList shared{u"--shared"_s};
    Installed installed({u"gone"_s, u"other"_s}, {}, shared);
    const auto replica = installed.fixture->start(shared);
    QVERIFY(replica->isUp());
    QCOMPARE(httpGet(replica->port(), "/v1/models/gone").status, 200);

    QCOMPARE(installed.remove(u"gone"_s).status, 200);

    QTRY_COMPARE_WITH_TIMEOUT(httpGet(replica->port(), "/v1/models/gone").status, 404, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(shownBy(replica->port()).filter(u"gone"_s), QStringList(), 30'000);
    QCOMPARE(httpPost(replica->port(), "/v1/generate", prompt(u"other"_s)).status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(installed.fixture->modelFiles(), QStringList{u"other.gguf"_s}, 30'000);
    // One that comes now does not take a file for new that is on its way out.
    QCOMPARE(idsOf(httpGet(installed.port(), "/v1/models")), QStringList{u"other"_s});
}

QTEST_GUILESS_MAIN(TestDelete)
#include "test_delete.moc"
