#include "project_paths.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

constexpr auto readable = QFileDevice::ReadOwner | QFileDevice::ReadGroup | QFileDevice::ReadOther;
constexpr auto runnable = QFileDevice::ExeOwner | QFileDevice::ExeGroup | QFileDevice::ExeOther;
constexpr auto writable = QFileDevice::WriteOwner | QFileDevice::WriteGroup | QFileDevice::WriteOther;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// What a Shimmy can reach that a hostile model has taken over.
class TestHostileShimmy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsNeitherTheEnvironmentNorTheMemoryOfTheService();
};

void TestHostileShimmy::readsNeitherTheEnvironmentNorTheMemoryOfTheService()
{
    QTemporaryDir directory;
    const auto path = [&directory](const QString &name) { return directory.filePath(name); };
    QVERIFY(QDir(directory.path()).mkdir(u"models"_s));
    // It looks at itself as well, to see that it can, and at what anybody may read of the service. It does so
    // once, or what is looked at below might just be written again: it is asked for its version, and started anew.
    QFile shimmy(path(u"shimmy"_s));
    QVERIFY(shimmy.open(QIODevice::WriteOnly));
    shimmy.write("#!/bin/sh\ncd " + QFile::encodeName(path(u"models"_s))
                 + " && mkdir begun 2> /dev/null || exit 3\n"
                   "cat /proc/self/environ > own\n"
                   "cat /proc/$PPID/comm > name\n"
                   "cat /proc/$PPID/environ > stolen\n"
                   "head -c 1 /proc/$PPID/auxv >> stolen\n"
                   "mv name tried\nexit 3\n");
    shimmy.close();
    // As a user without privileges, which root's are not; the program beside, where that user can read it.
    QVERIFY(QFile::copy(shimmydPath(), path(u"shimmyd"_s)));
    for (const QString &name : {u"shimmy"_s, u"shimmyd"_s})
        QVERIFY(QFile::setPermissions(path(name), readable | runnable));
    for (const QString &name : {u""_s, u"models"_s})
        QVERIFY(QFile::setPermissions(path(name), readable | runnable | writable));
    QProcess service;
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, u"/usr/sbin:/usr/bin:/sbin:/bin"_s);
    environment.insert(u"HF_TOKEN"_s, u"hf_canaryOfTheHub"_s);
    environment.insert(u"SHIMMYD_API_KEY"_s, u"shm_canary-of-the-service"_s);
    service.setProcessEnvironment(environment);
    QStringList command{path(u"shimmyd"_s), u"--listen"_s,     u"127.0.0.1:0"_s,   u"--models"_s, path(u"models"_s),
                        u"--shimmy"_s,      path(u"shimmy"_s), u"--shimmy-port"_s, u"0"_s};
    if (::geteuid() == 0)
        command = QStringList{u"setpriv"_s, u"--reuid"_s, u"65534"_s, u"--regid"_s, u"65534"_s, u"--clear-groups"_s}
            + command;
    const QString program = command.takeFirst();
    service.start(program, command);
    QVERIFY(service.waitForStarted());

    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path(u"models/tried"_s)), 30'000);

    const QByteArray stolen = contentOf(path(u"models/stolen"_s));
    QCOMPARE(contentOf(path(u"models/tried"_s)).trimmed(), "shimmyd");
    QVERIFY(contentOf(path(u"models/own"_s)).contains("PATH="));
    QVERIFY2(stolen.isEmpty(), stolen.constData());
    service.terminate();
    QVERIFY(service.waitForFinished(40'000));
    QCOMPARE(service.exitCode(), 0);
}

QTEST_GUILESS_MAIN(TestHostileShimmy)
#include "project_paths.h"
#include "test_hostile_shimmy.moc"
