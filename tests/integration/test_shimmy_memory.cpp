#include "blocking_http.h"
#include "service_process.h"
#include "tiny_gguf.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;

/// What --shimmy-memory limits, with the real Shimmy.
class TestShimmyMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsWhatIsAllocatedAndNotTheMappedModel();
    void aRealModelThatNeedsMoreIs502AndTheServiceLives();

private:
    static HttpAnswer generate(const ServiceProcess &service, const QString &model)
    {
        return httpPost(service.port(), "/v1/generate",
                        {{u"model"_s, model}, {u"prompt"_s, u"x\n"_s}, {u"max_tokens"_s, 8}});
    }
};

void TestShimmyMemory::countsWhatIsAllocatedAndNotTheMappedModel()
{
    QTemporaryDir models;
    TinyGgufOptions large;
    large.minimumBytes = 300 << 20;
    QVERIFY(writeTinyGguf(models.filePath(u"large.gguf"_s), large));
    const auto statusWith = [&](const QString &limit) {
        ServiceProcess service({.models = models.path(), .arguments = {u"--shimmy-memory"_s, limit}});
        return service.isUp() ? generate(service, u"large"_s).status : 0;
    };

    // It allocates over 200 MiB, and maps its 300: both together are more than 500.
    QCOMPARE(statusWith(u"200M"_s), 502);
    QCOMPARE(statusWith(u"500M"_s), 200);
}

void TestShimmyMemory::aRealModelThatNeedsMoreIs502AndTheServiceLives()
{
    const QString path = qEnvironmentVariable("SHIMMY_MANAGER_GEMMA");
    QVERIFY2(QFile::exists(path), "SHIMMY_MANAGER_GEMMA must name the model file; ./dev test sets it");
    QTemporaryDir models;
    QVERIFY(QFile::copy(path, models.filePath(u"gemma.gguf"_s)));
    QVERIFY(writeTinyGguf(models.filePath(u"tiny.gguf"_s)));
    {
        ServiceProcess service({.models = models.path(), .arguments = {u"--shimmy-memory"_s, u"200M"_s}});
        QVERIFY(service.isUp());
        const HttpAnswer tooLarge = generate(service, u"gemma"_s);
        QCOMPARE(tooLarge.status, 502);
        QCOMPARE(tooLarge.json().value("error"_L1).toObject().value("code"_L1), u"shimmy_failed"_s);
        QCOMPARE(generate(service, u"tiny"_s).json().value("response"_L1), u" Hello, world!!"_s);
        QCOMPARE(httpGet(service.port(), "/v1/health").status, 200);
    }
    ServiceProcess service({.models = models.path(), .arguments = {u"--shimmy-memory"_s, u"2G"_s}});
    QVERIFY(service.isUp());
    QCOMPARE(generate(service, u"gemma"_s).status, 200);
}

QTEST_GUILESS_MAIN(TestShimmyMemory)
#include "test_shimmy_memory.moc"
